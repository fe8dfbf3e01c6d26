# Debian's rstan: a program compiled, one data set sampled, draws and figures written in the form described in README.md.

suppressMessages({
  library(rstan)
  library(jsonlite)
})

rstan_options(auto_write = FALSE) # a compiled program is not kept beside the source: every run measures a compile
# Debian's r-cran-bh leaves out BH/include, because Boost lies in /usr/include; rstan does not find it there unless it is told.
if (!nzchar(system.file("include", package = "BH"))) rstan_options(boost_lib = "/usr/include")

compiled <- function(program) {
  seconds <- system.time(model <- stan_model(program))[["elapsed"]]
  list(model = model, name = basename(program), seconds = seconds)
}

# The parameters of model A, in its order.
parameters_of_model_a <- function(data) {
  channel <- sprintf("[%d]", seq_len(data$C))
  c(
    paste0("decay", channel), paste0("slope", channel), paste0("half", channel), paste0("coef", channel),
    sprintf("gamma[%d]", seq_len(data$K)), "intercept", "sigma"
  )
}

# Samples `data`, writes OUT.json and OUT.f64, and returns the figures.
fit_and_write <- function(program, data, out, chains, warmup, draws, adapt_delta, metric, seed, cores,
                          parameters = parameters_of_model_a(data), compile_seconds = program$seconds) {
  stopifnot(grepl("\\.json$", out))
  # R evaluates arguments when they are used: compiling and reading would be timed as sampling.
  force(program)
  force(data)
  # Wall clock of the whole call, with the start of the worker processes: what a user waits for once the program is compiled.
  sampling_seconds <- system.time(fit <- sampling(
    program$model, data = data, chains = chains, iter = warmup + draws, warmup = warmup, cores = cores, seed = seed,
    control = list(adapt_delta = adapt_delta, metric = metric), refresh = 0
  ))[["elapsed"]]

  sampled <- as.array(fit)[, , parameters, drop = FALSE] # [draw, chain, parameter], which is the file's order, column-major
  connection <- file(sub("\\.json$", ".f64", out), "wb")
  writeBin(as.vector(sampled), connection, size = 8, endian = "little")
  close(connection)

  sampler <- get_sampler_params(fit, inc_warmup = FALSE)
  with_warmup <- get_sampler_params(fit, inc_warmup = TRUE)
  result <- list(
    system = "rstan",
    version = sprintf("rstan %s, Stan %s, R %s.%s", packageVersion("rstan"), stan_version(), R.version$major, R.version$minor),
    model = program$name,
    settings = list(adapt_delta = adapt_delta, metric = metric, cores = cores, seed = seed),
    chains = chains, warmup = warmup, draws = draws,
    compile_seconds = compile_seconds,
    sampling_seconds = sampling_seconds,
    chain_cpu_seconds = unname(rowSums(get_elapsed_time(fit))),
    divergences = sum(sapply(sampler, function(chain) sum(chain[, "divergent__"]))),
    gradients = sum(sapply(with_warmup, function(chain) sum(chain[, "n_leapfrog__"]))),
    leapfrogs_per_draw = mean(sapply(sampler, function(chain) mean(chain[, "n_leapfrog__"]))),
    own_min_bulk_ess = min(apply(sampled, 3, ess_bulk)),
    own_max_rhat = max(apply(sampled, 3, Rhat)),
    parameters = parameters,
    draws_file = basename(sub("\\.json$", ".f64", out))
  )
  write_json(result, out, auto_unbox = TRUE, digits = NA)
  cat(sprintf(
    "rstan %s: compile %.1f s, sampling %.1f s, %d divergences, %.1f leapfrogs a draw, min bulk ESS %.0f, max R-hat %.4f\n",
    program$name, compile_seconds, sampling_seconds, result$divergences, result$leapfrogs_per_draw,
    result$own_min_bulk_ess, result$own_max_rhat
  ))
  result
}

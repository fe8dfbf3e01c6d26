# One posterior in Debian's rstan, any program: compiled once and kept beside its copy, sampled, draws and figures written as README.md says.
#
#   Rscript stan_posterior.R PROGRAM.stan DATA.json CHAINS WARMUP DRAWS SEED CORES OUT.json PARAMETERS
#
# PROGRAM is a copy under benchmarks/.cache: the compiled program is written beside it. PARAMETERS are names such as mu,theta[1], with commas.
# With CHAINS 0 the program is compiled alone.

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "stan_fit.R"))
rstan_options(auto_write = TRUE)

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 9) stop("usage: stan_posterior.R PROGRAM DATA CHAINS WARMUP DRAWS SEED CORES OUT PARAMETERS")
number <- function(place) as.integer(arguments[place])
program <- compiled(arguments[1])
if (number(3) == 0) {
  write_json(list(compile_seconds = program$seconds), arguments[8], auto_unbox = TRUE, digits = NA)
} else {
  invisible(fit_and_write(
    program, fromJSON(arguments[2]), arguments[8],
    chains = number(3), warmup = number(4), draws = number(5), adapt_delta = 0.8, metric = "diag_e", seed = number(6), cores = number(7),
    parameters = regmatches(arguments[9], gregexpr("[^,\\[]+(\\[[^]]*\\])?", arguments[9]))[[1]]
  ))
}

# Model A in Stan through Debian's rstan on every data set of a folder, compiled once; draws and figures of each as described in README.md.
#
#   Rscript stan_batch.R PROGRAM.stan FOLDER CHAINS WARMUP DRAWS ADAPT_DELTA METRIC SEED CORES OUT
#
# FOLDER holds data sets, NAME.json each; OUT gets NAME.json and NAME.f64 of each, and batch.json of all. CORES data sets are fitted side by
# side, each with its chains one after another in one process, which keeps cores busier than chains side by side.

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "stan_fit.R"))

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 10) stop("usage: stan_batch.R PROGRAM FOLDER CHAINS WARMUP DRAWS ADAPT_DELTA METRIC SEED CORES OUT")
number <- function(place) as.integer(arguments[place])
out <- arguments[10]
dir.create(out, recursive = TRUE, showWarnings = FALSE)
files <- sort(list.files(arguments[2], pattern = "\\.json$", full.names = TRUE))
if (length(files) == 0) stop("no data sets in ", arguments[2])

program <- compiled(arguments[1])
one <- function(index) {
  fit_and_write(
    program, fromJSON(files[index]), file.path(out, basename(files[index])),
    chains = number(3), warmup = number(4), draws = number(5), adapt_delta = as.numeric(arguments[6]), metric = arguments[7],
    seed = number(8) + index - 1L, cores = 1L, compile_seconds = 0
  )
}
seconds <- system.time(
  results <- parallel::mclapply(seq_along(files), one, mc.cores = number(9), mc.preschedule = FALSE)
)[["elapsed"]]
failed <- vapply(results, inherits, logical(1), "try-error")
if (any(failed)) stop("failed: ", paste(basename(files[failed]), collapse = ", "), "\n", results[failed][[1]])
write_json(
  list(
    system = "rstan", version = results[[1]]$version, data_sets = length(files), cores = number(9),
    compile_seconds = program$seconds, sampling_seconds = seconds
  ),
  file.path(out, "batch.json"), auto_unbox = TRUE, digits = NA
)
cat(sprintf("%d data sets: compile %.1f s, sampling %.1f s\n", length(files), program$seconds, seconds))

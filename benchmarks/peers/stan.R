# Model A in Stan through Debian's rstan: compile, sample, write draws and figures in the form described in README.md.
#
#   Rscript stan.R PROGRAM.stan DATA.json CHAINS WARMUP DRAWS ADAPT_DELTA METRIC SEED CORES OUT.json
#
# METRIC is diag_e, dense_e or unit_e; Stan's defaults are adapt_delta 0.8 and diag_e.

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "stan_fit.R"))

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 10) stop("usage: stan.R PROGRAM DATA CHAINS WARMUP DRAWS ADAPT_DELTA METRIC SEED CORES OUT.json")
number <- function(place) as.integer(arguments[place])
invisible(fit_and_write(
  compiled(arguments[1]), fromJSON(arguments[2]), arguments[10],
  chains = number(3), warmup = number(4), draws = number(5), adapt_delta = as.numeric(arguments[6]), metric = arguments[7],
  seed = number(8), cores = number(9)
))

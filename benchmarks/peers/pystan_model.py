"""Model A in a newer Stan through PyPI's pystan and httpstan, with figures and draws in the form described in README.md.

  python pystan_model.py PROGRAM.stan DATA.json OUT.json [--chains 4] [--warmup 1000] [--draws 1000] [--delta 0.8]
                         [--seed 1]

Stan's defaults are kept (diagonal metric: pystan offers no other). httpstan keeps compiled programs and fits: they are removed
first, so that every run compiles and samples.
pystan always runs all chains at once, in processes that share the cores: it has no setting for their number.
"""

import argparse
import json
import logging
import os
import time
from importlib.metadata import version

import httpstan.cache
import httpstan.models
import numpy as np
import peer_output
import stan

parser = argparse.ArgumentParser()
parser.add_argument("program")
parser.add_argument("data")
parser.add_argument("out")
parser.add_argument("--chains", type=int, default=4)
parser.add_argument("--warmup", type=int, default=1000)
parser.add_argument("--draws", type=int, default=1000)
parser.add_argument("--delta", type=float, default=0.8)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
logging.getLogger("httpstan").setLevel(logging.WARNING)

with open(options.program) as file:
    program = file.read()
with open(options.data) as file:
    data = json.load(file)
httpstan.cache.delete_model_directory(httpstan.models.calculate_model_name(program))
start = time.perf_counter()
posterior = stan.build(program, data=data, random_seed=options.seed)
compile_seconds = time.perf_counter() - start

start = time.perf_counter()
fit = posterior.sample(
    num_chains=options.chains, num_warmup=options.warmup, num_samples=options.draws, delta=options.delta
)
sampling_seconds = time.perf_counter() - start


def by_chain(name):
    """pystan gives [element, draw * chain] with the chains interleaved; -> [chain, draw] or [chain, draw, element]."""
    values = np.asarray(fit[name])
    values = values.reshape(-1, options.draws, options.chains).transpose(2, 1, 0)
    return values[:, :, 0] if name in ("intercept", "sigma") or name.endswith("__") else values


draws = {name: by_chain(name) for name in ("decay", "slope", "half", "coef", "gamma", "intercept", "sigma")}
figures = {
    "system": "pystan",
    "version": f"pystan {version('pystan')}, httpstan {version('httpstan')}",
    "model": os.path.basename(options.program),
    "settings": {"delta": options.delta, "seed": options.seed},
    "warmup": options.warmup,
    "compile_seconds": compile_seconds,
    "sampling_seconds": sampling_seconds,
    "divergences": int(by_chain("divergent__").sum()),
    "leapfrogs_per_draw": float(by_chain("n_leapfrog__").mean()),
}
peer_output.write(options.out, figures, peer_output.stack(draws), peer_output.parameter_names(data["C"], data["K"]))

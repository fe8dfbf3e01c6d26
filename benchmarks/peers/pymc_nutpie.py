"""Model A in PyMC, sampled by nutpie (or by PyMC's own sampler), with figures and draws in the form described in README.md.

  python pymc_nutpie.py DATA.json OUT.json [--sampler nutpie|pymc] [--backend numba|jax] [--adstock lags|scan]
                        [--chains 4] [--draws 1000] [--tune N] [--cores 2] [--seed 1]

The sampler's defaults are kept (nutpie: target acceptance 0.8 and its own warm-up length unless --tune is given; PyMC: 1000
tuning steps). adstock: `lags` multiplies the matrix of lagged spend (a constant [channel, week, lag]) by decay^lag, over all the
lags of the file, so it is the infinite recursion exactly; `scan` is the recursion as pytensor.scan.
"""

import argparse
import json
import time
from importlib.metadata import version

import numpy as np
import peer_output
import pymc as pm
import pytensor
import pytensor.tensor as pt


def lagged(spend):
    """[week, channel] -> [channel, week, lag] with zeros before the first week."""
    weeks, channels = spend.shape
    matrix = np.zeros((channels, weeks, weeks))
    for lag in range(weeks):
        matrix[:, lag:, lag] = spend[: weeks - lag].T
    return matrix


def adstock_by_lags(spend, decay):
    weights = decay[:, None] ** np.arange(len(spend))[None, :]
    return pt.matmul(lagged(spend), weights[:, :, None])[:, :, 0].T


def adstock_by_scan(spend, decay):
    return pytensor.scan(
        lambda now, before, rate: now + rate * before,
        sequences=[pt.as_tensor(spend)],
        outputs_info=[pt.zeros(spend.shape[1])],
        non_sequences=[decay],
        return_updates=False,
    )


def build(data, adstock):
    spend, controls, response = np.array(data["X"]), np.array(data["Z"]), np.array(data["y"])
    with pm.Model() as model:
        decay = pm.Beta("decay", 2, 2, shape=data["C"])
        slope = pm.Gamma("slope", alpha=4, beta=2, shape=data["C"])
        half = pm.LogNormal("half", 0, 0.7, shape=data["C"])
        coef = pm.HalfNormal("coef", 1, shape=data["C"])
        gamma = pm.Normal("gamma", 0, 1, shape=data["K"])
        intercept = pm.Normal("intercept", 0, 5)
        sigma = pm.HalfNormal("sigma", 0.5)
        carried = {"lags": adstock_by_lags, "scan": adstock_by_scan}[adstock](spend, decay)
        saturated = pm.math.sigmoid(slope * (pt.log(carried) - pt.log(half)))
        pm.Normal("y", intercept + controls @ gamma + saturated @ coef, sigma, observed=response)
    return model


def with_nutpie(model, options):
    import nutpie

    start = time.perf_counter()
    compiled = nutpie.compile_pymc_model(model, backend=options.backend, gradient_backend="jax" if options.backend == "jax" else "pytensor")
    # A short run, so that whatever is compiled at the first call counts as compiling.
    nutpie.sample(compiled, draws=2, tune=2, chains=1, cores=1, seed=0, progress_bar=False)
    compile_seconds = time.perf_counter() - start
    start = time.perf_counter()
    trace = nutpie.sample(
        compiled, draws=options.draws, tune=options.tune, chains=options.chains, cores=options.cores, seed=options.seed, progress_bar=False
    )
    return trace, compile_seconds, time.perf_counter() - start


def with_pymc(model, options):
    start = time.perf_counter()
    model.logp_dlogp_function(ravel_inputs=True)  # what the sampler compiles; it compiles again, so this is reported, not subtracted
    compile_seconds = time.perf_counter() - start
    start = time.perf_counter()
    trace = pm.sample(
        draws=options.draws, tune=options.tune or 1000, chains=options.chains, cores=options.cores, random_seed=options.seed,
        progressbar=False, compute_convergence_checks=False, model=model,
    )
    return trace, compile_seconds, time.perf_counter() - start


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--sampler", choices=["nutpie", "pymc"], default="nutpie")
    parser.add_argument("--backend", choices=["numba", "jax"], default="numba")
    parser.add_argument("--adstock", choices=["lags", "scan"], default="lags")
    parser.add_argument("--chains", type=int, default=4)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--tune", type=int)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with open(options.data) as file:
        data = json.load(file)
    model = build(data, options.adstock)
    trace, compile_seconds, sampling_seconds = {"nutpie": with_nutpie, "pymc": with_pymc}[options.sampler](model, options)
    statistics = trace.sample_stats
    names = peer_output.parameter_names(data["C"], data["K"])
    figures = {
        "system": options.sampler,
        "version": f"pymc {version('pymc')}, pytensor {version('pytensor')}, nutpie {version('nutpie')}, {options.backend} {version(options.backend)}",
        "model": f"PyMC, adstock by {options.adstock}, {options.backend if options.sampler == 'nutpie' else 'pytensor default'}",
        "settings": {"cores": options.cores, "seed": options.seed, "tune": options.tune},
        "warmup": int(trace.warmup_sample_stats.sizes["draw"]) if "warmup_sample_stats" in trace else options.tune or 1000,
        "compile_seconds": compile_seconds,
        "sampling_seconds": sampling_seconds,
        "divergences": int(statistics["diverging"].sum()),
        "leapfrogs_per_draw": float(statistics["n_steps"].mean()),
    }
    peer_output.write(options.out, figures, peer_output.stack(trace.posterior), names)

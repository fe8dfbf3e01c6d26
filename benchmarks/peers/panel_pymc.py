"""Model C, a panel of geos with priors on ROI, in PyMC, sampled by nutpie. Figures and draws as README.md says.

  python panel_pymc.py DATA.json OUT.json [--chains 4] [--draws 1000] [--tune N] [--cores 2] [--seed 1]

The coordinates are those of c.stan. Adstock is a product with the lower triangle of powers of the decay: the infinite recursion exactly.
nutpie's defaults are kept (its own warm-up length unless --tune is given).
"""

import argparse
import time
from importlib.metadata import version

import nutpie
import numpy as np
import panel_output
import pymc as pm
import pytensor.tensor as pt


def build(data):
    X, price, seen = data["X"], data["price"], data["seen"]
    channels, geos, weeks = X.shape
    lags = np.arange(weeks)[:, None] - np.arange(weeks)[None, :]
    with pm.Model() as model:
        decay = pm.Beta("decay", 2, 2, shape=channels)
        slope = pm.Gamma("slope", alpha=4, beta=2, shape=channels)
        half = pm.LogNormal("half", -0.5, 1, shape=channels)
        roi = pm.LogNormal("roi", 0.2, 0.5, shape=channels)
        eta = pm.HalfNormal("eta", 0.5, shape=channels)
        z = pm.Normal("z", 0, 1, shape=(channels, geos))
        intercept_mean = pm.Normal("intercept_mean", 0, 5)
        intercept_spread = pm.HalfNormal("intercept_spread", 1)
        intercept = pm.Normal("intercept", intercept_mean, intercept_spread, shape=geos)
        control_mean = pm.Normal("control_mean", 0, 1)
        control_spread = pm.HalfNormal("control_spread", 0.5)
        control = pm.Normal("control", control_mean, control_spread, shape=geos)
        season = pm.Normal("season", 0, 1, shape=2)
        week_spread = pm.HalfNormal("week_spread", 0.5)
        week = pm.Normal("week", 0, week_spread, shape=weeks)
        sigma = pm.HalfNormal("sigma", 1)
        powers = pt.switch(lags >= 0, decay[:, None, None] ** np.maximum(lags, 0), 0.0)
        # [channel, geo, week]: sum over the weeks before of X (1 - decay) decay^lag.
        stock = (1 - decay)[:, None, None] * pt.matmul(X, powers.transpose(0, 2, 1))
        curve = pm.math.sigmoid(slope[:, None, None] * (pt.log(stock + 1e-300) - pt.log(half)[:, None, None]))
        heights = pt.exp(eta[:, None] * z)
        brought = data["sd"] * (data["population"] * heights[:, :, None] * curve).sum(axis=(1, 2))
        coefficient = (roi * data["spend"] / brought)[:, None] * heights
        expected = intercept[:, None] + control[:, None] * price + pt.dot(season, data["waves"]) + week + (coefficient[:, :, None] * curve).sum(axis=0)
        there = np.nonzero(seen)
        pm.Normal("y", expected[there], sigma, observed=data["y"][there])
    return model


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--chains", type=int, default=4)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--tune", type=int)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    data = panel_output.read(options.data)
    model = build(data)
    start = time.perf_counter()
    compiled = nutpie.compile_pymc_model(model, backend="numba")
    # A short run, so that whatever is compiled at the first call counts as compiling.
    nutpie.sample(compiled, draws=2, tune=2, chains=1, cores=1, seed=0, progress_bar=False)
    compile_seconds = time.perf_counter() - start
    start = time.perf_counter()
    trace = nutpie.sample(
        compiled, draws=options.draws, tune=options.tune, chains=options.chains, cores=options.cores, seed=options.seed, progress_bar=False
    )
    sampling_seconds = time.perf_counter() - start
    statistics = trace.sample_stats
    figures = {
        "system": "nutpie",
        "version": f"pymc {version('pymc')}, nutpie {version('nutpie')}, numba {version('numba')}",
        "model": "model C, PyMC",
        "settings": {"cores": options.cores, "seed": options.seed, "tune": options.tune},
        "warmup": int(trace.warmup_sample_stats.sizes["draw"]) if "warmup_sample_stats" in trace else options.tune or 1000,
        "compile_seconds": compile_seconds,
        "sampling_seconds": sampling_seconds,
        "divergences": int(statistics["diverging"].sum()),
        "leapfrogs_per_draw": float(statistics["n_steps"].mean()),
    }
    panel_output.write(options.out, figures, trace.posterior, data["price"].shape[0], data["X"].shape[0])

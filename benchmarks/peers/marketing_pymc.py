"""PyMC-Marketing's own example model on its example table, with figures and draws in the form described in README.md.

  python marketing_pymc.py TABLE.csv OUT.json [--chains 4] [--draws 1000] [--warmup N] [--seed 1]

Everything is the library's default: priors, scaling, sampler (nutpie on numba) and length of warm-up. The fit is made twice in one process by
MMM.fit: the first time with no compiled code kept from earlier processes, the second time, with another seed, for the draws that are written.
compile_seconds is the first fit's time less the sampling of the second; sampling_seconds is the time that the sampler itself
took in the second, and again_seconds is all of the second fit.
"""

import argparse
import os
import tempfile
import time
from importlib.metadata import version

parser = argparse.ArgumentParser()
parser.add_argument("table")
parser.add_argument("out")
parser.add_argument("--chains", type=int, default=4)
parser.add_argument("--draws", type=int, default=1000)
parser.add_argument("--warmup", type=int)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()

compiled = tempfile.TemporaryDirectory()
os.environ["PYTENSOR_FLAGS"] = f"base_compiledir={compiled.name}"  # must be set before pytensor is imported

import numpy as np  # noqa: E402
import pandas  # noqa: E402
import peer_output  # noqa: E402
from pymc_marketing.mmm import MMM, GeometricAdstock, LogisticSaturation  # noqa: E402

channels = ["x1", "x2"]
controls = ["event_1", "event_2", "t"]
waves = ["sin_1", "cos_1", "sin_2", "cos_2"]

table = pandas.read_csv(options.table, parse_dates=["date_week"])
response = table["y"]
predictors = table[["date_week", *channels, *controls]]
settings = {"chains": options.chains, "draws": options.draws, "progressbar": False, "compute_convergence_checks": False}
if options.warmup is not None:
    settings["tune"] = options.warmup


def fit(seed):
    start = time.perf_counter()
    mmm = MMM(
        date_column="date_week", target_column="y", channel_columns=channels, control_columns=controls,
        adstock=GeometricAdstock(l_max=8), saturation=LogisticSaturation(), yearly_seasonality=2,
    )
    trace = mmm.fit(predictors, response, random_seed=seed, **settings)
    return mmm, trace, time.perf_counter() - start


_, _, first_seconds = fit(options.seed + 1000)
mmm, trace, again_seconds = fit(options.seed)

# What the model in the benchmark's model file was written for; a release with other defaults must not pass for the same model.
expected = {
    "intercept": "Normal(mu=0, sigma=2)", "likelihood": "Normal(sigma=HalfNormal(sigma=2))",
    "gamma_control": "Normal(mu=0, sigma=2)", "gamma_fourier": "Laplace(mu=0, b=1)", "adstock_alpha": "Beta(alpha=1, beta=3)",
    "saturation_lam": "Gamma(alpha=3, beta=1)", "saturation_beta": "HalfNormal(sigma=2)",
}  # fmt: skip


def written(prior):
    """Prior("Normal", mu=0, dims="x") -> Normal(mu=0)"""
    values = (f"{name}={written(value) if hasattr(value, 'distribution') else f'{value:g}'}" for name, value in prior.parameters.items())
    return f"{prior.distribution}({', '.join(values)})"


found = {name: written(prior) for name, prior in mmm.model_config.items()}
if found != expected:
    raise SystemExit(f"The priors are not those of the benchmark: {found}")

posterior = trace.posterior
columns = {
    **{f"decay[{name}]": posterior["adstock_alpha"].sel(channel=name) for name in channels},
    **{f"saturation_rate[{name}]": posterior["saturation_lam"].sel(channel=name) for name in channels},
    **{f"coefficient[{name}]": posterior["saturation_beta"].sel(channel=name) for name in channels},
    **{f"control[{name}]": posterior["gamma_control"].sel(control=name) for name in controls},
    **{f"control[{name}]": posterior["gamma_fourier"].sel(fourier_mode=name) for name in waves},
    "intercept": posterior["intercept_contribution"],
    "sigma": posterior["y_sigma"],
}
statistics = trace.sample_stats
figures = {
    "system": "pymc-marketing",
    "version": f"PyMC-Marketing {version('pymc-marketing')}, PyMC {version('pymc')}, nutpie {version('nutpie')}, numba {version('numba')}",
    "model": "PyMC-Marketing, MMM with geometric adstock and logistic saturation",
    "settings": {"seed": options.seed, "sampler": posterior.attrs.get("inference_library", "pymc")},
    "warmup": int(posterior.attrs["tuning_steps"]),
    "compile_seconds": first_seconds - float(posterior.attrs["sampling_time"]),
    "sampling_seconds": float(posterior.attrs["sampling_time"]),
    "again_seconds": again_seconds,
    "divergences": int(statistics["diverging"].sum()),
    "leapfrogs_per_draw": float(statistics["n_steps"].mean()),
}
peer_output.write(options.out, figures, np.stack([values.transpose("chain", "draw").to_numpy() for values in columns.values()]), list(columns))

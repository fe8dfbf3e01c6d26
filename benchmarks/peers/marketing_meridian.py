"""Google Meridian's national model on PyMC-Marketing's example table, with figures and draws in the form described in README.md.

  python marketing_meridian.py TABLE.csv OUT.json [--chains 4] [--draws 1000] [--warmup 1000] [--seed 1]

The same data, but Meridian's own model: Hill saturation, a prior on ROI, one constant baseline; events, trend and season are given to
it as controls. Defaults are kept: priors, the JAX backend, NUTS of TensorFlow Probability with target acceptance 0.85. Half of --warmup is
adaptation, half is burn-in (500 and 500). A prior on ROI speaks of money, and the table's spend has no unit: a unit of spend is said to
cost 3000, which puts the returns of both channels near one, where the prior is.
It samples twice in one process: the second time is what is written, with jax's compiled programs kept from the first time.
"""

import argparse
import os
import tempfile
import time
import warnings
from importlib.metadata import version

parser = argparse.ArgumentParser()
parser.add_argument("table")
parser.add_argument("out")
parser.add_argument("--chains", type=int, default=4)
parser.add_argument("--draws", type=int, default=1000)
parser.add_argument("--warmup", type=int, default=1000)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()

compiled = tempfile.TemporaryDirectory()
os.environ["JAX_COMPILATION_CACHE_DIR"] = compiled.name
os.environ["JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS"] = "0"
os.environ["JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES"] = "-1"
warnings.simplefilter("ignore")  # it tells of every parameter that a national model has not

import numpy as np  # noqa: E402
import pandas  # noqa: E402
import peer_output  # noqa: E402
from meridian import backend  # noqa: E402
from meridian.data.data_frame_input_data_builder import DataFrameInputDataBuilder  # noqa: E402
from meridian.model.model import Meridian  # noqa: E402
from meridian.model.spec import ModelSpec  # noqa: E402

cost_of_a_unit = 3000
channels = ["x1", "x2"]
controls = ["event_1", "event_2", "t", "sin_1", "cos_1", "sin_2", "cos_2"]

table = pandas.read_csv(options.table)
spend = [f"spend_{name}" for name in channels]
table[spend] = cost_of_a_unit * table[channels].to_numpy()
data = (
    DataFrameInputDataBuilder(kpi_type="revenue")
    .with_kpi(table, kpi_col="y", time_col="date_week")
    .with_controls(table, control_cols=controls, time_col="date_week")
    .with_media(table, media_cols=channels, media_spend_cols=spend, media_channels=channels, time_col="date_week")
    .build()
)
adapting = options.warmup // 2
seconds = []
for run in range(2):
    start = time.perf_counter()
    model = Meridian(input_data=data, model_spec=ModelSpec())
    model.sample_posterior(
        n_chains=options.chains, n_adapt=adapting, n_burnin=options.warmup - adapting, n_keep=options.draws,
        seed=options.seed + 1000 * (1 - run),
    )
    seconds.append(time.perf_counter() - start)

posterior, statistics = model.inference_data.posterior, model.inference_data.sample_stats
columns = {
    **{f"{base}[{name}]": posterior[base].sel(media_channel=name) for base in ("alpha_m", "ec_m", "roi_m") for name in channels},
    **{f"gamma_c[{name}]": posterior["gamma_c"].sel(control_variable=name) for name in controls},
    "knot_values[1]": posterior["knot_values"].isel(knots=0),
    "sigma": posterior["sigma"].squeeze([dimension for dimension in posterior["sigma"].dims if dimension not in ("chain", "draw")]),
}
figures = {
    "system": "meridian",
    "version": f"Meridian {version('google-meridian')}, {backend.config.get_backend().value}, jax {version('jax')}",
    "model": "Meridian, national model with its own priors",
    "settings": {"seed": options.seed, "adapting": adapting, "cost_of_a_unit": cost_of_a_unit},
    "warmup": options.warmup,
    "compile_seconds": seconds[0] - seconds[1],
    "sampling_seconds": seconds[1],
    "again_seconds": seconds[1],
    "divergences": int(statistics["diverging"].sum()),
    "leapfrogs_per_draw": float(statistics["n_steps"].mean()),
}
peer_output.write(options.out, figures, np.stack([values.transpose("chain", "draw").to_numpy() for values in columns.values()]), list(columns))

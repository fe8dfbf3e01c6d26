"""Model A in NumPyro on every data set of a folder, compiled once, with figures and draws of each in the form described in README.md.

  python numpyro_batch.py FOLDER OUT [--together 1] [--chains 4] [--warmup 1000] [--draws 1000] [--seed 1]

FOLDER holds data sets of one size, NAME.json each; OUT gets NAME.json and NAME.f64 of each, and batch.json of all. NUTS with NumPyro's
defaults, float64. Chains are vectorized; --together maps that many data sets over as well, so that chains x together transitions run in one
program. They go in step: each waits for the longest trajectory among them. sampling_seconds of a data set is its share of the time that its group took.
"""

import argparse
import json
import pathlib
import time
from importlib.metadata import version

parser = argparse.ArgumentParser()
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("out", type=pathlib.Path)
parser.add_argument("--together", type=int, default=1)
parser.add_argument("--chains", type=int, default=4)
parser.add_argument("--warmup", type=int, default=1000)
parser.add_argument("--draws", type=int, default=1000)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()

import numpyro  # noqa: E402  the precision must be set before jax starts

numpyro.enable_x64()

import jax  # noqa: E402
import numpy as np  # noqa: E402
import peer_output  # noqa: E402
from model_a_numpyro import model  # noqa: E402
from numpyro.infer import MCMC, NUTS  # noqa: E402

files = sorted(path for path in options.folder.glob("*.json"))
if not files:
    raise SystemExit(f"no data sets in {options.folder}")
data = [json.loads(path.read_text()) for path in files]
sizes = {(each["T"], each["C"], each["K"]) for each in data}
if len(sizes) > 1:
    raise SystemExit(f"data sets of several sizes: {sorted(sizes)}")
together = min(options.together, len(files))


def fit(key, spend, controls, response):
    sampler = MCMC(
        NUTS(model), num_warmup=options.warmup, num_samples=options.draws, num_chains=options.chains,
        chain_method="vectorized", progress_bar=False,
    )
    sampler.run(key, spend, controls, response, extra_fields=("num_steps", "diverging"))
    return sampler.get_samples(group_by_chain=True), sampler.get_extra_fields(group_by_chain=True)


keys = jax.vmap(jax.random.PRNGKey)(np.arange(options.seed, options.seed + len(files)))
arrays = [np.stack([each[name] for each in data]) for name in ("X", "Z", "y")]
groups = [[min(i, len(files) - 1) for i in range(start, start + together)] for start in range(0, len(files), together)]


def arguments(group):
    """The last group is filled up with its last data set, so that one program serves all."""
    return [keys[np.array(group)], *(array[group] for array in arrays)]


start = time.perf_counter()
compiled = jax.jit(jax.vmap(fit)).lower(*arguments(groups[0])).compile()
compile_seconds = time.perf_counter() - start

options.out.mkdir(parents=True, exist_ok=True)
sampling_seconds = 0.0
names = peer_output.parameter_names(data[0]["C"], data[0]["K"])
shared = {"system": "numpyro", "version": f"numpyro {version('numpyro')}, jax {version('jax')}"}
for group in groups:
    start = time.perf_counter()
    draws, fields = jax.block_until_ready(compiled(*arguments(group)))
    seconds = time.perf_counter() - start
    sampling_seconds += seconds
    members = sorted(set(group))
    for place, index in enumerate(members):
        figures = {
            **shared,
            "model": f"NumPyro, chains vectorized, {together} data sets together",
            "settings": {"seed": options.seed + index, "together": together},
            "warmup": options.warmup,
            "compile_seconds": 0,
            "sampling_seconds": seconds / len(members),
            "divergences": int(fields["diverging"][place].sum()),
            "leapfrogs_per_draw": float(fields["num_steps"][place].mean()),
        }
        sampled = peer_output.stack({name: values[place] for name, values in draws.items()})
        peer_output.write(str(options.out / files[index].name), figures, sampled, names)

summary = {**shared, "data_sets": len(files), "together": together, "compile_seconds": compile_seconds, "sampling_seconds": sampling_seconds}
(options.out / "batch.json").write_text(json.dumps(summary, indent=1))
print(f"{len(files)} data sets: compile {compile_seconds:.1f} s, sampling {sampling_seconds:.1f} s")

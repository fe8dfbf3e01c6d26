"""Model A in NumPyro on a GPU, all chains of all data sets in one program, with a limit on the time.

  python numpyro_lanes.py FOLDER OUT [--chains 16] [--warmup 250] [--draws 150] [--seconds 90] [--seed 1]

FOLDER holds data sets of one size, NAME.json each. NUTS with a dense metric, float64. The adstock doubles its reach in each of log2(weeks)
rounds, which a GPU computes faster than the scan of model_a_numpyro.py; the model is otherwise the same. All lanes go in step: each waits
for the longest trajectory. Many short chains suit that better than few long ones. Transitions run in calls of some; between calls the clock
is looked at, and where time runs out, the draws until then are kept. OUT gets figures.json and, where there are draws, draws.f64:
[data set, parameter, chain, draw]. sampling_seconds leaves out compiling, which is told apart.
"""

import argparse
import json
import pathlib
import time
from importlib.metadata import version

parser = argparse.ArgumentParser()
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("out", type=pathlib.Path)
parser.add_argument("--chains", type=int, default=16)
parser.add_argument("--warmup", type=int, default=250)
parser.add_argument("--draws", type=int, default=150)
parser.add_argument("--seconds", type=float, default=90)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
began = time.perf_counter()

import numpyro  # noqa: E402  the precision must be set before jax starts

numpyro.enable_x64()

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
import numpyro.distributions as dist  # noqa: E402
from numpyro.infer import NUTS  # noqa: E402


def model(spend, controls, response):
    weeks, channels = spend.shape
    decay = numpyro.sample("decay", dist.Beta(2, 2).expand([channels]).to_event(1))
    slope = numpyro.sample("slope", dist.Gamma(4, 2).expand([channels]).to_event(1))
    half = numpyro.sample("half", dist.LogNormal(0, 0.7).expand([channels]).to_event(1))
    coef = numpyro.sample("coef", dist.HalfNormal(1).expand([channels]).to_event(1))
    gamma = numpyro.sample("gamma", dist.Normal(0, 1).expand([controls.shape[1]]).to_event(1))
    intercept = numpyro.sample("intercept", dist.Normal(0, 5))
    sigma = numpyro.sample("sigma", dist.HalfNormal(0.5))
    adstock, reach = spend, 1
    while reach < weeks:
        adstock = adstock + decay**reach * jnp.pad(adstock, ((reach, 0), (0, 0)))[:weeks]
        reach *= 2
    saturated = jax.nn.sigmoid(slope * (jnp.log(adstock) - jnp.log(half)))
    numpyro.sample("y", dist.Normal(intercept + controls @ gamma + saturated @ coef, sigma), obs=response)


files = sorted(options.folder.glob("*.json"))
data = [json.loads(path.read_text()) for path in files]
arrays = [np.stack([np.asarray(each[name]) for each in data]) for name in ("X", "Z", "y")]
names = ("decay", "slope", "half", "coef", "gamma", "intercept", "sigma")
kernel = NUTS(model, dense_mass=True)


def start(key, spend, controls, response):
    return kernel.init(key, options.warmup, None, (spend, controls, response), {})


def over_lanes(function):
    """Over chains, then over data sets."""
    chains = jax.vmap(function, (0, None, None, None))
    return jax.vmap(chains, (0, 0, 0, 0))


def transition(state, spend, controls, response):
    return kernel.sample(state, (spend, controls, response), {})


def constrained(state, spend, controls, response):
    values = kernel.postprocess_fn((spend, controls, response), {})(state.z)
    return {name: values[name] for name in names}


some = 10


def run(states, *data_sets):
    def one(states, _):
        states = over_lanes(transition)(states, *data_sets)
        return states, (over_lanes(constrained)(states, *data_sets), states.num_steps, states.diverging)

    return jax.lax.scan(one, states, None, length=some)


keys = jax.random.split(jax.random.PRNGKey(options.seed), (len(files), options.chains))
options.out.mkdir(parents=True, exist_ok=True)
device = jax.devices()[0]
print(f"jax on {device.platform} {device.device_kind}, {len(files)} data sets x {options.chains} chains", flush=True)

before = time.perf_counter()
states = jax.block_until_ready(jax.jit(over_lanes(start))(keys, *arrays))
compiled = jax.jit(run).lower(states, *arrays).compile()
compile_seconds = time.perf_counter() - before
print(f"compiled and started in {compile_seconds:.1f} s", flush=True)

total = options.warmup + options.draws
kept, lengths, longest, divergences = [], 0.0, 0.0, 0
before = time.perf_counter()
done = 0
while done < total and time.perf_counter() - began < options.seconds:
    states, (values, steps, diverging) = jax.block_until_ready(compiled(states, *arrays))
    done += some
    lengths += float(steps.mean()) * some
    longest += float(steps.max(axis=(1, 2)).sum())
    if done > options.warmup:
        kept.append(jax.device_get(values))
        divergences += int(diverging.sum())
    if done % 100 == 0:
        print(f"{done} of {total} transitions in {time.perf_counter() - before:.1f} s", flush=True)
sampling_seconds = time.perf_counter() - before

parameters = []
complete = done >= total
draws = some * len(kept)
if kept:
    parts = []
    for name in names:
        values = np.concatenate([part[name] for part in kept])  # [draw, data set, chain, ...]
        values = values.reshape(*values.shape[:3], -1)
        parameters += [f"{name}[{i + 1}]" for i in range(values.shape[3])]
        parts.append(np.moveaxis(values, (0, 1, 2, 3), (3, 0, 2, 1)))
    np.ascontiguousarray(np.concatenate(parts, axis=1), dtype="<f8").tofile(options.out / "draws.f64")
figures = {
    "system": "numpyro",
    "version": f"numpyro {version('numpyro')}, jax {version('jax')}",
    "device": f"{device.platform} {device.device_kind}",
    "data_sets": len(files),
    "chains": options.chains,
    "warmup": options.warmup,
    "draws": draws,
    "transitions": done,
    "wanted": total,
    "complete": complete,
    "compile_seconds": compile_seconds,
    "sampling_seconds": sampling_seconds,
    "leapfrogs_per_transition": lengths / max(1, done),
    "longest_leapfrogs_per_transition": longest / max(1, done),
    "divergences": divergences,
    "parameters": parameters,
}
(options.out / "figures.json").write_text(json.dumps(figures, indent=1))
print(f"{done} of {total} transitions, sampling {sampling_seconds:.1f} s", flush=True)

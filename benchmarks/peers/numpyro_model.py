"""Model A in NumPyro (model_a_numpyro.py, float64), with figures and draws in the form described in README.md.

  python numpyro_model.py DATA.json OUT.json [--method parallel|vectorized|sequential] [--chains 4] [--warmup 1000] [--draws 1000]
                          [--devices N] [--seed 1]

NUTS with NumPyro's defaults (target acceptance 0.8, diagonal metric, tree depth 10). The run is made twice in one process: the
second, with another seed, is the warm run whose draws are written; compile_seconds is the first run's time less the second's.
NumPyro compiles again in every run; jax's cache of compiled programs, empty at first and thrown away, spares the second run that.
`parallel` needs a host device for every chain (they share the cores), otherwise NumPyro runs the chains one after the other.
"""

import argparse
import json
import tempfile
import time
from importlib.metadata import version

parser = argparse.ArgumentParser()
parser.add_argument("data")
parser.add_argument("out")
parser.add_argument("--method", choices=["parallel", "vectorized", "sequential"], default="parallel")
parser.add_argument("--chains", type=int, default=4)
parser.add_argument("--warmup", type=int, default=1000)
parser.add_argument("--draws", type=int, default=1000)
parser.add_argument("--devices", type=int)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()

import numpyro  # noqa: E402  the number of devices and the precision must be set before jax starts

numpyro.enable_x64()
numpyro.set_host_device_count(options.devices or (options.chains if options.method == "parallel" else 1))

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import peer_output  # noqa: E402
from model_a_numpyro import model  # noqa: E402
from numpyro.infer import MCMC, NUTS  # noqa: E402

compiled = tempfile.TemporaryDirectory()
jax.config.update("jax_compilation_cache_dir", compiled.name)
jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)
jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
with open(options.data) as file:
    data = json.load(file)
arguments = [jnp.array(data[name]) for name in ("X", "Z", "y")]
sampler = MCMC(
    NUTS(model), num_warmup=options.warmup, num_samples=options.draws, num_chains=options.chains,
    chain_method=options.method, progress_bar=False,
)
seconds = []
for run in range(2):
    start = time.perf_counter()
    sampler.run(jax.random.PRNGKey(options.seed + 1000 * (1 - run)), *arguments, extra_fields=("num_steps", "diverging"))
    draws = jax.block_until_ready(sampler.get_samples(group_by_chain=True))
    seconds.append(time.perf_counter() - start)
fields = sampler.get_extra_fields()
figures = {
    "system": "numpyro",
    "version": f"numpyro {version('numpyro')}, jax {version('jax')}",
    "model": f"NumPyro, adstock by lax.scan, chains {options.method}",
    "settings": {"method": options.method, "devices": jax.local_device_count(), "seed": options.seed},
    "warmup": options.warmup,
    "compile_seconds": seconds[0] - seconds[1],
    "sampling_seconds": seconds[1],
    "divergences": int(fields["diverging"].sum()),
    "leapfrogs_per_draw": float(fields["num_steps"].mean()),
}
peer_output.write(options.out, figures, peer_output.stack(draws), peer_output.parameter_names(data["C"], data["K"]))

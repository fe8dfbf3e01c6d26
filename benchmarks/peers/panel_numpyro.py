"""Model C, a panel of geos with priors on ROI, in NumPyro: float64, chains side by side. Figures and draws as README.md says.

  python panel_numpyro.py DATA.json OUT.json [--chains 4] [--warmup 1000] [--draws 1000] [--seed 1]

The coordinates are those of c.stan: effects of geos non-centered, intercepts and controls centered. NumPyro's defaults are kept.
"""

import argparse
import tempfile
import time
from importlib.metadata import version

import numpyro

numpyro.enable_x64()
numpyro.set_host_device_count(4)

import jax  # noqa: E402  the number of devices and the precision must be set before jax starts
import jax.numpy as jnp  # noqa: E402
import numpyro.distributions as dist  # noqa: E402
import panel_output  # noqa: E402


def model(X, price, population, seen, y, waves, spend, sd):
    channels, geos, weeks = X.shape
    decay = numpyro.sample("decay", dist.Beta(2, 2).expand([channels]).to_event(1))
    slope = numpyro.sample("slope", dist.Gamma(4, 2).expand([channels]).to_event(1))
    half = numpyro.sample("half", dist.LogNormal(-0.5, 1).expand([channels]).to_event(1))
    roi = numpyro.sample("roi", dist.LogNormal(0.2, 0.5).expand([channels]).to_event(1))
    eta = numpyro.sample("eta", dist.HalfNormal(0.5).expand([channels]).to_event(1))
    z = numpyro.sample("z", dist.Normal(0, 1).expand([channels, geos]).to_event(2))
    intercept_mean = numpyro.sample("intercept_mean", dist.Normal(0, 5))
    intercept_spread = numpyro.sample("intercept_spread", dist.HalfNormal(1))
    intercept = numpyro.sample("intercept", dist.Normal(intercept_mean, intercept_spread).expand([geos]).to_event(1))
    control_mean = numpyro.sample("control_mean", dist.Normal(0, 1))
    control_spread = numpyro.sample("control_spread", dist.HalfNormal(0.5))
    control = numpyro.sample("control", dist.Normal(control_mean, control_spread).expand([geos]).to_event(1))
    season = numpyro.sample("season", dist.Normal(0, 1).expand([2]).to_event(1))
    week_spread = numpyro.sample("week_spread", dist.HalfNormal(0.5))
    week = numpyro.sample("week", dist.Normal(0, week_spread).expand([weeks]).to_event(1))
    sigma = numpyro.sample("sigma", dist.HalfNormal(1))

    def step(before, now):
        carried = (1 - decay[:, None]) * now + decay[:, None] * before
        return carried, carried

    _, stock = jax.lax.scan(step, jnp.zeros((channels, geos)), jnp.moveaxis(X, -1, 0))
    stock = jnp.moveaxis(stock, 0, -1)
    curve = jax.nn.sigmoid(slope[:, None, None] * (jnp.log(stock + 1e-300) - jnp.log(half)[:, None, None]))
    heights = jnp.exp(eta[:, None] * z)
    brought = sd * jnp.sum(population * heights[:, :, None] * curve, axis=(1, 2))
    coefficient = (roi * spend / brought)[:, None] * heights
    expected = intercept[:, None] + control[:, None] * price + season @ waves + week + jnp.sum(coefficient[:, :, None] * curve, axis=0)
    with numpyro.handlers.mask(mask=seen > 0):
        numpyro.sample("y", dist.Normal(expected, sigma), obs=y)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--chains", type=int, default=4)
    parser.add_argument("--warmup", type=int, default=1000)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    data = panel_output.read(options.data)
    arrays = {name: jnp.asarray(value) for name, value in data.items()}

    compiled = tempfile.TemporaryDirectory()
    jax.config.update("jax_compilation_cache_dir", compiled.name)
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
    chains = numpyro.infer.MCMC(
        numpyro.infer.NUTS(model), num_warmup=options.warmup, num_samples=options.draws, num_chains=options.chains,
        chain_method="parallel", progress_bar=False,
    )
    # Twice, as numpyro_model.py: the second run finds what the first has compiled.
    seconds = []
    for run in range(2):
        start = time.perf_counter()
        chains.run(jax.random.PRNGKey(options.seed + 1000 * (1 - run)), **arrays, extra_fields=("num_steps", "diverging"))
        draws = jax.block_until_ready(chains.get_samples(group_by_chain=True))
        seconds.append(time.perf_counter() - start)
    extra = chains.get_extra_fields(group_by_chain=True)
    figures = {
        "system": "numpyro",
        "version": f"numpyro {version('numpyro')}, jax {version('jax')}",
        "model": "model C, NumPyro",
        "settings": {"seed": options.seed},
        "warmup": options.warmup,
        "compile_seconds": seconds[0] - seconds[1],
        "sampling_seconds": seconds[1],
        "divergences": int(extra["diverging"].sum()),
        "leapfrogs_per_draw": float(extra["num_steps"].mean()),
    }
    panel_output.write(options.out, figures, draws, data["price"].shape[0], data["X"].shape[0])

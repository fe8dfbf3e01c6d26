"""Model A in NumPyro, for any number of channels: jax.lax.scan for the adstock. Set devices and precision before importing this."""

import jax
import jax.numpy as jnp
import numpyro
import numpyro.distributions as dist


def model(spend, controls, response):
    channels = spend.shape[1]
    decay = numpyro.sample("decay", dist.Beta(2, 2).expand([channels]).to_event(1))
    slope = numpyro.sample("slope", dist.Gamma(4, 2).expand([channels]).to_event(1))
    half = numpyro.sample("half", dist.LogNormal(0, 0.7).expand([channels]).to_event(1))
    coef = numpyro.sample("coef", dist.HalfNormal(1).expand([channels]).to_event(1))
    gamma = numpyro.sample("gamma", dist.Normal(0, 1).expand([controls.shape[1]]).to_event(1))
    intercept = numpyro.sample("intercept", dist.Normal(0, 5))
    sigma = numpyro.sample("sigma", dist.HalfNormal(0.5))

    def step(before, now):
        carried = now + decay * before
        return carried, carried

    _, adstock = jax.lax.scan(step, jnp.zeros(channels), spend)
    saturated = jax.nn.sigmoid(slope * (jnp.log(adstock) - jnp.log(half)))
    numpyro.sample("y", dist.Normal(intercept + controls @ gamma + saturated @ coef, sigma), obs=response)

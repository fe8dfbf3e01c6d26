"""What every Python script of this folder writes: one JSON file of figures and one binary file of draws (see README.md)."""

import json
import warnings

import numpy as np

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # arviz announces its refactoring on import
    import arviz


def parameter_names(channels, controls):
    return [
        *(f"{name}[{c + 1}]" for name in ("decay", "slope", "half", "coef") for c in range(channels)),
        *(f"gamma[{k + 1}]" for k in range(controls)),
        "intercept",
        "sigma",
    ]


def stack(draws):
    """{name: [chain, draw] or [chain, draw, element]} -> [parameter, chain, draw] in the order of parameter_names."""
    parts = []
    for name in ("decay", "slope", "half", "coef", "gamma", "intercept", "sigma"):
        values = np.asarray(draws[name], dtype="<f8")
        parts.append(np.moveaxis(values, -1, 0) if values.ndim == 3 else values[None])
    return np.concatenate(parts)


def write(out, figures, sampled, names):
    """`sampled` is [parameter, chain, draw]; ESS and R-hat here are arviz's, for information: the benchmark computes its own."""
    if not out.endswith(".json"):
        raise SystemExit(f"the output file must end in .json: {out}")
    binary = out[: -len(".json")] + ".f64"
    np.ascontiguousarray(sampled, dtype="<f8").tofile(binary)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ess = [float(arviz.ess(values, method="bulk")) for values in sampled]
        rhat = [float(arviz.rhat(values, method="rank")) for values in sampled]
    result = {
        **figures,
        "chains": sampled.shape[1],
        "draws": sampled.shape[2],
        "own_min_bulk_ess": min(ess),
        "own_max_rhat": max(rhat),
        "parameters": names,
        "draws_file": binary.rsplit("/", 1)[-1],
    }
    with open(out, "w") as file:
        json.dump(result, file, indent=1)
    print(
        f"{result['system']} {result['model']}: compile {result['compile_seconds']:.1f} s, sampling {result['sampling_seconds']:.2f} s, "
        f"{result['divergences']} divergences, {result['leapfrogs_per_draw']:.1f} leapfrogs a draw, "
        f"min bulk ESS {min(ess):.0f}, max R-hat {max(rhat):.4f}"
    )

"""Names and order of the parameters of model C that are compared, and its data as arrays [geo, week]."""

import json

import numpy as np
import peer_output

VECTORS = ("decay", "slope", "half", "roi", "eta")


def read(path):
    """The JSON of panels/model-c.ts: rows by geo and week, numbers counted from 1; what has no row is zero and not observed."""
    with open(path) as file:
        data = json.load(file)
    shape = (data["G"], data["T"])
    geo, week = np.array(data["geo"]) - 1, np.array(data["week"]) - 1
    spend = np.zeros((data["M"], *shape))
    price, row, seen, y, population = (np.zeros(shape) for _ in range(5))
    spend[:, geo, week] = np.array(data["X"]).T
    price[geo, week] = data["price"]
    population[geo, week] = data["population"]
    row[geo, week] = 1
    obs = np.array(data["obs"]) - 1
    seen[geo[obs], week[obs]] = 1
    y[geo[obs], week[obs]] = data["y"]
    angle = 2 * np.pi * np.arange(1, data["T"] + 1) / 52
    return {
        "X": spend, "price": price, "population": population * row, "seen": seen, "y": y,
        "waves": np.stack([np.sin(angle), np.cos(angle)]), "spend": np.array(data["spend"]), "sd": data["sd_y"],
    }


def names(geos, channels):
    return [
        *(f"{name}[{m + 1}]" for name in VECTORS for m in range(channels)),
        "intercept_mean", "intercept_spread", *(f"intercept[{g + 1}]" for g in range(geos)),
        "control_mean", "control_spread", *(f"control[{g + 1}]" for g in range(geos)),
        "season[1]", "season[2]", "week_spread", "sigma",
    ]


def write(out, figures, draws, geos, channels):
    """`draws`: {name: [chain, draw] or [chain, draw, element]}."""
    order = (*VECTORS, "intercept_mean", "intercept_spread", "intercept", "control_mean", "control_spread", "control", "season", "week_spread", "sigma")
    parts = []
    for name in order:
        values = np.asarray(draws[name], dtype="<f8")
        parts.append(np.moveaxis(values, -1, 0) if values.ndim == 3 else values[None])
    peer_output.write(out, figures, np.concatenate(parts), names(geos, channels))

"""Model A's data from a weekly table: T weeks, C channels, K controls, X [T x C], Z [T x K], y [T], as a.stan takes them.

Each channel's spend is divided by its mean over the file, revenue is z-scored (mean and sample standard deviation of the file);
controls in this order: promotions, sin(2*pi*week/52), cos(2*pi*week/52).

  python model_a_data.py weekly.csv OUT            from a table with week, spend_*, promotions, revenue
  python model_a_data.py --synthetic T C K OUT     invented data of the same shape, for timing alone (fixed seed)

OUT.json is for Stan and the Python scripts. OUT.txt is for benchmarks/gradient/baseline.c: "T C K", then X row by row, Z row by
row, y, separated by white space, each number with 17 digits.
"""

import csv
import json
import math
import random
import statistics
import sys


def read_weekly(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    channels = [name for name in rows[0] if name.startswith("spend_")]
    spend = {name: [float(row[name]) for row in rows] for name in channels}
    mean_spend = {name: statistics.fmean(spend[name]) for name in channels}
    revenue = [float(row["revenue"]) for row in rows]
    mean_revenue, sd_revenue = statistics.fmean(revenue), statistics.stdev(revenue)
    angle = [2 * math.pi * float(row["week"]) / 52 for row in rows]
    return {
        "T": len(rows),
        "C": len(channels),
        "K": 3,
        "X": [[spend[name][t] / mean_spend[name] for name in channels] for t in range(len(rows))],
        "Z": [[float(row["promotions"]), math.sin(angle[t]), math.cos(angle[t])] for t, row in enumerate(rows)],
        "y": [(value - mean_revenue) / sd_revenue for value in revenue],
    }


def synthetic(weeks, channels, controls, seed=1):
    generator = random.Random(seed)
    return {
        "T": weeks,
        "C": channels,
        "K": controls,
        "X": [[generator.lognormvariate(-0.125, 0.5) for _ in range(channels)] for _ in range(weeks)],
        "Z": [[generator.gauss(0, 1) for _ in range(controls)] for _ in range(weeks)],
        "y": [generator.gauss(0, 1) for _ in range(weeks)],
    }


def write(data, out):
    with open(f"{out}.json", "w") as file:
        json.dump(data, file)
    with open(f"{out}.txt", "w") as file:
        print(data["T"], data["C"], data["K"], file=file)
        for row in [*data["X"], *data["Z"], *([value] for value in data["y"])]:
            print(*(f"{value:.17g}" for value in row), file=file)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if len(arguments) == 5 and arguments[0] == "--synthetic":
        write(synthetic(*map(int, arguments[1:4])), arguments[4])
    elif len(arguments) == 2:
        write(read_weekly(arguments[0]), arguments[1])
    else:
        sys.exit(__doc__)

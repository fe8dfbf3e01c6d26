"""Compares draws written by the scripts of this folder with the reference posterior of model A; exits 1 if one disagrees.

  python compare_with_reference.py A_SUMMARY.json OUT.json...

The rule: |mean - mean_ref| <= 4 * sqrt(mcse^2 + mcse_ref^2), |log(sd / sd_ref)| <= 4 * sqrt((mcse_sd / sd)^2 + (mcse_sd_ref / sd_ref)^2).
"""

import json
import math
import os
import sys
import warnings

import numpy as np

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import arviz


def mcse_mean(values):
    return float(values.std(ddof=1)) / math.sqrt(float(arviz.ess(values, method="mean")))


with open(sys.argv[1]) as file:
    reference = {row["variable"]: row for row in json.load(file)["summary"]}
failed = False
for path in sys.argv[2:]:
    with open(path) as file:
        result = json.load(file)
    draws = np.fromfile(os.path.join(os.path.dirname(path), result["draws_file"]), dtype="<f8")
    draws = draws.reshape(len(result["parameters"]), result["chains"], result["draws"])
    worst_mean, worst_sd = (0.0, ""), (0.0, "")
    for name, values in zip(result["parameters"], draws):
        expected = reference[name]
        sd = float(values.std(ddof=1))
        mean_error = math.hypot(mcse_mean(values), expected["mcse_mean"])
        # The Monte Carlo error of the variance, that of the mean of squares, by the delta method.
        sd_error = math.hypot(mcse_mean(np.square(values - values.mean())) / (2 * sd * sd), expected["mcse_sd"] / expected["sd"])
        worst_mean = max(worst_mean, (abs(float(values.mean()) - expected["mean"]) / mean_error, name))
        worst_sd = max(worst_sd, (abs(math.log(sd / expected["sd"])) / sd_error, name))
    agrees = worst_mean[0] <= 4 and worst_sd[0] <= 4
    failed = failed or not agrees
    print(
        f"{'agrees' if agrees else 'DISAGREES'}: {result['system']} {result['model']}: means within {worst_mean[0]:.2f} ({worst_mean[1]}), "
        f"standard deviations within {worst_sd[0]:.2f} ({worst_sd[1]}) Monte Carlo errors"
    )
sys.exit(1 if failed else 0)

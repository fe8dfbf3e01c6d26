"""What ArviZ finds in the exports of a run, beside what the run folder itself holds.

  python check.py RUN EXPORT_STEM > findings.json

RUN is a run folder; EXPORT_STEM.nc, EXPORT_STEM_<chain>.csv, EXPORT_STEM.table.csv and EXPORT_STEM.parquet are its exports. The
draws to compare with are read from draws.f64 as its index describes it, apart from all code that wrote the exports. Prints a list of
checks, each with the largest difference and the difference allowed, and what az.loo says.
"""

import csv
import glob
import json
import re
import sys
import warnings
from importlib.metadata import version

import arviz as az
import arviz_stats.base
import numpy as np
import pyarrow.parquet

warnings.filterwarnings("ignore")

run, stem = sys.argv[1:]
checks = []


def check(name, difference, allowed=0.0):
    checks.append({"name": name, "difference": float(difference), "allowed": allowed})


def check_equal(name, found, expected):
    if found != expected:
        print(f"{name}: found {found}, expected {expected}", file=sys.stderr)
    check(name, 0 if found == expected else np.inf)


def bits_apart(found, expected):
    """How many numbers differ in any bit."""
    found, expected = (np.ascontiguousarray(each, dtype="<f8") for each in (found, expected))
    return np.inf if found.shape != expected.shape else int((found.view("<u8") != expected.view("<u8")).sum())


index = json.load(open(f"{run}/draws.json"))
raw = np.fromfile(f"{run}/draws.f64", dtype="<f8")
shape = (index["chains"], index["draws"])
size = shape[0] * shape[1]
stored = {
    (column["kind"], column["name"]): raw[column["offset"] // 8 :][:size].reshape(shape) for column in index["columns"]
}
record = json.load(open(f"{run}/spec.json"))
table = json.load(open(f"{run}/data.json"))
summary = json.load(open(f"{run}/summary.json"))
channels = [channel["name"] for channel in table["channels"]]
parameter_names = {name.split("[")[0] for kind, name in stored if kind == "parameter"}


def place(kind, name):
    """Variable and label of a stored name."""
    variable, label = re.fullmatch(r"([^\[]+)(?:\[(.*)\])?", name).groups()
    if kind == "quantity" and variable in parameter_names:
        variable += "_original_scale"
    return variable, label


def pick(dataset, variable, label):
    array = dataset[variable]
    return array.values if label is None else array.sel({array.dims[2]: label}).values


for engine in ("h5netcdf", "netcdf4"):
    data = az.from_netcdf(f"{stem}.nc", engine=engine)
    groups = ["posterior", "sample_stats", "log_likelihood", "unconstrained_posterior", "observed_data", "constant_data"]
    groups += ["posterior_predictive", "prior", "prior_predictive"]
    check_equal(f"netCDF by {engine}: groups", set(data.groups()), set(groups))
    for kind, group in (("parameter", "posterior"), ("quantity", "posterior"), ("position", "unconstrained_posterior")):
        names = [name for each, name in stored if each == kind]
        differing = sum(bits_apart(pick(data[group], *place(kind, name)), stored[kind, name]) for name in names)
        check(f"netCDF by {engine}: draws that differ, {len(names)} {kind} columns", differing)
    likelihood = data.log_likelihood[table["target"]["name"]]
    expected = np.stack([stored[key] for key in stored if key[0] == "log_likelihood"], axis=-1)
    check(f"netCDF by {engine}: log likelihoods that differ", bits_apart(likelihood.values, expected))
    statistics = {
        "lp": "log_density", "energy": "energy", "acceptance_rate": "acceptance", "tree_depth": "tree_depth",
        "n_steps": "leapfrogs", "diverging": "divergent",
    }
    differing = sum(bits_apart(data.sample_stats[ours].values, stored["sampler", theirs]) for ours, theirs in statistics.items())
    check(f"netCDF by {engine}: sampler statistics that differ", differing)
    check_equal(f"netCDF by {engine}: sample_stats", set(data.sample_stats.data_vars), set(statistics))
    check_equal(f"netCDF by {engine}: diverging is boolean", str(data.sample_stats.diverging.dtype), "bool")

data = az.from_netcdf(f"{stem}.nc", engine="h5netcdf")
posterior = data.posterior
dimensions = {
    variable: ("chain", "draw")
    + (() if place("parameter", name)[1] is None else ({"control": "control_column", "season": "season_term"}.get(variable, "channel"),))
    for variable, name in ((place("parameter", name)[0], name) for kind, name in stored if kind == "parameter")
}
for variable, names in dimensions.items():
    labels = [place("parameter", name)[1] for kind, name in stored if kind == "parameter" and name.split("[")[0] == variable]
    if names[-1] == "channel" and labels != channels:
        names = names[:2] + (f"{variable}_channel",)
    check_equal(f"dimensions of {variable}", posterior[variable].dims, names)
    if labels != [None]:
        check_equal(f"labels of {variable}", list(posterior[variable][names[2]].values), labels)
check_equal("dimensions of contribution, roi", (posterior.contribution.dims, posterior.roi.dims), (("chain", "draw", "channel"),) * 2)
check_equal("unit of contribution", posterior.contribution.attrs["units"], table["target"]["name"])
check_equal("seed, hash of the data", (int(data.attrs["seed"]), data.attrs["data_sha256"]), (record["seed"], record["data"]["sha256"]))
check_equal("specification", json.loads(data.attrs["specification"]), record["specification"])
axis = "week" if table["cadence"] == "weekly" else "day"
check_equal("labels of rows", list(likelihood[axis].values), table["dates"])
check("observed target", bits_apart(data.observed_data[table["target"]["name"]].values, table["target"]["values"]))
spend = np.array([channel["spend"] for channel in table["channels"]]).T
check("spend", bits_apart(data.constant_data.spend.values, spend))

# Diagnostics: summary.json has them at full precision. 1e-6 relative is far above the rounding of either side, far below any other definition.
ours = {("parameter", row["name"]): row for row in summary["parameters"]} | {("quantity", row["name"]): row for row in summary["quantities"]}
theirs = az.summary(posterior, round_to="none")
for figure, column in {"rhat": "r_hat", "ess_bulk": "ess_bulk", "ess_tail": "ess_tail", "mcse_mean": "mcse_mean", "mcse_sd": "mcse_sd"}.items():
    worst = 0.0
    for (kind, name), row in ours.items():
        variable, label = place(kind, name)
        value = theirs[column][variable if label is None else f"{variable}[{label}]"]
        if row[figure] is not None:
            worst = max(worst, abs(value / row[figure] - 1))
    check(f"{column} of az.summary, relative", worst, 1e-6)

# CmdStan's format.
chains = az.from_cmdstan(sorted(glob.glob(f"{stem}_[0-9]*.csv")), log_likelihood="log_lik")
for kind in ("parameter", "quantity"):
    differing = 0
    for each, name in stored:
        if each == kind:
            variable, label = place(kind, name)
            members = [other for which, other in stored if which == kind and place(kind, other)[0] == variable]
            array = chains.posterior[variable].values
            differing += bits_apart(array if label is None else array[..., members.index(name)], stored[kind, name])
    check(f"Stan CSV: draws that differ, {kind} columns", differing)
differing = sum(bits_apart(chains.sample_stats[ours_].values, stored["sampler", theirs_]) for ours_, theirs_ in statistics.items())
check("Stan CSV: sampler statistics that differ", differing)
check("Stan CSV: log likelihoods that differ", bits_apart(chains.log_likelihood.log_lik.values, expected))

# The tables.
def check_table(kind_of_file, columns):
    differing = 0
    for kind, name in stored:
        if kind == "position":
            continue
        variable, label = place(kind, name)
        if kind == "log_likelihood":
            label = table["dates"][int(label) - 1]
        column = columns[variable if label is None else f"{variable}[{label}]"]
        differing += bits_apart(np.array(column, dtype=float).reshape(shape), stored[kind, name])
    check(f"{kind_of_file}: numbers that differ", differing)


with open(f"{stem}.table.csv", newline="") as file:
    header, *lines = csv.reader(file)
check_table("CSV", dict(zip(header, zip(*lines))))
parquet = pyarrow.parquet.read_table(f"{stem}.parquet")
check_table("Parquet", {name: parquet[name].to_numpy() for name in parquet.column_names})
check_equal("Parquet: seed", parquet.schema.metadata[b"seed"].decode(), str(record["seed"]))

# Leave-one-out. ArviZ before 1.0 rounds the length of the tail up, arviz-stats and carryover round it down; at this efficiency it is a
# whole number: 3 sqrt(2000 / 0.8) = 150.
efficiency = 0.8
if 3 * (size / efficiency) ** 0.5 % 1 != 0:
    raise SystemExit(f"{size} draws and efficiency {efficiency} give a tail that has to be rounded")
loo = az.loo(data, pointwise=True, reff=efficiency)
default = az.loo(data)
other_efficiency = 0.73
shapes = arviz_stats.base.array_stats.psislw(expected.reshape(size, -1).T, r_eff=other_efficiency, axis=-1)[1]
packages = ("arviz", "arviz-stats", "xarray", "h5netcdf", "netCDF4", "pyarrow", "numpy")
print(json.dumps({
    "versions": {package: version(package) for package in packages},
    "checks": checks,
    "loo": {
        "relativeEfficiency": efficiency, "elpd": float(loo.elpd_loo), "se": float(loo.se), "pLoo": float(loo.p_loo),
        "pointwise": loo.loo_i.values.tolist(), "paretoK": loo.pareto_k.values.tolist(), "defaultElpd": float(default.elpd_loo),
    },
    "arvizStats": {"relativeEfficiency": other_efficiency, "paretoK": shapes.tolist()},
}))

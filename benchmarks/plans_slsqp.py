# SLSQP of SciPy on the plans that benchmarks/plans.ts wrote: the same function, draws, gradient (by adjoint, vectorized over draws) and limits.
import json
import sys
import time

import numpy as np
from scipy.optimize import minimize


def revenue(parameters, horizon, carry_out):
    decay, slope, half, height = (
        np.stack([np.array(own[name]) for own in parameters], 1)
        for name in ("decay", "slope", "half_saturation", "coefficient")
    )
    height = height * 100
    weight = 1 - decay
    start = np.zeros_like(decay)
    for spend in [30.0] + [20.0] * 59:
        start = decay * start + weight * spend

    def value(point):
        spend = point.reshape(len(parameters), horizon)
        stock, total, slopes = start, 0.0, []
        for t in range(horizon + carry_out):
            stock = decay * stock + (weight * spend[:, t] if t < horizon else 0)
            powered, level = np.power(stock, slope), np.power(half, slope)
            total += (height * powered / (powered + level)).sum(1).mean()
            slopes.append(height * slope * powered / stock * level / (powered + level) ** 2)
        gradient, later = np.zeros((len(parameters), horizon)), 0
        for t in range(horizon + carry_out - 1, -1, -1):
            later = slopes[t] + decay * later
            if t < horizon:
                gradient[:, t] = (weight * later).mean(0)
        return total, gradient.ravel()

    return value


for case in json.load(open(sys.argv[1])):
    horizon, channels = case["horizon"], len(case["parameters"])
    size = channels * horizon
    f = revenue(case["parameters"], horizon, case["carry_out"])
    without = f(np.zeros(size))[0]
    print("largest difference of the functions", abs(f(np.array(case["plan"]))[0] - without - case["value"]))
    first = np.r_[np.ones(2 * horizon), np.zeros(size - 2 * horizon)]
    ramps = []
    for t in range(1, horizon):
        row = np.zeros(size)
        row[2 * horizon + t], row[2 * horizon + t - 1] = 1, -1
        ramps += [row, -row]
    ramps = np.array(ramps)
    limits = [
        {"type": "eq", "fun": lambda x: x.sum() - 20 * size, "jac": lambda x: np.ones(size)},
        {"type": "ineq", "fun": lambda x: case["group"] - first @ x, "jac": lambda x: -first},
        {"type": "ineq", "fun": lambda x: 4 - ramps @ x, "jac": lambda x: -ramps},
    ]
    inside = case["group"] / (2 * horizon)
    start = np.where(first == 1, inside, (20 * size - case["group"]) / (size - 2 * horizon))
    before = time.process_time()
    found = minimize(
        lambda x: -f(x)[0],
        start,
        jac=lambda x: -f(x)[1],
        bounds=[(0, 30)] * size,
        constraints=limits,
        method="SLSQP",
        options={"maxiter": 500, "ftol": 1e-10},
    )
    spent = time.process_time() - before
    print(f"{channels} x {horizon}: SLSQP {-found.fun - without:.6f} in {spent:.3f} s ({found.message});", end=" ")
    print(f"Carryover {case['value']:.6f} in {sorted(case['seconds'])[2]:.3f} s of CPU (median of 5)")

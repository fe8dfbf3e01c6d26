// The LKJ distribution of correlation matrices, by their Cholesky factors. Source: Lewandowski, Kurowicka & Joe (2009), "Generating random
// correlation matrices based on vines and extended onion method".

import { constant, expand, lgamma, log, multiply, add, type Operand, subtract, sum } from "../graph/index.ts";
import { badPart, distributionError } from "../problems/distribution-problems.ts";
import { type ArrayDistribution, parameter } from "./distribution.ts";
import { choleskyCorrelation } from "./support.ts";
import { logPi } from "./terms.ts";
import { elementsAt, placesOf } from "./transform-cholesky.ts";

/**
 * The Cholesky factor L of a correlation matrix of `size` rows whose density is proportional to det(L L^T)^(concentration - 1): uniform at 1, nearer to
 * no correlation above. Density of the elements below the diagonal: prod over rows i (from 0) of l[i][i]^(size - 1 - i + 2 (concentration - 1)), normalized;
 * rows are independent, each uniform on a half-sphere but for the power of its last element.
 */
export function lkjCholesky(concentration: Operand, size: number): ArrayDistribution {
  const name = "lkj_cholesky";
  if (!Number.isInteger(size) || size < 2) {
    const hint = "Give the number of variables that are correlated.";
    throw distributionError(badPart(name, "A correlation matrix has two or more rows.", String(size), hint));
  }
  const given = { ...parameter(name, "concentration", concentration, "positive"), axes: 0 };
  const { diagonal } = placesOf(size);
  const rows = Array.from({ length: size - 1 }, (_, i) => i + 1);
  const after = constant(rows.map((i) => size - 1 - i));
  return {
    event: "array",
    name,
    eventShape: [size, size],
    parameters: [given],
    support: choleskyCorrelation,
    logDensity: (x) => {
      const eta = expand(given.node, -1);
      const powers = add(after, multiply(2, subtract(eta, 1)));
      const kernel = sum(multiply(powers, log(elementsAt(x, diagonal.slice(1)))), [-1]);
      // The ball of dimension i with weight (1 - r^2)^(b - 1) has volume pi^(i/2) gamma(b) / gamma(b + i/2), b = eta + (size - 1 - i) / 2.
      const volumes = sum(subtract(lgamma(add(eta, multiply(0.5, after))), lgamma(add(eta, 0.5 * (size - 1)))), [-1]);
      const halfDimensions = rows.reduce((total, i) => total + i / 2, 0);
      return subtract(kernel, add(volumes, halfDimensions * logPi));
    },
    drawArray: (random, [concentrations], out) => {
      const eta = concentrations[0];
      out.fill(0);
      out[0] = 1;
      for (let i = 1; i < size; i++) {
        const inside = random.beta(i / 2, eta + (size - 1 - i) / 2);
        const row = out.subarray(i * size, i * size + i);
        random.fillNormal(row);
        const stretch = Math.sqrt(inside) / Math.hypot(...row);
        for (let j = 0; j < i; j++) row[j] *= stretch;
        out[i * size + i] = Math.sqrt(1 - inside);
      }
    },
  };
}

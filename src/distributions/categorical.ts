// Which of several categories, counted from 0: by probabilities, by logits, by cut points of a latent logistic variable; and counts of categories.

import {
  add,
  constant,
  equal,
  expand,
  expm1,
  less,
  lgamma,
  log,
  logSumExp,
  multiply,
  negate,
  type Node,
  type Operand,
  select,
  slice,
  softplus,
  subtract,
  sum,
} from "../graph/index.ts";
import { drawBinomial } from "./binomial-families.ts";
import {
  type ArrayDistribution,
  parameter,
  probabilities,
  type ScalarDistribution,
  vectorParameter,
} from "./distribution.ts";
import type { Support } from "./support.ts";

const categories = (count: number): Support => ({ kind: "whole", lower: 0, upper: count - 1 });

/** Category k with the probability at place k of the last axis: 0 for the first. Probabilities sum to 1. */
export function categorical(probability: Operand): ScalarDistribution {
  const given = probabilities("categorical", "probabilities", probability);
  return {
    event: "scalar",
    name: "categorical",
    parameters: [given],
    support: categories(given.length),
    logDensity: (x) => chosen(x, log(given.node)),
    draw: (random, weights) => drawCategory(random.uniform(), weights),
  };
}

/** Category k with a probability proportional to the exponential of the logit at place k of the last axis. */
export function categoricalLogit(logits: Operand): ScalarDistribution {
  const given = vectorParameter("categorical_logit", "logits", logits);
  return {
    event: "scalar",
    name: "categorical_logit",
    parameters: [given],
    support: categories(given.length),
    logDensity: (x) => subtract(chosen(x, given.node), logSumExp(given.node, -1)),
    draw: (random, numbers) => {
      const largest = Math.max(...numbers);
      const weights = Array.from(numbers, (value) => Math.exp(value - largest));
      return drawCategory(random.uniform(), weights);
    },
  };
}

/**
 * Ordered categories: the number of cut points below location + a standard logistic variable. `cutpoints` increase along the last axis, one
 * fewer than there are categories. P(x) = logistic(c[x] - location) - logistic(c[x - 1] - location), where c[-1] and c[K - 1] are infinite.
 */
export function orderedLogistic(location: Operand, cutpoints: Operand): ScalarDistribution {
  const name = "ordered_logistic";
  const center = parameter(name, "location", location);
  const cuts = vectorParameter(name, "cutpoints", cutpoints, "finite", 1);
  const last = cuts.length;
  return {
    event: "scalar",
    name,
    parameters: [center, cuts],
    support: categories(last + 1),
    // logistic(b) - logistic(a) = -expm1(a - b) logistic(-a) logistic(b): no difference of numbers near 1.
    logDensity: (x) => {
      const above = multiply(less(x, last - 0.5), softplus(subtract(center.node, chosen(x, cuts.node))));
      const below = multiply(less(0.5, x), softplus(subtract(chosen(subtract(x, 1), cuts.node), center.node)));
      const total = negate(add(above, below));
      if (last === 1) return total;
      const gaps = subtract(slice(cuts.node, -1, 0, last - 1), slice(cuts.node, -1, 1, last));
      return add(total, chosen(subtract(x, 1), log(negate(expm1(gaps)))));
    },
    draw: (random, [m, ...c]) => {
      const u = random.uniform();
      const latent = m + Math.log(u) - Math.log1p(-u);
      return c.filter((cut) => cut < latent).length;
    },
  };
}

/**
 * How often each category comes in so many trials: n! / prod x_k! prod p_k^x_k for vectors x along the last axis that sum to n, density zero for
 * others.
 */
export function multinomial(trials: Operand, probability: Operand): ArrayDistribution {
  const count = { ...parameter("multinomial", "trials", trials, "count"), axes: 0 };
  const given = probabilities("multinomial", "probabilities", probability);
  const { length } = given;
  return {
    event: "array",
    name: "multinomial",
    eventShape: [length],
    parameters: [count, given],
    support: { kind: "whole", lower: 0, upper: Number.POSITIVE_INFINITY },
    logDensity: (x) => {
      const ways = subtract(lgamma(add(count.node, 1)), sum(lgamma(add(x, 1)), [-1]));
      const value = add(sum(multiply(x, log(given.node)), [-1]), ways);
      return select(equal(sum(x, [-1]), count.node), value, Number.NEGATIVE_INFINITY);
    },
    drawArray: (random, [total, weights], out) => {
      let left = total[0];
      let mass = 1;
      for (let k = 0; k < length - 1; k++) {
        out[k] = left === 0 ? 0 : drawBinomial(random, left, Math.min(1, weights[k] / mass));
        left -= out[k];
        mass -= weights[k];
      }
      out[length - 1] = left;
    },
  };
}

/** values[x] along the last axis of `values`, which disappears; 0 for x outside. */
function chosen(x: Node, values: Node): Node {
  const places = constant(Array.from({ length: values.shape.at(-1) ?? 0 }, (_, k) => k));
  return sum(select(equal(expand(x, -1), places), values, 0), [-1]);
}

/** The category at `u` of the distribution function; weights need no sum of 1. */
export function drawCategory(u: number, weights: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < weights.length; k++) total += weights[k];
  let left = u * total;
  for (let k = 0; k < weights.length - 1; k++) {
    left -= weights[k];
    if (left < 0) return k;
  }
  return weights.length - 1;
}

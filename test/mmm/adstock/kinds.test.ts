import { describe, expect, it } from "vitest";
import {
  add,
  asNode,
  broadcastTo,
  concatenate,
  constant,
  multiply,
  type Node,
  type Operand,
  reshape,
  slice,
} from "../../../src/graph/index.ts";
import { adstocks } from "../../../src/mmm/adstock/kinds.ts";
import { withLeastSpend } from "../../../src/mmm/adstock/least-spend.ts";
import { alongTime, defaultFor, type TransformSettings } from "../../../src/mmm/transforms/index.ts";
import { randomStream } from "../../../src/numerics/random.ts";
import { asConstants, gradientError, oneOf, someValues, valueOf } from "../support/kind-values.ts";
import { plainWeight } from "../support/plain-kinds.ts";

const weeks = 40;
const random = randomStream([5]);
/** Two channels; the second spends nothing for a while at first. */
const spend = Float64Array.from({ length: 2 * weeks }, (_, i) =>
  i >= weeks && i < weeks + 6 ? 0 : 2 * random.uniform(),
);

/** Every kind with its default settings, not normalized, and with a short window. */
const cases = adstocks.all().flatMap((kind) => {
  const defaults: TransformSettings = Object.fromEntries(
    Object.entries(kind.settings).map(([name, setting]) => [name, defaultFor(setting, "weekly") ?? 0]),
  );
  const others: TransformSettings[] = [
    ...("normalize" in kind.settings ? [{ ...defaults, normalize: false }] : []),
    ...("window" in kind.settings ? [{ ...defaults, window: 5 }] : []),
  ];
  return [defaults, ...others].map((settings) => ({
    name: `${kind.name} ${JSON.stringify(settings)}`,
    kind,
    settings,
    numbers: someValues(kind.parameters, 2),
  }));
});

describe.each(cases)("the adstock $name", ({ kind, settings, numbers }) => {
  const values = asConstants(numbers);
  const carry = (fed: Node, state?: Node): Node => {
    const { stock, factor } = kind.carry(withLeastSpend(fed), values, settings, state);
    return multiply(alongTime(factor, stock), stock);
  };
  const window = kind.window(settings);
  const last = window === "infinite" ? 400 : window;
  const plain = [0, 1].map((channel) =>
    Array.from({ length: last + 1 }, (_, lag) => plainWeight(kind.name, lag, oneOf(numbers, channel), last)),
  );
  const totals = plain.map((weights) => weights.reduce((sum, weight) => sum + weight, 0));
  const divisors = settings.normalize === true ? totals : [1, 1];
  const vector = (operand: Operand): number[] =>
    typeof operand === "number" ? [operand, operand] : [...valueOf(asNode(operand))];

  it("has the weights of the textbook", () => {
    const shown = Math.min(last, 30);
    const found = valueOf(add(kind.weights(shown, values, settings), constant(new Float64Array(2), [2, 1])));
    plain.forEach((weights, channel) => {
      for (let lag = 0; lag <= shown; lag++) {
        expect(found[channel * (shown + 1) + lag]).toBeCloseTo(weights[lag], 12);
      }
      expect(vector(kind.total(values, settings))[channel]).toBeCloseTo(totals[channel], 10);
    });
  });

  it("carries over the sum over lags of weight times spend", () => {
    const stock = valueOf(carry(constant(spend, [2, weeks])));
    plain.forEach((weights, channel) => {
      for (let t = 0; t < weeks; t++) {
        let expected = 0;
        for (let lag = 0; lag <= Math.min(t, last); lag++) expected += weights[lag] * spend[channel * weeks + t - lag];
        expect(stock[channel * weeks + t]).toBeCloseTo(expected / divisors[channel], 10);
      }
    });
  });

  it("does the same with an axis between channels and time", () => {
    const wide = carry(reshape(constant(spend, [2, weeks]), [2, 1, weeks]));
    const doubled = concatenate(
      [reshape(constant(spend, [2, weeks]), [2, 1, weeks]), broadcastTo(constant(1), [2, 1, weeks])],
      1,
    );
    const plainly = valueOf(carry(constant(spend, [2, weeks])));
    expect([...valueOf(wide)]).toEqual([...plainly]);
    expect([...valueOf(slice(carry(doubled), 1, 0, 1))]).toEqual([...plainly]);
  });

  it("carries constant spend to its steady stock", () => {
    const long = Math.max(60, last + 1);
    const stock = valueOf(carry(broadcastTo(constant(1), [2, long])));
    const steady = vector(kind.steady(values, settings));
    steady.forEach((value, channel) => expect(stock[(channel + 1) * long - 1]).toBeCloseTo(value, 6));
  });

  it("has later shares and a mean lag that follow from its weights", () => {
    const lags = [0, 1, 4, 11];
    const later = valueOf(add(kind.later(lags, values, settings), constant(new Float64Array(2), [2, 1])));
    const mean = vector(kind.meanLag(values, settings));
    plain.forEach((weights, channel) => {
      lags.forEach((lag, k) => {
        const beyond = weights.slice(lag + 1).reduce((sum, weight) => sum + weight, 0);
        expect(later[channel * lags.length + k]).toBeCloseTo(beyond / totals[channel], 10);
      });
      const weighted = weights.reduce((sum, weight, lag) => sum + lag * weight, 0);
      expect(mean[channel]).toBeCloseTo(weighted / totals[channel], 9);
    });
  });

  it("goes on from the state that earlier spend has left", () => {
    const all = constant(spend, [2, weeks]);
    const cut = 17;
    const states = kind.states(settings);
    const history = states > 0 ? 0 : Math.min(cut, last);
    const state = states > 0 ? kind.stateAfter(withLeastSpend(slice(all, 1, 0, cut)), values, settings) : undefined;
    const rest = valueOf(slice(carry(slice(all, 1, cut - history, weeks), state), 1, history, history + weeks - cut));
    const whole = valueOf(slice(carry(all), 1, cut, weeks));
    rest.forEach((value, i) => expect(value).toBeCloseTo(whole[i], 12));
  });

  it("halves in its half-life, where it has one", () => {
    if (kind.halfLife === undefined) return;
    valueOf(kind.halfLife(values)).forEach((life, channel) => {
      expect(plainWeight(kind.name, life, oneOf(numbers, channel), last)).toBeCloseTo(0.5, 10);
    });
  });

  it("has the gradient of finite differences, also with weeks of no spend", () => {
    const of = (inputs: typeof values): Node => {
      const { stock, factor } = kind.carry(withLeastSpend(constant(spend, [2, weeks])), inputs, settings);
      const weightOf = constant(
        Float64Array.from({ length: 2 * weeks }, (_, i) => Math.cos(i)),
        [2, weeks],
      );
      return multiply(weightOf, multiply(alongTime(factor, stock), stock));
    };
    expect(gradientError(of, numbers)).toBeLessThan(1e-7);
  });

  it("stays a number at extreme values of its parameters", () => {
    for (const extreme of [1e-6, 1 - 1e-6, 40]) {
      const those = Object.fromEntries(
        kind.parameters.map(({ name, domain }) => [
          name,
          Float64Array.of(Math.min(extreme, domain[1] - 1e-6), Math.min(extreme, domain[1] - 1e-6)),
        ]),
      );
      const of = (inputs: typeof values): Node => {
        const { stock, factor } = kind.carry(withLeastSpend(constant(spend, [2, weeks])), inputs, settings);
        return multiply(alongTime(factor, stock), stock);
      };
      expect(valueOf(of(asConstants(those))).every(Number.isFinite)).toBe(true);
      expect(gradientError(of, those)).not.toBeNaN();
    }
  });
});

describe("adstocks of Meridian", () => {
  // meridian/model/adstock_hill_test.py at 8ca83f6b: media by week, three channels, alpha 0.1, 0.5, 0.9, the last of five weeks.
  const media = [
    [0.12, 0.34, 0.91, 0.45, 0.78],
    [0.55, 0.71, 0.08, 0.82, 0.29],
    [0.89, 0.23, 0.67, 0.11, 0.95],
  ];
  it.each([
    ["geometric", "decay", [0.75101, 0.43516, 0.57222]],
    ["binomial", "binomial_decay", [0.74235, 0.46267, 0.56705]],
  ])("are reproduced by %s", (name, parameter, expected) => {
    const kind = adstocks.find(name);
    const settings = { normalize: true, window: 4 };
    const carried = kind?.carry(constant(media.flat(), [3, 5]), { [parameter]: constant([0.1, 0.5, 0.9]) }, settings);
    if (carried === undefined) throw new RangeError(name);
    const stock = valueOf(multiply(alongTime(carried.factor, carried.stock), carried.stock));
    expected.forEach((value, channel) => expect(stock[channel * 5 + 4]).toBeCloseTo(value, 5));
  });

  it("have the binomial weights of their documentation", () => {
    const weights = adstocks.find("binomial")?.weights(4, { binomial_decay: constant([0.25, 0.5]) }, { window: 4 });
    const expected = [1, 0.512, 0.216, 0.064, 0.008, 1, 0.8, 0.6, 0.4, 0.2];
    valueOf(weights as Node).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
  });
});

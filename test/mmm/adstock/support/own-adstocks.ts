// Adstocks of one's own, as a user of the library would write them.

import {
  type AdstockKind,
  alongTime,
  graph as g,
  type TransformParameter,
  type Values,
  windowedAdstock,
} from "../../../../src/index.ts";

const fast: TransformParameter = {
  name: "fast_decay",
  domain: [0, 1],
  meaning: "share of the fast stock carried over to the next period",
  prior: "beta(1, 3)",
  reason: "most of it is gone after a period",
};
const slow: TransformParameter = {
  name: "slow_decay",
  domain: [0, 1],
  meaning: "share of the slow stock carried over to the next period",
  prior: "beta(6, 2)",
  reason: "most of it is still there after a period",
};
const share: TransformParameter = {
  name: "fast_share",
  domain: [0, 1],
  meaning: "share of spend that goes to the fast stock",
  prior: "beta(2, 2)",
  reason: "anything but all or none",
};

/** With a window, the weights are all there is to write: short activation and long brand effects together. */
export const twoSpeeds: AdstockKind = windowedAdstock({
  name: "two_speeds",
  summary: "weight fast_share fast_decay^lag + (1 - fast_share) slow_decay^lag",
  parameters: [fast, slow, share],
  weights: (lag, { fast_decay, slow_decay, fast_share }) =>
    g.add(
      g.multiply(fast_share, g.exp(g.multiply(g.log(fast_decay), lag))),
      g.multiply(g.subtract(1, fast_share), g.exp(g.multiply(g.log(slow_decay), lag))),
    ),
});

/** The two stocks of spend [channels, ..., weeks], from the two numbers that were left of earlier spend. */
function stocks(spend: g.Node, values: Values, state?: g.Node): readonly g.Node[] {
  const time = spend.shape.length - 1;
  return [values.fast_decay, values.slow_decay].map((decay, which) => {
    const rate = alongTime(decay, spend);
    if (state === undefined) return g.recurrence(rate, spend);
    const before = g.slice(state, time, which, which + 1);
    const first = g.add(g.slice(spend, time, 0, 1), g.multiply(rate, before));
    return g.recurrence(rate, g.concatenate([first, g.slice(spend, time, 1, spend.shape[time])], time));
  });
}

const shares = ({ fast_share }: Values): readonly g.Node[] => [fast_share, g.subtract(1, fast_share)];
/** The sum over the two stocks of share times what is given. */
const mixed = (values: Values, of: (decay: g.Node) => g.Node): g.Node =>
  g.add(g.multiply(shares(values)[0], of(values.fast_decay)), g.multiply(shares(values)[1], of(values.slow_decay)));
const column = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, g.expand(value, 1)]));
const power = (decay: g.Node, lags: readonly number[]): g.Node => g.exp(g.multiply(g.log(decay), g.constant(lags)));
const total = (values: Values): g.Node => mixed(values, (decay) => g.divide(1, g.subtract(1, decay)));

/** Without a window everything is written: what is carried, what is left of it, and the weights. */
export const twoSpeedsForever: AdstockKind = {
  name: "two_speeds_forever",
  summary: "weight fast_share fast_decay^lag + (1 - fast_share) slow_decay^lag, without end",
  settings: {},
  parameters: [fast, slow, share],
  window: () => "infinite",
  carry(spend, values, _settings, state) {
    const [quick, lasting] = stocks(spend, values, state);
    const [ofQuick, ofLasting] = shares(values);
    return {
      stock: g.add(g.multiply(alongTime(ofQuick, spend), quick), g.multiply(alongTime(ofLasting, spend), lasting)),
      factor: g.divide(1, total(values)),
    };
  },
  states: () => 2,
  stateAfter(spend, values) {
    const time = spend.shape.length - 1;
    const weeks = spend.shape[time];
    return g.concatenate(
      stocks(spend, values).map((stock) => g.slice(stock, time, weeks - 1, weeks)),
      time,
    );
  },
  weights: (last, values) =>
    mixed(column(values), (decay) =>
      power(
        decay,
        Array.from({ length: last + 1 }, (_, lag) => lag),
      ),
    ),
  later: (lags, values) =>
    g.divide(
      mixed(column(values), (decay) =>
        g.divide(
          power(
            decay,
            lags.map((lag) => lag + 1),
          ),
          g.subtract(1, decay),
        ),
      ),
      g.expand(total(values), 1),
    ),
  total,
  steady: () => 1,
  meanLag: (values) =>
    g.divide(
      mixed(values, (decay) => g.divide(decay, g.square(g.subtract(1, decay)))),
      total(values),
    ),
};

// Where to start climbing: what each channel is expected to bring as a curve of its total, and the best of all allocations on
// those curves. Channels add up in this model, so the curves hold the whole problem for expected revenue; S-shaped curves make
// it one with several local optima, and dynamic programming finds the global one on a grid.

/** Expected revenue of a channel against its total: cubic Hermite interpolation between totals. */
export interface ChannelCurve {
  readonly lower: number;
  readonly upper: number;
  /** At totals from `lower` to `upper`: see `curveTotal`. */
  readonly value: Float64Array;
  readonly slope: Float64Array;
  /** 1: totals are evenly spaced; 2: they are dense near `lower`, where curves may be steep. */
  readonly spacing: 1 | 2;
}

/** The total at a point of a curve. */
export function curveTotal(
  { lower, upper, spacing }: Pick<ChannelCurve, "lower" | "upper" | "spacing">,
  point: number,
  points: number,
): number {
  const share = point / (points - 1);
  return lower + (spacing === 1 ? share : share * share) * (upper - lower);
}

/**
 * A curve through values and slopes. Where revenue grows from nothing with a slope far above any secant (Hill curves with a slope below 1),
 * slopes are cut to three times the neighboring secants, which keeps the interpolation monotone (Fritsch and Carlson 1980).
 */
export function channelCurve(
  lower: number,
  upper: number,
  value: Float64Array,
  slope: Float64Array,
  spacing: 1 | 2 = 1,
): ChannelCurve {
  const at = (k: number): number => curveTotal({ lower, upper, spacing }, k, value.length);
  const secant = (k: number): number =>
    k < 0 || k >= value.length - 1 ? Number.POSITIVE_INFINITY : (value[k + 1] - value[k]) / (at(k + 1) - at(k));
  const cut = slope.map((own, k) => Math.min(own, 3 * Math.max(0, Math.min(secant(k - 1), secant(k)))));
  return { lower, upper, value, slope: upper > lower ? cut : slope, spacing };
}

/** Value of a curve at a total within its ends. */
export function curveValue(curve: ChannelCurve, total: number): number {
  const { lower, upper, value, slope, spacing } = curve;
  const pieces = value.length - 1;
  if (!(upper > lower)) return value[0];
  const share = Math.min(Math.max((total - lower) / (upper - lower), 0), 1);
  const k = Math.min(Math.floor((spacing === 1 ? share : Math.sqrt(share)) * pieces), pieces - 1);
  const start = curveTotal(curve, k, value.length);
  const width = curveTotal(curve, k + 1, value.length) - start;
  const u = Math.min(Math.max((total - start) / width, 0), 1);
  const v = 1 - u;
  return (
    value[k] * v * v * (1 + 2 * u) +
    value[k + 1] * u * u * (3 - 2 * u) +
    width * u * v * (slope[k] * v - slope[k + 1] * u)
  );
}

/** Size of the second derivative: total variation of the slope over the width of the curve; 0 where it has no width. */
export function curvature({ lower, upper, slope }: ChannelCurve): number {
  let variation = 0;
  for (let k = 1; k < slope.length; k++) variation += Math.abs(slope[k] - slope[k - 1]);
  return upper > lower ? variation / (upper - lower) : 0;
}

/** Steps into which the money that bounds leave free is cut. */
const steps = 300;

export interface Allocations {
  /** Total spend of each entry, ascending. */
  readonly spend: Float64Array;
  /** Largest sum of the curves at each total. */
  readonly value: Float64Array;
  /** Channel totals that reach it. */
  allocation(entry: number): Float64Array;
}

/** The best allocation on the curves at each of 301 totals from `least` to `most` (dynamic programming over the channels). */
export function bestAllocations(curves: readonly ChannelCurve[], least: number, most: number): Allocations {
  const step = (most - least) / steps;
  let value = new Float64Array(steps + 1).fill(Number.NEGATIVE_INFINITY);
  value[0] = 0;
  const taken = curves.map((curve) => {
    const units = step > 0 ? Math.min(steps, Math.ceil((curve.upper - curve.lower) / step - 1e-9)) : 0;
    const own = Float64Array.from({ length: units + 1 }, (_, j) =>
      curveValue(curve, Math.min(curve.upper, curve.lower + j * step)),
    );
    const next = new Float64Array(steps + 1).fill(Number.NEGATIVE_INFINITY);
    const choice = new Int32Array(steps + 1);
    for (let entry = 0; entry <= steps; entry++) {
      for (let j = 0; j <= Math.min(units, entry); j++) {
        const sum = value[entry - j] + own[j];
        if (sum > next[entry]) {
          next[entry] = sum;
          choice[entry] = j;
        }
      }
    }
    value = next;
    return choice;
  });
  return {
    spend: Float64Array.from({ length: steps + 1 }, (_, entry) => least + entry * step),
    value,
    allocation(entry) {
      const totals = new Float64Array(curves.length);
      let left = entry;
      for (let channel = curves.length - 1; channel >= 0; channel--) {
        const { lower, upper } = curves[channel];
        const units = taken[channel][left];
        totals[channel] = Math.min(upper, lower + units * step);
        left -= units;
      }
      return totals;
    },
  };
}

/**
 * For every channel the total at which its curve less its price times the total is largest, and the sum of those.
 * @param prices of each channel
 * @param least of each channel, the least amount above its lower end that counts
 */
export function bestAtPrice(
  curves: readonly ChannelCurve[],
  prices: ArrayLike<number>,
  least: readonly number[] = [],
): { readonly totals: Float64Array; readonly value: number } {
  const totals = new Float64Array(curves.length);
  let value = 0;
  curves.forEach((curve, channel) => {
    let best = Number.NEGATIVE_INFINITY;
    for (let j = 0; j <= steps; j++) {
      const total = curve.lower + (j / steps) * (curve.upper - curve.lower);
      if (j > 0 && total < (least[channel] ?? 0)) continue;
      const net = curveValue(curve, total) - prices[channel] * total;
      if (net > best) {
        best = net;
        totals[channel] = total;
      }
    }
    value += best;
  });
  return { totals, value };
}

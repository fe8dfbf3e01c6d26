// A saturation of one's own, as a user of the library would write it.

import { alongTime, graph as g, halfSaturation, type SaturationKind } from "../../../../src/index.ts";

/**
 * x / sqrt(x^2 + c^2) with c = sqrt(3) half_saturation. The parameter is the package's own: its prior, its meaning and the way it is
 * sampled are then the same as for other curves with a ceiling.
 */
export const algebraic: SaturationKind = {
  name: "algebraic",
  summary: "x / sqrt(x^2 + 3 half_saturation^2)",
  parameters: [halfSaturation],
  curve({ stock, factor }, { half_saturation: half }) {
    const whole = g.multiply(alongTime(factor, stock), stock);
    return g.divide(whole, g.sqrt(g.add(g.square(whole), alongTime(g.multiply(3, g.square(half)), stock))));
  },
  ceiling: true,
  half: ({ half_saturation: half }) => half,
  slopeAtZero: ({ half_saturation: half }) => 1 / (Math.sqrt(3) * half),
};

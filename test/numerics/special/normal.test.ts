import { describe, expect, it } from "vitest";
import { inverseNormalCdf } from "../../../src/numerics/special/normal.ts";

describe("inverseNormalCdf", () => {
  // Rscript -e 'p<-c(1e-300,1e-20,1e-5,.02,.0749,.0751,.3,.5,.77,.999,1-1e-12);print(qnorm(p),digits=17)'   (R 4.2.2)
  it.each([
    [1e-300, -37.0470962993612],
    [1e-20, -9.262340089798405],
    [1e-5, -4.264890793922826],
    [0.02, -2.0537489106318225],
    [0.0749, -1.4402382675279633],
    [0.0751, -1.4388253927525398],
    [0.3, -0.5244005127080407],
    [0.5, 0],
    [0.77, 0.7388468491852137],
    [0.999, 3.090232306167813],
    [1 - 1e-12, 7.0344869100478356],
  ])("of %d is %d, as in R, to a few rounding errors", (p, z) => {
    expect(Math.abs(inverseNormalCdf(p) - z)).toBeLessThanOrEqual(4 * Number.EPSILON * Math.abs(z));
  });

  it("is infinite at 0 and 1 and undefined outside", () => {
    expect(inverseNormalCdf(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(inverseNormalCdf(1)).toBe(Number.POSITIVE_INFINITY);
    for (const p of [-0.1, 1.1, Number.NaN]) expect(inverseNormalCdf(p)).toBeNaN();
  });
});

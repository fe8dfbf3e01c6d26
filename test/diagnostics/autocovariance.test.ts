import { describe, expect, it } from "vitest";
import { autocovariance, autocovariances } from "../../src/diagnostics/autocovariance.ts";
import { chainMeans } from "../../src/diagnostics/moments.ts";
import { autoregressive } from "./support/simulate.ts";

/** The obvious twin: one sum per lag, as the definition has it. */
function slowAutocovariance(x: Float64Array): Float64Array {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  return x.map((_, lag) => {
    let sum = 0;
    for (let i = 0; i + lag < x.length; i++) sum += (x[i] - mean) * (x[i + lag] - mean);
    return sum / x.length;
  });
}

/** Rounding of a transform: some tens of epsilon times the variance. */
const CLOSE = 1e-13;

describe("autocovariance", () => {
  it.each([2, 3, 5, 31, 32, 33, 64, 100, 257, 500])("of %d draws equals the sum of products at every lag", (n) => {
    const { values } = autoregressive(1, n, 0.7, n);
    const slow = slowAutocovariance(values);
    const fast = autocovariance(values);
    for (let lag = 0; lag < n; lag++) expect(Math.abs(fast[lag] - slow[lag])).toBeLessThanOrEqual(CLOSE * slow[0]);
  });

  it.each([1, 2, 3, 8])(
    "is averaged over %d chains, whether lags are asked for one by one or from the last",
    (chains) => {
      const n = 90;
      const draws = autoregressive(chains, n, -0.5, 7);
      const slow = new Float64Array(n);
      for (let chain = 0; chain < chains; chain++) {
        slowAutocovariance(draws.values.slice(chain * n, (chain + 1) * n)).forEach((c, lag) => {
          slow[lag] += c / chains;
        });
      }
      const rising = autocovariances(draws, chainMeans(draws));
      for (let lag = 0; lag < n; lag++) {
        expect(Math.abs(rising.at(lag) - slow[lag])).toBeLessThanOrEqual(CLOSE * slow[0]);
      }
      const falling = autocovariances(draws, chainMeans(draws));
      for (let lag = n - 1; lag >= 0; lag--) {
        expect(Math.abs(falling.at(lag) - slow[lag])).toBeLessThanOrEqual(CLOSE * slow[0]);
      }
    },
  );
});

import { describe, expect, it } from "vitest";
import { mean, randomStream, standardDeviation } from "../../../src/numerics/index.ts";
import { controlScale, type AddedNoise, spendScale, targetScale } from "../../../src/mmm/scaling/index.ts";

const random = randomStream([11]);
const weeks = 104;
const normal = (): number => random.normal();
/** Laplace of scale 1. */
const laplace = (): number => {
  const u = random.uniform() - 0.5;
  return -Math.sign(u) * Math.log1p(-2 * Math.abs(u));
};
const series = (of: (t: number) => number, length = weeks): number[] => Array.from({ length }, (_, t) => of(t));

const sales = series((t) => 100_000 + 8000 * Math.sin((2 * Math.PI * t) / 52) + 3000 * normal());
const alwaysOn = series(() => 5000 * Math.exp(0.6 * (2 * random.uniform() - 1)));
const flights = series((t) => (t % 9 < 4 ? 8000 * Math.exp(0.3 * normal()) : 0));

describe("spendScale typical", () => {
  it("is the mean, bit for bit, of a channel that is always on", () => {
    expect(spendScale(alwaysOn, "typical")).toEqual(spendScale(alwaysOn, "mean"));
  });

  it.each([
    ["always on", alwaysOn],
    ["in flights", flights],
  ])("follows the unit of spend %s", (_, spend) => {
    const { scale } = spendScale(spend, "typical");
    for (const factor of [1e-6, 3, 1e6]) {
      const scaled = spendScale(
        spend.map((value) => factor * value),
        "typical",
      ).scale;
      expect(scaled / (factor * scale)).toBeCloseTo(1, 12);
    }
  });

  it.each([0, 1, 12, 1000])("does not change with %i weeks without spend", (zeros) => {
    const more = [...flights, ...series(() => 0, zeros)];
    expect(spendScale(more, "typical").scale).toBeCloseTo(spendScale(flights, "typical").scale, 8);
  });

  it.each([1, 3, 10])("is what is spent by a channel that is on in %i weeks", (on) => {
    const burst = series((t) => (t < on ? 20_000 : 0));
    expect(spendScale(burst, "typical").scale).toBe(20_000);
  });

  it("does not take weeks of next to nothing for weeks of spend", () => {
    const burst = series((t) => (t < 5 ? 20_000 : 1));
    expect(spendScale(burst, "typical").scale).toBe(20_000);
  });

  it.each([10, 100, 1e4, 1e9])("hardly moves with one week of %d times the spend", (factor) => {
    for (const spend of [alwaysOn, flights]) {
      const outlier = spend.map((value, t) => (t === 1 ? factor * value : value));
      const { scale } = spendScale(spend, "typical");
      // Without the week, the mean of at least 46 others.
      expect(Math.abs(spendScale(outlier, "typical").scale / scale - 1)).toBeLessThan(3 / 46);
    }
  });

  it("counts bursts over a steady trickle for what they are where there are many", () => {
    const mixed = series((t) => (t % 5 === 0 ? 1000 : 100));
    expect(spendScale(mixed, "typical")).toEqual(spendScale(mixed, "mean"));
  });

  it("is 1 where nothing was ever spent", () => {
    expect(
      spendScale(
        series(() => 0),
        "typical",
      ),
    ).toEqual({ location: 0, scale: 1 });
  });
});

describe("targetScale typical", () => {
  it("is the z-score, bit for bit, of a target without outliers", () => {
    expect(targetScale(sales, "typical")).toEqual(targetScale(sales, "zscore"));
  });

  it("follows the unit and the level of the target", () => {
    const { location, scale } = targetScale(sales, "typical");
    const moved = targetScale(
      sales.map((value) => 50 + 0.01 * value),
      "typical",
    );
    expect(moved.location).toBeCloseTo(50 + 0.01 * location, 8);
    expect(moved.scale).toBeCloseTo(0.01 * scale, 8);
  });

  it.each([3, 100, 1e6])("hardly moves with one week of %d times the sales", (factor) => {
    const outlier = sales.map((value, t) => (t === 40 ? factor * value : value));
    const before = targetScale(sales, "typical");
    const after = targetScale(outlier, "typical");
    // The week is left out: at most its own share of mean and variance, at two deviations.
    expect(Math.abs(after.scale / before.scale - 1)).toBeLessThan(4 / weeks);
    expect(Math.abs(after.location - before.location)).toBeLessThan((2 / weeks) * before.scale);
  });

  it("keeps what varies where most values are one", () => {
    const rare = series((t) => (t % 10 === 0 ? 3 : 0));
    expect(targetScale(rare, "typical")).toEqual(targetScale(rare, "zscore"));
  });
});

describe("known noise", () => {
  const sets = 60;
  const scalesOf = (
    share: number,
    draw: () => number,
    [deviation, kurtosis]: readonly [number, number],
    of: (values: number[], noise: AddedNoise) => number,
    true_: readonly number[],
  ): Float64Array => {
    const size = share * standardDeviation(true_);
    const found = Array.from({ length: sets }, () =>
      of(
        true_.map((value) => value + (size / deviation) * draw()),
        { variance: size ** 2, kurtosis },
      ),
    );
    return Float64Array.from(found).sort();
  };

  for (const [name, draw, deviation, kurtosis] of [
    ["laplace", laplace, Math.SQRT2, 6],
    ["normal", normal, 1, 3],
  ] as const) {
    it.each([0.1, 0.5, 1, 2])(`of ${name} shape and %d deviations leaves the scale of the target`, (share) => {
      const wanted = targetScale(sales, "typical").scale;
      const found = scalesOf(
        share,
        draw,
        [deviation, kurtosis],
        (y, noise) => targetScale(y, "typical", noise).scale,
        sales,
      );
      // Standard error of a variance, plus what noise and signal have in common by chance, as a share of the true variance.
      const error = Math.sqrt(((kurtosis - 1) * share ** 4 + 4 * share ** 2) / weeks);
      const middle = (found[sets / 2] / wanted) ** 2;
      const medianError = (3 * 1.25 * error) / Math.sqrt(sets);
      // Where noise is beyond what the data have, a tenth of the level takes the place of what they vary by.
      const usual = (0.1 * mean(sales)) / wanted;
      expect(middle).toBeGreaterThan(1 - medianError);
      expect(middle).toBeLessThan((share <= 1 ? 1 : usual ** 2) + medianError);
      for (const scale of found) expect(Math.abs((scale / wanted) ** 2 - 1)).toBeLessThan(4 * error + 0.05);
    });

    it.each([10, 30, 100])(
      `of ${name} shape that drowns the target (%d deviations) does not make its scale`,
      (share) => {
        const found = scalesOf(
          share,
          draw,
          [deviation, kurtosis],
          (y, noise) => targetScale(y, "typical", noise).scale,
          sales,
        );
        const level = Math.hypot(mean(sales), (share * standardDeviation(sales)) / Math.sqrt(weeks));
        // Fifteen per cent of the level, where the luck of the noise does not stand out.
        for (const scale of found) expect(scale / level).toBeGreaterThan(0.05);
        expect(found[sets / 2] / level).toBeLessThan(0.2);
      },
    );

    it.each([0.1, 0.5, 1, 2, 5])(`of ${name} shape and %d deviations leaves the scale of spend`, (share) => {
      const wanted = spendScale(alwaysOn, "typical").scale;
      const found = scalesOf(
        share,
        draw,
        [deviation, kurtosis],
        (x, noise) => spendScale(x, "typical", noise).scale,
        alwaysOn,
      );
      const error = (share * standardDeviation(alwaysOn)) / Math.sqrt(weeks) / wanted;
      for (const scale of found) expect(Math.abs(scale / wanted - 1)).toBeLessThan(4 * error + 0.12);
    });
  }

  it("is taken off clipped spend too", () => {
    const size = standardDeviation(alwaysOn);
    const noisy = alwaysOn.map((value) => Math.max(0, value + (3 * size * laplace()) / Math.SQRT2));
    const { scale } = spendScale(noisy, "typical", { variance: 9 * size ** 2, lower: 0 });
    expect(Math.abs(scale / mean(alwaysOn) - 1)).toBeLessThan(0.5);
  });
});

describe("controlScale auto", () => {
  it("leaves columns with two values, and z-scores others without their outliers", () => {
    expect(
      controlScale(
        series((t) => t % 2),
        "auto",
      ),
    ).toEqual({ location: 0, scale: 1 });
    expect(controlScale(sales, "auto")).toEqual(controlScale(sales, "zscore"));
    const outlier = sales.map((value, t) => (t === 3 ? 1e9 : value));
    expect(controlScale(outlier, "auto").scale / controlScale(sales, "auto").scale).toBeCloseTo(1, 1);
  });
});

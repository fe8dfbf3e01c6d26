// Where estimates come from: the rule, and that sentences say what the figures say.

import { describe, expect, it } from "vitest";
import { identificationText, sourceOf } from "../../../src/decisions/predictions/identification.ts";
import { compareDraws } from "../../../src/decisions/predictions/prior-posterior.ts";
import { randomStream } from "../../../src/numerics/random.ts";

/** Normal draws by the sum of twelve uniform ones. */
function normal(mean: number, sd: number, seed: number): Float64Array {
  const random = randomStream([seed]);
  return Float64Array.from({ length: 4000 }, () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += random.uniform();
    return mean + sd * sum;
  });
}

describe("the source of an estimate", () => {
  const of = (mean: number, sd: number) => sourceOf(compareDraws(normal(0, 1, 1), normal(mean, sd, 2)));

  it("is the prior where the posterior repeats it", () => {
    expect(of(0, 1)).toBe("prior");
    expect(of(0.1, 0.9)).toBe("prior");
  });

  it("is both where the posterior is narrower around the same place", () => {
    expect(of(0, 0.7)).toBe("both");
    expect(of(0, 0.5)).toBe("both");
  });

  it("is the data where the posterior is much narrower, or elsewhere", () => {
    expect(of(0, 0.3)).toBe("data");
    expect(of(2, 0.9)).toBe("data");
  });
});

describe("the sentence", () => {
  const at = (label: string, contraction: number, overlap: number) => ({ label, contraction, overlap });

  it("never says that the data inform what the prior has a strong influence on", () => {
    expect(identificationText("ROI", [at("TV", 0.4, 0.62), at("Radio", 0.3, 0.79)])).toBe(
      "The prior has a strong influence on the ROI of TV and Radio: prior and posterior overlap by 62% to 79%.",
    );
  });

  it("names every group", () => {
    expect(identificationText("ROI", [at("A", 0.8, 0.2), at("B", 0.3, 0.7), at("C", 0, 0.95)])).toBe(
      "The data inform the ROI of A. The prior has a strong influence on the ROI of B: prior and posterior overlap by 70%. The data add little to the prior of the ROI of C.",
    );
    expect(identificationText("ROI", [at("A", 0.8, 0.2), at("B", 0.9, 0.1)])).toBe(
      "The data inform the ROI of every channel.",
    );
  });
});

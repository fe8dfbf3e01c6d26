// The text form of priors.
import { describe, expect, it } from "vitest";
import { parsePrior } from "../../../src/mmm/specification/parse-prior.ts";
import { formatPrior, type Prior, priorDistributions, priorSupport } from "../../../src/mmm/specification/prior.ts";

const examples: readonly Prior[] = [
  { distribution: "normal", parameters: [-1.5, 2] },
  { distribution: "half_normal", parameters: [0.5] },
  { distribution: "student_t", parameters: [4, 0, 2.5] },
  { distribution: "half_student_t", parameters: [4, 2.5] },
  { distribution: "cauchy", parameters: [0, 1e-3] },
  { distribution: "half_cauchy", parameters: [5] },
  { distribution: "lognormal", parameters: [0, 0.7] },
  { distribution: "joint_lognormal", parameters: [0.98, 0.6, 0.5] },
  { distribution: "gamma", parameters: [4, 2] },
  { distribution: "inverse_gamma", parameters: [2.6, 1] },
  { distribution: "exponential", parameters: [1e21] },
  { distribution: "beta", parameters: [2, 2] },
  { distribution: "uniform", parameters: [0.1, 0.30000000000000004] },
  { distribution: "truncated_normal", parameters: [0, 1, 0, Number.POSITIVE_INFINITY] },
  { distribution: "truncated_normal", parameters: [0, 1, Number.NEGATIVE_INFINITY, 0] },
  { distribution: "laplace", parameters: [0, 1] },
  { distribution: "fixed", parameters: [-3] },
];

describe("priors as text", () => {
  it("are read back from their printed form without loss, for every distribution", () => {
    expect(new Set(examples.map(({ distribution }) => distribution))).toEqual(new Set(priorDistributions()));
    for (const prior of examples) expect(parsePrior(formatPrior(prior))).toEqual({ prior });
  });

  it("may name their arguments, in any order", () => {
    const prior = { distribution: "normal", parameters: [1, 2] };
    expect(parsePrior("normal(mean=1, sd=2)")).toEqual({ prior });
    expect(parsePrior(" normal ( sd = 2 , mean = 1 ) ")).toEqual({ prior });
    expect(parsePrior("normal(1, sd=2)")).toEqual({ prior });
  });

  it.each([
    ["normal(0, x)", 10],
    ["normal(0, sd=-1)", 13],
    ["  nrmal(0, 1)", 2],
    ["normal(sd=1, sd=2)", 13],
    ["normal(0, 0x10)", 10],
    ["uniform(lower=1, upper=1)", 8],
  ])("say at which character %j goes wrong", (text, offset) => {
    expect(parsePrior(text)).toMatchObject({ error: { offset } });
  });

  it.each(["normal", "normal(0, 1", "normal(0, 1) + 1", "normal((0), 1)", "", "0.5"])("are not %j", (text) => {
    expect(parsePrior(text)).toMatchObject({ error: { kind: "syntax" } });
  });

  it("know where their probability lies", () => {
    expect(priorSupport({ distribution: "beta", parameters: [2, 2] })).toEqual([0, 1]);
    expect(priorSupport({ distribution: "truncated_normal", parameters: [0, 1, -2, 3] })).toEqual([-2, 3]);
    expect(priorSupport({ distribution: "half_cauchy", parameters: [1] })).toEqual([0, Number.POSITIVE_INFINITY]);
    expect(priorSupport({ distribution: "fixed", parameters: [0.3] })).toEqual([0.3, 0.3]);
  });
});

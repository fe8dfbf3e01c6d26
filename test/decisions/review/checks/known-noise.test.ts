import { describe, expect, it } from "vitest";
import { knownNoise } from "../../../../src/decisions/review/checks/known-noise.ts";
import { judged, type ReviewFacts } from "../../../../src/decisions/review/review-check.ts";
import type { ColumnNoise } from "../../../../src/mmm/specification/index.ts";
import { variance } from "../../../../src/numerics/index.ts";
import { madeUpModel } from "../../support/made-up-model.ts";

/** The check of a model whose target and TV have noise of these shares of their variance. */
async function checkOf(shares: { readonly target?: number; readonly tv?: number }) {
  const model = await madeUpModel({ file: "target: revenue", draws: 2 });
  const { target, channels } = model.data;
  const noiseOf = (values: Float64Array, share: number): ColumnNoise => ({
    mechanism: "gaussian",
    scale: Math.sqrt(share * variance(values)),
    cells_summed: 1,
    clip: "none",
  });
  const noise = {
    ...(shares.target === undefined ? {} : { [target.name]: noiseOf(target.values, shares.target) }),
    ...(shares.tv === undefined ? {} : { spend_TV: noiseOf(channels[0].spend, shares.tv) }),
  };
  const facts = { model: { ...model, spec: { ...model.spec, noise } } } as unknown as ReviewFacts;
  const measured = knownNoise.measure(facts);
  return measured === undefined ? undefined : judged(knownNoise, measured);
}

describe("known-noise", () => {
  it("has nothing to say of a table without noise", async () => {
    expect(await checkOf({})).toBeUndefined();
  });

  it("names the share of noise in target and channels", async () => {
    const check = await checkOf({ target: 0.1, tv: 0.04 });
    expect(check).toMatchObject({ status: "PASS", advice: "Nothing to do." });
    expect(check!.finding).toBe(
      "Noise that was added before publication is 10% of the variance of revenue and 4% of the variance of TV.",
    );
    expect(check!.figure).toBeCloseTo(0.1, 10);
  });

  it("says what strong noise means for the figures", async () => {
    const target = await checkOf({ target: 0.5 });
    expect(target!.status).toBe("REVIEW");
    expect(target!.advice).toContain("all intervals are wider");
    const spend = await checkOf({ target: 0.1, tv: 0.4 });
    expect(spend!.status).toBe("REVIEW");
    expect(spend!.advice).toContain("The true spend on TV is estimated");
    expect(spend!.advice).not.toContain("all intervals");
  });

  it("says that figures are those of the prior where noise is nearly all there is", async () => {
    const check = await checkOf({ target: 1.3 });
    expect(check!.status).toBe("REVIEW");
    expect(check!.finding).toContain("100% of the variance of revenue");
    expect(check!.advice).toContain("close to their priors");
  });
});

// Every published parameter errs on the side of less privacy than there is, and by next to nothing: against true values to 60 digits
// (support/rounding-answers.json, made by the script beside it), compared as exact fractions.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compare, decimalOf, exactlyOf, parseDecimal, type Rational } from "../../../src/privacy/exact/rational.ts";
import { advancedComposition, optimalDelta } from "../../../src/privacy/mechanisms/advanced-composition.ts";
import { gaussianDelta } from "../../../src/privacy/mechanisms/gaussian-calibration.ts";
import { gaussianRho, pureToZcdp, zcdpDelta, zcdpEpsilon, zcdpRho } from "../../../src/privacy/mechanisms/zcdp.ts";

interface Row {
  readonly [name: string]: string;
}
const answers = JSON.parse(
  readFileSync(new URL("../support/rounding-answers.json", import.meta.url), "utf8"),
) as Readonly<Record<string, readonly Row[]>>;

/** The true value, or undefined where it is positive and below all floats. */
function truth(text: string): Rational | undefined {
  return Number(text) === 0 && !/^0(\.0*)?$/.test(text) ? undefined : parseDecimal(text);
}

/** Not below the true value, and above it by no more than this part. */
function expectAbove(found: number, text: string, looseness: number, exactly = exactlyOf): void {
  const exact = truth(text);
  expect(Number.isFinite(found)).toBe(true);
  if (exact === undefined) expect(found).toBeGreaterThan(0);
  else expect(compare(exactly(found), exact), `${found} is below ${text}`).toBeGreaterThanOrEqual(0);
  expect(found).toBeLessThanOrEqual(Number(text) * (1 + looseness) + 1e-300);
}

function expectBelow(found: number, text: string, looseness: number): void {
  const exact = truth(text);
  if (exact === undefined) expect(found).toBe(0);
  else expect(compare(exactlyOf(found), exact), `${found} is above ${text}`).toBeLessThanOrEqual(0);
  expect(found).toBeGreaterThanOrEqual(Number(text) * (1 - looseness));
}

describe("A published parameter is on the side of less privacy:", () => {
  it.each(answers.zcdp_delta)("the delta of rho $rho at epsilon $epsilon", ({ rho, epsilon, true: text }) => {
    // Deltas are exponentials: what is lost in the exponent is relative to the exponent.
    const exponent = Number(epsilon) ** 2 / (4 * Number(rho));
    expectAbove(zcdpDelta(Number(rho), Number(epsilon)), text, 1e-12 + 1e-14 * exponent);
  });

  it.each(answers.zcdp_epsilon)("the epsilon of rho $rho at delta $delta", ({ rho, delta, true: text }) => {
    expectAbove(zcdpEpsilon(Number(rho), Number(delta)), text, 1e-8);
  });

  it.each(answers.zcdp_rho)("the rho for epsilon $epsilon at delta $delta", ({ epsilon, delta, true: text }) => {
    expectBelow(zcdpRho(Number(epsilon), Number(delta)), text, 1e-8);
  });

  it.each(answers.gaussian_delta)("the delta of sigma $sigma at epsilon $epsilon", ({ sigma, epsilon, true: text }) => {
    const exponent = (Number(epsilon) * Number(sigma)) ** 2;
    expectAbove(gaussianDelta(Number(sigma), Number(epsilon), 1), text, 1e-9 + 1e-13 * exponent);
  });

  it.each(answers.optimal_delta)("the delta of $count releases of $epsilon, step $step", (row) => {
    expectAbove(optimalDelta(Number(row.count), Number(row.epsilon), Number(row.step)), row.true, 1e-8);
  });

  it.each(answers.advanced)("the epsilon of $count releases of $epsilon at delta $delta", (row) => {
    const found = advancedComposition(
      Array.from({ length: Number(row.count) }, () => Number(row.epsilon)),
      Number(row.delta),
    );
    // Sums of what was asked for are of decimals, as they are written.
    expectAbove(found.basic, row.basic, 1e-15, decimalOf);
    expectAbove(found.drv, row.drv, 1e-10);
    expectAbove(found.kov, row.kov, 1e-10);
  });

  it.each(answers.pure_to_zcdp)("the rho of epsilon $epsilon", ({ epsilon, true: text }) => {
    expectAbove(pureToZcdp(Number(epsilon)), text, 1e-13);
    expectAbove(gaussianRho(1, Number(epsilon)), text, 1e-13);
  });
});

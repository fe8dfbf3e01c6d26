import { describe, expect, it } from "vitest";
import { betaCdf, inverseBetaCdf } from "../../../src/numerics/special/beta.ts";
import { lgamma } from "../../../src/numerics/special/index.ts";

/** R prints 15 digits; exp(log beta) loses up to log2(1e4) bits for the larger parameters. */
const RELATIVE = 1e-11;

describe("the beta distribution agrees with R 4.2.2", () => {
  // Rscript -e 'print(qbeta(c(.1586553,.8413447,.01,.5,.999,.1586553),c(26,400.5,1,3000,1,4001),c(401.5,20,1,3001,2000,1)),digits=15)'
  it.each([
    [0.1586553, 26, 401.5, 0.0493220544413881],
    [0.8413447, 400.5, 20, 0.962740568648493],
    [0.01, 1, 1, 0.01],
    [0.5, 3000, 3001, 0.499916671296451],
    [0.999, 1, 2000, 0.00344791986523164],
    [0.1586553, 4001, 1, 0.99953996554473],
  ])("quantile %d of Beta(%d, %d)", (p, a, b, x) => {
    expect(Math.abs(inverseBetaCdf(p, a, b) - x)).toBeLessThanOrEqual(RELATIVE * x);
  });

  // Rscript -e 'print(pbeta(c(.1,.5,.93),c(2.5,300,1000),c(7,301,80)),digits=15)'
  it.each([
    [0.1, 2.5, 7, 0.101880299113055],
    [0.5, 300, 301, 0.51627996566749],
    [0.93, 1000, 80, 0.686831162071319],
  ])("P(X <= %d) for Beta(%d, %d)", (x, a, b, p) => {
    expect(Math.abs(betaCdf(x, a, b) - p)).toBeLessThanOrEqual(RELATIVE * p);
  });

  // Rscript -e 'print(lgamma(c(.5,1,10,1234.5)),digits=16)'
  it.each([
    [0.5, 0.5723649429247001],
    [1, 0],
    [10, 12.801827480081469],
    [1234.5, 7550.550901077894],
  ])("log Gamma(%d)", (x, value) => {
    expect(Math.abs(lgamma(x) - value)).toBeLessThanOrEqual(1e-14 * Math.max(1, value));
  });
});

describe("inverseBetaCdf", () => {
  it("undoes betaCdf over a wide grid", () => {
    for (const a of [1, 1.7, 30, 900]) {
      for (const b of [1, 4.2, 250]) {
        for (const p of [1e-6, 0.05, 0.5, 0.95, 0.999999]) {
          expect(Math.abs(betaCdf(inverseBetaCdf(p, a, b), a, b) - p)).toBeLessThanOrEqual(RELATIVE);
        }
      }
    }
  });

  it("gives the ends at 0 and 1 and NaN for what is not a probability or not a beta", () => {
    expect(inverseBetaCdf(0, 2, 3)).toBe(0);
    expect(inverseBetaCdf(1, 2, 3)).toBe(1);
    expect(inverseBetaCdf(1.5, 2, 3)).toBeNaN();
    expect(inverseBetaCdf(0.5, -1, 3)).toBeNaN();
    expect(inverseBetaCdf(0.5, Number.NaN, 3)).toBeNaN();
  });
});

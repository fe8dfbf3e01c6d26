// The special functions against values computed with 60 digits (known-answers.py), and against the shared table of golden answers.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { i32 } from "../../../src/compile/wasm/encoder.ts";
import { inlineMath, type SpecialFunction } from "../../../src/compile/wasm/math/index.ts";
import { hasFused } from "../../compile/support/compiled-backends.ts";
import { bounds, compileKernel, names, plain, unitOf, webAssembly } from "./support/functions.ts";
import { sharedData } from "../../support/optional.ts";

type Row = readonly [x: number, y: number, remainder: number];
const answers = JSON.parse(readFileSync(new URL("support/known-answers.json", import.meta.url), "utf8")) as Record<
  SpecialFunction,
  Row[]
>;

/** Largest error in the units of the function; the exact value is y + remainder units in the last place. */
function largestError(name: SpecialFunction, values: readonly number[]): number {
  return answers[name].reduce((largest, [, y, remainder], i) => {
    const missing = remainder * 2 ** (Math.max(Math.floor(Math.log2(Math.abs(y))), -1022) - 52);
    const error = Math.abs(values[i] - y - missing) / unitOf(name, y);
    return Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(largest, error);
  }, 0);
}

describe.each(names)("%s", (name) => {
  const x = answers[name].map((row) => row[0]);

  it(`is within ${bounds[name][0]} units in the last place in WebAssembly`, () => {
    expect(largestError(name, webAssembly(name, x))).toBeLessThanOrEqual(bounds[name][0]);
  });

  it.skipIf(!hasFused)(`is within ${bounds[name][0]} units in the last place with fused multiply-adds`, () => {
    const fused = compileKernel((f, lanes, module) => inlineMath(module, f, name, [lanes], i32.constant(0))[0], {
      fused: true,
    });
    expect(largestError(name, fused(x))).toBeLessThanOrEqual(bounds[name][0]);
  });

  it(`is within ${bounds[name][1]} units in the last place in JavaScript`, () => {
    expect(largestError(name, plain(name, x))).toBeLessThanOrEqual(bounds[name][1]);
  });
});

const { url: golden, present } = sharedData("dp_known_answers.json");

describe.skipIf(!present)("golden answers of the privacy functions", () => {
  const special = (present ? JSON.parse(readFileSync(golden, "utf8")).special : {}) as {
    erfcx: { x: string; erfcx: string }[];
    log_erfc: { x: string; log_erfc: string }[];
  };

  it("agree with erfcx on both sides of zero", () => {
    const x = special.erfcx.map((row) => Number(row.x));
    for (const values of [webAssembly("erfcx", x), plain("erfcx", x)]) {
      special.erfcx.forEach((row, i) => {
        const exact = Number(row.erfcx);
        // The argument is rounded to float64, which moves the value by up to 2 x^2 half units relative to itself.
        const allowed = bounds.erfcx[0] + 1 + (Number.isInteger(x[i]) ? 0 : 2 * x[i] ** 2);
        expect(Math.abs(values[i] - exact) / unitOf("erfcx", exact), `erfcx(${row.x})`).toBeLessThanOrEqual(allowed);
      });
    }
  });

  it("agree with the logarithm of erfc, composed of log, erfc and erfcx", () => {
    const x = special.log_erfc.map((row) => Number(row.x));
    for (const apply of [webAssembly, plain]) {
      const direct = apply("log", apply("erfc", x));
      const scaled = apply("log", apply("erfcx", x));
      special.log_erfc.forEach((row, i) => {
        const exact = Number(row.log_erfc);
        const value = x[i] > 0 ? scaled[i] - x[i] ** 2 : direct[i];
        const allowed = 2 ** -52 * (bounds.erfc[0] + 3 * Math.max(1, Math.abs(exact)));
        expect(Math.abs(value - exact), `log erfc(${row.x})`).toBeLessThanOrEqual(allowed);
      });
    }
  });
});

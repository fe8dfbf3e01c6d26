import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { bindModel, compileProgram } from "../../../src/model/index.ts";
import { randomStream } from "../../../src/numerics/random.ts";
import { adstockNames, saturationNames } from "../support/plain-kinds.ts";

const data = await mediaDataFromColumns(columnsByName(simulate("ecommerce", { weeks: 60, seed: 4 }).columns));
const [tv, radio, social] = data.channels.map(({ column }) => column);

const files = [
  ...adstockNames.map((kind) => `adstock: ${kind}`),
  ...saturationNames.map((kind) => `saturation: ${kind}`),
  ...saturationNames.map((kind) => `saturation: ${kind}\norder: saturation_first`),
  `channels:
  ${tv}: { saturation: tanh }
  ${radio}: { saturation: hill, adstock: { kind: delayed, window: 5, normalize: false } }
  ${social}: { saturation: exponential, order: saturation_first }`,
];

describe.each(files)("the model of %s", async (file) => {
  const { spec } = resolve(await parseModelFile(`data: table.csv\n${file}\n`, "m.yaml"), data);
  const model = mediaMixModel(spec, data.rows);
  const design = modelData(makeDesign(data, spec));
  const [wasm, javascript] = (["wasm", "javascript"] as const).map((backend) =>
    bindModel(compileProgram(model, { backend }), design),
  );
  const random = randomStream([3]);
  const positions = Array.from({ length: 3 }, () =>
    Float64Array.from({ length: wasm.dimension }, () => 0.5 * random.normal()),
  );

  it("has the same density and gradient in WebAssembly and in JavaScript", () => {
    const [a, b] = [wasm.density(), javascript.density()];
    const [ga, gb] = [new Float64Array(wasm.dimension), new Float64Array(wasm.dimension)];
    for (const position of positions) {
      expect(a.evaluate(position, ga) / b.evaluate(position, gb)).toBeCloseTo(1, 10);
      ga.forEach((value, k) => expect(value).toBeCloseTo(gb[k], 8 - Math.ceil(Math.log10(1 + Math.abs(value)))));
    }
  });

  it("has the gradient of finite differences", () => {
    const density = wasm.density();
    const gradient = new Float64Array(wasm.dimension);
    const unused = new Float64Array(wasm.dimension);
    for (const position of positions) {
      density.evaluate(position, gradient);
      position.forEach((value, k) => {
        const step = 1e-5;
        const up = density.evaluate(position.with(k, value + step), unused);
        const down = density.evaluate(position.with(k, value - step), unused);
        const difference = (up - down) / (2 * step);
        // Rounding of the density, 1e-16 of its size, over the step; and the third derivative times its square.
        const rounding = (1e-14 * Math.abs(up)) / step;
        expect(Math.abs(gradient[k] - difference)).toBeLessThan(1e-5 * Math.max(1, Math.abs(difference)) + rounding);
      });
    }
  });

  it("finds the position of its own parameters again", () => {
    for (const position of positions) {
      const { columns } = wasm.constrainDraws(position, 1);
      const values = Object.fromEntries(
        wasm.reported.filter(({ kind }) => kind === "parameter").map(({ name }) => [name, columns.get(name)?.[0] ?? 0]),
      );
      const found = wasm.constrainDraws(wasm.unconstrain(grouped(wasm.reported, values)), 1);
      for (const [name, value] of Object.entries(values)) {
        expect(found.columns.get(name)?.[0]).toBeCloseTo(value, 6);
      }
    }
  });
});

/** Values by element as values by parameter. */
function grouped(
  reported: readonly { readonly name: string; readonly of: string; readonly kind: string }[],
  values: Readonly<Record<string, number>>,
): Record<string, number | number[]> {
  const result: Record<string, number | number[]> = {};
  for (const { name, of, kind } of reported) {
    if (kind !== "parameter") continue;
    if (name === of) result[of] = values[name];
    else result[of] = [...((result[of] as number[] | undefined) ?? []), values[name]];
  }
  return result;
}

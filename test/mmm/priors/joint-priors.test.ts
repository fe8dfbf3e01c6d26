// Priors of several channels that have a part in common, in the model and without it.

import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/index.ts";
import { priorColumn, priorSample } from "../../../src/decisions/predictions/predictive-prior.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { programCache } from "../../../src/mmm/fit/programs.ts";
import { drawsOfPriors } from "../../../src/mmm/priors/families/index.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { priorsByName, type ResolvedSpec, resolve } from "../../../src/mmm/specification/index.ts";
import { randomStream } from "../../../src/numerics/index.ts";

const weeks = 30;
const draws = 4000;

async function specOf(channels: number, lines = "", level = 100) {
  const random = randomStream([4, level]);
  const series = (of: () => number): Float64Array => Float64Array.from({ length: weeks }, of);
  const data = await mediaDataFromColumns({
    week: Float64Array.from({ length: weeks }, (_, t) => t + 1),
    ...Object.fromEntries(
      Array.from({ length: channels }, (_, c) => [`spend_c${c}`, series(() => 100 * Math.exp(random.normal()))]),
    ),
    revenue: series(() => level + random.normal()),
  });
  const document = await parseModelFile(`data: t.csv\n${lines}`, "m.yaml");
  return { data, spec: resolve(document, data).spec };
}

const coefficientsOf = (spec: ResolvedSpec) =>
  Object.values(priorsByName(spec, "coefficient")).map(({ parameters }) => parameters);

function covariance(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [x, y].map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  return x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0) / (x.length - 1);
}

/** Covariances of the logs are those that the priors state, within five standard errors. */
function expectTogether(columns: readonly ArrayLike<number>[], priors: readonly (readonly number[])[]): void {
  const logs = columns.map((column) => Array.from(column, Math.log));
  const variance = ([, own, common]: readonly number[]): number => own ** 2 + common ** 2;
  priors.forEach((one, i) => {
    priors.forEach((other, j) => {
      const wanted = i === j ? variance(one) : one[2] * other[2];
      const error = Math.sqrt((variance(one) * variance(other) + wanted ** 2) / draws);
      expect(Math.abs(covariance(logs[i], logs[j]) - wanted)).toBeLessThan(5 * error);
    });
  });
}

describe("Coefficients whose priors have a part in common", () => {
  it("are drawn together by the model, those of other families by themselves", async () => {
    const { data, spec } = await specOf(4, "priors: { coefficient: { c2: 'lognormal(0, 0.7)' } }\n");
    const sample = priorSample({ spec, design: makeDesign(data, spec), data }, draws);
    const columns = spec.channels.map(({ name }) => priorColumn(sample, "coefficient", [name])!);
    const priors = coefficientsOf(spec).map((parameters) => (parameters.length === 3 ? parameters : [0, 0.7, 0]));
    expect(priors.filter(([, , common]) => common > 0)).toHaveLength(3);
    expectTogether(columns, priors);
  });

  it("are drawn the same way without a model", async () => {
    const { spec } = await specOf(3);
    const priors = Object.values(priorsByName(spec, "coefficient"));
    const fixed = { distribution: "fixed", parameters: [2] };
    const columns = drawsOfPriors([fixed, ...priors], draws, randomStream([6]));
    expect(new Set(columns[0])).toEqual(new Set([2]));
    expectTogether(columns.slice(1), coefficientsOf(spec));
  });

  it.each([1, 3])("are data of the program: tables of %d channels share it", async (channels) => {
    const programs = programCache();
    const [one, other] = await Promise.all([specOf(channels), specOf(channels, "", 110)]);
    expect(coefficientsOf(other.spec)).not.toEqual(coefficientsOf(one.spec));
    expect(programs.program(other.spec, weeks)).toBe(programs.program(one.spec, weeks));
  });
});

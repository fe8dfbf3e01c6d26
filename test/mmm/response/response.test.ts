import { drawsOf } from "../../../src/mmm/axes/index.ts";
import { describe, expect, it } from "vitest";
import { compile, instantiate } from "../../../src/compile/index.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import { parameterMatrix } from "../../../src/mmm/response/natural-parameters.ts";
import { responseGraph, stateGraph, statesOf, windowOf } from "../../../src/mmm/response/response.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";

const weeks = 60;
const { columns } = simulate("ecommerce", { weeks, seed: 4 });
const data = await mediaDataFromColumns(columnsByName(columns));
const text = (name: string): string => `
data: table.csv
channels:
  ${data.channels[0].column}: { adstock: { kind: geometric, window: 5 } }
  ${data.channels[1].column}: { saturation: { kind: logistic } }
  ${data.channels[2].column}: {}
priors: { decay: { ${name}: fixed(0.4) } }
sampling: { chains: 2, warmup: 150, draws: 40 }
`;

describe("the response of a fit to spend", async () => {
  const document = await parseModelFile(text(data.channels[2].name), "model.yaml");
  const fit = await fitMediaMix(data, resolve(document, data), { threads: 1 });
  const design = makeDesign(data, fit.spec);
  const matrix = parameterMatrix(fit.spec, fit.parameters);
  const spend = data.channels.map((channel) => [...channel.spend]);

  const contributionsOf = (row: number, from: number, history: number): Float64Array => {
    const graph = responseGraph(fit.spec, design, { weeks: weeks - from, history });
    const executable = instantiate(
      compile({
        parameters: graph.parameters,
        data: [graph.spend],
        outputs: [{ name: "contribution", node: graph.contribution.node }],
      }),
    );
    executable.setData({ spend: Float64Array.from(spend.flatMap((values) => values.slice(from - history))) });
    const values = matrix.values.subarray(row * matrix.width, (row + 1) * matrix.width);
    const before = from - history;
    executable.parameters.fill(0);
    executable.parameters.set(values);
    const graphOfState = stateGraph(fit.spec, design, before);
    if (graphOfState !== undefined) {
      const past = instantiate(compile(graphOfState));
      past.setData({ spend: Float64Array.from(spend.flatMap((amounts) => amounts.slice(0, before))) });
      past.parameters.set(values);
      past.run();
      executable.parameters.set(past.output("state"), matrix.width);
    }
    executable.run();
    return executable.output("contribution").slice();
  };

  it("sums to the contribution that the fit reports, draw by draw, fixed parameters included", () => {
    for (const row of [0, 17, 79]) {
      const all = contributionsOf(row, 0, 0);
      data.channels.forEach(({ name }, channel) => {
        const total = all.subarray(channel * weeks, (channel + 1) * weeks).reduce((sum, value) => sum + value, 0);
        const reported = { draws: drawsOf(fit.quantities, "contribution", { channel: name }) };
        expect(total / (reported?.draws.values[row] ?? Number.NaN)).toBeCloseTo(1, 10);
      });
    }
  });

  it("goes on from any week with what was carried in, as if the table had not been cut", () => {
    expect([windowOf(fit.spec), statesOf(fit.spec)]).toEqual([5, 1]);
    const whole = contributionsOf(3, 0, 0);
    const tail = contributionsOf(3, 30, windowOf(fit.spec));
    data.channels.forEach((_, channel) => {
      for (let t = 30; t < weeks; t++) {
        const here = tail[channel * (weeks - 30) + t - 30];
        expect(here / whole[channel * weeks + t]).toBeCloseTo(1, 10);
      }
    });
  });
});

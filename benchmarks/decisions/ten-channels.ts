// A fitted model of ten channels with made-up draws around the truth of a simulated table, for timing plans.

import { mediaDataFromColumns } from "../../src/data/panel/from-columns.ts";
import { columnsByName, generate } from "../../src/data/worlds/generate.ts";
import { media } from "../../src/data/worlds/presets/media.ts";
import type { ChannelRecipe } from "../../src/data/worlds/recipe.ts";
import type { FittedModel } from "../../src/decisions/draws/fitted-model.ts";
import { makeDesign } from "../../src/mmm/fit/design.ts";
import { parameterBlocks } from "../../src/mmm/response/natural-parameters.ts";
import { parseModelFile } from "../../src/mmm/specification/document.ts";
import { resolve } from "../../src/mmm/specification/resolve.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { truthModel } from "./truth-model.ts";

/** Standard deviations of log-normal and logistic-normal noise around the truth: about what two years of data leave open. */
const spreadOfDraws = 0.3;

export async function tenChannels(weeks: number, draws: number): Promise<FittedModel> {
  const channels = Array.from({ length: 10 }, (_, i): ChannelRecipe => {
    const base = media.channels[i % media.channels.length];
    const size = 0.6 + 0.1 * i;
    return {
      ...base,
      name: `channel${i + 1}`,
      halfSaturation: base.halfSaturation * size,
      slope: base.slope * (0.8 + 0.06 * i),
      coefficient: base.coefficient / size,
    };
  });
  const { columns, truth, modelYaml } = generate({ ...media, channels }, { weeks, seed: 1 });
  const data = await mediaDataFromColumns(columnsByName(columns));
  const { spec } = resolve(await parseModelFile(modelYaml, "model.yaml"), data);
  const blocks = parameterBlocks(spec);
  const width = blocks.reduce((sum, { size }) => sum + size, 0);
  const empty = { blocks, width, count: draws, values: new Float64Array(draws * width) };
  const model: FittedModel = {
    spec,
    data,
    design: makeDesign(data, spec),
    chains: 1,
    posterior: empty,
    converged: true,
  };
  const real = truthModel(model, truth).posterior.values;
  const random = randomStream([1, 2]);
  for (let draw = 0; draw < draws; draw++) {
    for (const { name, start, size } of blocks) {
      for (let i = start; i < start + size; i++) {
        const noise = spreadOfDraws * random.normal();
        const odds = (real[i] / (1 - real[i])) * Math.exp(noise);
        empty.values[draw * width + i] = name === "decay" ? odds / (1 + odds) : real[i] * Math.exp(noise);
      }
    }
  }
  return model;
}

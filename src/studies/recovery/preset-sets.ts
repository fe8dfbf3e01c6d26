// Data sets of a simulated world: its own parameters every time, its spend and what is left to chance anew, fitted by the model file
// that carryover simulate writes for it.

import { mediaDataFromColumns } from "../../data/panel/index.ts";
import { type Preset, presets, simulate, columnsByName } from "../../data/worlds/index.ts";
import { makeDesign } from "../../mmm/fit/index.ts";
import { parseModelFile, writtenColumns, resolve, type SamplingFlags } from "../../mmm/specification/index.ts";
import type { SetSource } from "./recovery-set.ts";
import { truthOfSimulation } from "./simulated-truth.ts";

/** Set i is the table of `carryover simulate --seed (seed + i)`. @throws CarryoverError for weeks or a seed that cannot be */
export function presetSets(preset: Preset, weeks: number, seed: number, sampling: SamplingFlags = {}): SetSource {
  simulate(preset, { weeks, seed });
  const channels = presets[preset].channels.map(({ name }) => name);
  return {
    kind: "preset",
    title: `the preset ${preset}`,
    statement: [
      `Each data set is a table of the simulated world ${preset} (carryover simulate --preset ${preset}): the same true parameters, spend and noise drawn anew. ` +
        "It is fitted with the model file that goes with it, under default priors. Because the truth is one point and not a draw of the prior, " +
        "intervals need not hold it at exactly their level: where the prior lies around the truth they hold it more often, where it pulls away less often.",
    ],
    target: "revenue",
    weeks,
    period: "week",
    channels,
    exact: false,
    set: async (index) => {
      const { columns, truth, modelYaml } = simulate(preset, { weeks, seed: seed + index });
      const document = await parseModelFile(modelYaml, "model.yaml");
      const values = columnsByName(columns);
      const data = await mediaDataFromColumns(values, { source: preset, ...writtenColumns(document) });
      const resolution = resolve(document, data, { ...sampling, seed: seed + index });
      const { spec } = resolution;
      return {
        index,
        seed: seed + index,
        data,
        resolution,
        truth: { kind: "world", values: truthOfSimulation(truth, spec, makeDesign(data, spec)) },
      };
    },
  };
}

// Data sets of a simulated world: its own parameters every time, its spend and what is left to chance anew, fitted by the model file
// that carryover simulate writes for it.

import { simulateWorld, type Simulation } from "../../data/worlds/index.ts";
import { makeDesign } from "../../mmm/fit/index.ts";
import { resolve, type SamplingFlags } from "../../mmm/specification/index.ts";
import type { recoverySettings, ValueOf } from "../../settings/index.ts";
import { tableOfWorld } from "../worlds/index.ts";
import type { SetSource } from "./recovery-set.ts";
import { truthOfPanel } from "./simulated-panel-truth.ts";
import { truthOfSimulation } from "./simulated-truth.ts";

/** Worlds that the model describes, national ones and panels. */
export type RecoveredWorld = ValueOf<typeof recoverySettings.preset>;

/** Set i is the table of `carryover simulate --seed (seed + i)`. @throws CarryoverError for weeks or a seed that cannot be */
export function presetSets(
  preset: RecoveredWorld,
  weeks: number,
  seed: number,
  sampling: SamplingFlags = {},
): SetSource {
  const { truth: first } = simulateWorld(preset, { weeks, seed });
  const isPanel = "geos" in first;
  return {
    kind: "preset",
    title: `the preset ${preset}`,
    statement: [
      `Each data set is a table of the simulated world ${preset} (carryover simulate --preset ${preset}): the same true parameters, spend and noise drawn anew. ` +
        "It is fitted with the model file that goes with it, under default priors. Because the truth is one point and not a draw of the prior, " +
        "intervals need not hold it at exactly their level: where the prior lies around the truth they hold it more often, where it pulls away less often.",
      ...(isPanel
        ? [
            "What the geos have of their own (levels, responses, budgets) is drawn anew for each data set, around the same values for all geos together.",
          ]
        : []),
    ],
    target: "revenue",
    weeks,
    period: "week",
    channels: isPanel ? first.channels.map(({ name }) => name) : Object.keys(first.channels),
    ...(isPanel ? { geos: first.geos.map(({ name }) => name) } : {}),
    exact: false,
    set: async (index) => {
      const { simulation, document, data } = await tableOfWorld(preset, { weeks, seed: seed + index });
      const resolution = resolve(document, data, { ...sampling, seed: seed + index });
      const { spec } = resolution;
      const { truth } = simulation;
      const scales = makeDesign(data, spec);
      // The channels of these worlds have all that is known of one.
      const values =
        "geos" in truth
          ? truthOfPanel(truth, spec, scales)
          : truthOfSimulation(truth as Simulation["truth"], spec, scales);
      return {
        index,
        seed: seed + index,
        data,
        resolution,
        truth: { kind: "world", values },
      };
    },
  };
}

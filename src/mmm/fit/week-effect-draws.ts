// Week effects that were integrated out, drawn back: one draw of each for every draw of everything else, which together are draws of the posterior.

import { randomPurposes, randomStream } from "../../numerics/index.ts";
import type { DrawsBlock } from "../../model/index.ts";
import { weekEffects } from "../terms/baseline/index.ts";
import { derivedNames } from "./model.ts";

/** The blocks with that of the week effects after their spread; as they are where week effects were sampled, or there are none. */
export function withWeekEffects(
  blocks: readonly DrawsBlock[],
  { chains, draws }: { readonly chains: number; readonly draws: number },
  seed: number,
): readonly DrawsBlock[] {
  const [location, deviation] = [derivedNames.weekLocation, derivedNames.weekDeviation].map((name) =>
    blocks.find((block) => block.name === name),
  );
  if (location === undefined || deviation === undefined) return blocks;
  const { size, labels } = location;
  const count = chains * draws;
  const values = new Float64Array(size * count);
  for (let chain = 0; chain < chains; chain++) {
    // By chain and place of the draw, so that a run that goes on keeps the draws it had.
    const random = randomStream([seed, randomPurposes.weekEffects, chain]);
    for (let draw = 0; draw < draws; draw++) {
      random.seek(draw);
      for (let t = 0; t < size; t++) {
        const at = t * count + chain * draws + draw;
        values[at] = location.values[at] + deviation.values[at] * random.normal();
      }
    }
  }
  const [spread, week] = weekEffects.parameters;
  const made: DrawsBlock = { name: week.name, kind: "parameter", labels, size, values };
  const place = blocks.findIndex(({ name }) => name === spread.name);
  return blocks.toSpliced(place < 0 ? blocks.findIndex(({ kind }) => kind === "derived") : place + 1, 0, made);
}

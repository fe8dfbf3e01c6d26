// Regressions on panels: exact where the target is what they assume.

import { expect, it } from "vitest";
import { baselines } from "../../../src/decisions/comparison/baselines.ts";
import { fixedTransforms } from "../../../src/decisions/comparison/baselines-transforms.ts";
import { modelGeos, rowsOf } from "../../../src/decisions/draws/index.ts";
import { makeDesign } from "../../../src/mmm/fit/index.ts";
import { madeUpPanel } from "../support/made-up-panel.ts";

it("least squares of a panel find effects per head beside levels of geos and weeks", async () => {
  const { data, spec, ...rest } = await madeUpPanel();
  const { rows } = data;
  const geos = modelGeos({ data });
  const [tv, search] = fixedTransforms(spec, rest.design);
  const brought = [0, 0];
  for (const { index, people, first, end } of geos) {
    for (let t = first; t < end; t++) {
      const cell = index * rows + t;
      const own = [0.7 * tv[cell], 0.2 * search[cell]].map((value) => people * value);
      brought[0] += own[0];
      brought[1] += own[1];
      if (Number.isNaN(data.target.values[cell])) continue;
      data.target.values[cell] = own[0] + own[1] + people * (3 + 0.1 * index + 0.2 * Math.sin(t));
    }
  }
  expect(rowsOf(geos[2], { from: 0, to: rows })).toEqual({ from: 9, to: 40 });
  const model = { data, spec, ...rest, design: makeDesign(data, spec) };
  const { channels, scores, details } = baselines(model);
  channels.forEach(({ contribution }, c) => {
    expect(contribution["least squares"] / brought[c]).toBeCloseTo(1, 6);
    expect(contribution["maximum a posteriori"]).toBeNaN();
  });
  expect(scores.find(({ method }) => method === "least squares")!.inSample.r2).toBeCloseTo(1, 9);
  expect(details.map).toBeUndefined();
});

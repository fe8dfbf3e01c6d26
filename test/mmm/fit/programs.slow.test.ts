// Programs shared between fits, and fits made in the thread that asks for them.

import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { simulate, simulatePanel } from "../../../src/data/worlds/simulate.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import { modelData } from "../../../src/mmm/fit/model.ts";
import { programCache } from "../../../src/mmm/fit/programs.ts";
import { bindModel } from "../../../src/model/index.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";

const table = (seed: number) => mediaDataFromColumns(columnsByName(simulate("ecommerce", { weeks: 60, seed }).columns));
const panel = (seed: number) =>
  mediaDataFromColumns(
    Object.fromEntries(simulatePanel("panel", { weeks: 60, seed }).columns.map(({ name, values }) => [name, values])),
  );
const short = { chains: 2, warmup: 100, draws: 50 };

describe("Programs of fits", () => {
  it("are shared by tables of one shape, and other lengths have others", async () => {
    const programs = programCache();
    const [a, b] = await Promise.all([table(1), table(2)]);
    const first = resolve(undefined, a, short).spec;
    const second = resolve(undefined, b, { ...short, seed: 9 }).spec;
    expect(programs.program(second, 60)).toBe(programs.program(first, 60));
    expect(programs.program(first, 61)).not.toBe(programs.program(first, 60));
  });

  it("are shared by panels of one shape too, at their defaults", async () => {
    const programs = programCache();
    const specs = await Promise.all(
      [1, 2].map(async (seed) => {
        const data = await panel(seed);
        const { spec } = resolve(undefined, data, short);
        // Values are given for all that the program takes, and for nothing else.
        bindModel(programs.program(spec, data.rows), modelData(makeDesign(data, spec)));
        return spec;
      }),
    );
    expect(programs.program(specs[1], 60)).toBe(programs.program(specs[0], 60));
  });

  it("give a fit in this thread the draws of one on worker threads", async () => {
    const data = await table(3);
    const resolution = resolve(undefined, data, short);
    const programs = programCache();
    programs.program(resolution.spec, 60);
    const here = await fitMediaMix(data, resolution, { inThisThread: true, programs });
    const there = await fitMediaMix(data, resolution, { threads: 2 });
    expect(here.positions).toEqual(there.positions);
    expect(here.diagnostics.converged).toBe(there.diagnostics.converged);
  });
});

// Programs shared between fits, and fits made in the thread that asks for them.

import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import { programCache } from "../../../src/mmm/fit/programs.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";

const table = (seed: number) => mediaDataFromColumns(columnsByName(simulate("ecommerce", { weeks: 60, seed }).columns));
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

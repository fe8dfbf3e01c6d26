// A panel through the service that fits: stored with its results by geo, opened for decisions, and refused by what does not take panels yet.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { channelDraws } from "../../../src/decisions/draws/index.ts";
import { predictionsOf } from "../../../src/decisions/predictions/index.ts";
import { readInput } from "../../../src/mmm/fit/index.ts";
import { fit } from "../../../src/services/fit/fit.ts";
import { specificationOf } from "../../../src/store/run/load-run.ts";
import { loadRun, openRun } from "../../../src/store/run/index.ts";
import { sharedData } from "../../support/optional.ts";

const { url, present } = sharedData("stan_reference/c.yaml");

it.skipIf(!present)(
  "stores the run of a panel, with contributions in total and by geo, from which decisions compute the same",
  async () => {
    const root = await mkdtemp(join(tmpdir(), "carryover-panel-"));
    const path = fileURLToPath(url);
    const sampling = { chains: 2, warmup: 60, draws: 20, seed: 3, resample: 0 };
    const result = await fit({ path, out: join(root, "run"), sampling, threads: 2, command: "a test" });
    const mean = (name: string): number => result!.summary.quantities.find((row) => row.name === name)!.mean;
    const geos = ["North", "South", "East", "West", "Centre", "Isles"];
    const parts = geos.map((geo) => mean(`contribution_by_geo[TV,${geo}]`));
    expect(parts.reduce((sum, part) => sum + part) / mean("contribution[TV]")).toBeCloseTo(1, 9);
    expect(result).toMatchObject({ complete: true });
    expect(result!.advice).toBeDefined();
    const report = await readFile(result!.report!, "utf8");
    for (const id of ["contributions-by-geo", "fit-by-geo", "roi-by-geo", "ranks-of-geos"]) {
      expect(report).toContain(`carryover-chart ${id}`);
    }
    expect(report).not.toMatch(/undefined|NaN/);

    const run = await loadRun(join(root, "run"));
    expect((await specificationOf(run)).geos).toEqual(geos);
    const { model } = await openRun(join(root, "run"));
    const draws = run.draws.quantities.find(({ name }) => name === "contribution_by_geo")!.values;
    for (const { index, geos: own } of channelDraws(model, {
      period: { from: 0, to: 78 },
      weekly: false,
      byGeo: true,
    })) {
      own.forEach(({ contribution }, geo) =>
        contribution.forEach((value, i) => {
          expect(value / draws[(index * geos.length + geo) * contribution.length + i]).toBeCloseTo(1, 9);
        }),
      );
    }
    expect(predictionsOf(model).series).toHaveLength(geos.length);
    await expect(readInput(path)).rejects.toThrow("Panels are fitted one at a time by carryover fit");
    await rm(root, { recursive: true });
  },
);

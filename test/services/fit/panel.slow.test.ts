// A panel through the service that fits: stored with its results by geo, opened for decisions, and refused by what does not take panels yet.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import h5wasm from "h5wasm";
import { expect, it } from "vitest";
import { channelDraws, type FittedModel } from "../../../src/decisions/draws/index.ts";
import { predictionsOf } from "../../../src/decisions/predictions/index.ts";
import { fit } from "../../../src/services/fit/fit.ts";
import { specificationOf } from "../../../src/store/run/load-run.ts";
import { exportRun } from "../../../src/store/export/index.ts";
import { loadRun, openRun, type StoredRun } from "../../../src/store/run/index.ts";
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

    await exportsOf(run, model, root);
    await rm(root, { recursive: true });
  },
);

/** ArviZ finds the axes of a panel by name; tables and Stan CSV have the names of the run, and no column of what was not observed. */
async function exportsOf(run: StoredRun, model: FittedModel, root: string): Promise<void> {
  const { rows, target, geos } = run.data;
  await exportRun(run, "netcdf", join(root, "panel.nc"));
  const { FS } = await h5wasm.ready;
  FS.writeFile("/panel.nc", await readFile(join(root, "panel.nc")));
  const file = new h5wasm.File("/panel.nc", "r");
  const dataset = (path: string) => file.get(path) as InstanceType<typeof h5wasm.Dataset>;
  const axes = (path: string): string[] =>
    dataset(path).shape!.map((_, index) => dataset(path).get_attached_scales(index).join());
  const sample = ["/posterior/chain", "/posterior/draw"];
  expect(axes("posterior/coefficient")).toEqual([...sample, "/posterior/channel", "/posterior/geo"]);
  expect(axes("posterior/contribution_by_geo")).toEqual([...sample, "/posterior/channel", "/posterior/geo"]);
  expect(axes("posterior/intercept")).toEqual([...sample, "/posterior/geo"]);
  expect(axes("posterior/week_")).toEqual([...sample, "/posterior/week"]);
  expect(dataset("posterior/geo").value).toEqual(geos!.map(({ name }) => name));
  expect(axes("observed_data/revenue")).toEqual(["/observed_data/geo", "/observed_data/week"]);
  expect(dataset("observed_data/revenue").value).toEqual(target.values);
  expect(axes("constant_data/spend")).toEqual(["geo", "week", "channel"].map((name) => `/constant_data/${name}`));
  const spend = dataset("constant_data/spend").value as Float64Array;
  expect(spend[(2 * rows + 5) * run.data.channels.length + 1]).toBe(run.data.channels[1].spend[2 * rows + 5]);
  const likelihood = dataset("log_likelihood/revenue").value as Float64Array;
  const cells = geos!.length * rows;
  for (let k = 0; k < cells; k++) expect(Number.isNaN(likelihood[cells + k])).toBe(Number.isNaN(target.values[k]));
  const cellAxes = (group: string): string[] => ["chain", "draw", "geo", "week"].map((name) => `/${group}/${name}`);
  const { predicted, series, count } = predictionsOf(model);
  for (const group of ["posterior_predictive", "prior_predictive"]) {
    expect(axes(`${group}/revenue`)).toEqual(cellAxes(group));
    const drawn = dataset(`${group}/revenue`).value as Float64Array;
    geos!.forEach(({ first, end }, geo) => {
      for (let t = 0; t < rows; t++) expect(Number.isNaN(drawn[geo * rows + t])).toBe(t < first || t >= end);
    });
    if (group === "prior_predictive") continue;
    const { index, rows: known, from } = series[3];
    expect(drawn[7 * cells + index * rows + known[2]]).toBe(predicted[(from + 2) * count + 7]);
  }
  expect(axes("prior/coefficient")).toEqual(["chain", "draw", "channel", "geo"].map((name) => `/prior/${name}`));
  file.close();

  await exportRun(run, "csv", join(root, "panel.csv"));
  const [header] = (await readFile(join(root, "panel.csv"), "utf8")).split("\n", 1);
  expect(header).toContain('"coefficient[TV,North]"');
  const known = target.values.filter((value) => !Number.isNaN(value)).length;
  expect(header.match(/log_likelihood\[/g)).toHaveLength(known);
  await exportRun(run, "stan-csv", join(root, "chains.csv"));
  const stan = await readFile(join(root, "chains_1.csv"), "utf8");
  expect(stan).toContain("# coefficient.1.2 stands for coefficient[TV,South]");
  const names = stan
    .split("\n")
    .find((line) => !line.startsWith("#"))!
    .split(",");
  expect(names.filter((name) => name.startsWith("log_lik."))).toHaveLength(known);
}

// Names of channels and controls that look like names of elements: nothing may take a name apart.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import h5wasm from "h5wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyze } from "../../../src/decisions/advice/index.ts";
import { fittedModel } from "../../../src/decisions/draws/index.ts";
import { mediaDataFromColumns } from "../../../src/data/panel/index.ts";
import { drawsOf } from "../../../src/mmm/axes/index.ts";
import { fitMediaMix, type MediaMixFit } from "../../../src/mmm/fit/index.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { buildReport } from "../../../src/report/build-report.ts";
import { sourceOfFit } from "../../../src/report/from-run.ts";
import { exportRun } from "../../../src/store/export/index.ts";
import { loadRun, saveRun, type StoredRun } from "../../../src/store/run/index.ts";
import { randomStream } from "../../../src/numerics/index.ts";

const channels = ["TV", "TV,North", "roi[TV]", "a]b[c", "]"];
const control = "control[TV]";
const weeks = 60;
let folder: string;
let fit: MediaMixFit;
let run: StoredRun;

beforeAll(async () => {
  const random = randomStream([11]);
  const column = (of: (t: number) => number): number[] => Array.from({ length: weeks }, (_, t) => of(t));
  const data = await mediaDataFromColumns({
    week: column((t) => t + 1),
    revenue: column(() => 50_000 + 4000 * random.normal()),
    ...Object.fromEntries(
      channels.map((name) => [`spend_${name}`, column(() => 1000 * Math.exp(0.5 * random.normal()))]),
    ),
    [control]: column(() => random.normal()),
  });
  const file = "data: t.csv\nseasonality: none\ntrend: none\nsampling: { chains: 2, warmup: 100, draws: 50 }\n";
  fit = await fitMediaMix(data, resolve(await parseModelFile(file, "model.yaml"), data), { threads: 1 });
  folder = await mkdtemp(join(tmpdir(), "carryover-labels-"));
  await saveRun(fit, join(folder, "run"), { command: "test", dataPath: "t.csv", backend: "wasm", threads: 1 });
  run = await loadRun(join(folder, "run"));
}, 120_000);
afterAll(async () => rm(folder, { recursive: true }));

describe("Channels and controls named like elements", () => {
  it("have their parameters and quantities under their own labels, before and after they are stored", () => {
    for (const name of channels) {
      for (const parameter of ["decay", "coefficient"]) {
        const place = { channel: name };
        expect(drawsOf(run.draws.parameters, parameter, place)).toEqual(drawsOf(fit.parameters, parameter, place));
      }
      expect(fit.summary.quantities.map((row) => row.name)).toContain(`roi[${name}]`);
    }
    expect(drawsOf(run.draws.parameters, "control", { control }).values).toHaveLength(100);
  });

  it("judge a return on known spend with its contribution, and say nothing of it twice", () => {
    const said = JSON.stringify(fit.diagnostics.checks);
    for (const name of channels) expect(said.includes(`roi[${name}] in revenue`)).toBe(false);
  });

  it("are columns of an exported CSV, in quotes where they hold commas", async () => {
    const path = join(folder, "draws.csv");
    await exportRun(run, "csv", path);
    const [header] = (await readFile(path, "utf8")).split("\n");
    expect(header).toContain('decay[TV],"decay[TV,North]",decay[roi[TV]],decay[a]b[c],decay[]]');
    expect(header).toContain('roi[TV],"roi[TV,North]",roi[roi[TV]],roi[a]b[c],roi[]]');
    expect(header).toContain(`control[${control}]`);
  });

  it("are coordinates of an exported netCDF file", async () => {
    const path = join(folder, "draws.nc");
    await exportRun(run, "netcdf", path);
    const { FS } = await h5wasm.ready;
    FS.writeFile("/labels.nc", await readFile(path));
    const file = new h5wasm.File("/labels.nc", "r");
    const valueOf = (name: string): unknown => (file.get(name) as { value: unknown }).value;
    expect(valueOf("posterior/channel")).toEqual(channels);
    expect(valueOf("posterior/control_column")).toEqual([control]);
    const decay = valueOf("posterior/decay") as Float64Array;
    channels.forEach((channel, c) => {
      expect(decay[c]).toBe(drawsOf(fit.parameters, "decay", { channel }).values[0]);
    });
    file.close();
  });

  it("stand in a report", async () => {
    const source = sourceOfFit(fit);
    const analysis = analyze(fittedModel(fit), { diagnostics: fit.diagnostics, pointwise: fit.pointwise });
    const { html } = await buildReport(source, { analysis });
    for (const name of [...channels, control]) expect(html).toContain(name);
  }, 60_000);
});

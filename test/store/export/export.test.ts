// Exports of a run: structure, exact numbers, and what is refused. benchmarks/arviz.ts opens them with ArviZ.

import { type AxisName, drawsOf, type DrawsColumn } from "../../../src/mmm/axes/index.ts";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import h5wasm from "h5wasm";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modelDocument } from "../../../src/mmm/specification/print.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { drawsTable } from "../../../src/store/export/draws-table.ts";
import { exportFormats, exportRun } from "../../../src/store/export/index.ts";
import { inferenceData } from "../../../src/store/export/inference-data.ts";
import { numberText } from "../../../src/store/export/number-text.ts";
import { sourceOfStoredRun } from "../../../src/store/export/run-source.ts";
import { posteriorVariables } from "../../../src/store/export/variables.ts";
import { loadRun, saveRun, type StoredRun } from "../../../src/store/run/index.ts";
import { run as command } from "../../cli/support/harness.ts";
import { fakeFit } from "../support/fake-fit.ts";

const origin = { command: "carryover fit t.csv", dataPath: "/data/t.csv", backend: "wasm", threads: 1 } as const;
let root: string;
let run: StoredRun;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-export-"));
  await saveRun(withOddNumbers(), join(root, "run"), origin);
  run = withSeveralChannels(await loadRun(join(root, "run")));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

/** Numbers that careless printing loses. */
function withOddNumbers(): ReturnType<typeof fakeFit> {
  const fit = fakeFit({ pointwise: true, draws: 6 });
  fit.parameters[0].values.set([0.1 + 0.2, -0, 5e-324, 1.7976931348623157e308, -1 / 3, 1e21]);
  return fit;
}

/** Channels that share one parameter and not another. */
function withSeveralChannels(stored: StoredRun): StoredRun {
  const { chains, draws, parameters, quantities } = stored.draws;
  const rows = stored.data.rows;
  const column = (name: string, axis: AxisName, labels: readonly string[], first: number): DrawsColumn => ({
    name,
    axes: [{ name: axis, labels }],
    chains,
    draws,
    values: Float64Array.from({ length: labels.length * chains * draws }, (_, i) => Math.sin(first + i)),
  });
  /** With another channel beside TV. */
  const longer = <T extends DrawsColumn>(own: T, first: number): T => {
    const more = column(own.name, "channel", ["TV", "Radio, local"], first);
    more.values.set(own.values);
    return { ...own, axes: more.axes, values: more.values };
  };
  const channel = (name: string) => ({
    name,
    column: `spend_${name}`,
    spend: Float64Array.from({ length: rows }, (_, i) => i),
  });
  return {
    ...stored,
    data: { ...stored.data, channels: [channel("TV"), channel("Radio, local")] },
    draws: {
      ...stored.draws,
      parameters: [
        ...parameters.map((own) => (own.name === "decay" ? longer(own, 1) : own)),
        column("control", "control", ["promotions"], 2),
        column("season", "harmonic", ["1", "2"], 3),
        column("half_saturation", "channel", ["TV"], 5),
      ],
      quantities: [
        ...quantities.map((own) => longer(own, 6)),
        { ...column("half_saturation", "channel", ["TV"], 7), unit: "spend per week" },
      ],
      pointwise: {
        chains,
        draws,
        observations: rows,
        values: Float64Array.from({ length: chains * draws * rows }, (_, i) => Math.cos(i)),
      },
    },
  };
}

async function refusal(action: Promise<unknown>): Promise<{ code: string; exitCode: number }> {
  const error = await action.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CarryoverError);
  const { problems, exitCode } = error as CarryoverError;
  return { code: problems[0].code, exitCode };
}

describe("variables of a run", () => {
  it("say the unit of every element where these differ", () => {
    const units = ["spend per week", "emails per week"];
    const source = sourceOfStoredRun(run);
    const quantities = source.draws.quantities.map((own) => ({ ...own, unit: units.join(", "), units }));
    const [roi] = posteriorVariables({ ...source, draws: { ...source.draws, parameters: [], quantities } });
    expect(roi.unit).toBe("TV: spend per week; Radio, local: emails per week");
  });

  it("become vectors over channels, with a dimension of their own where only some channels have them", () => {
    const dimensions = Object.fromEntries(
      posteriorVariables(sourceOfStoredRun(run)).map(({ name, dimensions: [dimension] }) => [
        name,
        dimension && [dimension.name, ...dimension.labels],
      ]),
    );
    expect(dimensions).toEqual({
      decay: ["channel", "TV", "Radio, local"],
      slope: ["slope_channel", "TV"],
      intercept: undefined,
      sigma: undefined,
      control: ["control_column", "promotions"],
      season: ["season_term", "1", "2"],
      half_saturation: ["half_saturation_channel", "TV"],
      roi: ["channel", "TV", "Radio, local"],
      half_saturation_original_scale: ["half_saturation_original_scale_channel", "TV"],
    });
  });
});

describe("netCDF", () => {
  let file: InstanceType<typeof h5wasm.File>;
  beforeAll(async () => {
    const path = join(root, "run.nc");
    await exportRun(run, "netcdf", path);
    const { FS } = await h5wasm.ready;
    FS.writeFile("/read-back.nc", await readFile(path));
    file = new h5wasm.File("/read-back.nc", "r");
  });
  afterAll(() => {
    file.close();
  });
  const dataset = (path: string): InstanceType<typeof h5wasm.Dataset> =>
    file.get(path) as InstanceType<typeof h5wasm.Dataset>;
  const scalesOf = (path: string): string[] =>
    dataset(path).shape!.map((_, index) => dataset(path).get_attached_scales(index).join());

  it("has the groups of InferenceData, and says what it was made from", () => {
    expect(file.keys().sort()).toEqual(
      [
        "constant_data",
        "log_likelihood",
        "observed_data",
        "posterior",
        "sample_stats",
        "unconstrained_posterior",
      ].sort(),
    );
    const { seed, data_sha256: hash, specification, written_by: writer } = file.attrs;
    expect(Number(seed.value)).toBe(run.record.seed);
    expect(hash.value).toBe(run.record.data.sha256);
    expect(JSON.parse(specification.value as string)).toEqual(modelDocument(run.record.specification));
    expect(writer.value).toMatch(/^carryover-export \d/);
  });

  it("names every dimension by a scale of the same group", () => {
    expect(dataset("posterior/decay").shape).toEqual([2, 6, 2]);
    expect(scalesOf("posterior/decay")).toEqual(["/posterior/chain", "/posterior/draw", "/posterior/channel"]);
    expect(dataset("posterior/channel").value).toEqual(["TV", "Radio, local"]);
    expect(scalesOf("posterior/intercept")).toEqual(["/posterior/chain", "/posterior/draw"]);
    expect(scalesOf("log_likelihood/revenue")[2]).toBe("/log_likelihood/week");
    expect(dataset("log_likelihood/week").value).toEqual(run.data.dates);
    expect(scalesOf("constant_data/spend")).toEqual(["/constant_data/week", "/constant_data/channel"]);
  });

  it("holds every draw bit for bit, the element as the fastest axis", () => {
    const values = dataset("posterior/decay").value as Float64Array;
    const tv = drawsOf(run.draws.parameters, "decay", { channel: "TV" }).values;
    const radio = drawsOf(run.draws.parameters, "decay", { channel: "Radio, local" }).values;
    expect(Object.is(tv[1], -0)).toBe(true);
    tv.forEach((value, i) => {
      expect(values[2 * i]).toBe(value);
      expect(values[2 * i + 1]).toBe(radio[i]);
    });
    expect(dataset("log_likelihood/revenue").value).toEqual(run.draws.pointwise?.values);
    expect(dataset("sample_stats/energy").value).toEqual(run.draws.sampler.energy.values);
    expect(dataset("observed_data/revenue").value).toEqual(run.data.target.values);
  });

  it("numbers the draws of log likelihoods where not all are kept, and leaves the others empty in tables", async () => {
    const { pointwise: all, chains, draws } = run.draws;
    if (all === undefined) return expect.unreachable();
    const { observations } = all;
    const kept = { chains, draws: 2, observations, every: 3, values: all.values.slice(0, chains * 2 * observations) };
    const source = sourceOfStoredRun({ ...run, draws: { ...run.draws, pointwise: kept } });
    const { groups } = await inferenceData(source);
    const group = groups.find(({ name }) => name === "log_likelihood")!;
    expect(group.coordinates.find(({ name }) => name === "draw")?.values).toEqual(BigInt64Array.of(2n, 5n));
    expect(group.variables[0].values).toBe(kept.values);
    const column = drawsTable(source).find(({ name }) => name.startsWith("log_likelihood"))!;
    const first = Array.from({ length: 2 * chains }, (_, row) => kept.values[row * observations]);
    expect([...column.values].filter((value) => !Number.isNaN(value))).toEqual(first);
    expect(column.values.length).toBe(chains * draws);
    expect([column.values[2], column.values[5]]).toEqual(first.slice(0, 2));
  });

  it("uses ArviZ's names for the sampler's statistics, and types that xarray makes booleans and integers of", () => {
    expect((file.get("sample_stats") as InstanceType<typeof h5wasm.Group>).keys().sort()).toEqual(
      ["acceptance_rate", "chain", "diverging", "draw", "energy", "lp", "n_steps", "tree_depth"].sort(),
    );
    expect(dataset("sample_stats/diverging").dtype).toBe("<b");
    expect(dataset("sample_stats/diverging").attrs["dtype"].value).toBe("bool");
    expect(dataset("sample_stats/tree_depth").dtype).toBe("<q");
  });

  it("gives quantities their units and parameters the word scaled", () => {
    expect(dataset("posterior/roi").attrs["units"].value).toBe("revenue per spend");
    expect(dataset("posterior/half_saturation").attrs["units"].value).toBe("scaled");
    expect(dataset("posterior/half_saturation_original_scale").attrs["units"].value).toBe("spend per week");
  });
});

describe("tables", () => {
  it("CSV has a row for each draw, quoted names, and numbers that read back exactly", async () => {
    const path = join(root, "table.csv");
    await exportRun(run, "csv", path);
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    expect(lines).toHaveLength(13);
    expect(lines[0]).toMatch(
      /^chain,draw,log_density,energy,acceptance,tree_depth,leapfrogs,divergent,decay\[TV\],"decay\[Radio, local\]",/,
    );
    const cells = lines.slice(1).map((line) => line.split(","));
    expect(cells.map(([chain, draw]) => `${chain}.${draw}`).slice(4, 8)).toEqual(["1.5", "1.6", "2.1", "2.2"]);
    cells.forEach((row, index) => expect(Number(row[8])).toBe(run.draws.parameters[0].values[index]));
  });

  it("Parquet holds the same columns, and metadata with the units", async () => {
    const path = join(root, "table.parquet");
    await exportRun(run, "parquet", path);
    const bytes = await readFile(path);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const rows = await parquetReadObjects({ file });
    const [header] = (await readFile(join(root, "table.csv"), "utf8")).split("\n");
    expect(Object.keys(rows[0])).toHaveLength(header.replaceAll(/"[^"]*"/g, "x").split(",").length);
    rows.forEach((row, index) => expect(row["decay[TV]"]).toBe(run.draws.parameters[0].values[index]));
    expect(rows[7]).toMatchObject({ chain: 2, draw: 2, tree_depth: 3, divergent: false });
    const { parquetMetadata } = await import("hyparquet");
    const metadata = Object.fromEntries(
      parquetMetadata(file).key_value_metadata!.map(({ key, value }) => [key, value]),
    );
    expect(JSON.parse(metadata["units"]!)["roi[TV]"]).toBe("revenue per spend");
    expect(metadata["seed"]).toBe(String(run.record.seed));
  });

  it("numbers keep their sign at zero and print as CmdStan prints what is not finite", () => {
    expect([-0, 0, Number.NaN, Infinity, -Infinity, 0.1 + 0.2].map(numberText)).toEqual([
      "-0",
      "0",
      "nan",
      "inf",
      "-inf",
      "0.30000000000000004",
    ]);
  });
});

describe("Stan CSV", () => {
  it("is one file for each chain with Stan's columns first, names that Stan allows, and comments that say what they stand for", async () => {
    const { files } = await exportRun(run, "stan-csv", join(root, "chains.csv"));
    expect(files.map(({ path }) => path)).toEqual([join(root, "chains_1.csv"), join(root, "chains_2.csv")]);
    const lines = (await readFile(files[1].path, "utf8")).trimEnd().split("\n");
    const comments = lines.filter((line) => line.startsWith("#"));
    const [header, ...rows] = lines.filter((line) => !line.startsWith("#"));
    const names = header.split(",");
    expect(names.slice(0, 7)).toEqual([
      "lp__",
      "accept_stat__",
      "stepsize__",
      "treedepth__",
      "n_leapfrog__",
      "divergent__",
      "energy__",
    ]);
    expect(names.slice(7).every((name) => /^[A-Za-z]\w*(\.\d+)?$/.test(name))).toBe(true);
    expect(comments).toContain("# decay.2 stands for decay[Radio, local]");
    expect(comments).toContain("# roi.1 stands for roi[TV] in revenue per spend");
    expect(comments).toContain("# id = 2");
    expect(rows).toHaveLength(6);
    const column = names.indexOf("sigma");
    const sigma = drawsOf(run.draws.parameters, "sigma").values;
    rows.forEach((row, draw) => expect(Number(row.split(",")[column])).toBe(sigma[6 + draw]));
  });
});

describe("writing", () => {
  it.each(exportFormats)("replaces an earlier %s export and leaves no temporary", async (format) => {
    const out = join(root, "again", `${format}.out`);
    await mkdir(join(root, "again"), { recursive: true });
    const first = await exportRun(run, format, out);
    expect(await exportRun(run, format, out)).toEqual(first);
    expect((await readdir(join(root, "again"))).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it.each(exportFormats)("%s refuses a folder, a foreign file and a place inside the run folder", async (format) => {
    const blocked = join(root, `blocked-${format}`);
    const single = format === "stan-csv" ? "_1" : "";
    await mkdir(join(blocked, `folder${single}.x`), { recursive: true });
    const foreign = join(blocked, `foreign${single}.x`);
    await writeFile(foreign, "chain,draw\n1,1\n");
    const to = (name: string): Promise<unknown> => exportRun(run, format, join(blocked, name));
    expect(await refusal(to("folder.x"))).toEqual({ code: "export-is-folder", exitCode: 2 });
    expect(await refusal(to("foreign.x"))).toEqual({ code: "export-is-foreign", exitCode: 2 });
    expect(await readFile(foreign, "utf8")).toBe("chain,draw\n1,1\n");
    const inside = exportRun(run, format, join(run.folder, "inside.x"));
    expect(await refusal(inside)).toEqual({ code: "export-into-run", exitCode: 2 });
    expect(await refusal(to("nowhere/file.x"))).toEqual({ code: "export-not-writable", exitCode: 7 });
  });

  it("refuses a run without draws", async () => {
    const empty = { ...run, draws: { ...run.draws, draws: 0 } };
    expect(await refusal(exportRun(empty, "csv", join(root, "empty.csv")))).toEqual({
      code: "run-has-no-draws",
      exitCode: 3,
    });
  });
});

describe("carryover export", () => {
  it("writes beside the run folder and prints the paths; --json prints them as data", async () => {
    const folder = join(root, "run");
    const { code, stdout } = await command(["export", folder, "--format", "csv"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`wrote ${folder}.csv (`);
    const json = await command(["export", `${folder}/`, "--format", "stan-csv", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      format: "stan-csv",
      chains: 2,
      draws: 6,
      files: [{ path: `${folder}-stan_1.csv` }, { path: `${folder}-stan_2.csv` }],
    });
  });

  it("asks for a format when none is given", async () => {
    const { code, stderr } = await command(["export", join(root, "run")]);
    expect(code).toBe(2);
    expect(stderr).toContain(`Give one of ${exportFormats.join(", ")}.`);
  });
});

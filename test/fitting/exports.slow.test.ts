// What is written of a fit for other tools: netCDF as ArviZ wants it, tables of draws.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import h5wasm, { type Dataset } from "h5wasm";
import { parquetReadObjects } from "hyparquet";
import { afterAll, describe, expect, it } from "vitest";
import { normal } from "../../src/distributions/index.ts";
import { ModelBuilder } from "../../src/model/index.ts";
import { loadFit } from "../../src/fitting/index.ts";
import { data, eightSchools, schools } from "./support/eight-schools.ts";

const settings = { chains: 2, warmup: 100, draws: 20, inThisThread: true };
const fit = await eightSchools().fit(data, settings);
const root = await mkdtemp(join(tmpdir(), "carryover-exports-"));
afterAll(() => rm(root, { recursive: true }));

/** The datasets of a netCDF file by path. */
async function netcdf(path: string): Promise<(name: string) => Dataset> {
  const { FS } = await h5wasm.ready;
  const name = `/${basename(path)}`;
  FS.writeFile(name, await readFile(path));
  const file = new h5wasm.File(name, "r");
  return (dataset) => file.get(dataset) as Dataset;
}

describe("netCDF of a fit", () => {
  it("has posterior, predictive draws, log likelihood, observed and constant data on named dimensions", async () => {
    const { files, chains, draws } = await fit.toNetcdf(join(root, "fit.nc"));
    expect([chains, draws, files.length]).toEqual([2, 20, 1]);
    const dataset = await netcdf(join(root, "fit.nc"));
    expect(dataset("posterior/theta").shape).toEqual([2, 20, 8]);
    expect(dataset("posterior/theta").value).toEqual(fit.draws("theta").values);
    expect(dataset("posterior/theta_dim_0").value).toEqual([...schools]);
    expect(dataset("posterior/mu").shape).toEqual([2, 20]);
    expect(dataset("posterior_predictive/score").value).toEqual(fit.predictive("score").values);
    expect(dataset("log_likelihood/score").value).toEqual(fit.pointwise!.values);
    expect(dataset("observed_data/score").value).toEqual(Float64Array.from(data.y));
    expect(dataset("constant_data/sigma").value).toEqual(Float64Array.from(data.sigma));
    expect(dataset("unconstrained_posterior/tau").shape).toEqual([2, 20]);
  });

  it("tells several terms of the likelihood apart, and a parameter from a dimension of its name", async () => {
    const m = new ModelBuilder();
    const draw = m.parameter("draw", normal(0, 1), { shape: [2, 3] });
    m.observe("a", normal(draw, 1), [
      [1, 2, 3],
      [4, 5, 6],
    ]);
    m.observe("b", normal(draw.at(0, 0), 1), 0.5);
    const own = await m.fit({}, settings);
    await own.toNetcdf(join(root, "two.nc"));
    const dataset = await netcdf(join(root, "two.nc"));
    expect(dataset("posterior/draw_").value).toEqual(own.draws("draw").values);
    const { values } = own.pointwise!;
    expect(dataset("log_likelihood/a").value).toEqual(values.filter((_, i) => i % 7 < 6));
    expect(dataset("log_likelihood/b").value).toEqual(values.filter((_, i) => i % 7 === 6));
    await own.toCsv(join(root, "two.csv"));
    const [head] = (await readFile(join(root, "two.csv"), "utf8")).split("\n");
    for (const name of ['"draw[2,3]"', '"log_likelihood_a[2,3]"', ",log_likelihood_b"]) expect(head).toContain(name);
    await own.toStanCsv(join(root, "two.csv"));
    expect(await readFile(join(root, "two_2.csv"), "utf8")).toContain("draw.2.3,log_lik.1");
  });
});

describe("A table of draws", () => {
  it("has every element with its exact draws, as CSV and as Parquet, from memory and from the folder", async () => {
    await fit.save(join(root, "run"));
    const read = await loadFit(join(root, "run"));
    for (const [k, of] of [fit, read].entries()) {
      await of.toCsv(join(root, `fit${k}.csv`));
      await of.toParquet(join(root, `fit${k}.parquet`));
    }
    const text = await readFile(join(root, "fit0.csv"), "utf8");
    expect(await readFile(join(root, "fit1.csv"), "utf8")).toBe(text);
    const [head, ...rows] = text
      .trimEnd()
      .split("\n")
      .map((line) => line.split(","));
    const column = (name: string): Float64Array => Float64Array.from(rows, (row) => Number(row[head.indexOf(name)]));
    expect(column("theta[Hotchkiss]")).toEqual(fit.draws("theta").at("Hotchkiss").values);
    expect(column("effect[St. Paul's]")).toEqual(fit.draws("effect").at("St. Paul's").values);
    const file = await readFile(join(root, "fit0.parquet"));
    const objects = await parquetReadObjects({
      file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer,
    });
    expect(objects.map(({ tau }) => tau)).toEqual([...fit.draws("tau").values]);
  });

  it("replaces earlier exports alone, and is never put into the folder of the fit", async () => {
    await writeFile(join(root, "mine.csv"), "week,revenue\n");
    await expect(fit.toCsv(join(root, "mine.csv"))).rejects.toThrow("mine.csv");
    await expect(fit.toCsv(join(root, "run", "draws.csv"))).rejects.toThrow("run");
  });
});

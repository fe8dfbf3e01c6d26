import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { normal } from "../../../src/distributions/index.ts";
import { loadFit } from "../../../src/fitting/index.ts";
import { ModelBuilder } from "../../../src/model/index.ts";
import { loadRun, type RunOrigin, saveRun } from "../../../src/store/run/index.ts";
import { data, eightSchools } from "../../fitting/support/eight-schools.ts";
import { fakeFit } from "../support/fake-fit.ts";

const origin: RunOrigin = { command: "test", dataPath: "table.csv", backend: "wasm", threads: 1 };
const model = eightSchools();
const settings = { chains: 2, warmup: 150, draws: 60, seed: 5, inThisThread: true };
const fit = await model.fit(data, settings);

describe("The folder of a fit of a model of one's own", () => {
  let base: string;
  let folder: string;
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), "carryover-fit-"));
    folder = join(base, "schools");
    await fit.save(folder);
  });
  afterAll(() => rm(base, { recursive: true, force: true }));

  it("gives the fit back bit for bit, without the model for what needs none", async () => {
    const read = await loadFit(folder);
    for (const name of fit.names) expect(read.draws(name).values).toEqual(fit.draws(name).values);
    expect(read.kept).toEqual(fit.kept);
    expect(String(read)).toBe(String(fit));
    expect(read.loo).toEqual(fit.loo);
    expect(() => read.predictive()).toThrow("keeps the draws of a fit, not the program");
    await expect(read.continue(10)).rejects.toThrow("keeps the draws of a fit, not the program");
  });

  it("goes on with the model, to the draws of a longer run", async () => {
    const read = await loadFit(folder, model);
    expect(read.predictive().values).toEqual(fit.predictive().values);
    const longer = await model.fit(data, { ...settings, draws: 90 });
    expect((await read.continue(30, { inThisThread: true })).positions).toEqual(longer.positions);
  });

  it("refuses another model, whether its names are others or its density is", async () => {
    await expect(loadFit(folder, eightSchools(true))).rejects.toThrow("not the model of the fit");
    const m = new ModelBuilder();
    m.parameter("mu", normal(0, 5));
    await expect(loadFit(folder, m.build())).rejects.toThrow("not the model of the fit");
  });

  it("is sealed: a file that was changed, taken away or added is found", async () => {
    const own = join(base, "changed");
    await fit.save(own);
    const path = join(own, "data.json");
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace("28", "29"));
    await expect(loadFit(own)).rejects.toThrow("data.json");
    await writeFile(path, text);
    await loadFit(own);
    await rm(join(own, "resume.bin"));
    await expect(loadFit(own)).rejects.toThrow("resume.bin");
    await fit.save(own);
    await writeFile(join(own, "notes.txt"), "mine");
    await expect(loadFit(own)).rejects.toThrow("notes.txt");
    await expect(fit.save(own)).rejects.toThrow("notes.txt");
    expect((await readdir(base)).sort()).toEqual(["changed", "schools"]);
  });

  it("is told from the folder of a media mix run, both ways, and either replaces the other", async () => {
    const own = join(base, "mmm");
    await saveRun(fakeFit({}), own, origin);
    await expect(loadFit(own)).rejects.toThrow("run of a media mix model");
    await fit.save(own);
    await loadFit(own);
    await expect(loadRun(own)).rejects.toThrow("not of a media mix model");
  });

  it("keeps where a canceled fit stands", async () => {
    const running = model.fit(data, settings);
    running.cancel();
    const canceled = await running;
    await canceled.save(join(base, "canceled"));
    const read = await loadFit(join(base, "canceled"), model);
    expect(read.complete).toBe(false);
    expect((await read.continue(0, { inThisThread: true })).positions).toEqual(fit.positions);
  });
});

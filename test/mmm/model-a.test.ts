// The reference model A: its gradient in Stan's own coordinates, and its posterior in ours, against what Stan gives.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readMediaData } from "../../src/data/check-table.ts";
import { judgeLanes, type Summary } from "../../src/diagnostics/index.ts";
import { beta, gamma, halfNormal, logNormal, normal } from "../../src/distributions/index.ts";
import * as g from "../../src/graph/index.ts";
import { type Design, makeDesign } from "../../src/mmm/design.ts";
import { mediaMixModel, modelData } from "../../src/mmm/model.ts";
import { readModelFile, tablePath, writtenColumns } from "../../src/mmm/spec/document.ts";
import { resolve } from "../../src/mmm/spec/resolve.ts";
import type { ResolvedSpec } from "../../src/mmm/spec/resolved-spec.ts";
import { compileModel, type Model, ModelBuilder, type Posterior } from "../../src/model/index.ts";
import { type SampleResult, sample, sampleLanes } from "../../src/sampling/index.ts";
import { cpuLaneEngine } from "../sampling/support/cpuLaneEngine.ts";
import { devices } from "../sampling/support/devices.ts";
import { laneSummaries } from "../sampling/support/laneSummaries.ts";

const folder = new URL("../../../shared/data/stan_reference/", import.meta.url);
const present = existsSync(folder);
if (!present && process.env.CI === "true") throw new Error(`The reference models are not at ${folder.pathname}.`);
if (!present) console.log("Skipped: the reference models are not beside the repository.");

const json = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), "utf8"));

async function modelA(): Promise<{ spec: ResolvedSpec; design: Design }> {
  const document = await readModelFile(fileURLToPath(new URL("a.yaml", folder)));
  const data = await readMediaData(tablePath(document), writtenColumns(document));
  const { spec } = resolve(document, data);
  return { spec, design: makeDesign(data, spec) };
}

/** The Stan program a.stan in the public builder, statement by statement. */
function inStansCoordinates(weeks: number): Model {
  const m = new ModelBuilder();
  const decay = m.parameter("decay", beta(2, 2), { shape: [3] });
  const slope = m.parameter("slope", gamma(4, 2), { shape: [3] });
  const half = m.parameter("half", logNormal(0, 0.7), { shape: [3] });
  const coefficient = m.parameter("coef", halfNormal(1), { shape: [3] });
  const effects = m.parameter("gamma", normal(0, 1), { shape: [3] });
  const intercept = m.parameter("intercept", normal(0, 5));
  const sigma = m.parameter("sigma", halfNormal(0.5));
  const column = (x: g.Node): g.Node => g.expand(x, 1);
  const stock = g.recurrence(column(decay), m.data("X", [3, weeks]), 1);
  const curve = g.logistic(g.multiply(column(slope), g.subtract(g.log(stock), column(g.log(half)))));
  const media = g.sum(g.multiply(column(coefficient), curve), [0]);
  const others = g.sum(g.multiply(column(effects), m.data("Z", [3, weeks])), [0]);
  m.observe("y", normal(g.add(intercept, g.add(media, others)), sigma), m.data("y", [weeks]));
  return m.build();
}

describe.skipIf(!present)("model A", () => {
  it.each(["wasm", "javascript"] as const)(
    "has Stan's gradient in Stan's coordinates to 1e-9, in %s",
    async (backend) => {
      const { design } = await modelA();
      const data = { X: design.media, Z: [...design.controls, ...design.season], y: design.target };
      const density = compileModel(inStansCoordinates(design.weeks), data, { backend }).density();
      const { unconstrained, gradient: expected } = json("a_logp.json") as Record<string, number[]>;
      const gradient = new Float64Array(density.dimension);
      density.evaluate(Float64Array.from(unconstrained), gradient);
      expected.forEach((value, i) => expect(Math.abs(gradient[i] / value - 1)).toBeLessThan(1e-9));
    },
  );

  it("sampled with the defaults in the engine's coordinates agrees with Stan's posterior within four standard errors", async () => {
    const { spec, design } = await modelA();
    const posterior = compileModel(mediaMixModel(spec, design.weeks), modelData(design));
    const draws = 2000;
    const result = await sample(posterior.density(), { seed: 20240901, draws });
    expect(disagreeing(posterior, result)).toEqual([]);

    // As written in Stan the model takes 187 leapfrogs a draw; in these coordinates it is to take 25 at most.
    const { chains } = result;
    const spent = chains.reduce((sum, { gradients, warmupGradients }) => sum + gradients - warmupGradients, 0);
    expect(spent / (4 * draws)).toBeLessThanOrEqual(25);
    expect(chains.map(({ divergences }) => divergences)).toEqual([0, 0, 0, 0]);
  });

  it("sampled on lanes in float32, three times at once, agrees with Stan's posterior within four standard errors", async () => {
    const { spec, design } = await modelA();
    const posterior = compileModel(mediaMixModel(spec, design.weeks), modelData(design));
    const density = posterior.density();
    const engine = cpuLaneEngine([density, density, density], 16);
    const results = await sampleLanes(
      engine,
      [1, 2, 3].map((seed) => ({ density, seed })),
    );
    for (const result of results) {
      const { converged, reasons } = judgeLanes(result, posterior.coordinateNames);
      expect(reasons).toEqual([]);
      expect(converged).toBe(true);
      expect(disagreeing(posterior, result.sample!)).toEqual([]);
    }
  });

  it.each(devices)("sampled on lanes of $device agrees with Stan's posterior within four standard errors", async ({
    open,
  }) => {
    const device = await open();
    if (device === undefined) return;
    const { spec, design } = await modelA();
    const data = modelData(design);
    const model = mediaMixModel(spec, design.weeks);
    const posterior = compileModel(model, data);
    const engine = await device.engine(model, [data], 16);
    try {
      const [result] = await sampleLanes(engine, [{ density: posterior.density(), seed: 20250502 }]);
      expect(judgeLanes(result, posterior.coordinateNames).reasons).toEqual([]);
      expect(disagreeing(posterior, result.sample!)).toEqual([]);
    } finally {
      engine.dispose();
      device.dispose();
    }
  });
});

/** Parameters whose mean or standard deviation is further from Stan's than four standard errors of both. */
function disagreeing(posterior: Posterior, result: SampleResult): string[] {
  const summaries = laneSummaries(posterior, result);
  const ours = (name: string): Summary => summaries.get(name)!;
  const channels = ["Shopify", "TikTok", "Meta"];
  const names: Record<string, string> = { intercept: "intercept", sigma: "sigma", "gamma[1]": "control[promotions]" };
  Object.assign(names, { "gamma[2]": "season[1]", "gamma[3]": "season[2]" });
  channels.forEach((channel, i) => {
    for (const [stan, name] of Object.entries({
      decay: "decay",
      slope: "slope",
      half: "half_saturation",
      coef: "coefficient",
    })) {
      names[`${stan}[${i + 1}]`] = `${name}[${channel}]`;
    }
  });
  type Row = Record<"mean" | "sd" | "mcse_mean" | "mcse_sd", number> & { variable: string };
  const rows = (json("a_summary.json") as { summary: Row[] }).summary.filter(({ variable }) => variable in names);
  expect(rows.length).toBe(17);
  return rows
    .filter((row) => {
      const own = ours(names[row.variable]);
      expect(own.ess_bulk, names[row.variable]).toBeGreaterThan(750);
      const ofMean = 4 * Math.hypot(own.mcse_mean, row.mcse_mean);
      const ofSd = 4 * Math.hypot(own.mcse_sd / own.sd, row.mcse_sd / row.sd);
      return !(Math.abs(own.mean - row.mean) <= ofMean && Math.abs(Math.log(own.sd / row.sd)) <= ofSd);
    })
    .map(({ variable }) => variable);
}

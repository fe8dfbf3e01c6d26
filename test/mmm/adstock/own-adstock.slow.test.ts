import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { planResponse } from "../../../src/decisions/plans/index.ts";
import { makeDesign } from "../../../src/mmm/fit/index.ts";
import { compile, instantiate } from "../../../src/compile/index.ts";
import { responseGraph, stateGraph, statesOf } from "../../../src/mmm/response/index.ts";
import { registry } from "../../../src/mmm/transforms/index.ts";
import {
  adstocks,
  axes,
  decisions,
  fitMediaMix,
  openRun,
  parseModelFile,
  resolveSpecification,
  saturations,
  saveRun,
  toYaml,
} from "../../../src/index.ts";
import { madeUpModel } from "../../decisions/support/made-up-model.ts";
import { algebraic } from "../saturation/support/own-saturations.ts";
import { twoSpeeds, twoSpeedsForever } from "./support/own-adstocks.ts";

adstocks.add(twoSpeeds);
adstocks.add(twoSpeedsForever);
saturations.add(algebraic);

const file = `data: table.csv
channels:
  spend_TV: { adstock: { kind: two_speeds, window: 6 }, saturation: algebraic }
  spend_Radio: { adstock: two_speeds_forever, saturation: algebraic }
  spend_Social: {}
priors: { fast_decay: "beta(1, 4)" }
sampling: { chains: 2, warmup: 150, draws: 60 }
`;
const { data } = await madeUpModel({ draws: 1 });
const resolved = async (text: string) => resolveSpecification(await parseModelFile(text, "model.yaml"), data);

describe("Adstocks and saturations of one's own", async () => {
  const resolution = await resolved(file);
  const fit = await fitMediaMix(data, resolution, { threads: 2 });
  const model = decisions.fittedModel(fit);

  it("are sampled on threads, with priors of the model file or their own", () => {
    const names = fit.summary.parameters.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["fast_decay[TV]", "fast_share[Radio]", "half_saturation[TV]", "half_saturation[Social]"]),
    );
    expect(fit.spec.priors).toMatchObject({
      fast_decay: { TV: { distribution: "beta", parameters: [1, 4] } },
      slow_decay: { Radio: { distribution: "beta", parameters: [6, 2] } },
    });
    expect(fit.summary.quantities.map(({ name }) => name)).toContain("half_saturation[Radio]");
  });

  it("have contributions, curves, carry-over and plans", () => {
    const { draws } = decisions.quantitiesWithDraws(model);
    fit.spec.channels.forEach(({ name }, channel) => {
      const { values } = axes.drawsOf(fit.quantities, "contribution", { channel: name });
      values.forEach((value, i) => expect(draws.channels[channel].inTable[i] / value).toBeCloseTo(1, 8));
    });
    const [tv, radio] = decisions.carryOver(model).channels;
    expect([tv.adstock, tv.window, radio.adstock, radio.window]).toEqual([
      "two_speeds",
      6,
      "two_speeds_forever",
      undefined,
    ]);
    expect(radio.cumulative.mean.at(-1)).toBeGreaterThan(0.9);
    const [curve] = decisions.responseCurves(model).channels;
    expect(curve.position.halfSaturation?.median).toBeGreaterThan(0);
    const response = planResponse(model, { horizon: 4, draws: 10 });
    const revenue = new Float64Array(10 * 3);
    response.run(new Float64Array(12).fill(1000), revenue);
    expect(revenue.every((value) => value > 0)).toBe(true);
  });

  it("go on from what they keep of earlier spend, several numbers if need be", () => {
    const { spec } = fit;
    const design = makeDesign(data, spec);
    const history = 6;
    const cut = 30;
    const spend = data.channels.map((channel) => [...channel.spend]);
    const row = model.posterior.values.subarray(0, model.posterior.width);
    const run = (from: number, kept: number): Float64Array => {
      const graph = responseGraph(spec, design, { weeks: data.rows - from, history: kept });
      const { node } = graph.contribution;
      const program = instantiate(
        compile({ parameters: graph.parameters, data: [graph.spend], outputs: [{ name: "out", node }] }),
      );
      program.setData({ spend: Float64Array.from(spend.flatMap((own) => own.slice(from - kept))) });
      program.parameters.fill(0);
      program.parameters.set(row);
      const before = stateGraph(spec, design, from - kept);
      if (before !== undefined) {
        const past = instantiate(compile(before));
        past.setData({ spend: Float64Array.from(spend.flatMap((own) => own.slice(0, from - kept))) });
        past.parameters.set(row);
        past.run();
        program.parameters.set(past.output("state"), model.posterior.width);
      }
      program.run();
      return program.output("out").slice();
    };
    expect(statesOf(spec)).toBe(2);
    const [whole, rest] = [run(0, 0), run(cut, history)];
    for (let channel = 0; channel < 3; channel++) {
      for (let t = cut; t < data.rows; t++) {
        const here = rest[channel * (data.rows - cut) + t - cut];
        expect(here).toBeCloseTo(whole[channel * data.rows + t], 6);
      }
    }
  });

  it("come back from the model file that a specification is printed as, and from a run folder", async () => {
    expect((await resolved(await toYaml(resolution.spec))).spec).toEqual(resolution.spec);
    const folder = join(mkdtempSync(join(tmpdir(), "carryover-")), "run");
    await saveRun(fit, folder, { command: "a test", dataPath: "table.csv", backend: "wasm", threads: 2 });
    expect((await openRun(folder)).model.spec.channels[0].adstock.kind).toBe("two_speeds");
  });

  it("are refused where they were not added, with what to do", async () => {
    await expect(resolved(file.replace("two_speeds,", "three_speeds,"))).rejects.toThrow(
      "A kind of your own is known only to programs that add it.",
    );
  });

  it("are refused under a name that is taken, or with a parameter that means something else elsewhere", () => {
    expect(() => adstocks.add({ ...twoSpeeds })).toThrow('already a kind of adstock named "two_speeds"');
    expect(() => adstocks.add({ ...twoSpeeds, name: "Two Speeds" })).toThrow("snake_case");
    const [first, ...rest] = twoSpeeds.parameters;
    expect(() =>
      registry("adstock", [{ name: "other", parameters: [{ ...first, prior: "beta(9, 9)" }, ...rest] }]),
    ).toThrow('"other" and "two_speeds" both have a parameter "fast_decay"');
  });
});

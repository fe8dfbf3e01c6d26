// A channel goes by its name or by the column of its spend, wherever it is named.

import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { optimize } from "../../../src/decisions/plans/optimize.ts";
import { parsePlanFile } from "../../../src/decisions/plans/plan-file.ts";
import { optimizeSettings } from "../../../src/decisions/plans/plan-settings.ts";
import { compareScenarios, scenarioSettings } from "../../../src/decisions/plans/scenarios.ts";
import { parseModelFile, writtenColumns } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { constantSpend, world } from "../../decisions/support/plan-world.ts";

const values = Float64Array.from({ length: 60 }, (_, t) => 100 + ((t * 37) % 61));
const other = values.map((value, t) => value + ((t * 13) % 29));
const table = {
  week: values.map((_, t) => t + 1),
  TV_spend: values,
  "Radio Cost ($)": other,
  revenue: values.map((value, t) => 10 * value + 3 * other[t] + ((t * 7) % 11)),
};
const head = "data: t.csv\ndate: week\ntarget: revenue\nchannels: [TV_spend, Radio Cost ($)]\n";

async function specOf(text: string) {
  const data = await mediaDataFromColumns(table);
  return resolve(await parseModelFile(head + text, "m.yaml"), data).spec;
}

const problemsOf = async (run: () => Promise<unknown>): Promise<readonly string[]> =>
  run().then(
    () => [],
    (error: CarryoverError) => error.problems.map(({ code, where }) => `${code} ${where}`),
  );

describe("in a model file a channel goes by its name and its column", () => {
  it.each([
    ["priors: { coefficient: { TV: half_normal(3), default: half_normal(1) } }"],
    ["priors: { coefficient: { TV_spend: half_normal(3), default: half_normal(1) } }"],
  ])("%s", async (text) => {
    const { priors } = await specOf(text);
    expect(priors["coefficient"]).toMatchObject({
      TV: { distribution: "half_normal", parameters: [3] },
      Radio: { distribution: "half_normal", parameters: [1] },
    });
  });

  it.each([
    ["channels: { TV: { adstock: none, order: saturation_first }, Radio: null }"],
    ["channels: { TV_spend: { adstock: none, order: saturation_first }, Radio Cost ($): null }"],
  ])("%s", async (text) => {
    const document = await parseModelFile(`data: t.csv\ndate: week\ntarget: revenue\n${text}\n`, "m.yaml");
    const { spec } = resolve(document, await mediaDataFromColumns(table, writtenColumns(document)));
    expect(spec.channels.map(({ column, name, order, adstock }) => [column, name, order, adstock.kind])).toEqual([
      ["TV_spend", "TV", "saturation_first", "none"],
      ["Radio Cost ($)", "Radio", "adstock_first", "geometric"],
    ]);
  });

  it("also in a list, where the column of that very name comes first", async () => {
    const found = await mediaDataFromColumns(table, { channels: ["Radio", "TV_spend"] });
    expect(found.channels.map(({ column }) => column)).toEqual(["Radio Cost ($)", "TV_spend"]);
    const typed = await mediaDataFromColumns(table, { typed: { channels: "Radio,TV" } });
    expect(typed.channels.map(({ name }) => name)).toEqual(["Radio", "TV"]);
    const both = await mediaDataFromColumns({ ...table, TV: other }, { channels: ["TV"] });
    expect(both.channels.map(({ column }) => column)).toEqual(["TV"]);
  });

  it.each([["TV"], ["TV_spend"]])("whose spend has noise: %s", async (name) => {
    const text = `noise: { ${name}: { mechanism: laplace, scale: 3 } }\n` + `latent_spend: { channels: [${name}] }\n`;
    const spec = await specOf(text);
    expect(Object.keys(spec.noise ?? {})).toEqual(["TV_spend"]);
    expect(spec.latent_spend?.channels).toEqual(["TV_spend"]);
  });

  it.each([
    ["priors: { decay: { TV_spend: beta(2, 2), TV: beta(2, 5) } }", "channel-twice m.yaml:5:42"],
    ["priors: { decay: { TV_spent: beta(2, 2) } }", "prior-without-parameter m.yaml:5:20"],
  ])("once: %s", async (text, problem) => {
    expect(await problemsOf(() => specOf(text))).toEqual([problem]);
  });

  it("and a name that is the column of another channel is refused", async () => {
    const { week, revenue } = table;
    const columns = { week, spend_TV_spend: values, TV_spend: other, revenue };
    expect(await problemsOf(() => mediaDataFromColumns(columns))).toEqual(["ambiguous-channel data"]);
    const text = "data: t.csv\ndate: week\ntarget: revenue\nchannels: [spend_TV_spend, TV_spend]\nseasonality: none\n";
    const written = parseModelFile(`${text}priors: { coefficient: half_normal(1) }\n`, "m.yaml");
    expect(await problemsOf(async () => resolve(await written))).toContain("ambiguous-channel m.yaml:4:11");
  });
});

describe("in plans a channel goes by its name and its column", async () => {
  const parameters = { decay: 0.5, slope: 1, half_saturation: 10, coefficient: 1 };
  const model = await world(
    ["TV", "Radio"].map((name, i) => ({ name, spend: constantSpend([10, 20][i]), parameters })),
  );
  const twice = "channel-twice";

  it("for a program", () => {
    const settings = (tv: string, radio: string) => ({
      horizon: 4,
      bounds: { [tv]: { upper: { change: 0.2 } } },
      minimum: { [tv]: 1 },
      current: { [tv]: 30, [radio]: 90 },
      flighting: { [radio]: [1, 2, 1, 1] },
    });
    expect(optimize(model, settings("spend_TV", "spend_Radio"))).toEqual(optimize(model, settings("TV", "Radio")));
    expect(optimize(model, { fixed: ["spend_TV"] })).toEqual(optimize(model, { fixed: ["TV"] }));
    const plans = (tv: string) => ({ plans: { more: { [tv]: "+20%" } } });
    expect(compareScenarios(model, plans("spend_TV"))).toEqual(compareScenarios(model, plans("TV")));
    expect(() => optimize(model, { minimum: { TV: 1, spend_TV: 2 } })).toThrow("named twice");
    expect(() => compareScenarios(model, { plans: { a: { TV: 1, spend_TV: 2 } } })).toThrow("named twice");
    expect(() => optimize(model, { minimum: { spend_TVX: 1 } })).toThrow("no such channel");
  });

  it("in files, once in each map", async () => {
    const optimizer = (text: string) => async () =>
      optimizeSettings(model, await parsePlanFile(text, "p.yaml", "optimize"), {
        content: {},
        where: String,
        received: () => "",
      });
    expect(await problemsOf(optimizer("bounds: { TV: 10, spend_TV: 20 }"))).toEqual([`${twice} p.yaml:1:29`]);
    const scenario = (text: string) => async () =>
      scenarioSettings(model, await parsePlanFile(text, "s.yaml", "scenarios"));
    expect(await problemsOf(scenario("plans: { a: { spend_TV: 20 } }"))).toEqual([]);
    expect(await problemsOf(scenario("plans: { a: { TV: 10, spend_TV: 20 } }"))).toHaveLength(1);
  });
});

describe("a channel may be called __proto__", async () => {
  const parameters = { decay: 0.5, slope: 1, half_saturation: 10, coefficient: 1 };
  const names = ["__proto__", "constructor", "TV"];
  const model = await world(names.map((name, i) => ({ name, spend: constantSpend([10, 20, 30][i]), parameters })));
  const nothing = { content: {}, where: String, received: () => "" };

  it("in plan files, options and settings in code", async () => {
    const text = "bounds: { __proto__: -10%..+10% }\nminimum: { __proto__: 5 }\ncurrent: { __proto__: 90 }\n";
    const file = await parsePlanFile(text, "p.yaml", "optimize");
    const settings = optimizeSettings(model, file, nothing);
    for (const map of [settings.bounds!, settings.minimum!, settings.current!])
      expect(Object.keys(map)).toEqual(["__proto__"]);
    const best = optimize(model, settings).channels.find(({ name }) => name === "__proto__")!;
    expect(best.current).toBeCloseTo(90, 9);
    expect(best.recommended).toBeLessThanOrEqual(99.001);
    expect(best.recommended).toBeGreaterThanOrEqual(80.999);
    expect(optimizeSettings(model, undefined, { ...nothing, content: file.content }).bounds).toEqual(settings.bounds);
  });

  it("and so may a plan", async () => {
    const file = await parsePlanFile("plans: { __proto__: { __proto__: +20% }, b: { TV: 0 } }", "s.yaml", "scenarios");
    const { plans } = compareScenarios(model, scenarioSettings(model, file));
    expect(plans.map(({ name }) => name)).toEqual(["current", "__proto__", "b"]);
    expect(plans[1].channels[0].spend).toBeCloseTo(1.2 * plans[0].channels[0].spend, 6);
  });

  it("and a wrong value is told at its place", async () => {
    const problems = await problemsOf(() => parsePlanFile("minimum: { __proto__: -5 }", "p.yaml", "optimize"));
    expect(problems).toEqual([expect.stringContaining("p.yaml:1:23")]);
  });
});

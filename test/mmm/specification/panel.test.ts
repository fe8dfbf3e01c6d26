// What a model file says of a panel: resolved with reasons, printed, and refused where it cannot be.

import { describe, expect, it } from "vitest";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import type { DetectedTable } from "../../../src/mmm/specification/detected-table.ts";
import { formatPrior, type Prior } from "../../../src/mmm/specification/prior.ts";
import { toYaml } from "../../../src/mmm/specification/print.ts";
import { explain } from "../../../src/mmm/specification/provenance.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import * as settings from "../../../src/settings/index.ts";
import * as trendProblems from "../../../src/problems/trend-problems.ts";
import * as panelModelProblems from "../../../src/problems/panel-model-problems.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";

const rows = 8;
const values = (seed: number): Float64Array => Float64Array.from({ length: 2 * rows }, (_, k) => 1 + ((seed * k) % 7));

const table: DetectedTable = {
  source: "t.csv",
  cadence: "weekly",
  rows,
  geos: [
    { name: "North", population: 100, first: 0, end: rows },
    { name: "South", population: 50, first: 2, end: rows },
  ],
  geoColumn: "region",
  dateColumn: "week",
  target: {
    name: "revenue",
    values: values(5).map((value, k) => (k === 3 || k === 8 || k === 9 ? Number.NaN : value)),
  },
  channels: [
    { name: "TV", column: "spend_TV", spend: values(2) },
    { name: "Radio", column: "spend_Radio", spend: values(3) },
  ],
  controls: [{ name: "price" }],
};

const resolved = async (file: string): Promise<ReturnType<typeof resolve>> =>
  resolve(await parseModelFile(`data: t.csv\n${file}\n`, "m.yaml"), table);

describe("a panel", () => {
  it("is partially pooled and has week effects by default, and says why", async () => {
    const { spec, provenance } = resolve(undefined, table);
    expect(spec).toMatchObject({
      geo: "region",
      geos: ["North", "South"],
      pooling: { intercept: "partial", coefficient: "partial", control: "partial" },
      week_effects: "independent",
      week_effects_form: "integrated",
    });
    const keys = explain(provenance).map(({ key }) => key);
    expect(keys).toEqual(
      expect.arrayContaining([
        "geo",
        "pooling.coefficient",
        "week_effects",
        "priors.coefficient_spread",
        "priors.week_spread",
      ]),
    );
  });

  const ofGeos = (count: number): DetectedTable => {
    const names = Array.from({ length: count }, (_, g) => `Geo ${g + 1}`);
    const repeated = (all: Float64Array): Float64Array =>
      Float64Array.from({ length: count * rows }, (_, k) => all[k % all.length]);
    return {
      ...table,
      geos: names.map((name) => ({ name, population: 100, first: 0, end: rows })),
      target: { name: "revenue", values: repeated(values(5)) },
      channels: table.channels.map((channel) => ({ ...channel, spend: repeated(channel.spend!) })),
    };
  };
  const printed = (prior: unknown): string => formatPrior((prior as Record<string, Prior>).TV);

  it.each([2, 4, 5, 12])("of %d geos has default priors of its own, and those that are written", async (count) => {
    const { spec } = resolve(undefined, ofGeos(count));
    expect(printed(spec.priors.slope)).toBe("lognormal(0.1, 0.4)");
    expect(printed(spec.priors.coefficient_spread)).toBe(count < 5 ? "half_normal(0.25)" : "half_normal(0.5)");
    const written = "data: t.csv\npriors: { slope: gamma(4, 2), coefficient_spread: half_normal(0.5) }\n";
    const stated = resolve(await parseModelFile(written, "m.yaml"), ofGeos(count)).spec;
    expect(printed(stated.priors.slope)).toBe("gamma(4, 2)");
    expect(printed(stated.priors.coefficient_spread)).toBe("half_normal(0.5)");
  });

  it("has seasons that differ by geo, unless a file has a prior of one season for all", async () => {
    const season = async (file: string): Promise<unknown> => (await resolved(file)).spec.pooling?.season;
    expect(await season("")).toBe("partial");
    expect(await season("priors: { season: normal(0, 1) }")).toBe("complete");
    expect(await season("priors: { season: normal(0, 1), season_spread: half_normal(0.1) }")).toBe("partial");
    expect(await season("priors: { season: normal(0, 1) }\npooling: { season: none }")).toBe("none");
  });

  it("is printed as a model file that resolves to it again", async () => {
    const { spec } = await resolved(
      'pooling: { intercept: none, control: complete }\nweek_effects: none\npriors: { roi: { TV: "lognormal(0, 1)" } }',
    );
    expect(spec.returns).toEqual({ TV: "roi" });
    expect(Object.keys(spec.priors.coefficient!)).toEqual(["Radio"]);
    const again = resolve(await parseModelFile(await toYaml(spec), "m.yaml"), table);
    expect(again.spec).toEqual(spec);
  });

  it("gives channels whose spend is national one effect for all geos, and then has no week effects", async () => {
    const channels = table.channels.map((channel) =>
      channel.name === "TV" ? { ...channel, nationalOnly: true as const } : channel,
    );
    const { spec } = resolve(undefined, { ...table, channels });
    expect(spec).toMatchObject({ national: ["TV"], week_effects: "none" });
    expect(Object.keys(spec.priors.coefficient_spread!)).toEqual(["Radio"]);
    const document = await parseModelFile("data: t.csv\nweek_effects: independent\n", "m.yaml");
    expect(() => resolve(document, { ...table, channels })).toThrow("cannot be told from the effect of the week");
    const noised = await parseModelFile(
      "data: t.csv\nnoise: { spend_TV: { mechanism: gaussian, scale: 0.5 } }\n",
      "m.yaml",
    );
    expect(() => resolve(noised, { ...table, channels })).toThrow("is national and was published with noise");
  });

  it.each([
    [
      "likelihood: student_t\nweek_effects_form: integrated",
      [panelModelProblems.weeksNotIntegrated("m.yaml:3:20", "the likelihood is student_t")],
    ],
    [
      "pooling: { overdispersion: partial }",
      [panelModelProblems.poolingWithoutParameter("m.yaml:2:28", "overdispersion", "normal", "sigma")],
    ],
    [
      "noise: { revenue: { mechanism: laplace, scale: 1 } }\nweek_effects_form: integrated",
      [panelModelProblems.weeksNotIntegrated("m.yaml:3:20", "the noise in the target is not normal")],
    ],
  ])("refuses %s", async (file, problems) => {
    const error = await resolved(file).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(CarryoverError);
    expect((error as CarryoverError).problems).toEqual(problems);
  });
});

describe("The trend of a panel", () => {
  const own = { rows: 80 };
  const long = (nationalOnly: boolean): DetectedTable => ({
    ...table,
    ...own,
    geos: [
      { name: "North", population: 100, first: 0, end: own.rows },
      { name: "South", population: 50, first: 0, end: own.rows },
    ],
    target: { name: "revenue", values: Float64Array.from({ length: 2 * own.rows }, (_, k) => 5 + Math.sin(k * k)) },
    channels: [
      { name: "TV", column: "spend_TV", spend: Float64Array.from({ length: 2 * own.rows }, (_, k) => 1 + (k % 5)) },
      {
        name: "Radio",
        column: "spend_Radio",
        spend: Float64Array.from({ length: 2 * own.rows }, (_, k) => 1 + (k % 7)),
        ...(nationalOnly ? { nationalOnly: true as const } : {}),
      },
    ],
  });
  const under = async (file: string, nationalOnly = true): Promise<ReturnType<typeof resolve>> =>
    resolve(await parseModelFile(`data: t.csv\n${file}\n`, "m.yaml"), long(nationalOnly));
  const problemsOf = async (file: string, nationalOnly = true): Promise<unknown> => {
    try {
      await under(file, nationalOnly);
    } catch (error) {
      return (error as CarryoverError).problems;
    }
    return [];
  };

  it("is a line for each geo by default, and bends every quarter beside national spend, with the reason", async () => {
    expect(resolve(undefined, long(false)).spec).toMatchObject({ trend: "linear", week_effects: "independent" });
    const { spec, provenance } = resolve(undefined, long(true));
    expect(spec).toMatchObject({
      trend: { kind: "knots", knots: [1, 14, 27, 40, 53, 66, 80] },
      week_effects: "none",
      periods: 80,
    });
    expect(explain(provenance).find(({ key }) => key === "trend")).toMatchObject({
      origin: "detected",
      reason: settings.trendBesideNational,
    });
  });

  it("may be a line beside national spend, with a warning, and not a knot every few weeks", async () => {
    const { spec, notices } = await under("trend: linear");
    expect(spec.trend).toBe("linear");
    expect(notices).toContainEqual(trendProblems.levelBesideNational("m.yaml:2:8", "linear", ["Radio"]));
    expect(await problemsOf("trend: { kind: knots, knots: 20 }")).toEqual([
      trendProblems.knotsBesideNational("m.yaml:2:30", 20, 13, ["Radio"]),
    ]);
    expect(await problemsOf("trend: { kind: knots, knots: 20 }", false)).toEqual([]);
  });

  it("that bends is common to all geos, which cannot each have one for itself", async () => {
    expect(await problemsOf("trend: local_level\npooling: { trend: none }")).toEqual([
      trendProblems.trendUnpooled("m.yaml:3:19", "local_level"),
    ]);
  });

  it.each(["knots", "{ kind: knots, criterion: aic }", "{ kind: knots, knots: 4 }", "local_level", "hsgp"])(
    "is printed as a file that resolves to it again: %s",
    async (trend) => {
      const { spec } = await under(`trend: ${trend}`, false);
      const again = resolve(await parseModelFile(await toYaml(spec), "m.yaml"), long(false));
      expect(again.spec).toEqual(spec);
    },
  );
});

describe("how noise falls with the population", () => {
  it.each([
    ["normal", "sigma", ["0", "0.5", "1"], ["-0.1", "1.1"]],
    ["negative_binomial", "overdispersion", ["0", "2"], ["-0.1"]],
  ] as const)(
    "may be fixed at its ends under %s: geos that are alike, and people who buy independently",
    async (likelihood, size, accepted, refused) => {
      const name = `${size}_population` as const;
      const file = (value: string): string =>
        `likelihood: ${likelihood}\npopulation: { North: 100, South: 50 }\npooling: { ${size}: partial }\npriors: { ${name}: fixed(${value}) }`;
      for (const value of accepted) {
        const { spec } = await resolved(file(value));
        expect(spec.priors[name]).toEqual({ distribution: "fixed", parameters: [Number(value)] });
      }
      for (const value of refused) await expect(resolved(file(value))).rejects.toThrow(`${name}\` is`);
    },
  );
});

describe("Mundlak terms", () => {
  const prior = { distribution: "normal", parameters: [0, 1] };

  it("are off by default, and of the channels that the file names, or all whose spend differs by geo", async () => {
    for (const file of ["", "mundlak: none", "mundlak: []"]) {
      const { spec } = await resolved(file);
      expect(spec.mundlak).toBeUndefined();
      expect(spec.priors.mundlak).toBeUndefined();
    }
    const all = await resolved("mundlak: all");
    expect(all.spec.mundlak).toEqual(["TV", "Radio"]);
    expect(all.spec.priors.mundlak).toEqual({ TV: prior, Radio: prior });
    const entries = explain(all.provenance).filter(({ key }) => key.endsWith("mundlak"));
    expect(entries.map(({ key, value }) => [key, value])).toEqual([
      ["mundlak", "[TV, Radio]"],
      ["priors.mundlak", "normal(0, 1)"],
    ]);
    const one = await resolved("mundlak: [spend_Radio]");
    expect(one.spec.mundlak).toEqual(["Radio"]);
    const again = resolve(await parseModelFile(await toYaml(one.spec), "m.yaml"), table);
    expect(again.spec).toEqual(one.spec);
  });

  it("leave out channels with the same mean spend per head in all geos, and say so", async () => {
    const people = [100, 50];
    const even = Float64Array.from({ length: 2 * rows }, (_, k) => 3 * people[Math.floor(k / rows)]);
    const half = { ...table, channels: [table.channels[0], { ...table.channels[1], spend: even }] };
    const { spec, provenance } = resolve(await parseModelFile("data: t.csv\nmundlak: all\n", "m.yaml"), half);
    expect(spec.mundlak).toEqual(["TV"]);
    expect(explain(provenance).find(({ key }) => key === "mundlak")?.reason).toContain("not Radio");
    const file = await parseModelFile("data: t.csv\nmundlak: [Radio]\n", "m.yaml");
    expect(() => resolve(file, half)).toThrow(panelModelProblems.mundlakEven("m.yaml:2:11", ["Radio"]).message);
  });

  it.each([
    ["mundlak: all\npooling: { intercept: none }", panelModelProblems.mundlakUnpooled("", "none")],
    ["mundlak: all\npooling: { intercept: complete }", panelModelProblems.mundlakUnpooled("", "complete")],
    ["mundlak: [Print]", panelModelProblems.mundlakUnknown("", "Print", ["TV", "Radio"])],
    ["mundlak: [TV, spend_TV]", panelModelProblems.mundlakTwice("", "spend_TV")],
  ])("are refused: %j", async (file, problem) => {
    await expect(resolved(file)).rejects.toThrow(problem.message);
  });

  it("are refused for national tables", async () => {
    const { geos: _, geoColumn: __, ...national } = table;
    const flat = { ...national, channels: [], target: { name: "revenue" } };
    const file = await parseModelFile("data: t.csv\nmundlak: all\n", "m.yaml");
    expect(() => resolve(file, flat)).toThrow(panelModelProblems.needsPanel("", "mundlak").message);
  });
});

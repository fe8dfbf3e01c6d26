// Priors in a model file in every form: resolved, printed and read back, and refused with their place.

import { describe, expect, it } from "vitest";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import type { DetectedTable } from "../../../src/mmm/specification/detected-table.ts";
import { toJson, toYaml } from "../../../src/mmm/specification/print.ts";
import { explain } from "../../../src/mmm/specification/provenance.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { modelFileRule } from "../../../src/mmm/specification/content.ts";
import * as modelFileProblems from "../../../src/problems/model-file-problems.ts";
import * as panelModelProblems from "../../../src/problems/panel-model-problems.ts";
import * as priorProblems from "../../../src/problems/prior-problems.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { missingKey, wrongValue } from "../../../src/problems/written-file-problems.ts";

const rows = 8;
const table = (dates: readonly string[], geos?: DetectedTable["geos"]): DetectedTable => {
  const series = (value: (week: number) => number): Float64Array =>
    Float64Array.from({ length: rows * (geos?.length ?? 1) }, (_, k) => value(k % rows));
  return {
    source: "t.csv",
    cadence: "weekly",
    rows,
    dates,
    dateColumn: "week",
    ...(geos === undefined ? {} : { geos, geoColumn: "region" }),
    target: { name: "revenue", values: series((t) => 90 + ((5 * t) % 7)) },
    channels: [
      { name: "TV", column: "spend_TV", spend: series((t) => 1 + ((2 * t) % 7)) },
      // Nothing in the second half.
      { name: "Search", column: "spend_Search", spend: series((t) => (t < 4 ? 3 : 0)) },
    ],
    controls: [],
  };
};
const numbered = table(["1", "2", "3", "4", "5", "6", "7", "8"]);
const dated = table(Array.from({ length: rows }, (_, t) => `2025-0${t + 1}-06`));

const resolved = async (priors: string, of: DetectedTable = numbered, more = ""): Promise<ReturnType<typeof resolve>> =>
  resolve(await parseModelFile(`data: t.csv\npriors: ${priors}\n${more}`, "m.yaml"), of);

describe("a prior in a model file", () => {
  it.each([
    ["{ roi: { TV: { distribution: lognormal, mean: 1.2, sd: 0.4 } } }"],
    ["{ roi: { TV: lognormal(mean=1.2, sd=0.4) } }"],
  ])("may be given by its mean and standard deviation: %s", async (priors) => {
    const { spec, provenance } = await resolved(priors);
    const variance = Math.log1p((0.4 / 1.2) ** 2);
    expect(spec.priors.roi).toEqual({
      TV: {
        distribution: "lognormal",
        parameters: [Math.log(1.2) - variance / 2, Math.sqrt(variance)],
        given: "mean=1.2, sd=0.4",
      },
    });
    const row = explain(provenance).find(({ key }) => key === "priors.roi");
    expect(row?.value).toBe("lognormal(mean=1.2, sd=0.4)");
    expect(row?.reason).toMatch(/^m\.yaml:2:\d+; lognormal\(0\.129641, 0\.324593\)$/);
  });

  it.each([
    [
      "roi: { TV: { distribution: gamma, quantiles: { 0.05: 0.5, 95%: 3 }, window: { from: 2, to: 5 } } }, sigma: half_normal(90%=2)",
    ],
    ["mroi: { distribution: lognormal, location: 0, scale: 0.5, window: { from: 1, to: 3 } }"],
    [
      "contribution: { Search: { distribution: truncated_normal, mean: 0.1, sd: 0.1, lower: 0, upper: 1 } }, decay: { default: beta(mean=0.4, sd=0.2) }",
    ],
  ])("comes back from the model file that is printed of it, in YAML and JSON: %s", async (priors) => {
    const { spec } = await resolved(`{ ${priors} }`);
    for (const text of [await toYaml(spec), toJson(spec)]) {
      expect(resolve(await parseModelFile(text, "m.yaml"), numbered).spec).toEqual(spec);
    }
  });

  it("is printed with the arguments of its family beside what it is given by", async () => {
    const given = "distribution: lognormal, mean: 1.2, sd: 0.4";
    const { spec } = await resolved(`{ roi: { TV: { ${given} } } }`);
    expect(await toYaml(spec)).toMatch(/TV: lognormal\(mean=1\.2, sd=0\.4\) # lognormal\(0\.1296\d+, 0\.3245\d+\)/);
    const { spec: windowed } = await resolved(`{ roi: { TV: { ${given}, window: { from: 1, to: 3 } } } }`);
    expect(await toYaml(windowed)).toMatch(/distribution: lognormal # lognormal\(0\.1296\d+, 0\.3245\d+\)/);
  });

  it("has its window as dates where the table has dates", async () => {
    const { spec } = await resolved(
      "{ roi: { TV: { distribution: lognormal, mean: 1, sd: 1, window: { from: 2025-02-01, to: 2025-05-06 } } } }",
      dated,
    );
    expect(spec.return_windows).toEqual({ TV: { from: "2025-02-01", to: "2025-05-06" } });
  });

  const pair = [
    { name: "North", first: 0, end: rows },
    { name: "South", first: 0, end: rows },
  ];
  const lognormal = "distribution: lognormal, mean: 1, sd: 1";
  it.each([
    [
      `{ roi: { TV: { ${lognormal}, window: { from: 20, to: 30 } } } }`,
      priorProblems.windowEmpty("m.yaml:2:73", "20", "30", "1", "8"),
    ],
    [
      `{ roi: { TV: { ${lognormal}, window: { from: Monday, to: 3 } } } }`,
      priorProblems.windowUnreadable("m.yaml:2:73", "Monday", true, "1", "8"),
    ],
    [
      `{ roi: { Search: { ${lognormal}, window: { from: 5, to: 8 } } } }`,
      priorProblems.windowWithoutSpend("m.yaml:2:77", "roi", "Search"),
    ],
    [
      `{ decay: { distribution: beta, mean: 0.3, sd: 0.1, window: { from: 5, to: 8 } } }`,
      priorProblems.windowNotOfReturn("m.yaml:2:60", "decay"),
    ],
    [
      `{ roi: { TV: { ${lognormal}, window: { from: 5 } } } }`,
      missingKey("m.yaml:2:65", "priors.roi.TV.window.to", modelFileRule("window")!),
    ],
    [
      `{ sigma: { distribution: gamma, mean: 1, sd: -1 } }`,
      modelFileProblems.priorArgumentValue("m.yaml:2:54", "sd", "positive", "-1", "gamma(shape, rate)"),
    ],
    [
      `{ sigma: { distribution: gamma, mean: 1, width: 1 } }`,
      priorProblems.priorForm("m.yaml:2:50", "width", [
        "gamma(shape, rate)",
        "gamma(mean=..., sd=...)",
        "gamma(5%=..., 95%=...)",
      ]),
    ],
    [
      `{ sigma: { distribution: gamma, quantiles: { low: 1, 0.95: 3 } } }`,
      priorProblems.quantileKey("m.yaml:2:54", "low"),
    ],
    [
      `{ sigma: { distribution: gama, mean: 1, sd: 1 } }`,
      modelFileProblems.unknownDistribution("m.yaml:2:34", "gama", []),
    ],
    [
      `{ decay: beta(mean=0.3, sd=0.6) }`,
      priorProblems.priorImpossible("m.yaml:2:18", {
        distribution: "beta",
        given: "mean=0.3, sd=0.6",
        reason: "sd",
        limit: Math.sqrt(0.21),
      }),
    ],
    [`{ roi: { TV: fixed(2) } }`, priorProblems.returnFixed("m.yaml:2:22", "roi", 2)],
    [
      `{ sigma: { distribution: 3 } }`,
      wrongValue("model", "m.yaml:2:34", "priors.sigma.distribution", modelFileRule("prior")!, "3"),
    ],
  ] as const)("is refused where it cannot be: %s", async (priors, problem) => {
    const error = await resolved(priors).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(CarryoverError);
    const [first] = (error as CarryoverError).problems;
    expect({ code: first.code, where: first.where, message: first.message }).toEqual({
      code: problem.code,
      where: problem.where,
      message: problem.message,
    });
  });

  it("is refused as a share of a target that adds up to nothing, and of weeks in which nothing drives the channel", async () => {
    const negative = {
      ...numbered,
      target: { name: "change", values: numbered.target.values!.map((value) => value - 95) },
    };
    await expect(resolved('{ contribution: { TV: "beta(1, 9)" } }', negative)).rejects.toMatchObject({
      problems: [{ code: "share-of-nothing", where: "m.yaml:2:11" }],
    });
    const [tv, search] = numbered.channels;
    const driver = { column: "impressions_TV", values: tv.spend!.map((value, t) => (t < 4 ? value : 0)) };
    const driven = { ...numbered, channels: [{ ...tv, driver }, search] };
    await expect(
      resolved(`{ roi: { TV: { ${lognormal}, window: { from: 5, to: 8 } } } }`, driven),
    ).rejects.toMatchObject({ problems: [{ code: "return-without-spend" }] });
  });

  it("is refused of a geo without spend where every geo has its own return", async () => {
    const panel = table(numbered.dates!, pair);
    const [tv, search] = panel.channels;
    const idle = { ...search, spend: search.spend!.map((value, k) => (k < rows ? value : 0)) };
    await expect(
      resolved('{ roi: "lognormal(0, 1)" }', { ...panel, channels: [tv, idle] }, "pooling: { coefficient: none }\n"),
    ).rejects.toMatchObject({
      problems: [panelModelProblems.geoWithoutReturn("m.yaml:2:11", "roi", "Search", ["South"])],
    });
  });
});

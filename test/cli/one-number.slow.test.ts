// One number for one quantity: every figure of every surface of a run (documents and text of all commands, data of all charts, tables and
// sentences of the report, the batch overview, exported draws) under (quantity, span, channel), and none with two values.

import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyze } from "../../src/decisions/advice/index.ts";
import { overviewCsv } from "../../src/jobs/journal/overview.ts";
import { rowOfFit } from "../../src/jobs/tasks/fit-row.ts";
import { sourceOfRun } from "../../src/report/from-run.ts";
import {
  budgetPage,
  contributionsPage,
  convergencePage,
  curvesPage,
  fitPage,
  priorPosteriorPage,
  returnsPage,
  reviewPage,
} from "../../src/report/pages/index.ts";
import { type DrawFigure, figureDrawer } from "../../src/report/shell/index.ts";
import { stackBands } from "../../src/charts/fit/index.ts";
import { engine } from "../../src/services/engine/index.ts";
import { openRun } from "../../src/store/run/index.ts";
import { run } from "./support/harness.ts";
import { walk } from "./support/walk/documents.ts";
import { Figures } from "./support/walk/figures.ts";
import {
  anyQuantity,
  type ColumnMeaning,
  plain,
  readHtmlTable,
  readPrinted,
  readSentences,
} from "./support/walk/text.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-one-number-"));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

const sampling = ["--warmup", "200", "--draws", "50", "--seed", "3"];

async function preset(name: string, ...more: readonly string[]): Promise<string> {
  const folder = join(root, name);
  expect((await run(["simulate", "--preset", name, "--out", folder, ...more])).code).toBe(0);
  return join(folder, "model.yaml");
}

const fieldCase = (name: string): Promise<string> =>
  readFile(new URL(`../field-cases/tables/${name}`, import.meta.url), "utf8");

async function written(name: string, text: string): Promise<string> {
  const path = join(root, name);
  await writeFile(path, text);
  return path;
}

/** Twelve of the 24 channels. */
async function twelveChannels(): Promise<string> {
  const lines = (await fieldCase("11-w24x120.csv")).trim().split("\n");
  const keep = (line: string): string =>
    line
      .split(",")
      .filter((_, k, all) => k <= 12 || k === all.length - 1)
      .join(",");
  return written("twelve.csv", `${lines.map(keep).join("\n")}\n`);
}

/** The target and the spend of a channel published with Laplace noise that the model file knows of. */
async function noised(): Promise<string> {
  const table = await written("noised.csv", await fieldCase("03-base.csv"));
  const noise = "noise: { revenue: { mechanism: laplace, scale: 2000 }, spend_TV: { mechanism: laplace, scale: 900 } }";
  return written("noised.yaml", `data: ${table}\n${noise}\n`);
}

const tables: readonly (readonly [string, () => Promise<string>])[] = [
  ["the e-commerce preset", () => preset("ecommerce")],
  ["the media preset", () => preset("media")],
  ["a table of twelve channels", twelveChannels],
  ["a table of counts", async () => written("counts.csv", await fieldCase("12-counts.csv"))],
  ["a noised table", noised],
  ["a panel", () => preset("panel", "--weeks", "52")],
];

const returnColumns: readonly ColumnMeaning[] = [
  { title: /^contribution/, quantity: "contribution" },
  { title: /^share of media/, quantity: "share_of_media", percent: true },
  { title: /^(average )?ROI with carry-over/, quantity: "roi_with_carry_over" },
  { title: /^ROI/, quantity: "roi" },
  { title: /^marginal ROI/, quantity: "marginal_roi" },
  { title: /^cost per conversion with carry-over/, quantity: "cost_per_conversion_with_carry_over" },
  { title: /^cost per conversion/, quantity: "cost_per_conversion" },
  { title: /^cost of one more/, quantity: "cost_of_one_more" },
];

const planColumns: readonly ColumnMeaning[] = [
  { title: /^ROI (of the plan )?with carry-over/, quantity: "roi_with_carry_over" },
  { title: /^cost per conversion (of the plan )?with carry-over/, quantity: "cost_per_conversion_with_carry_over" },
  { title: /^marginal ROI/, quantity: "marginal_roi" },
  { title: /^cost of one more/, quantity: "cost_of_one_more" },
];

const curveColumns = (target: string): readonly ColumnMeaning[] => [
  { title: /^half-life/, quantity: "half_life" },
  { title: /^mean lag/, quantity: "mean_lag" },
  { title: /^(after the week of spend|effect after the week)/, quantity: "later", percent: true },
  { title: /^within [48] weeks, %/, quantity: anyQuantity, percent: true },
  { title: /^within the week, %/, quantity: "share_reached", percent: true },
  { title: /^half-saturation/, quantity: "half_saturation" },
  { title: /^average \/ half/, quantity: "relative_spend" },
  { title: /^(effect at average|share of the maximum)/, quantity: "share_of_ceiling", percent: true },
  { title: new RegExp(`^(${target}|marginal|contribution to ${target} per week)$`), quantity: anyQuantity },
];

/** Percent signs stand in the report's own cells. */
const withSign = (columns: readonly ColumnMeaning[]): readonly ColumnMeaning[] =>
  columns.map(({ title, quantity }) => ({ title, quantity }));

interface Summarized {
  readonly name: string;
  readonly estimate: number;
  readonly q5: number;
  readonly q95: number;
}

interface Walked {
  readonly figures: Figures;
  readonly folder: string;
  readonly channels: readonly string[];
  readonly target: string;
}

async function walkRun(table: string): Promise<Walked> {
  const figures = new Figures();
  const folder = `${table.replace(/\.\w+$/, "")}-run`;
  const fit = await run(["fit", table, "--out", folder, ...sampling], { engine });
  expect([0, 4]).toContain(fit.code);
  const opened = await openRun(folder);
  const { model } = opened;
  const channels = model.spec.channels.map(({ name }) => name);
  const target = model.data.target.name;
  const { contributions: ofModel } = await import("../../src/decisions/quantities/index.ts");
  const parts = ofModel(model, { weekly: false }).components.map(({ name }) => name);
  const names = [...channels, ...parts, "media", "baseline", "expected", "run"];
  const json = async (...tokens: string[]): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await run([...tokens, "--json"]);
    expect([code, stderr]).toEqual([expect.toSatisfy((each) => each === 0 || each === 4), expect.any(String)]);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const plans = await written(
    `plans-${channels.length}.yaml`,
    `plans:\n  more: { ${JSON.stringify(channels[0])}: +20% }\n`,
  );

  // Documents first: what is printed is held against them.
  const document = async (span: string, ...tokens: string[]): Promise<Record<string, unknown>> => {
    const content = await json(...tokens);
    walk(figures, content, {
      where: `${tokens[0]} --json`,
      span,
      channel: span === "plan" ? "media" : "run",
      path: [],
    });
    return content;
  };
  for (const command of ["roi", "contributions", "curves", "recommend", "check", "compare"])
    await document("table", command, folder);
  await document("table", "contributions", folder, "--weekly");
  const [geo] = model.data.geos ?? [];
  if (geo !== undefined) {
    for (const command of ["roi", "contributions"]) await document("table", command, folder, "--by-geo");
    for (const command of ["roi", "contributions", "curves", "recommend"])
      await document(`table in ${geo.name}`, command, folder, "--geo", geo.name);
    // What it recommends is another plan; the current one is the same.
    const { current } = await json("optimize", folder, "--by-geo");
    const { contribution_with_carry_over: all } = current as Record<string, unknown>;
    const where = "optimize --by-geo --json";
    walk(figures, all, { where, span: "plan current", channel: "media", path: ["contribution_with_carry_over"] });
  }
  await document("plan", "optimize", folder);
  // Its current plan is that of optimize: one span.
  await document("plan", "scenarios", folder, plans);
  const summary = (await json("summary", folder)) as unknown as Record<
    "parameters" | "quantities",
    readonly Summarized[]
  >;
  const inBrackets = /^(\w+)\[(.*)\]$/;
  const addSummary = ({ quantities }: { readonly quantities: readonly Summarized[] }, surface: string): void => {
    for (const { name, estimate, q5, q95 } of quantities) {
      const [, quantity, element] = inBrackets.exec(name)!;
      const ofGeo = quantity === "contribution_by_geo";
      // Of a panel it is per head, as its unit says; curves have that of all people.
      if (quantity === "half_saturation" && geo !== undefined) continue;
      const [channel, where] = ofGeo ? element.split(",") : [element, ""];
      figures.add(ofGeo ? "contribution" : quantity, ofGeo ? `table in ${where}` : "table", channel, {
        estimate,
        lower: q5,
        upper: q95,
        room: 0,
        where: surface,
      });
    }
  };
  addSummary(summary, "summary --json");
  const copy = `${folder}-copy`;
  await cp(folder, copy, { recursive: true });
  const runs = (await json("compare", folder, copy)) as { readonly runs: readonly { readonly roi: unknown }[] };
  for (const { roi } of runs.runs)
    walk(figures, roi, { where: "compare A B --json", span: "table", channel: "", path: [] });

  // The page's own document, its charts and tables.
  expect((await run(["report", folder])).code).toBeLessThan(5);
  const html = await readFile(join(folder, "report.html"), "utf8");
  const embedded = /<script type="application\/json" id="carryover-report">(.*?)<\/script>/s.exec(html)![1];
  const { budget, ...report } = JSON.parse(embedded) as Record<string, Record<string, unknown>>;
  walk(figures, report, { where: "report-figures", span: "table", channel: "run", path: [] });
  addSummary(report["summary"] as unknown as typeof summary, "report-figures");
  walk(figures, budget["optimization"], { where: "report-figures", span: "plan", channel: "media", path: [] });
  const drawn: { id: string; data: unknown; svg: string; finding: string; table: string; howToRead: string }[] = [];
  const drawer = figureDrawer({});
  const draw: DrawFigure = async (id, chart, data, text) => {
    const figure = await drawer(id, chart, data, text);
    drawn.push({
      id,
      data,
      svg: figure.svg,
      finding: text.finding,
      table: text.table?.text ?? "",
      howToRead: text.howToRead,
    });
    return figure;
  };
  const { diagnostics, draws } = opened.run;
  const analysis = analyze(model, { diagnostics, pointwise: draws.pointwise });
  const source = sourceOfRun(opened);
  const after: string[] = [];
  for (const page of [
    () => fitPage(analysis, draw),
    () => contributionsPage(analysis, draw),
    () => returnsPage(analysis, draw),
    () => curvesPage(analysis, draw),
    () => budgetPage(analysis, draw),
    () => priorPosteriorPage(analysis, draw),
    () => reviewPage(source, analysis, draw),
    () => convergencePage(source, draw),
  ]) {
    const section = await page();
    after.push(section.after?.text ?? "", section.lead?.text ?? "");
  }
  for (const { id, data } of drawn) {
    if (id === "budget-change") {
      const { gain } = data as { readonly gain: unknown };
      walk(figures, gain, {
        where: `chart ${id}`,
        span: "plan recommended over current",
        channel: "media",
        path: ["contribution_with_carry_over"],
      });
    } else walk(figures, data, { where: `chart ${id}`, span: "table", channel: "", path: [] });
  }

  // What people read.
  const pageColumns: Readonly<Record<string, readonly ColumnMeaning[]>> = {
    "contribution-stack": [],
    "contribution-waterfall": [
      { title: /^contribution/, quantity: "contribution" },
      { title: /^share/, quantity: "share_of_target" },
    ],
    "roi-forest": returnColumns,
    "roi-spend-share": [{ title: /^share of media/, quantity: "share_of_media" }],
    "marginal-roi": returnColumns,
    "budget-change": planColumns,
    "review-checks": [{ title: /./, quantity: anyQuantity }],
  };
  for (const { id, svg, finding, table, howToRead } of drawn) {
    const span = id === "budget-change" ? "plan recommended" : "table";
    const columns = withSign(pageColumns[id] ?? curveColumns(target));
    readHtmlTable(figures, table, { where: `report, table of ${id}`, span, columns, names });
    readSentences(figures, `${finding} ${howToRead}`, `report, sentence of ${id}`, names);
    const described = plain(/<desc[^>]*>(.*?)<\/desc>/s.exec(svg)?.[1] ?? "");
    readSentences(figures, described, `report, text of chart ${id}`, names);
  }
  readSentences(figures, plain(html.slice(0, html.indexOf("<nav"))), "report, opening", names);
  readSentences(figures, plain(after.join(" ")), "report, around charts", names);
  const contributionColumns: readonly ColumnMeaning[] = [
    { title: new RegExp(`^${target}$`), quantity: "contribution" },
    { title: /^share, %/, quantity: "share_of_target", percent: true },
  ];
  const adviceColumns: readonly ColumnMeaning[] = returnColumns;
  const scenarioColumns = [{ title: /./, quantity: anyQuantity }];
  for (const [tokens, span, columns] of [
    [["roi", folder, "--marginal", "--pairs"], "table", returnColumns],
    [["contributions", folder], "table", contributionColumns],
    [["curves", folder], "table", curveColumns(target)],
    [["recommend", folder], "table", adviceColumns],
    [["optimize", folder], "plan recommended", planColumns],
    [["scenarios", folder, plans], "plans", scenarioColumns],
    [["compare", folder, copy], "table", [{ title: /./, quantity: "roi" }]],
    [["check", folder], "table", [{ title: /./, quantity: anyQuantity }]],
  ] as const) {
    const { stdout } = await run(tokens);
    readPrinted(figures, stdout, { where: tokens[0], span, columns, names });
  }
  readPrinted(figures, fit.stdout, { where: "fit", span: "table", columns: adviceColumns, names });

  // The overview of a batch, and exported draws.
  const row = rowOfFit("a", {
    seed: 3,
    table,
    target,
    channels,
    summary: opened.run.summary,
    diagnostics,
    seconds: 1,
    sampler: "NUTS",
    fallback: [],
  });
  walk(figures, row.channels, { where: "batch overview", span: "table", channel: "", path: [] });
  const [header] = overviewCsv({ fits: [] } as never).split("\n");
  expect(header).toContain("name");
  expect((await run(["export", folder, "--format", "csv", "--out", `${folder}.csv`])).code).toBeLessThan(5);
  const [titles, ...lines] = (await readFile(`${folder}.csv`, "utf8"))
    .trim()
    .split("\n")
    // Names of elements of panels have commas, and are quoted.
    .map((line) => (line.match(/"[^"]*"|[^,]+/g) ?? []).map((cell) => cell.replaceAll('"', "")));
  for (const channel of channels) {
    const k = titles.findIndex((title) => title === `roi[${channel}]` || title === `quantity.roi[${channel}]`);
    if (k < 0) continue;
    const mean = lines.reduce((sum, cells) => sum + Number(cells[k]), 0) / lines.length;
    const known = summary.quantities.find(({ name }) => name === `roi[${channel}]`) as Summarized & {
      statistic: string;
    };
    if (known.statistic === "mean")
      figures.add("roi", "table", channel, { estimate: mean, room: 0, where: "mean of exported draws" });
  }

  return { figures, folder, channels, target };
}

describe.each(tables)("%s", (_, make) => {
  let walked: Walked;
  beforeAll(async () => {
    walked = await walkRun(await make());
  }, 600_000);

  it("has no quantity with two values on any surface", () => {
    expect(walked.figures.conflicts()).toEqual([]);
  });

  it("shows nothing that is not a quantity of the run", () => {
    expect(walked.figures.unknown).toEqual([]);
  });

  it("shows no estimate outside of its own interval", () => {
    expect(walked.figures.outside()).toEqual([]);
  });

  it("was walked: the return of a channel was seen on every surface", () => {
    const [channel] = walked.channels;
    const seen = walked.figures.surfacesOf("roi", "table", channel).join("\n");
    for (const surface of ["roi --json", "recommend --json", "check --json", "compare --json", "summary --json"])
      expect(seen).toContain(surface);
    for (const surface of ["report-figures", "chart roi-forest", "batch overview", "compare A B", "roi, column"])
      expect(seen).toContain(surface);
    expect(walked.figures.seen.size).toBeGreaterThan(100);
  });

  it("has returns that are contributions over spend, and costs that are one over returns", async () => {
    const { stdout } = await run(["roi", walked.folder, "--json"]);
    type Ends = { readonly estimate: number };
    type Row = Readonly<
      Record<"roi" | "roi_with_carry_over" | "contribution_of_spend" | "contribution_with_carry_over", Ends>
    >;
    const { channels } = JSON.parse(stdout) as {
      readonly channels: readonly (Row & {
        readonly spend: number;
        readonly cost_per_conversion?: Ends;
        readonly true_spend?: Ends;
      })[];
    };
    for (const each of channels) {
      if (each.true_spend !== undefined) continue;
      expect((each.roi.estimate * each.spend) / each.contribution_of_spend.estimate).toBeCloseTo(1, 9);
      const later = each.roi_with_carry_over.estimate * each.spend;
      expect(later / each.contribution_with_carry_over.estimate).toBeCloseTo(1, 9);
      if (each.cost_per_conversion !== undefined)
        expect(each.cost_per_conversion.estimate * each.roi.estimate).toBeCloseTo(1, 9);
    }
  });

  it("has shares that are the amounts beside them over their whole, and add up as these do", async () => {
    type Ends = { readonly estimate: number; readonly statistic: string };
    const holds = (share: Ends, part: Ends, whole: Ends): void => {
      const isInside = share.statistic === "mean" || part.statistic === "median" || whole.statistic === "median";
      if (isInside) expect(share.estimate * whole.estimate - part.estimate).toBeCloseTo(0, 6);
    };
    const json = async (command: string): Promise<unknown> =>
      JSON.parse((await run([command, walked.folder, "--json"])).stdout);
    type Part = { readonly total: Ends; readonly share: Ends };
    const { components, baseline, media, expected } = (await json("contributions")) as {
      readonly components: readonly Part[];
      readonly baseline: Part;
      readonly media: Part;
      readonly expected: Ends;
    };
    for (const { total, share } of [...components, baseline, media]) holds(share, total, expected);
    const sum = (shares: readonly Ends[]): number => shares.reduce((all, { estimate }) => all + estimate, 0);
    const areMeans = components.every(({ share }) => share.statistic === "mean");
    if (areMeans) expect(sum(components.map(({ share }) => share))).toBeCloseTo(1, 9);
    expect(sum([baseline.share, media.share])).toBeCloseTo(1, 9);
    type OfMedia = { readonly contribution_of_spend: Ends; readonly share_of_media: Ends };
    const roi = (await json("roi")) as { readonly channels: readonly OfMedia[]; readonly media: OfMedia };
    for (const each of roi.channels)
      holds(each.share_of_media, each.contribution_of_spend, roi.media.contribution_of_spend);
    if (roi.channels.every((each) => each.share_of_media.statistic === "mean"))
      expect(sum(roi.channels.map((each) => each.share_of_media))).toBeCloseTo(1, 9);
  });

  it("stacks bands that add up to the fitted value of every week", async () => {
    const { stdout } = await run(["contributions", walked.folder, "--weekly", "--json"]);
    type Series = { readonly mean: readonly number[] };
    const { weekly } = JSON.parse(stdout) as {
      readonly weekly: {
        readonly dates: readonly string[];
        readonly expected: Series;
        readonly components: readonly { readonly name: string; readonly kind: string; readonly series: Series }[];
      };
    };
    const parts = weekly.components.map(({ name, kind, series }) => ({
      name,
      kind: kind === "channel" ? ("channel" as const) : ("other" as const),
      values: series.mean,
    }));
    const bands = stackBands({ weeks: weekly.dates, parts });
    weekly.expected.mean.forEach((expected, t) => {
      expect(bands.reduce((sum, { values }) => sum + values[t], 0) / expected).toBeCloseTo(1, 9);
    });
  });
});

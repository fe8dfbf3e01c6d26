// The report as HTML: what it opens with, what it holds, and that it stands alone.

import { beforeAll, describe, expect, it } from "vitest";
import { svgDocument } from "../../src/charts/server/document.ts";
import { analyze, type Analysis } from "../../src/decisions/advice/analysis.ts";
import type { ColumnRole } from "../../src/data/roles/index.ts";
import { withBusiness } from "../../src/decisions/draws/business.ts";
import { fittedModel } from "../../src/decisions/draws/fitted-model.ts";
import type { MediaMixFit } from "../../src/mmm/fit/fit-types.ts";
import { buildReport, type Report } from "../../src/report/build-report.ts";
import { sourceOfFit } from "../../src/report/from-run.ts";
import { html, scriptJson } from "../../src/report/shell/html.ts";
import type { ReportSource } from "../../src/report/shell/source.ts";
import { judged, names, smallFit } from "./support/small-run.ts";
import { resultFaults } from "../words/support/style.ts";

let fit: MediaMixFit;
let source: ReportSource;
let analysis: Analysis;
let report: Report;
let page: Document;

const created = "2026-01-02T03:04:05.000Z";
const sourceOf = (of: MediaMixFit): ReportSource => {
  const made = sourceOfFit(of);
  return { ...made, about: { ...made.about, created } };
};
const analyzed = (of: MediaMixFit): Analysis =>
  analyze(fittedModel(of), { diagnostics: of.diagnostics, pointwise: of.pointwise });
let parser: DOMParser;
const documentOf = ({ html: text }: Report): Document => parser.parseFromString(text, "text/html");

beforeAll(async () => {
  const window = (await svgDocument()).defaultView!;
  parser = new window.DOMParser();
  fit = judged(await smallFit(), true);
  source = sourceOf(fit);
  analysis = analyzed(fit);
  report = await buildReport(source, { analysis });
  page = documentOf(report);
}, 60_000);

describe("the page", () => {
  it("is HTML that a parser takes as it is written: every element closed where it should be", () => {
    const voids = new Set(["meta", "br", "link", "img"]);
    const open: string[] = [];
    const markup = report.html
      .replace("<!doctype html>", "")
      .replaceAll(/<style>.*?<\/style>|<script[^>]*>.*?<\/script>/gs, "");
    for (const [, close, name, attributes] of markup.matchAll(/<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|[^">])*)>/g)) {
      if (close === "/") expect(open.pop()).toBe(name);
      else if (!attributes.endsWith("/") && !voids.has(name)) open.push(name);
    }
    expect(open).toEqual([]);
    // A block inside a paragraph would have ended it.
    expect(page.querySelectorAll("p").length).toBe(markup.match(/<p[ >]/g)?.length);
    expect(page.querySelectorAll("table").length).toBe(markup.match(/<table[ >]/g)?.length);
  });

  it("says of every column what it was taken for, and why, and nothing where that is not known", async () => {
    const rows = [...page.querySelectorAll("#columns tbody tr")].map((row) =>
      [...row.children].map(({ textContent }) => textContent),
    );
    const columns: readonly ColumnRole[] = [
      { column: "week", role: "date", confidence: "high", reason: "its name says so" },
      { column: "TV_spend", role: "channel", confidence: "high", reason: "its name says spend", channel: "TV" },
      { column: "tv_clicks", role: "exposure", confidence: "high", reason: "its name says clicks", channel: "TV" },
      { column: "<b>", role: "text", confidence: "high", reason: "it holds text" },
    ];
    expect(rows.length).toBe(fit.data.columns?.length ?? 0);
    const told = documentOf(await buildReport({ ...source, columns: columns.toReversed() }, { analysis }));
    const cells = [...told.querySelectorAll("#columns tbody tr")].map((row) =>
      [...row.children].map(({ textContent }) => textContent),
    );
    expect(cells).toEqual([
      ["week", "date", "its name says so"],
      ["TV_spend", "spend of channel TV", "its name says spend"],
      ["tv_clicks", "not used: exposure of TV", "its name says clicks"],
      ["<b>", "not used: text", "it holds text"],
    ]);
    expect(told.querySelector('nav a[href="#columns"]')).not.toBeNull();
    const untold = documentOf(await buildReport({ ...source, columns: undefined }, { analysis }));
    expect(untold.querySelector("#columns")).toBeNull();
  });

  it("has one first heading, no level left out, a language, landmarks and a name for each section", () => {
    const levels = [...page.querySelectorAll("h1, h2, h3, h4")].map(({ tagName }) => Number(tagName[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, i) => expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1));
    expect(page.documentElement.lang).toBe("en");
    for (const landmark of ["header", "main", "nav[aria-label]"]) expect(page.querySelector(landmark)).not.toBeNull();
    for (const section of page.querySelectorAll("section")) {
      expect(page.getElementById(section.getAttribute("aria-labelledby") ?? "")).not.toBeNull();
    }
  });

  it("has ids that are unique, and links and descriptions that lead somewhere", () => {
    const ids = [...page.querySelectorAll("[id]")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const known = new Set(ids);
    for (const link of page.querySelectorAll("a")) expect(known).toContain(link.getAttribute("href")?.slice(1));
    for (const each of page.querySelectorAll("[aria-describedby]")) {
      expect(known).toContain(each.getAttribute("aria-describedby"));
    }
    for (const [, id] of report.html.matchAll(/url\(#([^)]+)\)/g)) expect(known).toContain(id);
  });

  it("loads nothing and runs nothing", () => {
    const addresses = report.html.match(/https?:\/\/[^\s"'<)]+/g) ?? [];
    expect(new Set(addresses)).toEqual(new Set(["http://www.w3.org/2000/svg"]));
    for (const script of page.querySelectorAll("script")) expect(script.type).toBe("application/json");
    expect(page.querySelector("link, img, iframe, object, base, [src]")).toBeNull();
    for (const element of page.querySelectorAll("*")) {
      for (const { name } of element.attributes) expect(name).not.toMatch(/^on/);
    }
    expect(report.html).not.toMatch(/@import|url\((?!data:font|#)/);
  });

  it("shows names with signs of HTML as they are", () => {
    for (const name of names) expect(page.body.textContent).toContain(name);
    expect(page.querySelector("main b")).toBeNull();
    expect(page.querySelectorAll("script")).toHaveLength(1);
  });

  it("prints no figure that is none", () => {
    const text = page.body.cloneNode(true) as HTMLElement;
    for (const each of text.querySelectorAll("script, style, pre")) each.remove();
    expect(text.textContent).not.toMatch(/NaN|undefined|Infinity|\bnull\b|\[object/);
    expect(report.html.replace(/<script.*<\/script>/s, "")).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("reads as the style guide says, numbers included", () => {
    const prose = [...page.querySelectorAll("p, li, h1, h2, h3, figcaption, caption, th, td, .finding")].flatMap(
      ({ textContent }) => resultFaults(textContent ?? ""),
    );
    expect([...new Set(prose)]).toEqual([]);
  });

  it("is the same for the same run, and small", async () => {
    expect((await buildReport(source, { analysis: analyzed(fit) })).html).toBe(report.html);
    expect(report.html.length).toBeLessThan(1_000_000);
  });
});

describe("the charts", () => {
  it("each say what they find, how to read them, what they are, and most have their numbers as a table", () => {
    const figures = [...page.querySelectorAll("figure")];
    expect(figures.length).toBe(report.charts.length);
    for (const figure of figures) {
      expect(figure.querySelector(".finding")?.textContent).toMatch(/^[A-Z0-9"].*\.$/s);
      expect(figure.querySelector("figcaption")?.textContent).toMatch(/^How to read it\. [A-Z].*\.$/s);
      const svg = figure.querySelector("svg")!;
      expect(svg.getAttribute("role")).toBe("img");
      expect(svg.getAttribute("aria-label")).toMatch(/\S/);
      expect(svg.querySelector("desc")?.textContent).toMatch(/\S/);
    }
    // Pictures of single draws have no numbers of their own; their figures stand in the table of all parameters.
    const bare = figures.filter((figure) => figure.querySelector("table") === null);
    expect(bare.map((figure) => figure.querySelector("svg")?.classList[1])).toEqual([
      "convergence-ranks",
      "convergence-trace",
      "convergence-pairs",
      "convergence-mcse",
    ]);
  });

  it("cover what a reader asks, from the fit to the convergence of the sampler", () => {
    const ids = report.charts.map(({ id }) => id);
    for (const id of [
      "fit-over-time",
      "contribution-stack",
      "contribution-waterfall",
      "roi-forest",
      "roi-spend-share",
      "marginal-roi",
      "response-curves",
      "saturation",
      "adstock-decay",
      "budget-change",
      "prior-posterior-roi",
      "review-checks",
      "convergence-rhat-ess",
      "convergence-pairs",
    ])
      expect(ids).toContain(id);
  });

  it("have tables with a caption, headings with scope, and as many cells in every row", () => {
    for (const table of page.querySelectorAll("table")) {
      expect(table.caption?.textContent).toMatch(/\S/);
      const heads = table.querySelectorAll("thead th[scope=col]").length;
      for (const row of table.querySelectorAll("tbody tr")) {
        expect(row.children.length).toBe(heads);
        expect(row.children[0].getAttribute("scope")).toBe("row");
      }
    }
  });
});

describe("money", () => {
  it("has its currency in every heading of amounts, in findings and in the opening", async () => {
    const model = withBusiness(source.model, { currency: "€" });
    const { html: text } = await buildReport({ ...source, model });
    for (const head of [
      "spend (€)",
      "contribution (€)",
      "observed (€)",
      "contribution to revenue per week (€)",
      "recommended (€)",
    ])
      expect(text).toContain(`>${head}</th>`);
    expect(text).toMatch(/the best plan found changes revenue by €|changes revenue by −€/);
    expect(text).toContain("target revenue in €");
    expect(report.html).not.toContain("()");
  });
});

describe("the opening", () => {
  it("says first whether the fit can be used, then what media brought, then what to do", () => {
    const { summary, budget, channels } = analysis.advice;
    const verdict = page.querySelector("main > .verdict")!;
    expect([...verdict.querySelectorAll("p")].map(({ textContent }) => textContent?.replaceAll("\u00a0", " "))).toEqual(
      summary,
    );
    expect(analysis.advice.verdict).toBe("REVIEW");
    expect(verdict.nextElementSibling?.textContent).toBe("Recommendations");
    expect(page.body.textContent?.replaceAll("\u00a0", " ")).toContain(budget?.[0]);
    expect(page.querySelectorAll(".advice li")).toHaveLength(channels.length);
  });

  it("of a fit that has not converged is that, before the title and on top of every screen", async () => {
    const unsure = judged(fit, false);
    const broken = documentOf(await buildReport(sourceOf(unsure), { analysis: analyzed(unsure) }));
    expect(broken.title).toMatch(/^NOT CONVERGED/);
    expect(broken.body.textContent?.trim()).toMatch(/^NOT CONVERGED: do not rely on these results\./);
    expect(broken.querySelector("[role=alert]")?.textContent).toContain("Run longer.");
    expect(broken.querySelector(".unusable")?.textContent).toMatch(/^NOT CONVERGED/);
    const bold = [...broken.querySelectorAll("main strong")].map(({ textContent }) => textContent).join(" ");
    expect(bold).not.toMatch(/spend (more|less)|hold|run a test/);
    expect(broken.getElementById("advice")?.textContent).not.toBe("Recommendations");
    expect(broken.querySelector("#budget .finding")?.textContent).toMatch(/^Not converged/);
  });

  it("of a canceled fit is that", async () => {
    const unsure = sourceOf(judged(fit, false));
    const cut: ReportSource = { ...unsure, about: { ...unsure.about, complete: false } };
    const broken = documentOf(await buildReport(cut, { analysis }));
    expect(broken.title).toMatch(/^CANCELED/);
    expect(broken.body.textContent?.trim()).toMatch(/^CANCELED: .*do not rely on these results\./);
    expect(broken.querySelector("[role=alert]")?.textContent).toContain("Run longer.");
  });

  it("of a fit whose review fails is that, and gives no advice", async () => {
    const failed = { verdict: "FAIL", checks: analysis.checks.review.checks } as const;
    const bad: Analysis = {
      ...analysis,
      checks: { ...analysis.checks, review: failed },
      advice: { ...analysis.advice, verdict: "FAIL" },
    };
    const broken = documentOf(await buildReport(source, { analysis: bad }));
    expect(broken.title).toMatch(/^REVIEW FAILED/);
    expect(broken.getElementById("advice")?.textContent).not.toBe("Recommendations");
  });
});

describe("what is beside the charts", () => {
  it("is the spec, the seed, the versions and the hash as JSON", () => {
    const embedded = JSON.parse(page.getElementById("carryover-report")?.textContent ?? "");
    const { about } = embedded;
    expect(about.seed).toBe(3);
    expect(about.data_hash).toBe(fit.data.hash);
    expect(about.versions.carryover).toMatch(/^\d+\.\d+\.\d+/);
    expect(about.specification.channels).toHaveLength(3);
    expect(about.created).toBe(created);
    expect(embedded.returns.channels.map(({ name }: { name: string }) => name)).toEqual(names);
    expect(embedded.advice.channels).toHaveLength(3);
    expect(embedded.diagnostics.converged).toBe(true);
    expect(embedded.contributions.weekly).toBeUndefined();
    expect(page.getElementById("about")?.textContent).toContain(fit.data.hash);
  });

  it("is what was protected, near the top and in the JSON, where that is known", async () => {
    expect(page.getElementById("privacy")).toBeNull();
    const privacy = ["Revenue was released with noise of standard deviation 100.", "Epsilon was 1 < 2."];
    const shielded = documentOf(await buildReport({ ...source, about: { ...source.about, privacy } }, { analysis }));
    const section = shielded.getElementById("privacy")!;
    expect([...section.querySelectorAll("li")].map(({ textContent }) => textContent)).toEqual(privacy);
    expect(section.nextElementSibling?.id).toBe("fit");
    expect(shielded.querySelector("nav a")?.getAttribute("href")).toBe("#privacy");
    expect(JSON.parse(shielded.getElementById("carryover-report")?.textContent ?? "").about.privacy).toEqual(privacy);
  });

  it("lacks leave-one-out where the run has no pointwise log likelihood", async () => {
    const { pointwise: _, ...bare } = fit;
    const { charts } = await buildReport(sourceOf(bare));
    expect(charts.map(({ id }) => id)).not.toContain("review-pareto-k");
    expect(report.charts.map(({ id }) => id)).toContain("review-pareto-k");
  });
});

describe("HTML templates", () => {
  it("escape what is put in, but not what is HTML already", () => {
    const inner = html`<b>${"<&>\"'"}</b>`;
    expect(html`<p>${inner} ${undefined}${[1, "<"]}</p>`.text).toBe("<p><b>&lt;&amp;&gt;&quot;&#39;</b> 1&lt;</p>");
  });

  it("keep a date on one line, but not inside an attribute", () => {
    expect(html`<p title="${"2024-01-01"}">${"to 2024-12-30"}</p>`.text).toBe(
      '<p title="2024-01-01">to <span class="date">2024-12-30</span></p>',
    );
  });

  it("write JSON that cannot end the script that holds it", () => {
    const { text } = scriptJson({ a: "</script><!--" });
    expect(text).not.toContain("<");
    expect(JSON.parse(text)).toEqual({ a: "</script><!--" });
  });
});

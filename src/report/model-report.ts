// The report of a fit of a model of one's own: whether the draws can be used, the table, how the chains mix, leave-one-out, and replicated
// observations beside the observed ones.

import type { SampledFit } from "../diagnostics/fit/index.ts";
import { type Loo, looProblem, mean, quantile, standardDeviation } from "../diagnostics/index.ts";
import { type Document, documentOf } from "../documents/index.ts";
import { notConvergedHeadline } from "../problems/convergence.ts";
import type { Settings } from "../sampling/index.ts";
import { count, decimalsFor, figure, fixed, range } from "../words/index.ts";
import type { Report } from "./build-report.ts";
import { convergencePage } from "./pages/index.ts";
import { figureDrawer, type Html, html, pageHtml, type Section, sectionHtml, table } from "./shell/index.ts";

/** An observed array and as many replications of it as there are draws, [draw][element]. */
export interface Replicated {
  readonly name: string;
  readonly observed: Float64Array;
  readonly replicated: Float64Array;
}

export interface ModelReport
  extends Pick<SampledFit, "parameters" | "quantities" | "sampler" | "summary" | "diagnostics" | "complete"> {
  readonly title: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly versions: { readonly carryover: string; readonly node: string; readonly v8: string };
  readonly settings: Settings;
  /** Leave-one-out, with a name for each observation. */
  readonly loo?: { readonly estimate: Loo; readonly names: readonly string[] } | undefined;
  readonly replications: readonly Replicated[];
}

/** Rows of the table of influential observations. */
const tabled = 10;

/** The report as HTML text, and its charts. */
export async function buildModelReport(source: ModelReport): Promise<Report> {
  const { diagnostics, complete, created, versions } = source;
  const draw = figureDrawer({});
  const sections = [
    await convergencePage(source, draw),
    ...(source.loo === undefined ? [] : [looSection(source.loo.estimate, source.loo.names)]),
    ...(source.replications.length === 0 ? [] : [replicationsSection(source.replications)]),
  ];
  const usable = diagnostics.converged && complete;
  const title = usable
    ? source.title
    : `${complete ? notConvergedHeadline.split(":")[0] : "CANCELED"} – ${source.title}`;
  const body = html`<header>
${warning(source)}<h1>${source.title}</h1>
<p class="about">${count(diagnostics.chains, "chain")} of ${count(diagnostics.draws_per_chain, "draw")}; ${count(source.summary.parameters.length, "parameter")}; ${created.slice(0, 10)}</p>
</header>
<main>
<nav aria-label="Contents"><ol>${sections.map(({ id, title: section }) => html`<li><a href="#${id}">${section}</a></li>`)}<li><a href="#about">About this report</a></li></ol></nav>
${sections.map(sectionHtml)}
${colophon(source)}
</main>
`;
  const page = await pageHtml({ title, version: versions.carryover, body, figures: modelReportDocument(source) });
  return { html: page, charts: sections.flatMap(({ figures }) => figures) };
}

function warning({ diagnostics, complete }: ModelReport): Html | undefined {
  if (diagnostics.converged && complete) return undefined;
  const failing = diagnostics.checks.filter(({ status }) => status === "fail");
  return html`<div class="verdict bad" role="alert"><p>${
    complete ? `${notConvergedHeadline}.` : "CANCELED: sampling was stopped early; do not rely on these results."
  }</p>
${failing.map(({ detail, remedy }) => html`<p>${detail} ${remedy}</p>`)}</div>
`;
}

function looSection(loo: Loo, names: readonly string[]): Section {
  const { threshold, count: high, largestK } = looProblem(loo);
  const worst = [...loo.pointwise.keys()]
    .filter((i) => !Number.isNaN(loo.pointwise[i].paretoK))
    .toSorted((i, j) => loo.pointwise[j].paretoK - loo.pointwise[i].paretoK)
    .slice(0, tabled);
  const reliable =
    high === 0
      ? `All values of Pareto k are at most ${fixed(threshold, 2)}, so the estimate is reliable for every observation.`
      : `${count(high, "observation has", "observations have")} a Pareto k above ${fixed(threshold, 2)} (largest ${fixed(largestK, 2)}): the estimate is not reliable there.`;
  return {
    id: "leave-one-out",
    title: "Leave-one-out cross-validation",
    lead: html`<p>Expected log predictive density ${fixed(loo.elpd, 1)} (standard error ${fixed(loo.se.elpd, 1)}), effective number of parameters ${fixed(loo.pLoo, 1)}. ${reliable}</p>
${table("The observations with the highest Pareto k", [
  { title: "observation", cells: worst.map((i) => names[i]) },
  { title: "Pareto k", align: "right", cells: worst.map((i) => fixed(loo.pointwise[i].paretoK, 2)) },
  { title: "log predictive density", align: "right", cells: worst.map((i) => fixed(loo.pointwise[i].elpd, 2)) },
])}`,
    figures: [],
  };
}

const statistics: Readonly<Record<string, (values: Float64Array) => number>> = {
  mean,
  "standard deviation": (values) => (values.length > 1 ? standardDeviation(values) : Number.NaN),
  minimum: (values) => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  maximum: (values) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
};

/** What a statistic is of the observed array and of every replication. */
interface ComparedStatistic {
  readonly name: string;
  readonly statistic: string;
  readonly observed: number;
  readonly lower: number;
  readonly upper: number;
  /** Share of the replications with at least the observed value, ties counted half. */
  readonly atLeast: number;
}

function compared({ name, observed, replicated }: Replicated): readonly ComparedStatistic[] {
  const size = observed.length;
  return Object.entries(statistics).flatMap(([statistic, of]) => {
    const own = of(observed);
    const drawn = Float64Array.from({ length: replicated.length / size }, (_, i) =>
      of(replicated.subarray(i * size, (i + 1) * size)),
    );
    if (!Number.isFinite(own) || drawn.length === 0) return [];
    const above = drawn.reduce((total, value) => total + (value > own ? 1 : value === own ? 0.5 : 0), 0);
    const [lower, upper] = [0.05, 0.95].map((p) => quantile(drawn, p));
    return [{ name, statistic, observed: own, lower, upper, atLeast: above / drawn.length }];
  });
}

function replicationsSection(replications: readonly Replicated[]): Section {
  const rows = replications.flatMap(compared);
  const outside = rows.filter(({ observed, lower, upper }) => observed < lower || observed > upper);
  const print = ({ lower, upper }: ComparedStatistic) => {
    const decimals = decimalsFor((upper - lower) / 3.3);
    return (value: number): string => fixed(value, decimals);
  };
  return {
    id: "replications",
    title: "Replicated observations",
    lead: html`<p>${
      outside.length === 0
        ? "Every statistic of the observed data lies within the 90% interval of the same statistic of replicated data."
        : `${count(outside.length, "statistic")} of the observed data ${outside.length === 1 ? "lies" : "lie"} outside of the 90% interval of replicated data: ${outside.map(({ name, statistic }) => `${statistic} of ${name}`).join(", ")}.`
    } A model that fits makes data like those observed; a share near 0 or 1 shows what it does not.</p>
${table("Statistics of observed and replicated data", [
  { title: "observed array", cells: rows.map(({ name }) => name) },
  { title: "statistic", cells: rows.map(({ statistic }) => statistic) },
  { title: "observed", align: "right", cells: rows.map((row) => print(row)(row.observed)) },
  { title: "replicated, 90%", align: "right", cells: rows.map((row) => range(row.lower, row.upper, () => print(row))) },
  { title: "share at or above", align: "right", cells: rows.map(({ atLeast }) => fixed(atLeast, 2)) },
])}`,
    figures: [],
  };
}

function colophon({ created, versions, settings, diagnostics }: ModelReport): Html {
  return html`<section id="about" aria-labelledby="about-title"><h2 id="about-title">About this report</h2>
<p>Fitted on ${created} by carryover ${versions.carryover} with seed ${settings.seed}. All intervals are 90% credible intervals, computed from ${count(diagnostics.chains * diagnostics.draws_per_chain, "posterior draw")}. A gradient took ${figure(diagnostics.microseconds_per_gradient)} microseconds.</p>
<details><summary>Settings of the sampler</summary><pre>${JSON.stringify(settings, undefined, 2)}</pre></details>
</section>
`;
}

interface ModelReportFigures
  extends Pick<ModelReport, "summary" | "diagnostics" | "settings" | "created" | "versions"> {
  readonly loo?: Omit<Loo, "pointwise">;
  readonly replications: readonly ComparedStatistic[];
}

/** What the report of a model of one's own says in figures, for machines: in the element `carryover-report` of the page. */
export function modelReportDocument({
  summary,
  diagnostics,
  settings,
  created,
  versions,
  loo,
  replications,
}: ModelReport): Document<"carryover/model-report-figures/1", ModelReportFigures> {
  const { pointwise: _, ...sums } = loo?.estimate ?? { pointwise: [] };
  return documentOf("carryover/model-report-figures/1", {
    created,
    versions,
    settings,
    diagnostics,
    summary,
    ...(loo === undefined ? {} : { loo: sums as Omit<Loo, "pointwise"> }),
    replications: replications.flatMap(compared),
  });
}

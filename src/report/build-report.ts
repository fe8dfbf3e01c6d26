// The report of a fit: one HTML file with everything in it, no scripts, nothing loaded from elsewhere.

import { periodOf } from "../data/panel/index.ts";
import { documentText } from "../documents/index.ts";
import { modelDocument } from "../mmm/specification/index.ts";
import { figuresDocument } from "./figures-document.ts";
import { notConverged } from "../problems/convergence.ts";
import { analyze, type Analysis, actionWords, type ChannelAdvice } from "../decisions/advice/index.ts";
import type { MoneyUnits } from "../decisions/draws/index.ts";
import type { Holdout } from "../decisions/predictions/index.ts";
import { assumptionsText } from "../decisions/review/index.ts";
import {
  chartOptions,
  figureDrawer,
  pageHtml,
  type Html,
  html,
  type Section,
  sectionHtml,
  type ReportSource,
} from "./shell/index.ts";
import {
  budgetPage,
  contributionsPage,
  convergencePage,
  curvesPage,
  columnsSection,
  columnsTitle,
  fitPage,
  geosPage,
  liftTestsPage,
  hasColumns,
  priorPosteriorPage,
  returnsPage,
  reviewPage,
} from "./pages/index.ts";
import { count, given as numberGiven, listed, percent } from "../words/index.ts";
import { checkOptionNames } from "../settings/index.ts";

export interface ReportOptions {
  /** A fit without the last rows, scored on them. */
  readonly holdout?: Holdout | undefined;
  /** Target per unit of spend above which spend pays; default one over the margin of the model. */
  readonly breakEven?: number | undefined;
  /** What `analyze` made of the same fit, when it is there already. */
  readonly analysis?: Analysis | undefined;
}

/** One chart of a report. */
export interface ReportChart {
  /** Kebab-case, unique in the report. */
  readonly id: string;
  readonly svg: string;
}

export interface Report {
  readonly html: string;
  readonly charts: readonly ReportChart[];
}

/** The report as HTML text, and its charts. */
export async function buildReport(source: ReportSource, options: ReportOptions = {}): Promise<Report> {
  checkOptionNames("buildReport", options, { holdout: true, breakEven: true, analysis: true });
  const { model, diagnostics, pointwise, about } = source;
  const analysis =
    options.analysis ??
    analyze(model, {
      diagnostics,
      pointwise,
      holdout: options.holdout,
      ...(options.breakEven === undefined ? {} : { breakEven: options.breakEven }),
    });
  const { data } = model;
  const { margin, title: given } = model.spec;
  const { units } = analysis;
  const draw = figureDrawer(chartOptions(data, units));
  const sections: Section[] = [];
  for (const page of [
    () => fitPage(analysis, draw),
    () => contributionsPage(analysis, draw),
    () => returnsPage(analysis, draw),
    () => geosPage(source, analysis, draw),
    () => curvesPage(analysis, draw),
    () => budgetPage(analysis, draw),
    () => liftTestsPage(source, analysis, draw),
    () => priorPosteriorPage(analysis, draw),
    () => reviewPage(source, analysis, draw),
    () => convergencePage(source, draw),
  ]) {
    const section = await page();
    if (section !== undefined) sections.push(section);
  }
  const usable = diagnostics.converged && about.complete && analysis.checks.review.verdict !== "FAIL";
  const name = given ?? `Media mix report: ${about.name}`;
  const title = usable ? name : `${unusableWord(source)} – ${name}`;
  const { rows, dates, channels, cadence, geos } = data;
  const body = html`<header>
${warning(source)}<h1>${name}</h1>
<p class="about">${count(rows, periodOf(cadence))}, ${dates[0]} to ${dates[rows - 1]}; ${geos === undefined ? "" : `${count(geos.length, "geo")}; `}${count(channels.length, "channel")}; target ${data.target.name}${moneyWords(units, margin)}; ${about.created.slice(0, 10)}</p>
</header>
<main>
${usable ? undefined : html`<p class="unusable">${unusableWord(source)}: do not rely on these results</p>`}
${opening(source, analysis)}
<nav aria-label="Contents"><ol>${about.privacy === undefined ? undefined : html`<li><a href="#privacy">${privacyTitle}</a></li>`}${sections.map(({ id, title: section }) => html`<li><a href="#${id}">${section}</a></li>`)}<li><a href="#assumptions">${assumptionsTitle}</a></li>${hasColumns(source) ? html`<li><a href="#columns">${columnsTitle}</a></li>` : undefined}<li><a href="#about">About this report</a></li></ol></nav>
${about.privacy === undefined ? undefined : privacySection(about.privacy)}${sections.map(sectionHtml)}
${assumptionsSection(source)}${columnsSection(source)}${colophon(source, analysis)}
</main>
`;
  const version = about.versions.carryover ?? "";
  const page = await pageHtml({ title, version, body, figures: figuresDocument(source, analysis) });
  return { html: page, charts: sections.flatMap(({ figures }) => figures) };
}

/** Currency and margin, where they are known. */
function moneyWords({ spend, outcome }: MoneyUnits, margin: number | undefined): string {
  return `${spend === undefined ? "" : outcome === undefined ? `; spend in ${spend}` : ` in ${spend}`}${margin === undefined ? "" : `; margin ${margin <= 1 ? percent(margin) : numberGiven(margin)}`}`;
}

const privacyTitle = "Privacy";

function privacySection(lines: readonly string[]): Html {
  return html`<section id="privacy" aria-labelledby="privacy-title"><h2 id="privacy-title">${privacyTitle}</h2>
<ul>${lines.map((text) => html`<li>${text}</li>`)}</ul></section>
`;
}

const assumptionsTitle = "What these numbers assume";

function assumptionsSection({ model }: ReportSource): Html {
  return html`<section id="assumptions" aria-labelledby="assumptions-title"><h2 id="assumptions-title">${assumptionsTitle}</h2>
<p>${assumptionsText(model)}</p></section>
`;
}

/** Why nothing here may be relied on, in two words. */
function unusableWord({ diagnostics, about }: ReportSource): string {
  if (!about.complete) return "CANCELED";
  return diagnostics.converged ? "REVIEW FAILED" : notConverged;
}

/** Before anything else: that the fit has not converged, or was canceled, and what to do about it. */
function warning(source: ReportSource): Html | undefined {
  const { diagnostics, about } = source;
  if (diagnostics.converged && about.complete) return undefined;
  const failing = diagnostics.checks.filter(({ status }) => status === "fail");
  return html`<div class="verdict bad" role="alert"><p>${
    about.complete
      ? `${notConverged}: do not rely on these results.`
      : "CANCELED: sampling was stopped early; do not rely on these results."
  }</p>
${failing.map(({ detail, remedy }) => html`<p>${detail} ${remedy}</p>`)}</div>
`;
}

/** What the fit found, whether it can be used, and what to do. */
function opening({ about, diagnostics }: ReportSource, { advice, checks }: Analysis): Html {
  const usable = advice.converged && about.complete && advice.verdict !== "FAIL";
  // The warning above the title has said what keeps the sampler from having converged.
  const said = diagnostics.converged ? [] : diagnostics.checks.filter(({ status }) => status === "fail");
  const reservations = advice.reservations.filter((text) => !said.some(({ detail }) => text.startsWith(detail)));
  const summary = advice.converged ? advice.summary : advice.summary.slice(1);
  return html`<div class="verdict ${advice.converged ? "headline " : ""}${checks.review.verdict}">${summary.map((text) => html`<p>${text}</p>`)}</div>
<h2 id="advice">${usable ? "Recommendations" : "Estimates by channel"}</h2>
${usable && advice.budget !== undefined ? html`<h3>At this budget</h3>${advice.budget.map((text, i) => html`<p>${i === 0 ? html`<strong>${text}</strong>` : text}</p>`)}` : undefined}
${usable ? html`<h3>The budget as a whole</h3>${advice.budgetSize.map((text) => html`<p>${text}</p>`)}<h3>By channel</h3>` : undefined}
<ul class="advice">${advice.channels.map(adviceItem)}</ul>
${
  reservations.length === 0
    ? html`<p>The review has no ${advice.converged ? "" : "other "}reservations.</p>`
    : html`<h3>Reservations (review: <span class="${checks.review.verdict}">${checks.review.verdict}</span>)</h3>
<ul>${reservations.map((text) => html`<li>${text}</li>`)}</ul>`
}`;
}

function adviceItem({ name, action, text }: ChannelAdvice): Html {
  return html`<li><strong>${action === "none" ? name : `${name}: ${actionWords[action]}`}.</strong> ${text}</li>
`;
}

function colophon({ about, model }: ReportSource, { quantities }: Analysis): Html {
  const { contributions } = quantities;
  const controls = contributions.components.filter(({ reference }) => reference !== undefined);
  return html`<section id="about" aria-labelledby="about-title"><h2 id="about-title">About this report</h2>
<p>Fitted on ${about.created} by carryover ${about.versions.carryover ?? ""} with seed ${about.seed}; the SHA-256 of the table is <code>${about.dataHash}</code>.
All intervals are 90% credible intervals, computed from ${count(model.posterior.count, "posterior draw")}.</p>
${controls.length === 0 ? undefined : html`<p>Contributions of controls are relative to a reference value: ${listed(controls.map(({ name, reference }) => `${name} ${reference}`))}.</p>`}
<details><summary>The complete model file</summary><pre>${documentText(modelDocument(about.specification)).trimEnd()}</pre></details>
</section>
`;
}

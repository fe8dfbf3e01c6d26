// The priors of a model as a page, before anything is fitted: what they imply, the tables they expect, and the curves they hold possible.

import { periodOf } from "../data/panel/index.ts";
import type { MediaData } from "../data/panel/index.ts";
import { documentText } from "../documents/index.ts";
import { fitOverTime } from "../charts/fit/index.ts";
import { responseCurves, roiForest } from "../charts/returns/index.ts";
import { moneyUnits, type MoneyUnits } from "../decisions/draws/index.ts";
import {
  drawsText,
  impliedSentences,
  medianOf,
  type PriorFigures,
  priorFiguresDocument,
  priorText,
  shareText,
} from "../decisions/prior/index.ts";
import type { ResponseCurves } from "../decisions/quantities/index.ts";
import { explain, modelDocument, type Provenance, type ResolvedSpec, toModelFile } from "../mmm/specification/index.ts";
import { alike, count, estimated, missing, short } from "../words/index.ts";
import type { Report } from "./build-report.ts";
import {
  capitalized,
  type DrawFigure,
  type Figure,
  chartOptions,
  curveWords,
  drivenBy,
  drivingColumns,
  figureDrawer,
  type Html,
  html,
  pageHtml,
  type Section,
  sectionHtml,
  table,
} from "./shell/index.ts";

export interface PriorReportSource {
  readonly spec: ResolvedSpec;
  readonly data: MediaData;
  readonly provenance: readonly Provenance[];
  readonly figures: PriorFigures;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** Of carryover. */
  readonly version: string;
}

/** The page as HTML text, and its charts. */
export async function buildPriorReport(source: PriorReportSource): Promise<Report> {
  const { spec, data, figures, created, version } = source;
  const units = moneyUnits({ spec, data });
  const draw = figureDrawer(chartOptions(data, units));
  const sections = [
    await impliedSection(source, draw),
    await tablesSection(source, units, draw),
    await curvesSection(figures.curves, units, draw),
    priorsSection(source),
  ];
  const { rows, dates, channels, geos, cadence, target } = data;
  const name = spec.title === undefined ? `Priors of a media mix model: ${target.name}` : `${spec.title}: priors`;
  const panel = geos === undefined ? "" : `${count(geos.length, "geo")}, `;
  const body = html`<header>
<h1>${name}</h1>
<p class="about">${panel}${count(rows, periodOf(cadence))}, ${dates[0]} to ${dates[rows - 1]}; ${count(channels.length, "channel")}; target ${target.name}; ${created.slice(0, 10)}</p>
</header>
<main>
<div class="verdict headline">${[`Nothing is fitted here: this page shows what the model believes of ${data.source} before it is compared with the target.`, ...impliedSentences(figures.implied)].map((text) => html`<p>${text}</p>`)}</div>
<nav aria-label="Contents"><ol>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}<li><a href="#about">About this page</a></li></ol></nav>
${sections.map(sectionHtml)}
${colophon(source)}
</main>
`;
  const page = await pageHtml({ title: name, version, body, figures: priorFiguresDocument(figures) });
  return { html: page, charts: sections.flatMap(({ figures: own }) => own) };
}

async function impliedSection({ figures: { implied } }: PriorReportSource, draw: DrawFigure): Promise<Section> {
  const { channels, target, targetKind, shareOf } = implied;
  const isPanel = channels.some(({ geoRatio }) => geoRatio !== undefined);
  const spending = channels.flatMap(({ name, roi }) => (roi === undefined ? [] : [{ name, roi }]));
  const ratio = (value: Parameters<typeof medianOf>[0] | undefined): string =>
    value === undefined ? missing : estimated(medianOf(value), alike.figures);
  const lead = html`<p>${drawsText(implied)}. The ROI of a channel is its contribution in the table per unit of spend.</p>
${table("What the priors imply for each channel, medians with 90% intervals", [
  { title: "channel", cells: channels.map(({ name }) => name) },
  { title: "prior of", cells: channels.map(priorText) },
  { title: "ROI", align: "right", cells: channels.map(({ roi }) => ratio(roi)) },
  {
    title: shareOf === "target" ? `share of ${target}` : "share of one standard deviation",
    align: "right",
    cells: channels.map(({ share }) => shareText(share)),
  },
  ...(isPanel
    ? [
        {
          title: "largest over smallest coefficient of a geo",
          align: "right" as const,
          cells: channels.map(({ geoRatio }) => ratio(geoRatio)),
        },
      ]
    : []),
])}`;
  const figures: Figure[] = [];
  if (spending.length > 0) {
    const conversions = targetKind === "conversions";
    figures.push(
      await draw(
        "prior-roi",
        roiForest,
        {
          channels: spending.map(({ name, roi }) => ({
            name,
            roi: { ...roi, estimate: roi.median, statistic: "median" as const },
          })),
          ...(conversions ? { breakEven: null } : { boundName: "revenue equals spend" }),
        },
        {
          finding: "The ROI of each channel that the priors hold possible.",
          howToRead:
            "Dots are medians of the prior, and lines are its 90% intervals. A line that leaves out a return you think possible, or holds one you think impossible, calls for another prior.",
        },
      ),
    );
  }
  return { id: "implied", title: "What the priors imply", lead, figures };
}

async function tablesSection(
  { data, figures: { contributions } }: PriorReportSource,
  units: MoneyUnits,
  draw: DrawFigure,
): Promise<Section> {
  const { weekly, target, period } = contributions;
  const head = { id: "tables", title: "Tables that the priors expect" };
  if (weekly === undefined) return { ...head, figures: [] };
  const { dates, observed, expected, predictive } = weekly;
  const known = observed.flatMap((value, t) => (Number.isNaN(value) ? [] : [t]));
  const inside = known.filter((t) => observed[t] >= predictive.lower[t] && observed[t] <= predictive.upper[t]).length;
  const together = data.geos === undefined ? "" : " of all geos together";
  const figure = await draw(
    "prior-predictive",
    fitOverTime,
    {
      weeks: dates,
      observed,
      expected: { estimate: expected.median, lower: expected.lower, upper: expected.upper },
      predictive: { lower: predictive.lower, upper: predictive.upper },
      expectedName: "expected before the data (median) with 90% band",
    },
    {
      finding: `${inside} of ${count(known.length, period.unit)} of observed ${target}${together} lie inside the 90% band of tables drawn from the prior.`,
      howToRead:
        "Dots are observations, which played no part but for the scale of the target. The bands are of tables drawn from the prior. A band much wider than anything you hold possible says that the priors are vaguer than what you know; dots outside it say that they contradict the table.",
      table: table(`${capitalized(target)} by ${period.unit}: observed, and 90% intervals before the data`, [
        { title: period.unit, cells: dates },
        { title: "observed", unit: units.target, align: "right", cells: observed.map(short) },
        { title: "median", unit: units.target, align: "right", cells: expected.median.map(short) },
        { title: "lower", unit: units.target, align: "right", cells: predictive.lower.map(short) },
        { title: "upper", unit: units.target, align: "right", cells: predictive.upper.map(short) },
      ]),
    },
  );
  return { ...head, figures: [figure] };
}

async function curvesSection(curves: ResponseCurves, units: MoneyUnits, draw: DrawFigure): Promise<Section> {
  const { unit } = curves.period;
  const spending = curves.channels.filter(({ observed }) => observed.largest > 0);
  const words = curveWords(curves);
  const head = { id: "curves", title: "Response curves before the data" };
  if (spending.length === 0) return { ...head, figures: [], lead: html`<p>No channel had spend.</p>` };
  const figure = await draw(
    "prior-curves",
    responseCurves,
    {
      channels: spending.map(({ name, unit: driving, observed, steady, position }) => ({
        name,
        ...drivenBy({ unit: driving }),
        spend: steady.spend,
        estimate: steady.response.median,
        medianAt: steady.spend.map((_, i) => i),
        lower: steady.response.lower,
        upper: steady.response.upper,
        current: observed.average,
        observedRange: [observed.smallest, observed.largest] as const,
        ...(position.halfSaturation === undefined ? {} : { halfSaturation: position.halfSaturation.median }),
      })),
    },
    {
      finding: `Long-run ${words.response} per ${unit} of constant ${words.driving}, as the priors have it.`,
      howToRead: `The horizontal axis is ${words.driving} per ${unit}; the vertical axis is the ${words.response} per ${unit}: the median of the prior and its 90% interval at every point. The mark is the average, and the shaded range is what was observed. Each panel has its own scales.${words.note}`,
      table: table(`At average ${words.driving}, medians with 90% intervals of the prior`, [
        { title: "channel", cells: spending.map(({ name }) => name) },
        ...drivingColumns(
          spending,
          `average ${words.driving} per ${unit}`,
          spending.map(({ observed }) => short(observed.average)),
          units,
        ),
        {
          title: `${words.response} per ${unit}`,
          unit: units.outcome,
          align: "right",
          cells: spending.map(({ steady: { response, current } }) =>
            estimated(
              {
                estimate: response.median[current],
                statistic: "mean",
                lower: response.lower[current],
                upper: response.upper[current],
              },
              alike.shorts,
            ),
          ),
        },
        {
          title: "share of the maximum effect",
          align: "right",
          cells: spending.map(({ position: { shareOfCeiling } }) =>
            shareOfCeiling === undefined ? missing : shareText(shareOfCeiling),
          ),
        },
      ]),
    },
  );
  return { ...head, figures: [figure] };
}

/** Every prior as it was written, with its reason. */
function priorsSection({ provenance }: PriorReportSource): Section {
  const rows = explain(provenance.filter(({ key }) => key.startsWith("priors.")));
  return {
    id: "priors",
    title: "All priors",
    lead: html`<p>Parameters are in the scaled units of the model: spend relative to that of a usual row of the table, the target in standard deviations. Returns are in the units of the table.</p>
${table("Priors, and where they come from", [
  { title: "of", cells: rows.map(({ key }) => key.slice("priors.".length)) },
  { title: "prior", cells: rows.map(({ value }) => value) },
  { title: "from", cells: rows.map(({ origin }) => origin) },
  { title: "why", cells: rows.map(({ reason }) => reason) },
])}`,
    figures: [],
  };
}

function colophon({ spec, data, figures, created, version }: PriorReportSource): Html {
  return html`<section id="about" aria-labelledby="about-title"><h2 id="about-title">About this page</h2>
<p>Drawn on ${created} by carryover ${version} with seed ${spec.sampling.seed}: ${count(figures.implied.draws, "draw")} of all parameters from their priors, with what the model makes of them for the spend of ${data.source}. Probabilities are shares of these draws.</p>
<details><summary>The complete model file</summary><pre>${documentText(modelDocument(toModelFile(spec))).trimEnd()}</pre></details>
</section>
`;
}

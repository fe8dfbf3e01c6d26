// The geos of a panel beside each other: what their targets are made of, how each is fitted, returns, places, and how they are pooled.

import { contributionsByGeo, fitByGeo, ranksOfGeos, roiByGeo } from "../../charts/geos/index.ts";
import type { Analysis, GeoFigures } from "../../decisions/advice/index.ts";
import { bandsByGeo, type GeoBands } from "../../decisions/predictions/index.ts";
import { farSpreads, type GeoChecks } from "../../decisions/review/index.ts";
import {
  type DrawFigure,
  type Figure,
  html,
  type Html,
  intervalInText,
  type ReportSource,
  type Section,
  table,
  withInterval,
} from "../shell/index.ts";
import { alike, count, figure, listed, missing, percent, probability } from "../../words/index.ts";

/** Geos whose weeks one figure shows, and figures of them: the rest is in tables. */
const fitPanels = { each: 12, figures: 4 } as const;
/** Rows of the table of pooled parameters. */
const tabled = 20;

/** Undefined for a national table. */
export async function geosPage(
  { model }: ReportSource,
  { geos: byGeo, checks, predictions, quantities, units }: Analysis,
  draw: DrawFigure,
): Promise<Section | undefined> {
  if (byGeo === undefined || checks.geos === undefined) return undefined;
  const geos = byGeo.toSorted((a, b) => b.contributions.expected.estimate - a.contributions.expected.estimate);
  const bands = new Map(bandsByGeo(model, predictions).map((each) => [each.geo, each]));
  const figures = [
    await contributionsFigure(geos, checks.geos, quantities.contributions.target, units.target, draw),
    ...(await fitFigures(geos, bands, checks.geos, model.data.dates, draw)),
    ...(await returnFigures(geos, quantities, byGeo, checks.geos, draw)),
  ];
  return {
    id: "geos",
    title: "Geos",
    lead: html`<p>All other sections are about all ${count(geos.length, "geo")} together: sums over the geos, draw by draw. Here they stand beside each other, the largest first.</p>`,
    figures,
    after: html`${nationalPart(checks.geos)}${poolingPart(checks.geos)}`,
  };
}

async function contributionsFigure(
  geos: readonly GeoFigures[],
  checks: GeoChecks,
  target: string,
  unit: string | undefined,
  draw: DrawFigure,
): Promise<Figure> {
  const channels = geos[0].contributions.components.filter(({ kind }) => kind === "channel").map(({ name }) => name);
  const shareIn = ({ contributions }: GeoFigures, channel: string) =>
    contributions.components.find(({ kind, name }) => kind === "channel" && name === channel)!.share;
  const most = geos.toSorted((a, b) => b.contributions.media.share.estimate - a.contributions.media.share.estimate);
  const [first, last] = [most[0], most[most.length - 1]];
  const fit = new Map(checks.fit.map((each) => [each.geo, each]));
  return draw(
    "contributions-by-geo",
    contributionsByGeo,
    {
      channels,
      geos: geos.map((each) => ({
        name: each.geo,
        expected: each.contributions.expected.estimate,
        baseline: each.contributions.baseline.share.estimate,
        shares: channels.map((channel) => shareIn(each, channel).estimate),
      })),
    },
    {
      finding: `Media contributed most in ${first.geo}, ${intervalInText(first.contributions.media.share, alike.percents)} of ${target}, and least in ${last.geo}, ${intervalInText(last.contributions.media.share, alike.percents)}.`,
      howToRead:
        "Every bar is the expected target of a geo, divided into the baseline and the channels (posterior means). The table has the intervals.",
      table: table(`Contributions to ${target} by geo, with 90% credible intervals`, [
        { title: "geo", cells: geos.map(({ geo }) => geo) },
        {
          title: "expected",
          unit,
          align: "right",
          cells: geos.map((each) => withInterval(each.contributions.expected)),
        },
        {
          title: "baseline, share",
          align: "right",
          cells: geos.map((each) => withInterval(each.contributions.baseline.share, alike.percents)),
        },
        {
          title: "P(baseline < 0)",
          align: "right",
          cells: geos.map((each) => probability(each.contributions.baseline.probabilityNegative)),
        },
        ...channels.map((channel) => ({
          title: `${channel}, share`,
          align: "right" as const,
          cells: geos.map((each) => withInterval(shareIn(each, channel), alike.percents)),
        })),
        {
          title: "mean absolute error",
          align: "right",
          cells: geos.map(({ geo }) => (fit.has(geo) ? percent(fit.get(geo)!.wmape) : missing)),
        },
        {
          title: "rows inside 90% interval",
          align: "right",
          cells: geos.map(({ geo }) => (fit.has(geo) ? `${fit.get(geo)!.inside} of ${fit.get(geo)!.rows}` : missing)),
        },
      ]),
    },
  );
}

async function fitFigures(
  geos: readonly GeoFigures[],
  bands: ReadonlyMap<string, GeoBands>,
  { fit }: GeoChecks,
  weeks: readonly string[],
  draw: DrawFigure,
): Promise<readonly Figure[]> {
  const known = geos.filter(({ geo }) => bands.has(geo));
  const fits = new Map(fit.map((each) => [each.geo, each]));
  const figures: Figure[] = [];
  for (let page = 0; page * fitPanels.each < known.length && page < fitPanels.figures; page++) {
    const from = page * fitPanels.each;
    const own = known.slice(from, from + fitPanels.each);
    const left = known.length - fitPanels.each * fitPanels.figures;
    const isLast = page === fitPanels.figures - 1 && left > 0;
    const errors = own.map(({ geo }) => fits.get(geo)?.wmape).filter((each) => each !== undefined);
    figures.push(
      await draw(
        `fit-by-geo${page === 0 ? "" : `-${page + 1}`}`,
        fitByGeo,
        {
          weeks,
          geos: own.map(({ geo }) => {
            const { observed, expected, lower, upper } = bands.get(geo)!;
            const own90 = fits.get(geo);
            const note = own90 === undefined ? {} : { note: `${own90.inside} of ${own90.rows} inside` };
            return { name: geo, ...note, observed, expected, lower, upper };
          }),
        },
        {
          finding: `${own.length === known.length ? "The fit in every geo" : `Geos ${from + 1} to ${from + own.length} of ${known.length} by size`}: the mean absolute error is ${errors.length === 0 ? missing : `${percent(Math.min(...errors))} to ${percent(Math.max(...errors))}`} of the mean target.${isLast ? ` The ${count(left, "smallest geo", "smallest geos")} ${left === 1 ? "is" : "are"} in the table above.` : ""}`,
          howToRead:
            "Every geo has its own vertical axis. Dots are observations, the line is the expected target, and the band is the 90% predictive interval; about nine of ten dots should lie inside. Gaps in the dots are cells whose target is not known.",
        },
      ),
    );
  }
  return figures;
}

async function returnFigures(
  geos: readonly GeoFigures[],
  { returns }: Analysis["quantities"],
  byGeo: NonNullable<Analysis["geos"]>,
  { national }: GeoChecks,
  draw: DrawFigure,
): Promise<readonly Figure[]> {
  const isNational = (name: string): boolean => national.some(({ channel }) => channel === name);
  const channels = returns.channels.filter(({ spend }) => spend > 0);
  if (channels.length === 0) return [];
  const roiIn = (geo: GeoFigures, name: string) => {
    const own = geo.returns.channels.find((channel) => channel.name === name);
    return own === undefined || !(own.spend > 0) ? undefined : own.roi;
  };
  const figures = [
    await draw(
      "roi-by-geo",
      roiByGeo,
      {
        geos: geos.map(({ geo }) => geo),
        channels: channels.map(({ name, roi }) => ({ name, all: roi, roi: geos.map((each) => roiIn(each, name)) })),
      },
      {
        finding: `${channels
          .slice(0, 3)
          .map(
            ({ name, roi }) =>
              `${name} has an ROI of ${intervalInText(roi, alike.figures)} over all geos${isNational(name) ? ", alike in all by assumption, because its spend is national" : spreadText(geos, (geo) => roiIn(geo, name)?.estimate)}`,
          )
          .join("; ")}.`,
        howToRead:
          "A panel for each channel. Dots are estimates in a geo, and lines 90% credible intervals; the dashed line is the ROI over all geos. Do not rank two geos whose lines overlap widely: geos with few data are pulled toward the others.",
        table: table("ROI by geo, with 90% credible intervals", [
          { title: "geo", cells: geos.map(({ geo }) => geo) },
          ...channels.map(({ name }) => ({
            title: name,
            align: "right" as const,
            cells: geos.map((geo) => {
              const roi = roiIn(geo, name);
              return roi === undefined ? missing : withInterval(roi, alike.figures);
            }),
          })),
        ]),
      },
    ),
  ];
  const mediaName = returns.channels.some(({ organic }) => organic) ? "all media with spend" : "all media";
  const places = byGeo[0].places;
  if (places !== undefined && places.names.length > 1) {
    const first = places.places.map((own) => own[0]);
    const best = first.indexOf(Math.max(...first));
    figures.push(
      await draw(
        "ranks-of-geos",
        ranksOfGeos,
        {
          quantity: `ROI of ${mediaName}`,
          geos: places.names.map((name, k) => ({ name, places: places.places[k], meanPlace: places.meanPlace[k] })),
        },
        {
          finding: `${places.names[best]} has the highest ROI of ${mediaName} with a probability of ${percent(first[best])}.`,
          howToRead:
            "Every row is a geo, and the shades are the probabilities of its places. A dark cell is a place that is nearly certain; a wide pale row is a geo whose place is unknown.",
          table: table(`Places of geos by ROI of ${mediaName}`, [
            { title: "geo", cells: [...places.names] },
            { title: "mean place", align: "right", cells: places.meanPlace.map((place) => figure(place)) },
            { title: "P(first)", align: "right", cells: first.map((share) => probability(share)) },
            { title: "P(last)", align: "right", cells: places.places.map((own) => probability(own[own.length - 1])) },
          ]),
        },
      ),
    );
  }
  return figures;
}

/** Between which values a figure lies in the geos. */
function spreadText(geos: readonly GeoFigures[], of: (geo: GeoFigures) => number | undefined): string {
  const known = geos.flatMap((geo) => {
    const value = of(geo);
    return value === undefined ? [] : [{ geo: geo.geo, value }];
  });
  const sorted = known.toSorted((a, b) => a.value - b.value);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined || low === high) return "";
  return `, from ${figure(low.value)} in ${low.geo} to ${figure(high.value)} in ${high.geo}`;
}

/** How much the table can tell of channels that are the same in all geos. */
function nationalPart({ national }: GeoChecks): Html | undefined {
  if (national.length === 0) return undefined;
  const names = national.map(({ channel }) => channel);
  return html`<h3>National channels</h3>
<p>The spend of ${listed(names)} is that of all geos together, split by population. Differences between geos carry no information about ${names.length === 1 ? "it" : "these channels"}: the effect per head is the same in every geo by assumption, and is estimated from changes over time alone. What of these changes trend, season and controls do not explain is the identified share. The smaller it is, the more the estimate depends on the prior.</p>
${table("Identified share of the channels with national spend", [
  { title: "channel", cells: names },
  { title: "identified share", align: "right", cells: national.map(({ share }) => percent(share)) },
  {
    title: "variance of the effect, times that of a channel on its own",
    align: "right",
    cells: national.map(({ inflation }) => (Number.isFinite(inflation) ? figure(inflation) : missing)),
  },
])}`;
}

function poolingPart({ pooling, residualCorrelation, aggregation }: GeoChecks): Html {
  const shown = pooling.slice(0, tabled);
  const far = pooling.filter(({ probabilityFar }) => probabilityFar > 0.5).map(({ name }) => name);
  return html`<h3>Pooling</h3>
<p>${
    pooling.length === 0
      ? "No parameter is partially pooled over the geos."
      : far.length === 0
        ? `No geo pulls away from the others: none is more than ${farSpreads} standard deviations from their center with a probability above 50%.`
        : `Pulling away from the others: ${listed(far)}.`
  }${residualCorrelation.pairs === 0 ? "" : ` Residuals of two geos in the same week have a mean correlation of ${figure(residualCorrelation.mean)}.`}${
    aggregation.length === 0
      ? ""
      : ` Divided evenly over all people, the same spend or activity would bring ${listed(aggregation.map(({ channel, evenOverActual }) => `${figure(evenOverActual.estimate)} times as much for ${channel}`))}: curves scale all geos together, in their present shares.`
  }</p>
${table(
  `Distance of geos from the center of all geos, in standard deviations of the distribution over the geos, with 90% credible intervals${shown.length < pooling.length ? ` (the ${shown.length} most probable outsiders of ${pooling.length})` : ""}`,
  [
    { title: "parameter", cells: shown.map(({ name }) => name) },
    { title: "distance", align: "right", cells: shown.map(({ deviation }) => withInterval(deviation, alike.figures)) },
    {
      title: `P(more than ${farSpreads})`,
      align: "right",
      cells: shown.map((each) => probability(each.probabilityFar)),
    },
  ],
)}`;
}

// Response curves, saturation, and how long effects last.

import { adstockDecay, responseCurves, saturation } from "../../charts/returns/index.ts";
import type { Analysis } from "../../decisions/advice/index.ts";
import type { ChannelCurves } from "../../decisions/quantities/index.ts";
import { type Interval, intervalAt, type IntervalSeries } from "../../decisions/draws/index.ts";
import {
  type DrawFigure,
  intervalInText,
  withInterval,
  type Html,
  type Figure,
  type Section,
  table,
} from "../shell/index.ts";
import { alike, listed, percent, short } from "../../words/index.ts";

/** Share of the ceiling from which a channel is called saturated. */
const saturatedFrom = 0.7;

export async function curvesPage({ quantities, units }: Analysis, draw: DrawFigure): Promise<Section> {
  const { curves, carryOver } = quantities;
  const unit = curves.period.unit;
  const spending = curves.channels.filter(({ observed }) => observed.largest > 0);
  const figures: Figure[] = [
    await draw(
      "response-curves",
      responseCurves,
      {
        channels: spending.map(({ name, observed, steady, position }) => ({
          name,
          spend: steady.spend,
          estimate: steady.response.estimate,
          medianAt: steady.response.medianAt,
          lower: steady.response.lower,
          upper: steady.response.upper,
          current: observed.average,
          observedRange: [observed.smallest, observed.largest] as const,
          ...(position.halfSaturation === undefined ? {} : { halfSaturation: position.halfSaturation.estimate }),
        })),
      },
      {
        finding: `Long-run contribution per ${unit} of constant spend. Beyond the shaded range, the curves are extrapolation.`,
        howToRead: `The horizontal axis is spend per ${unit}; the vertical axis is the contribution per ${unit}, with a 90% credible band. The mark is the average spend, and the shaded range is the observed spend. Each panel has its own scales.`,
        table: curveTable(spending, unit, units),
      },
    ),
  ];
  const saturating = spending.filter(({ position }) => position.shareOfCeiling !== undefined);
  if (saturating.length > 0) {
    const full = saturating.filter(({ position }) => (position.shareOfCeiling?.estimate ?? 0) >= saturatedFrom);
    figures.push(
      await draw(
        "saturation",
        saturation,
        {
          channels: saturating.map(({ name, observed, steady, shareOfCeiling, position }) => ({
            name,
            spend: steady.spend,
            ...(shareOfCeiling as IntervalSeries),
            current: observed.average,
            currentShare: position.shareOfCeiling as Interval,
            observedRange: [observed.smallest, observed.largest] as const,
          })),
        },
        {
          finding:
            full.length === 0
              ? `At average spend, no channel reaches ${percent(saturatedFrom)} of its maximum effect.`
              : `At average spend, ${listed(full.map(({ name }) => name))} ${full.length === 1 ? "reaches" : "reach"} at least ${percent(saturatedFrom)} of the maximum effect.`,
          howToRead:
            "The vertical axis is the share of the maximum effect of a channel. Where the curve is flat, additional spend has little effect.",
          table: table("Position on the saturation curve, with 90% credible intervals", [
            { title: "channel", cells: saturating.map(({ name }) => name) },
            {
              title: `average spend per ${unit}`,
              unit: units.spend,
              align: "right",
              cells: saturating.map(({ position }) => short(position.averageSpend)),
            },
            {
              title: `half-saturation, spend per ${unit}`,
              unit: units.spend,
              align: "right",
              cells: saturating.map(({ position }) =>
                position.halfSaturation === undefined ? "-" : withInterval(position.halfSaturation),
              ),
            },
            {
              title: "share of the maximum effect",
              align: "right",
              cells: saturating.map(({ position }) =>
                withInterval(position.shareOfCeiling as Interval, alike.percents),
              ),
            },
          ]),
        },
      ),
    );
  }
  const lasting = carryOver.channels.filter(({ later }) => later.upper > 0);
  if (lasting.length > 0) {
    const longest = lasting.toSorted((a, b) => b.meanLag.estimate - a.meanLag.estimate)[0];
    figures.push(
      await draw(
        "adstock-decay",
        adstockDecay,
        {
          channels: lasting.map(({ name, share, halfLife }) => ({
            name,
            weights: share.estimate.slice(0, 13).map((_, lag) => intervalAt(share, lag)),
            ...(halfLife === undefined ? {} : { halfLife }),
          })),
        },
        {
          finding: `${lasting.length === 1 ? longest.name : `${longest.name} has the longest carry-over. It`} has ${intervalInText(longest.later, alike.percents)} of its effect after the ${unit} of the spend.`,
          howToRead: `Bars are the shares of the effect in the ${unit} of the spend (0) and in the ${unit}s after it; whiskers are 90% credible intervals.`,
          table: table("Carry-over, with 90% credible intervals", [
            { title: "channel", cells: lasting.map(({ name }) => name) },
            {
              title: `half-life (${unit}s)`,
              align: "right",
              cells: lasting.map(({ halfLife }) =>
                halfLife === undefined ? "-" : withInterval(halfLife, alike.figures),
              ),
            },
            {
              title: `mean lag (${unit}s)`,
              align: "right",
              cells: lasting.map(({ meanLag }) => withInterval(meanLag, alike.figures)),
            },
            {
              title: `effect after the ${unit} of spend`,
              align: "right",
              cells: lasting.map(({ later }) => withInterval(later, alike.percents)),
            },
          ]),
        },
      ),
    );
  }
  return { id: "curves", title: "Response curves and carry-over", figures };
}

/** Points of a curve that its table holds. */
const tabled = 8;

function curveTable(channels: readonly ChannelCurves[], unit: string, units: Analysis["units"]): Html {
  const rows = channels.flatMap(({ name, steady }) => {
    const step = Math.max(1, Math.floor((steady.spend.length - 1) / tabled));
    return steady.spend.flatMap((spend, i) =>
      i > 0 && i % step === 0
        ? [
            {
              name,
              spend,
              response: intervalAt(steady.response, i),
            },
          ]
        : [],
    );
  });
  return table(`Contribution per ${unit} of constant spend, with 90% credible intervals`, [
    { title: "channel", cells: rows.map(({ name }) => name) },
    { title: `spend per ${unit}`, unit: units.spend, align: "right", cells: rows.map(({ spend }) => short(spend)) },
    {
      title: `contribution per ${unit}`,
      unit: units.target,
      align: "right",
      cells: rows.map(({ response }) => withInterval(response)),
    },
  ]);
}

// Response curves, saturation, and how long effects last.

import { adstockDecay, responseCurves, saturation } from "../../charts/returns/index.ts";
import type { Analysis } from "../../decisions/advice/index.ts";
import type { ChannelCurves, ResponseCurves } from "../../decisions/quantities/index.ts";
import { type Interval, intervalAt, type IntervalSeries } from "../../decisions/draws/index.ts";
import {
  curveWords,
  drivenBy,
  drivingColumns,
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
  const words = curveWords(curves);
  const spending = curves.channels.filter(({ observed }) => observed.largest > 0);
  const figures: Figure[] = [
    await draw(
      "response-curves",
      responseCurves,
      {
        channels: spending.map(({ name, unit: driving, observed, steady, position }) => ({
          name,
          ...drivenBy({ unit: driving }),
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
        finding: `Long-run ${words.response} per ${unit} of constant ${words.driving}. Beyond the shaded range, the curves are extrapolation.`,
        howToRead: `The horizontal axis is ${words.driving} per ${unit}; the vertical axis is the ${words.response} per ${unit}, with a 90% credible band. The mark is the average, and the shaded range is what was observed. Each panel has its own scales.${words.note}`,
        table: curveTable(spending, curves, units),
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
          channels: saturating.map(({ name, unit: driving, observed, steady, shareOfCeiling, position }) => ({
            name,
            ...drivenBy({ unit: driving }),
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
              ? `At average ${words.driving}, no channel reaches ${percent(saturatedFrom)} of its maximum effect.`
              : `At average ${words.driving}, ${listed(full.map(({ name }) => name))} ${full.length === 1 ? "reaches" : "reach"} at least ${percent(saturatedFrom)} of the maximum effect.`,
          howToRead: `The vertical axis is the share of the maximum effect of a channel. Where the curve is flat, additional ${words.driving} has little effect.`,
          table: table("Position on the saturation curve, with 90% credible intervals", [
            { title: "channel", cells: saturating.map(({ name }) => name) },
            ...drivingColumns(
              saturating,
              `average ${words.driving} per ${unit}`,
              saturating.map(({ position }) => short(position.averageSpend)),
              units,
            ),
            {
              title: `half-saturation, ${words.driving} per ${unit}`,
              unit: words.money(units),
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

function curveTable(channels: readonly ChannelCurves[], curves: ResponseCurves, units: Analysis["units"]): Html {
  const { unit } = curves.period;
  const words = curveWords(curves);
  const rows = channels.flatMap(({ name, unit: driving, steady }) => {
    const step = Math.max(1, Math.floor((steady.spend.length - 1) / tabled));
    return steady.spend.flatMap((spend, i) =>
      i > 0 && i % step === 0
        ? [
            {
              name,
              unit: driving,
              spend,
              response: intervalAt(steady.response, i),
            },
          ]
        : [],
    );
  });
  return table(`Long-run ${words.response} per ${unit} of constant ${words.driving}, with 90% credible intervals`, [
    { title: "channel", cells: rows.map(({ name }) => name) },
    ...drivingColumns(
      rows,
      `${words.driving} per ${unit}`,
      rows.map(({ spend }) => short(spend)),
      units,
    ),
    {
      title: `${words.response} per ${unit}`,
      unit: units.outcome,
      align: "right",
      cells: rows.map(({ response }) => withInterval(response)),
    },
  ]);
}

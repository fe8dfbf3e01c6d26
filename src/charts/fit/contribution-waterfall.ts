// From base over every part to the total: a bar for each part's mean, which add up, and a whisker for its 90% interval.

import { scaleLinear } from "d3";
import {
  bottomAxis,
  bottomAxisHeight,
  startChart,
  px,
  settingsOf,
  periodWord,
  targetWords,
  type Chart,
  type Interval,
  domainOf,
  boxKey,
  drawLegend,
  intervalKey,
  legendHeight,
  type LegendItem,
  drawRowNames,
  rowLayout,
} from "../frame/index.ts";
import { estimateAlone, statisticWords, withUnit } from "../../words/index.ts";

export interface ContributionWaterfallData {
  /** In the order in which they are shown, base first. */
  readonly parts: readonly {
    readonly name: string;
    readonly kind: "channel" | "other";
    readonly total: Interval;
    /** Of the total, 0 to 1; the ratio of the two means by default. */
    readonly share?: Pick<Interval, "estimate" | "statistic">;
    /** Least and most that the part brings in one week, where its total is zero by construction: said in place of the total. */
    readonly swing?: readonly [number, number];
  }[];
  readonly total: Interval;
  /** Sum of what was observed, for the description. */
  readonly observed?: number;
}

export const contributionWaterfall: Chart<ContributionWaterfallData> = (data, options = {}) => {
  const { theme, numbers, narrow } = settingsOf(options);
  const words = targetWords(options);
  let sum = 0;
  // Bars are means, which add up, also where the text has a median.
  const steps = data.parts.map(({ name, kind, total, share, swing }) => {
    const from = sum;
    sum += total.mean;
    return {
      name,
      total,
      share,
      swing,
      from,
      fill: total.mean < 0 ? theme.bad : kind === "channel" ? theme.accent : theme.neutral[1],
    };
  });
  const rows = [
    ...steps,
    { name: "Total", total: data.total, share: undefined, swing: undefined, from: 0, fill: theme.neutral[3] },
  ];
  const whole = data.total.mean;
  const texts = rows.map(({ total, share: given, swing }) => {
    if (swing !== undefined) return `0 · ${numbers.range(...swing)} by week`;
    const part = given === undefined ? numbers.percent(total.mean / whole) : estimateAlone(given, numbers.percent);
    const share = whole > 0 ? ` · ${part}` : "";
    return `${numbers.estimated(total)}${share}`;
  });
  const legend: LegendItem[] = [
    { label: "channel", key: boxKey(theme.accent) },
    { label: "baseline components", key: boxKey(theme.neutral[1]) },
    ...(steps.some(({ total }) => total.mean < 0) ? [{ label: "negative contribution", key: boxKey(theme.bad) }] : []),
    { label: "90% credible interval", key: intervalKey(theme.ink, false) },
  ];
  const layout = rowLayout(
    options,
    rows.map(({ name }) => name),
    {
      texts,
      textHead: `${statisticWords(rows.map(({ total }) => total))} (90% interval) · share`,
      top: legendHeight(options, legend),
      markHeight: narrow ? 18 : 22,
    },
  );
  const drawing = startChart(options, {
    name: "contribution-waterfall",
    title: `Contributions to ${words.inline}`,
    description: `${rows.map(({ name }, index) => `${name}: ${texts[index]}`).join("; ")}${
      data.observed === undefined ? "" : `; observed: ${numbers.short(data.observed)}`
    }`,
    height: layout.bottom + bottomAxisHeight(true) + 4,
  });
  drawLegend(drawing, legend);
  const ends = rows.flatMap(({ from, total }) => [from, from + total.lower, from + total.mean, from + total.upper]);
  const scale = scaleLinear(domainOf(ends, [0]), [layout.left, layout.right]);
  bottomAxis(drawing, scale, layout, {
    title: withUnit(`Contribution to ${words.inline}, all ${periodWord(options)}s of the table`, options.targetUnit),
  });
  const bars = drawing.group();
  const whiskers = drawing.group().attr("stroke", theme.ink).attr("stroke-width", 1.25).attr("fill", "none");
  rows.forEach(({ from, total, fill }, index) => {
    const y = layout.center(index);
    const [a, b] = [scale(from), scale(from + total.mean)].sort((left, right) => left - right);
    bars
      .append("rect")
      .attr("x", px(a))
      .attr("y", px(y - 7))
      .attr("width", px(Math.max(1, b - a)))
      .attr("height", 14)
      .attr("fill", fill);
    const end = px(scale(from + total.mean));
    // The thread to the next row's beginning; the total begins at zero again.
    if (index < steps.length) {
      bars
        .append("path")
        .attr("class", "rule")
        .attr("stroke-width", 0.6)
        .attr("d", `M${end} ${px(y + 7)}V${px(layout.center(index + 1) - 7)}`);
    }
    const [low, high] = [px(scale(from + total.lower)), px(scale(from + total.upper))];
    whiskers.append("path").attr("d", `M${low} ${px(y)}H${high}M${low} ${px(y - 3)}v6M${high} ${px(y - 3)}v6`);
  });
  drawRowNames(drawing, layout);
  return drawing.svg.node()!;
};

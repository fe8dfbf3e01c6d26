// From the current plan to the recommended one, per channel, over the range of spend that the data have seen.

import { scaleLinear } from "d3";
import {
  bottomAxis,
  bottomAxisHeight,
  startChart,
  px,
  settingsOf,
  outcomeWords,
  type Chart,
  type Interval,
  domainOf,
  boxKey,
  dotKey,
  drawLegend,
  legendHeight,
  type LegendItem,
  drawRowNames,
  rowLayout,
  wrapText,
} from "../frame/index.ts";
import { estimateAlone, signed, withUnit } from "../../words/index.ts";

export interface BudgetChangeData {
  readonly channels: readonly {
    readonly name: string;
    /** Spend over the same time in all fields, such as the horizon or a week; `per` names it. */
    readonly current: number;
    readonly recommended: number;
    /** Smallest and largest spend ever observed over that time. */
    readonly observedRange?: readonly [number, number];
  }[];
  /** The time that spend is counted over, for the axis: "week" by default. */
  readonly per?: string;
  /** Target under the recommended plan less target under the current one. */
  readonly gain?: Interval;
  /** What is gained, where it is not the target: "profit". */
  readonly gainOf?: string;
  readonly probabilityOfGain?: number;
}

/** Rows by size of recommended spend; a recommendation outside the observed range is drawn in the color of warning. */
export const budgetChange: Chart<BudgetChangeData> = (data, options = {}) => {
  const { theme, numbers, width } = settingsOf(options);
  const words = outcomeWords(options);
  const rows = [...data.channels].sort((a, b) => b.recommended - a.recommended);
  const isBeyond = ({ recommended, observedRange: range }: (typeof rows)[number]): boolean =>
    range !== undefined && (recommended < range[0] || recommended > range[1]);
  const beyond = rows.map(isBeyond);
  const legend: LegendItem[] = [
    { label: "current", key: dotKey(theme.muted, true) },
    { label: "recommended", key: dotKey(theme.accent) },
    ...(beyond.includes(true)
      ? [{ label: "recommended, outside the observed range (!)", key: dotKey(theme.warning) }]
      : []),
    ...(rows.some(({ observedRange }) => observedRange !== undefined)
      ? [{ label: "observed range", key: boxKey(theme.neutral[0], 0.6) }]
      : []),
  ];
  const texts = rows.map(({ current, recommended }, index) => {
    const change = current > 0 ? numbers.change(recommended / current - 1) : recommended > 0 ? "new" : "unchanged";
    return `${numbers.short(current)} → ${numbers.short(recommended)} · ${change}${beyond[index] ? " !" : ""}`;
  });
  const caption = captionOf(
    data,
    numbers,
    data.gainOf ?? words.inline,
    words.unit ?? (data.gainOf === undefined ? undefined : options.spendUnit),
  );
  const lines = caption === undefined ? [] : wrapText(caption, width - 8, 3);
  const layout = rowLayout(
    options,
    rows.map(({ name }) => name),
    { texts, textHead: "current → recommended", top: legendHeight(options, legend) },
  );
  const axisEnd = layout.bottom + bottomAxisHeight(true) + 4;
  const drawing = startChart(options, {
    name: "budget-change",
    title: "Current and recommended spend by channel",
    description: [
      ...(caption === undefined ? [] : [caption]),
      ...rows.map(({ name }, index) => `${name}: ${texts[index]}`),
    ].join("; "),
    height: axisEnd + lines.length * 16 + (lines.length > 0 ? 10 : 0),
  });
  drawLegend(drawing, legend);
  const values = rows.flatMap(({ current, recommended, observedRange }) => [
    current,
    recommended,
    ...(observedRange ?? []),
  ]);
  const scale = scaleLinear(domainOf(values, [0]), [layout.left, layout.right]);
  bottomAxis(drawing, scale, layout, { title: withUnit(`Spend per ${data.per ?? "week"}`, options.spendUnit) });
  const marks = drawing.group();
  rows.forEach(({ current, recommended, observedRange }, index) => {
    const y = layout.center(index);
    const [from, to] = [scale(current), scale(recommended)];
    const color = beyond[index] ? theme.warning : theme.accent;
    if (observedRange !== undefined) {
      const [low, high] = observedRange.map((value) => scale(value));
      marks
        .append("rect")
        .attr("x", px(low))
        .attr("y", px(y - 6))
        .attr("width", px(high - low))
        .attr("height", 12)
        .attr("fill", theme.neutral[0])
        .attr("fill-opacity", 0.6);
    }
    marks
      .append("path")
      .attr("d", `M${px(from)} ${px(y)}H${px(to)}`)
      .attr("stroke", color)
      .attr("stroke-width", 1.75);
    marks
      .append("circle")
      .attr("cx", px(from))
      .attr("cy", px(y))
      .attr("r", 4)
      .attr("fill", theme.background)
      .attr("stroke", theme.muted)
      .attr("stroke-width", 1.5);
    marks.append("circle").attr("cx", px(to)).attr("cy", px(y)).attr("r", 4.5).attr("fill", color);
  });
  drawRowNames(drawing, layout);
  lines.forEach((line, index) => {
    drawing.svg
      .append("text")
      .attr("x", 4)
      .attr("y", px(axisEnd + 16 + index * 16))
      .text(line);
  });
  return drawing.svg.node()!;
};

function captionOf(
  { gain, probabilityOfGain }: BudgetChangeData,
  numbers: ReturnType<typeof settingsOf>["numbers"],
  target: string,
  unit: string | undefined,
): string | undefined {
  if (gain === undefined) return undefined;
  const more = unit === undefined ? "" : ` ${unit}`;
  const probability =
    probabilityOfGain === undefined ? "" : `; probability of a gain ${numbers.probability(probabilityOfGain)}`;
  return `Expected change in ${target}: ${estimateAlone(gain, signed(numbers.short))}${more} (90% interval ${numbers.range(gain.lower, gain.upper)})${probability}.`;
}

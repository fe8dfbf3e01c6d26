// What each week's target is made of: the baseline in grey below, channels in color above. The bands of a week add up to what is expected of it.

import { scaleLinear } from "d3";
import {
  bottomAxisHeight,
  leftAxis,
  leftAxisWidth,
  leftTitleHeight,
  startChart,
  px,
  settingsOf,
  periodWord,
  targetWords,
  type Chart,
  type Drawing,
  domainOf,
  boxKey,
  drawLegend,
  legendHeight,
  lineKey,
  type LegendItem,
  bandPath,
  linePath,
  neutralFill,
  seriesFill,
  fitNames,
  spreadLabels,
  textWidth,
  fontSize,
  weekAxis,
  weekScale,
} from "../frame/index.ts";
import { listed, withUnit } from "../../words/index.ts";

export interface ContributionStackData {
  readonly weeks: readonly string[];
  /**
   * In the order in which they are stacked, from the bottom: base first. Values are posterior means, because those add up. See
   * `stackBands` for what is drawn.
   */
  readonly parts: readonly {
    readonly name: string;
    readonly kind: "channel" | "other";
    readonly values: readonly number[];
  }[];
  readonly observed?: readonly number[];
}

export type StackBand = ContributionStackData["parts"][number];

/**
 * The bands that are drawn: in every week they add up to the sum of the parts. Season, trend and controls count up and down from what they refer
 * to; where one of these is negative in a week, all that is no channel makes one band, the baseline. Otherwise the top of the stack would be
 * the sum of the gains alone and lie above the target.
 */
export function stackBands({ weeks, parts }: Pick<ContributionStackData, "weeks" | "parts">): readonly StackBand[] {
  const others = parts.filter(({ kind }) => kind === "other");
  if (others.length < 2 || !others.some(({ values }) => values.some((value) => value < 0))) return parts;
  const values = weeks.map((_, week) => others.reduce((sum, part) => sum + part.values[week], 0));
  return [{ name: "baseline", kind: "other", values }, ...parts.filter(({ kind }) => kind === "channel")];
}

interface Layer {
  readonly name: string;
  readonly fill: (drawing: Drawing) => string;
  /** Cumulated contribution with this part: of gains above zero, of losses below. */
  readonly above: readonly number[];
  readonly below: readonly number[];
  readonly gains: boolean;
  readonly losses: boolean;
  /** Middle of the part at the last week where it is seen at all. */
  readonly middle: number;
}

function layersOf(data: { readonly weeks: readonly string[]; readonly parts: readonly StackBand[] }): Layer[] {
  const above = new Array<number>(data.weeks.length).fill(0);
  const below = new Array<number>(data.weeks.length).fill(0);
  const places = { channel: 0, other: 0 };
  return data.parts.map(({ name, kind, values }) => {
    const place = places[kind]++;
    const last = values.length - 1;
    const start = values[last] < 0 ? below[last] : above[last];
    values.forEach((value, week) => {
      if (value > 0) above[week] += value;
      else if (value < 0) below[week] += value;
    });
    return {
      name,
      fill: (drawing) => (kind === "channel" ? seriesFill(drawing, place) : neutralFill(drawing, place)),
      above: [...above],
      below: [...below],
      gains: values.some((value) => value > 0),
      losses: values.some((value) => value < 0),
      middle: start + (values[last] ?? 0) / 2,
    };
  });
}

const labelHeight = 14;

/** On a page the parts are named beside their areas; on a telephone in a legend. */
export const contributionStack: Chart<ContributionStackData> = (data, options = {}) => {
  const { theme, width, narrow } = settingsOf(options);
  const words = targetWords(options);
  const bands = stackBands(data);
  const layers = layersOf({ weeks: data.weeks, parts: bands });
  // Losses hang below zero, so that the top of the stack is no longer the sum: a line is drawn where it is.
  const total = layers.some(({ losses }) => losses)
    ? data.weeks.map((_, week) => bands.reduce((sum, { values }) => sum + values[week], 0))
    : undefined;
  const observedKey: LegendItem[] = [
    ...(data.observed === undefined ? [] : [{ label: "observed", key: lineKey(theme.observed) }]),
    ...(total === undefined ? [] : [{ label: "sum of the bands", key: lineKey(theme.contrast) }]),
  ];
  const folded = bands.length < data.parts.length ? data.parts.filter(({ kind }) => kind === "other") : [];
  const probe = (fills: readonly string[]): LegendItem[] =>
    narrow
      ? [...observedKey, ...layers.map(({ name }, index) => ({ label: name, key: boxKey(fills[index]) }))]
      : observedKey;
  const top = legendHeight(options, probe([])) + leftTitleHeight;
  const plot = (options.height ?? 0) - top - bottomAxisHeight(false) - 4;
  const bottom = top + Math.max(plot, narrow ? 220 : Math.max(280, layers.length * labelHeight + 6));
  const drawing = startChart(options, {
    name: "contribution-stack",
    title: `Contributions to ${words.inline} per ${periodWord(options)}`,
    description: `Stacked from below: ${layers.map(({ name }) => name).join(", ")}.${
      folded.length === 0 ? "" : ` The baseline is the sum of ${listed(folded.map(({ name }) => name))}.`
    }`,
    height: bottom + bottomAxisHeight(false) + 4,
  });
  const fills = layers.map((layer) => layer.fill(drawing));
  drawLegend(drawing, probe(fills));
  const highest = layers.at(-1)?.above ?? [];
  const lowest = layers.at(-1)?.below ?? [];
  const y = scaleLinear(domainOf([...highest, ...lowest, ...(data.observed ?? [])], [0], 0.02), [bottom, top]);
  const left = leftAxisWidth(drawing, y) + 4;
  const names = fitNames(
    layers.map(({ name }) => name),
    Math.max(110, width * 0.27),
    fontSize.small,
  );
  const nameColumn = narrow ? 0 : Math.max(...names.map((name) => textWidth(name, fontSize.small)), 0) + 34;
  const right = width - nameColumn - 10;
  const x = weekScale(data.weeks.length, left, right);
  leftAxis(
    drawing,
    y,
    { left, right },
    { title: withUnit(`${words.head} per ${periodWord(options)}`, options.targetUnit) },
  );
  weekAxis(drawing, data.weeks, x, bottom);
  const xs = data.weeks.map((_, week) => x(week));
  const zero = xs.map(() => y(0));
  const areas = drawing.group().attr("stroke", theme.background).attr("stroke-width", 0.4);
  // Each area reaches down to zero and the next covers it, which halves the file: from the top of the stack to its bottom.
  for (let index = layers.length - 1; index >= 0; index--) {
    const layer = layers[index];
    const draw = (edge: readonly number[]): void => {
      const ys = edge.map((value) => y(value));
      areas
        .append("path")
        .attr("fill", fills[index])
        .attr("d", closeAtZero(xs, ys, y(0)) ?? bandPath(xs, zero, ys));
    };
    if (layer.gains) draw(layer.above);
    if (layer.losses) draw(layer.below);
  }
  const marks = drawing.group();
  marks
    .append("path")
    .attr("class", "rule")
    .attr("d", `M${px(left)} ${px(y(0))}H${px(right)}`);
  if (total !== undefined) {
    marks
      .append("path")
      .attr("class", "line")
      .attr("stroke", theme.contrast)
      .attr(
        "d",
        linePath(
          xs,
          total.map((value) => y(value)),
        ),
      );
  }
  if (data.observed !== undefined) {
    const ys = data.observed.map((value) => y(value));
    marks
      .append("path")
      .attr("class", "line")
      .attr("stroke", theme.background)
      .attr("stroke-width", 3)
      .attr("d", linePath(xs, ys));
    marks
      .append("path")
      .attr("class", "line")
      .attr("stroke", theme.observed)
      .attr("stroke-width", 1.2)
      .attr("d", linePath(xs, ys));
  }
  if (!narrow) {
    const centers = layers.map(({ middle }) => y(middle));
    const places = spreadLabels(centers, labelHeight, top + labelHeight / 2, bottom - labelHeight / 2);
    const labels = drawing.group("small");
    layers.forEach((_, index) => {
      const place = places[index];
      labels
        .append("path")
        .attr("class", "rule")
        .attr("stroke-width", 0.6)
        .attr("d", `M${px(right + 2)} ${px(centers[index])}L${px(right + 14)} ${px(place)}`);
      labels
        .append("rect")
        .attr("x", px(right + 16))
        .attr("y", px(place - 5))
        .attr("width", 10)
        .attr("height", 10)
        .attr("fill", fills[index]);
      labels
        .append("text")
        .attr("x", px(right + 30))
        .attr("y", px(place + 4))
        .text(names[index]);
    });
  }
  return drawing.svg.node()!;
};

/** The area down to zero in the shortest form, when every point is finite. */
function closeAtZero(xs: readonly number[], ys: readonly number[], zero: number): string | undefined {
  if (xs.length === 0 || !ys.every(Number.isFinite)) return undefined;
  return `${linePath(xs, ys)}V${px(zero)}H${px(xs[0])}z`;
}

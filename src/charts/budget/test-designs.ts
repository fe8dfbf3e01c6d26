// Planned lift tests: the effect that the model expects of each, beside the effects that are too small for it to find.

import { scaleLinear } from "d3";
import {
  bottomAxis,
  bottomAxisHeight,
  boxKey,
  type Chart,
  domainOf,
  drawInterval,
  drawLegend,
  drawRowNames,
  type Interval,
  intervalKey,
  legendHeight,
  px,
  referenceLine,
  rowLayout,
  settingsOf,
  startChart,
  targetWords,
} from "../frame/index.ts";
import { withUnit } from "../../words/index.ts";

export interface TestDesignsData {
  /** Best first. */
  readonly tests: readonly {
    readonly name: string;
    readonly lift: Interval;
    /** Smaller effects would not be found. */
    readonly smallestEffect: number;
    readonly power: number;
    /** Share by which the interval of the tested channel's ROI narrows. */
    readonly narrowing: number;
  }[];
  /** Probability of the intervals; default 0.9. */
  readonly level?: number;
}

/** One row for each test, in the order given. */
export const testDesigns: Chart<TestDesignsData> = ({ tests, level = 0.9 }, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  const words = targetWords(options);
  const legend = [
    { label: `expected effect, ${numbers.percent(level)} interval`, key: intervalKey(theme.accent) },
    { label: "effects too small to find", key: boxKey(theme.neutral[0], 0.6) },
  ];
  const texts = tests.map(({ power, narrowing }) => `${numbers.probability(power)} · ${numbers.percent(narrowing)}`);
  const layout = rowLayout(
    options,
    tests.map(({ name }) => name),
    { texts, textHead: "power · interval of ROI narrows by", top: legendHeight(options, legend) },
  );
  const drawing = startChart(options, {
    name: "test-designs",
    title: "Expected effect and smallest effect of planned tests",
    description: tests.map(({ name }, index) => `${name}: ${texts[index]}`).join("; "),
    height: layout.bottom + bottomAxisHeight(true) + 4,
  });
  drawLegend(drawing, legend);
  const values = tests.flatMap(({ lift, smallestEffect }) => [lift.lower, lift.upper, -smallestEffect, smallestEffect]);
  const scale = scaleLinear(domainOf(values, [0]), [layout.left, layout.right]);
  bottomAxis(drawing, scale, layout, {
    title: withUnit(`Change in ${words.inline} while the test is read`, options.targetUnit),
  });
  const marks = drawing.group();
  referenceLine(marks, `M${px(scale(0))} ${px(layout.top)}V${px(layout.bottom)}`, theme.muted);
  tests.forEach(({ lift, smallestEffect }, index) => {
    const y = layout.center(index);
    const [from, to] = [scale(-smallestEffect), scale(smallestEffect)];
    marks
      .append("rect")
      .attr("x", px(from))
      .attr("y", px(y - 7))
      .attr("width", px(to - from))
      .attr("height", 14)
      .attr("fill", theme.neutral[0])
      .attr("fill-opacity", 0.6);
    drawInterval(marks, scale, lift, { y, color: theme.accent });
  });
  drawRowNames(drawing, layout);
  return drawing.svg.node()!;
};

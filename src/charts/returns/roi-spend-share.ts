// Share of spend beside share of the contribution of all media: a channel whose dot lies right of its bar brings more than it costs.

import { scaleLinear } from "d3";
import {
  bottomAxis,
  bottomAxisHeight,
  startChart,
  px,
  settingsOf,
  type Chart,
  type Interval,
  domainOf,
  drawInterval,
  boxKey,
  drawLegend,
  intervalKey,
  legendHeight,
  type LegendItem,
  drawRowNames,
  rowLayout,
} from "../frame/index.ts";
import { estimateAlone, figure } from "../../words/index.ts";

export interface RoiSpendShareData {
  readonly channels: readonly {
    readonly name: string;
    /** Share of all media spend, 0 to 1. */
    readonly spendShare: number;
    /** Share of the contribution of all media, 0 to 1, 90% interval. */
    readonly contributionShare: Interval;
    readonly roi?: Interval;
  }[];
}

/** Rows sorted by share of spend. */
export const roiSpendShare: Chart<RoiSpendShareData> = (data, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  const rows = [...data.channels].sort((a, b) => b.spendShare - a.spendShare);
  const withRoi = rows.some(({ roi }) => roi !== undefined);
  const legend: LegendItem[] = [
    { label: "share of spend", key: boxKey(theme.neutral[0]) },
    { label: `share of the media contribution, 90% interval`, key: intervalKey(theme.accent) },
  ];
  const texts = rows.map(({ spendShare, contributionShare, roi }) => {
    const shares = `${numbers.percent(spendShare)} → ${estimateAlone(contributionShare, numbers.percent)}`;
    return roi === undefined ? shares : `${shares} · ${estimateAlone(roi, figure)}`;
  });
  const layout = rowLayout(
    options,
    rows.map(({ name }) => name),
    { texts, textHead: `spend → contribution${withRoi ? " · ROI" : ""}`, top: legendHeight(options, legend) },
  );
  const drawing = startChart(options, {
    name: "roi-spend-share",
    title: "Share of spend and share of contribution by channel",
    description: rows.map(({ name }, index) => `${name}: ${texts[index]}`).join("; "),
    height: layout.bottom + bottomAxisHeight(true) + 4,
  });
  drawLegend(drawing, legend);
  const values = rows.flatMap(({ spendShare, contributionShare: { lower, upper } }) => [spendShare, lower, upper]);
  const scale = scaleLinear(domainOf(values, [0]), [layout.left, layout.right]);
  bottomAxis(drawing, scale, layout, { title: "Share of all media (%)", ticksFormat: drawing.numbers.percentTicks });
  const marks = drawing.group();
  rows.forEach(({ spendShare, contributionShare }, index) => {
    const y = layout.center(index);
    marks
      .append("rect")
      .attr("x", px(scale(0)))
      .attr("y", px(y - 7))
      .attr("width", px(scale(spendShare) - scale(0)))
      .attr("height", 14)
      .attr("fill", theme.neutral[0]);
    drawInterval(marks, scale, contributionShare, { y, color: theme.accent });
  });
  drawRowNames(drawing, layout);
  return drawing.svg.node()!;
};

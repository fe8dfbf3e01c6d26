// The review at a glance: every check with its outcome and what was found, those that need attention first.

import type { ReviewCheck, ReviewStatus } from "../../decisions/review/index.ts";
import {
  startChart,
  px,
  settingsOf,
  type Chart,
  boxKey,
  drawLegend,
  legendHeight,
  type LegendItem,
  fitText,
  textWidth,
  widestText,
  wrapText,
  fontSize,
  type Theme,
} from "../frame/index.ts";

export interface ReviewChecksData {
  readonly checks: readonly Pick<ReviewCheck, "title" | "status" | "finding" | "advice">[];
}

const order: readonly ReviewStatus[] = ["FAIL", "REVIEW", "PASS"];
const colorOf = (theme: Theme, status: ReviewStatus): string =>
  ({ PASS: theme.good, REVIEW: theme.warning, FAIL: theme.bad })[status];

const badgeWidth = 58;
const lineHeight = 15;

/** What was found of every check, and what to do of those that did not pass. Rows in the order FAIL, REVIEW, PASS, each outcome in the order given. The word stands in every badge: color is not needed. */
export const reviewChecks: Chart<ReviewChecksData> = ({ checks }, options = {}) => {
  const { theme, width, narrow } = settingsOf(options);
  const rows = order.flatMap((status) =>
    checks
      .filter((check) => check.status === status)
      .map(({ title, finding, advice }) => ({
        status,
        name: title,
        detail: status === "PASS" ? finding : `${finding} ${advice}`,
      })),
  );
  const counts = order.map((status) => ({ status, count: rows.filter((row) => row.status === status).length }));
  const legend = counts
    .filter(({ count }) => count > 0)
    .map(
      ({ status, count }): LegendItem => ({
        label: `${count} ${status.toLowerCase()}`,
        key: boxKey(colorOf(theme, status)),
      }),
    );
  const nameLeft = 4 + badgeWidth + 12;
  const nameWidth = narrow
    ? width - nameLeft - 4
    : Math.min(
        widestText(
          rows.map(({ name }) => name),
          fontSize.label,
          true,
        ),
        width * 0.28,
      );
  const detailLeft = narrow ? nameLeft : nameLeft + nameWidth + 16;
  const laid = rows.map(({ name, status, detail }) => {
    const names = wrapText(name, nameWidth, 2, fontSize.label, true);
    const details = wrapText(detail, width - detailLeft - 6, narrow ? 6 : 4, fontSize.small);
    const lines = narrow ? names.length + details.length : Math.max(names.length, details.length);
    return { status, names, details, height: Math.max(24, lines * lineHeight + 10) };
  });
  const stripTop = legendHeight(options, legend);
  const top = stripTop + 16;
  const height = top + laid.reduce((sum, row) => sum + row.height, 0) + 2;
  const drawing = startChart(options, {
    name: "review-checks",
    title: `Review of the model: ${counts.map(({ status, count }) => `${count} ${status}`).join(", ")}`,
    description: rows.map(({ name, status, detail }) => `${status} ${name}: ${detail}`).join(" "),
    height,
  });
  drawLegend(drawing, legend);
  const strip = drawing.group();
  const shares = counts.filter(({ count }) => count > 0);
  let x = 4;
  for (const { status, count } of shares) {
    const length = ((width - 8) * count) / Math.max(1, rows.length);
    strip
      .append("rect")
      .attr("x", px(x))
      .attr("y", px(stripTop))
      .attr("width", px(Math.max(1, length - 2)))
      .attr("height", 6)
      .attr("fill", colorOf(theme, status));
    x += length;
  }
  let y = top;
  const lines = drawing.group();
  for (const { status, names, details, height: rowHeight } of laid) {
    lines
      .append("path")
      .attr("class", "grid")
      .attr("d", `M4 ${px(y)}H${px(width - 4)}`);
    const badge = drawing.group();
    badge
      .append("rect")
      .attr("x", 4)
      .attr("y", px(y + 4))
      .attr("width", badgeWidth)
      .attr("height", 17)
      .attr("rx", 3)
      .attr("fill", colorOf(theme, status));
    const word = fitText(status, badgeWidth - 4, fontSize.small, true);
    badge
      .append("text")
      .attr("class", "small strong")
      .attr("style", `fill:${theme.background}`)
      .attr("x", px(4 + (badgeWidth - textWidth(word, fontSize.small, true)) / 2))
      .attr("y", px(y + 16.5))
      .text(word);
    names.forEach((line, index) => {
      badge
        .append("text")
        .attr("class", "strong")
        .attr("x", px(nameLeft))
        .attr("y", px(y + 17 + index * lineHeight))
        .text(line);
    });
    const first = narrow ? y + 17 + names.length * lineHeight : y + 17;
    details.forEach((line, index) => {
      badge
        .append("text")
        .attr("class", "small")
        .attr("x", px(detailLeft))
        .attr("y", px(first + index * lineHeight))
        .text(line);
    });
    y += rowHeight;
  }
  return drawing.svg.node()!;
};

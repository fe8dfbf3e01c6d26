// Correlations of the channels' spend as a heat map: channels that move together can hardly be told apart.

import {
  startChart,
  px,
  settingsOf,
  type Chart,
  type Drawing,
  type SvgGroup,
  drawLegend,
  legendHeight,
  type LegendItem,
  textWidth,
  widestText,
  wrapText,
  fontSize,
} from "../frame/index.ts";

export interface ReviewCollinearityData {
  readonly channels: readonly string[];
  /** Correlation of channels i and j; NaN for a channel whose spend never changes. */
  readonly correlations: readonly (readonly number[])[];
  /** What is correlated; "the channels' spend" by default. */
  readonly quantity?: string;
  /** From this size on a pair is outlined; 0.8 by default. */
  readonly threshold?: number;
}

/** Lower triangle; columns carry the numbers of the rows. Numbers stand in the cells where there is room. */
export const reviewCollinearity: Chart<ReviewCollinearityData> = (data, options = {}) => {
  const { theme, numbers, width, narrow } = settingsOf(options);
  const { channels, correlations } = data;
  const threshold = data.threshold ?? 0.8;
  const n = channels.length;
  const legend: LegendItem[] = [
    { label: "−1 to 0", key: scaleKey(theme.contrast, true) },
    { label: "0 to 1", key: scaleKey(theme.accent, false) },
    { label: `|r| of ${numbers.plain(threshold)} or more`, key: outlineKey(theme.ink) },
  ];
  const top = legendHeight(options, legend);
  const numbered = channels.map((name, index) => `${index + 1}  ${name}`);
  const room = Math.min(Math.ceil(widestText(numbered)), Math.floor(width * (narrow ? 0.4 : 0.42)));
  const left = 4 + room + 10;
  const cell = Math.max(8, Math.min(46, (width - left - 8) / Math.max(1, n)));
  const lines = numbered.map((name) => (textWidth(name) <= room ? [name] : wrapText(name, room, 2, fontSize.small)));
  const deep = lines.some((name) => name.length > 1);
  const rowHeight = Math.min(Math.max(cell, deep ? 28 : 17), 34);
  const pairs = channels.flatMap((_, row) =>
    channels.slice(0, row).map((__, column) => ({ row, column, r: correlations[row][column] })),
  );
  const high = pairs.filter(({ r }) => Math.abs(r) >= threshold).sort((a, b) => Math.abs(b.r) - Math.abs(a.r));
  const drawing = startChart(options, {
    name: "review-collinearity",
    title: `Correlations of ${data.quantity ?? "the channels' spend"}`,
    description:
      high.length === 0
        ? `No pair of ${n} channels has a correlation of ${numbers.plain(threshold)} or more.`
        : high
            .slice(0, 8)
            .map(({ row, column, r }) => `${channels[column]} and ${channels[row]}: ${numbers.ratio(r)}`)
            .join("; "),
    height: top + n * rowHeight + 22,
  });
  drawLegend(drawing, legend);
  drawCells(drawing, left, top, cell, rowHeight);
  const names = drawing.group().attr("text-anchor", "end");
  lines.forEach((name, row) => {
    name.forEach((line, place) => {
      const text = names
        .append("text")
        .attr("x", px(left - 8))
        .attr("y", px(top + (row + 0.5) * rowHeight + 4 + (place - (name.length - 1) / 2) * 13))
        .text(line);
      if (textWidth(numbered[row]) > room) text.attr("class", "small");
    });
  });
  const heads = drawing.group("small").attr("text-anchor", "middle");
  const every = Math.ceil((textWidth(String(n), fontSize.small) + 4) / cell);
  for (let column = 0; column < n; column += every) {
    heads
      .append("text")
      .attr("class", "muted")
      .attr("x", px(left + (column + 0.5) * cell))
      .attr("y", px(top + n * rowHeight + 14))
      .text(String(column + 1));
  }
  return drawing.svg.node()!;

  function drawCells(on: Drawing, x0: number, y0: number, cellWidth: number, cellHeight: number): void {
    const boxes = on.group();
    const outlines: string[] = [];
    const texts = on.group("small").attr("text-anchor", "middle");
    for (let row = 0; row < n; row++) {
      for (let column = 0; column <= row; column++) {
        const r = correlations[row][column];
        const x = x0 + column * cellWidth;
        const y = y0 + row * cellHeight;
        const path = `M${px(x + 0.5)} ${px(y + 0.5)}h${px(cellWidth - 1)}v${px(cellHeight - 1)}h${px(1 - cellWidth)}z`;
        const box = boxes.append("path").attr("d", path);
        if (row === column || !Number.isFinite(r)) box.attr("fill", theme.shade);
        else box.attr("fill", r < 0 ? theme.contrast : theme.accent).attr("fill-opacity", shade(r));
        if (row !== column && Math.abs(r) >= threshold) outlines.push(path);
        if (row !== column && cellWidth >= 30 && cellHeight >= 15) {
          const text = Number.isFinite(r) ? numbers.ratio(r) : "–";
          texts
            .append("text")
            .attr("x", px(x + cellWidth / 2))
            .attr("y", px(y + cellHeight / 2 + 4))
            .text(text);
        }
      }
    }
    if (outlines.length > 0) {
      on.group()
        .append("path")
        .attr("fill", "none")
        .attr("stroke", theme.ink)
        .attr("stroke-width", 1.6)
        .attr("d", outlines.join(""));
    }
  }
};

/** Never so dark that a number in the cell cannot be read. */
const shade = (r: number): number => Math.round(60 * Math.abs(r)) / 100;

/** Five boxes from faint to full. */
const scaleKey =
  (color: string, falling: boolean): LegendItem["key"] =>
  (group: SvgGroup, x, y) => {
    for (let step = 0; step < 5; step++) {
      const strength = falling ? 1 - step / 5 : (step + 1) / 5;
      group
        .append("rect")
        .attr("x", px(x + step * 4))
        .attr("y", px(y - 5))
        .attr("width", 4)
        .attr("height", 10)
        .attr("fill", color)
        .attr("fill-opacity", shade(strength));
    }
  };

const outlineKey =
  (color: string): LegendItem["key"] =>
  (group: SvgGroup, x, y) => {
    group
      .append("rect")
      .attr("x", px(x + 3))
      .attr("y", px(y - 5))
      .attr("width", 14)
      .attr("height", 10)
      .attr("fill", "none")
      .attr("stroke", color)
      .attr("stroke-width", 1.6);
  };

// The axis of weeks: positions by order, labels by calendar when the weeks are ISO dates, as they stand otherwise.

import type { Drawing, SvgGroup } from "./chart.ts";
import { px } from "./chart.ts";
import { fitText, textWidth } from "./text.ts";
import { fontSize } from "./theme.ts";

export interface WeekScale {
  (index: number): number;
  readonly left: number;
  readonly right: number;
  /** Distance of two weeks in pixels. */
  readonly step: number;
}

export function weekScale(count: number, left: number, right: number): WeekScale {
  const step = count > 1 ? (right - left) / (count - 1) : right - left;
  const at = (index: number): number => (count > 1 ? left + index * step : (left + right) / 2);
  return Object.assign(at, { left, right, step });
}

/** The weeks as dates (UTC), or undefined unless each is an ISO date. */
export function weekDates(weeks: readonly string[]): Date[] | undefined {
  const dates = weeks.map((week) => (/^\d{4}-\d{2}-\d{2}$/.test(week) ? new Date(`${week}T00:00:00Z`) : new Date(NaN)));
  return dates.every((date) => !Number.isNaN(date.getTime())) ? dates : undefined;
}

interface Tick {
  readonly index: number;
  readonly label: string;
}

/** The first week of each month whose number is a multiple of `every` (12: each January). */
function monthTicks(drawing: Drawing, dates: readonly Date[], every: number): Tick[] {
  const monthOf = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth();
  return dates.flatMap((date, index) => {
    const starts = index > 0 ? monthOf(dates[index - 1]) !== monthOf(date) : date.getUTCDate() <= 7;
    if (!starts || monthOf(date) % every !== 0) return [];
    return [{ index, label: every >= 12 ? String(date.getUTCFullYear()) : drawing.numbers.month(date) }];
  });
}

function plainTicks(labels: readonly string[], every: number): Tick[] {
  return labels.flatMap((label, index) =>
    index % every === 0 ? [{ index, label: fitText(label, 90, fontSize.small) }] : [],
  );
}

/** Whether the labels of these ticks lie apart, and there are two or more. */
function fits(ticks: readonly Tick[], scale: WeekScale): boolean {
  return (
    ticks.length >= 2 &&
    ticks.every(
      ({ index, label }, place) =>
        place === 0 ||
        scale(index) - scale(ticks[place - 1].index) >=
          (textWidth(label, fontSize.small) + textWidth(ticks[place - 1].label, fontSize.small)) / 2 + 10,
    )
  );
}

function weekTicks(drawing: Drawing, weeks: readonly string[], scale: WeekScale): Tick[] {
  const dates = weekDates(weeks);
  if (dates !== undefined && weeks.length > 20) {
    for (const every of [1, 2, 3, 6, 12, 24, 60, 120]) {
      const ticks = monthTicks(drawing, dates, every);
      if (fits(ticks, scale)) return ticks;
    }
  }
  const labels = dates === undefined ? weeks : dates.map((date) => drawing.numbers.day(date));
  for (const every of [1, 2, 4, 5, 8, 10, 13, 20, 26, 52, 104, 208, 520]) {
    const ticks = plainTicks(labels, every);
    if (fits(ticks, scale)) return ticks;
  }
  return labels.length === 0 ? [] : [{ index: 0, label: labels[0] }];
}

/** The axis under a plot that ends at `bottom`, with short ticks. */
export function weekAxis(drawing: Drawing, weeks: readonly string[], scale: WeekScale, bottom: number): SvgGroup {
  const axis = drawing.group("axis");
  const ticks = weekTicks(drawing, weeks, scale);
  axis
    .append("path")
    .attr("class", "rule")
    .attr(
      "d",
      `M${px(scale.left)} ${px(bottom)}H${px(scale.right)}${ticks.map(({ index }) => `M${px(scale(index))} ${px(bottom)}v4`).join("")}`,
    );
  for (const { index, label } of ticks) {
    const half = textWidth(label, fontSize.small) / 2;
    const x = Math.max(half, Math.min(drawing.width - half, scale(index)));
    axis
      .append("text")
      .attr("class", "small muted")
      .attr("text-anchor", "middle")
      .attr("x", px(x))
      .attr("y", px(bottom + 17))
      .text(label);
  }
  return axis;
}

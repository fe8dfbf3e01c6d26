// Paths in the fewest characters: tenths of pixels, relative coordinates. Gaps stand where a value is not finite.

import { px } from "./chart.ts";

/** A pair as SVG reads it with the least separation. */
const pair = (x: number, y: number): string => `${short(x)}${y < 0 ? "" : " "}${short(y)}`;

/** A coordinate without the zero before its mark: -.7 */
const short = (value: number): string => String(px(value)).replace(/^(-?)0\./, "$1.");

/** A line through the points; a point that is not finite breaks it. */
export function linePath(xs: readonly number[], ys: readonly number[]): string {
  let path = "";
  let x = NaN;
  let y = NaN;
  for (let index = 0; index < xs.length; index++) {
    const nextX = px(xs[index]);
    const nextY = px(ys[index]);
    if (!Number.isFinite(nextX) || !Number.isFinite(nextY)) x = NaN;
    else {
      const first = Number.isNaN(x);
      path += first ? `M${pair(nextX, nextY)}` : `l${pair(px(nextX - x), px(nextY - y))}`;
      x = nextX;
      y = nextY;
    }
  }
  return path;
}

/** The area between two lines over the same points, closed; runs of points that are not finite are left out. */
export function bandPath(xs: readonly number[], lower: readonly number[], upper: readonly number[]): string {
  let path = "";
  let start = 0;
  const finite = (index: number): boolean =>
    Number.isFinite(xs[index]) && Number.isFinite(lower[index]) && Number.isFinite(upper[index]);
  while (start < xs.length) {
    let end = start;
    while (end < xs.length && finite(end)) end++;
    if (end > start) {
      const there = linePath(xs.slice(start, end), upper.slice(start, end));
      const back = linePath(xs.slice(start, end).reverse(), lower.slice(start, end).reverse());
      path += `${there}L${back.slice(1)}z`;
    }
    start = end + 1;
  }
  return path;
}

/** Dots as one path of short strokes: to be drawn with round ends, as wide as the dots shall be. */
export function dotsPath(xs: readonly number[], ys: readonly number[]): string {
  let path = "";
  for (let index = 0; index < xs.length; index++) {
    if (Number.isFinite(xs[index]) && Number.isFinite(ys[index])) path += `M${pair(px(xs[index]), px(ys[index]))}h.01`;
  }
  return path;
}

// Colors and textures of channels by their order: ten hues, then the hues hatched, then dotted; lines are dashed and dotted.

import type { Drawing } from "./chart.ts";

const textures = ["hatch", "dots"] as const;

/** The hue of the channel at this place, whatever its texture. */
export const seriesColor = (drawing: Drawing, index: number): string =>
  drawing.theme.series[index % drawing.theme.series.length];

/** Dashes for a few lines that lie near each other and are told apart by their dash from the start. */
export const lineDash = (index: number): string | undefined => [undefined, "6 3", "2 3", "8 3 2 3"][index % 4];

/** A fill for the channel at this place; makes the texture's pattern in the drawing when it is first asked for. */
export const seriesFill = (drawing: Drawing, index: number): string =>
  texturedFill(drawing, "series", drawing.theme.series, index);

/** A fill for what is no channel (base, trend and so on), by its place among such parts. */
export const neutralFill = (drawing: Drawing, index: number): string =>
  texturedFill(drawing, "neutral", drawing.theme.neutral, index);

function texturedFill(drawing: Drawing, name: string, colors: readonly string[], index: number): string {
  const place = index % colors.length;
  const color = colors[place];
  const round = Math.floor(index / colors.length) % 3;
  if (round === 0) return color;
  const texture = textures[round - 1];
  const id = drawing.id(`${name}-${texture}-${place + 1}`);
  if (drawing.svg.select(`pattern[id="${id}"]`).empty()) {
    const pattern = drawing.svg
      .append("pattern")
      .attr("id", id)
      .attr("patternUnits", "userSpaceOnUse")
      .attr("width", 6)
      .attr("height", 6);
    pattern.append("path").attr("d", "M0 0h6v6h-6z").attr("fill", color);
    const mark = pattern.append("path").attr("stroke", drawing.theme.background);
    if (texture === "hatch") mark.attr("d", "M-1 1l2-2M0 6l6-6M5 7l2-2").attr("stroke-width", 1.4);
    else mark.attr("d", "M1.5 1.5h0M4.5 4.5h0").attr("stroke-width", 2).attr("stroke-linecap", "round");
  }
  return `url(#${id})`;
}

// Draws of the true spend of every week, for all that asks what a draw's spend was.

import { geosOf, type MediaData } from "../../data/panel/index.ts";
import { type ArrayLabels, compileModel, type ConstrainedDraws } from "../../model/index.ts";
import { makeDesign } from "./design.ts";
import { derivedNames, mediaMixModel, modelData } from "./model.ts";
import type { ResolvedSpec } from "../specification/index.ts";

/** What is needed of a fit; `MediaMixFit` has it all, and a stored run with its specification and table. */
export interface FitWithPositions {
  readonly spec: ResolvedSpec;
  readonly data: MediaData;
  /** Unconstrained positions, [chain][draw][coordinate]. */
  readonly positions: Float64Array;
  readonly coordinates: readonly ArrayLabels[];
  readonly latentSpend?: Float64Array;
}

/**
 * True spend of every channel in the table's own unit, [draw][channel][geo][week], draws chain after chain and channels in the order of
 * the specification; a channel whose spend is known has that of the table in every draw. Undefined when no spend is latent.
 * @throws RangeError when the positions are not those of this specification and table
 */
export function latentSpend(fit: FitWithPositions): Float64Array | undefined {
  const { spec, data, positions, coordinates } = fit;
  if (spec.latent_spend === undefined) return undefined;
  if (fit.latentSpend !== undefined) return fit.latentSpend;
  const design = makeDesign(data, spec);
  const posterior = compileModel(mediaMixModel(spec, design.weeks), modelData(design));
  if (JSON.stringify(posterior.coordinates) !== JSON.stringify(coordinates)) {
    throw new RangeError("The positions are not those of a fit of this specification to this table.");
  }
  return latentSpendOf(spec, data, posterior.constrainDraws(positions, positions.length / posterior.dimension));
}

/** The same from draws that have been computed. */
export function latentSpendOf(
  spec: ResolvedSpec,
  data: MediaData,
  { blocks, count }: Pick<ConstrainedDraws, "blocks" | "count">,
): Float64Array | undefined {
  if (spec.latent_spend === undefined) return undefined;
  const unknown = blocks.find(({ name }) => name === derivedNames.weeklySpend);
  const channels = spec.channels.length;
  const cells = geosOf(data).length * data.rows;
  const result = new Float64Array(count * channels * cells);
  spec.channels.forEach(({ name, column }, c) => {
    const table = data.channels.find((channel) => channel.column === column)?.spend;
    const place = unknown?.labels[0].indexOf(name) ?? -1;
    for (let k = 0; k < cells; k++) {
      const start = (place * cells + k) * count;
      for (let i = 0; i < count; i++) {
        // Known spend that weak noise has made negative is taken as none, as the model has it.
        const spend = place < 0 || unknown === undefined ? Math.max(table?.[k] ?? 0, 0) : unknown.values[start + i];
        result[(i * channels + c) * cells + k] = spend;
      }
    }
  });
  return result;
}

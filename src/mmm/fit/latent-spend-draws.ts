// Draws of the true spend of every week, for all that asks what a draw's spend was.

import type { MediaData } from "../../data/panel/index.ts";
import { compileModel, type ConstrainedDraws } from "../../model/index.ts";
import { makeDesign } from "./design.ts";
import { derivedNames, mediaMixModel, modelData } from "./model.ts";
import type { ResolvedSpec } from "../specification/index.ts";

/** What is needed of a fit; `MediaMixFit` has it all, and a stored run with its specification and table. */
export interface FitWithPositions {
  readonly spec: ResolvedSpec;
  readonly data: MediaData;
  /** Unconstrained positions, [chain][draw][coordinate]. */
  readonly positions: Float64Array;
  readonly coordinateNames: readonly string[];
  readonly latentSpend?: Float64Array;
}

/**
 * True spend of every channel in the table's own unit, [draw][channel][week], draws chain after chain and channels in the order of
 * the specification; a channel whose spend is known has that of the table in every draw. Undefined when no spend is latent.
 * @throws RangeError when the positions are not those of this specification and table
 */
export function latentSpend(fit: FitWithPositions): Float64Array | undefined {
  const { spec, data, positions, coordinateNames } = fit;
  if (spec.latent_spend === undefined) return undefined;
  if (fit.latentSpend !== undefined) return fit.latentSpend;
  const design = makeDesign(data, spec);
  const posterior = compileModel(mediaMixModel(spec, design.weeks), modelData(design));
  if (posterior.coordinateNames.join() !== coordinateNames.join()) {
    throw new RangeError("The positions are not those of a fit of this specification to this table.");
  }
  return latentSpendOf(spec, data, posterior.constrainDraws(positions, positions.length / posterior.dimension));
}

/** The same from draws that have been computed. */
export function latentSpendOf(
  spec: ResolvedSpec,
  data: MediaData,
  { columns, count }: Pick<ConstrainedDraws, "columns" | "count">,
): Float64Array | undefined {
  if (spec.latent_spend === undefined) return undefined;
  const weeks = data.rows;
  const channels = spec.channels.length;
  const result = new Float64Array(count * channels * weeks);
  spec.channels.forEach(({ name, column }, c) => {
    const table = data.channels.find((channel) => channel.column === column)?.spend;
    for (let t = 0; t < weeks; t++) {
      const draws = columns.get(`${derivedNames.weeklySpend}[${name},${t + 1}]`);
      for (let i = 0; i < count; i++) {
        // Known spend that weak noise has made negative is taken as none, as the model has it.
        result[(i * channels + c) * weeks + t] = draws === undefined ? Math.max(table?.[t] ?? 0, 0) : draws[i];
      }
    }
  });
  return result;
}

// What the spend of each week brings in that week and in each later one, at every draw: the week's spend is removed from the table, all other spend
// stays, and the difference is counted. Several weeks are removed in one program, each from a copy of the table.

import type { Executable } from "../../compile/index.ts";
import * as g from "../../graph/index.ts";
import { withLeastSpend } from "../../mmm/adstock/index.ts";
import { executableOf, overDraws } from "../../mmm/response/index.ts";
import { mediaEffect, pressureOf } from "../../mmm/terms/index.ts";
import { loneChannel, parameterPositions } from "./channel-figures.ts";
import { tailRows } from "./channel-draws.ts";
import type { FittedModel } from "./fitted-model.ts";
import { modelGeos } from "./geos.ts";
import type { Period } from "./period.ts";
import { transposed } from "./transposed.ts";
import { isLatent } from "./true-spend.ts";

/** Weeks that are removed in one run of a program: their draws are in memory together. */
const together = 8;

/** What one week's spend on a channel brings, in the target, all geos together: a number for each draw. Reused for later weeks. */
export interface CohortDraws {
  /** Row of the table whose spend it is. */
  readonly week: number;
  /** [lag] What it brings so many rows later, from 0 on up to `lags`; before and after the end of the table. */
  readonly byLag: readonly Float64Array[];
  /** Up to the last row of the table (of a geo that ends early, its own last row). */
  readonly inTable: Float64Array;
  /** At all lags, those beyond `lags` included, as long as effects are counted after the table. */
  readonly total: Float64Array;
}

/** Rows after the week of spend in which effects are told one by one: as many as are counted after the table. */
export function cohortLags(model: FittedModel, channel: number): number {
  return tailRows(model, channel);
}

/** One week of the period after another. */
export function* cohortDraws(model: FittedModel, index: number, period: Period): Generator<CohortDraws> {
  const { count } = model.posterior;
  const lags = cohortLags(model, index);
  const width = lags + 3;
  const programs = new Map<number, Executable>();
  const sums = transposed(together * width, count);
  for (let first = period.from; first < period.to; first += together) {
    sums.clear();
    for (const geo of modelGeos(model)) {
      if (geo.end <= first) continue;
      const program = programs.get(geo.end) ?? cohortProgram(model, index, geo.end + lags);
      programs.set(geo.end, program);
      addGeo(model, { index, geo, first, lags }, program, sums.add);
    }
    for (let k = 0; k < together && first + k < period.to; k++) {
      const at = (place: number): Float64Array =>
        sums.values.subarray((k * width + place) * count, (k * width + place + 1) * count);
      yield {
        week: first + k,
        byLag: Array.from({ length: lags + 1 }, (_, lag) => at(lag)),
        inTable: at(lags + 1),
        total: at(lags + 2),
      };
    }
  }
}

/**
 * Data "spend" [1, rows] of a geo, scaled, and "kept" [together, rows], zero where a copy of the table lacks its week. Output "brought"
 * [1, together, rows], per head, in the target's own unit.
 */
function cohortProgram({ spec, design }: FittedModel, index: number, rows: number): Executable {
  const { alone, group, parameters, of } = loneChannel(spec, spec.channels[index]);
  const spend = g.dataInput("spend", [1, rows]);
  const kept = g.dataInput("kept", [together, rows]);
  const effect = (media: g.Node): g.Node =>
    mediaEffect(alone, group, pressureOf(alone, group, withLeastSpend(media), of), of);
  const without = effect(g.multiply(g.expand(spend, 1), g.expand(kept, 0)));
  const difference = g.subtract(g.expand(effect(spend), 1), without);
  const height = g.reshape(g.multiply(of("coefficient"), design.targetScale.scale), [1, 1, 1]);
  return executableOf({
    parameters,
    data: [spend, kept],
    outputs: [{ name: "brought", node: g.multiply(height, difference) }],
  });
}

interface CohortsAsked {
  readonly index: number;
  readonly geo: ReturnType<typeof modelGeos>[number];
  /** Row of the first week that is removed. */
  readonly first: number;
  readonly lags: number;
}

function addGeo(
  model: FittedModel,
  { index, geo, first, lags }: CohortsAsked,
  program: Executable,
  add: ReturnType<typeof transposed>["add"],
): void {
  const { spec, design, posterior, latentSpend, data } = model;
  const channel = spec.channels[index];
  const { count, width, values } = posterior;
  const { people, end } = geo;
  const rows = end + lags;
  const { scale } = design.mediaScales[index];
  const start = (index * design.geos.length + geo.index) * data.rows;
  const spend = new Float64Array(rows);
  spend.set(design.media.subarray(start, start + end));
  const kept = new Float64Array(together * rows).fill(1);
  for (let k = 0; k < together && first + k < end; k++) kept[k * rows + first + k] = 0;
  const positions = parameterPositions(spec, channel, posterior, geo.index);
  const latent = isLatent(model, index) ? latentSpend : undefined;
  const cells = spec.channels.length * design.geos.length * data.rows;
  const runs = overDraws(program, {
    data: { spend, kept },
    writeParameters: (draw, parameters) => {
      for (let k = 0; k < positions.length; k++) parameters[k] = values[draw * width + positions[k]];
    },
    writeData:
      latent === undefined
        ? undefined
        : (draw) => {
            for (let t = 0; t < end; t++) spend[t] = latent[draw * cells + start + t] / people / scale;
          },
  });
  const brought = runs.output("brought");
  const figures = new Float64Array(together * (lags + 3));
  for (let i = 0; i < count; i++) {
    runs.at(i);
    for (let k = 0; k < together && first + k < end; k++) {
      const own = k * rows;
      const to = k * (lags + 3);
      for (let lag = 0; lag <= lags; lag++) figures[to + lag] = brought[own + first + k + lag];
      let total = 0;
      for (let t = first + k; t < end; t++) total += brought[own + t];
      figures[to + lags + 1] = total;
      for (let t = end; t < rows; t++) total += brought[own + t];
      figures[to + lags + 2] = total;
    }
    add(i, figures, 0, people);
  }
}

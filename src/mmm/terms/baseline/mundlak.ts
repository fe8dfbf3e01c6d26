// Mundlak terms of a panel: what the level of a geo has to do with how much is spent there, told apart from what spend does from week to week.
// Budgets are larger where more is sold anyway; without these terms, levels that are drawn from one distribution push that into the effects of media.
// Mundlak 1978, Econometrica 46(1), 69-85 (correlated random effects).

import { cellsWithRow, drivingSeries, type MediaData } from "../../../data/panel/index.ts";
import { realLine } from "../../parameters/index.ts";
import { perHead } from "../../scaling/index.ts";
import type { Term, TermModel, TermRows } from "./term.ts";

type Table = Pick<MediaData, "rows"> & Required<Pick<MediaData, "geos">>;

/** Spend per head below this part of its mean counts as the same in all geos: rounding. */
const leastSpread = 1e-9;

/**
 * [geo] Mean of what drives a channel in the rows of each geo, per head, less the mean of that over the geos, in standard deviations over the geos. Undefined
 * where it is the same in all geos.
 * @param values [geo][time] as in the table
 */
export function spendOfGeos(values: Float64Array, { geos, rows }: Table): Float64Array | undefined {
  const own = perHead(values, geos);
  const there = cellsWithRow({ geos, rows });
  const means = Float64Array.from(geos, (_geo, k) => {
    let [total, count] = [0, 0];
    for (let i = k * rows; i < (k + 1) * rows; i++) {
      if (there[i] !== 1) continue;
      // As media: values that noise has made negative are 0.
      total += Math.max(own[i], 0);
      count++;
    }
    return total / count;
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  const squares = means.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sd = Math.sqrt(squares / means.length);
  return sd > leastSpread * Math.abs(mean) ? means.map((value) => (value - mean) / sd) : undefined;
}

/** [channel][geo][time] The same number in every row of a geo. */
function rowsOf(data: MediaData, model: TermModel, fitted?: TermRows): TermRows {
  const { geos = [], rows } = data;
  const names = model.mundlak ?? [];
  const values = new Float64Array(names.length * geos.length * rows);
  names.forEach((name, i) => {
    const own = fitted === undefined ? spendOf(data, model, name) : undefined;
    geos.forEach((_geo, k) => {
      const place = i * geos.length + k;
      // A longer table takes those of the fitted one: the level of a geo does not follow what is spent later.
      values.fill(fitted?.values[place * fitted.weeks] ?? own?.[k] ?? 0, place * rows, (place + 1) * rows);
    });
  });
  return { weeks: rows, values };
}

function spendOf(data: MediaData, { channels }: TermModel, name: string): Float64Array | undefined {
  const said = channels.find((channel) => channel.name === name);
  const found = data.channels.find(({ column }) => column === said?.column);
  if (said === undefined || found === undefined) throw new RangeError(`The table has no channel "${name}".`);
  const { geos, rows } = data;
  if (geos === undefined) throw new RangeError("Mundlak terms are of panels.");
  const isSpend = said.driver === undefined || said.driver === "spend";
  return spendOfGeos(isSpend ? found.spend : drivingSeries(found), { geos, rows });
}

export const mundlak: Term = {
  name: "mundlak",
  parameters: [
    {
      name: "mundlak",
      axes: ["channel"],
      domain: realLine,
      meaning:
        "by how much the level of a geo is higher where a channel's mean spend per head is a standard deviation (over the geos) higher, in scaled target; not an effect of media",
      needs: "mundlak",
      prior: "normal(0, 1)",
      reason: "either sign; levels of geos differ by up to about two scaled units with their budgets",
      assumes: ["target"],
    },
  ],
  present: (model) => model.mundlak !== undefined,
  labels: (model) => ({ channel: model.mundlak ?? [] }),
  rowAxes: ["channel", "geo", "time"],
  rows: rowsOf,
  // Models without priors have a level for each geo, in which these rows are contained.
  regressors: () => [],
  parts: () => [{ name: "level with spend", kind: "base" }],
};

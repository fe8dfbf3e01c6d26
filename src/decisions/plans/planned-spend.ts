// What a plan file said of weeks that have come since: planned spend as cells of the table, to be compared with what was spent.

import { findChannel } from "../../data/roles/index.ts";
import * as wording from "../../problems/plan-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { limitProblems } from "../../problems/limit.ts";
import { type FittedModel, modelGeos, type Period, rowsOf, sharesOfGeos } from "../draws/index.ts";
import type { PlanDocument } from "./plan-file.ts";
import type { OptimizeFile } from "./plan-schema.ts";

/**
 * [channel][geo][row of the period] Planned spend, in the table's own units, of every channel with spend. What is planned for a channel of a panel without its geos goes to
 * them as its spend of the period did.
 * @param document its `current` has a value for each row of the period
 * @throws CarryoverError (wrong usage) with every problem: lines that the fit does not have or that come twice, channels without a plan, too few or too many values, negative spend
 */
export function plannedSpend(
  model: FittedModel,
  period: Period,
  { content: { current = {} }, where, received }: PlanDocument<OptimizeFile>,
): Float64Array {
  const { channels } = model.spec;
  const geos = modelGeos(model);
  const rows = period.to - period.from;
  const planned = new Float64Array(channels.length * geos.length * rows).fill(Number.NaN);
  const problems: Problem[] = [];
  for (const [line, values] of Object.entries(current)) {
    const at = where(["current", line]);
    const own = geos.find(({ name }) => name !== "" && line.endsWith(` in ${name}`));
    const channel = findChannel(channels, own === undefined ? line : line.slice(0, -` in ${own.name}`.length));
    const index = channels.findIndex(({ name, organic }) => name === channel?.name && organic !== true);
    if (index < 0) {
      const known = channels.filter(({ organic }) => organic !== true).map(({ name }) => name);
      problems.push(wording.unknownChannel(at, line, known));
      continue;
    }
    if (!Array.isArray(values) || values.length !== rows) {
      problems.push(wording.plannedRows(at, line, Array.isArray(values) ? values.length : 1, rows));
      continue;
    }
    if (!values.every((value) => typeof value === "number" && value >= 0)) {
      problems.push(wording.negativeSpend(at, received(["current", line])));
      continue;
    }
    const shares = own === undefined ? sharesOfGeos(model, index, period) : [];
    for (const geo of own === undefined ? geos : [own]) {
      const start = (index * geos.length + geo.index) * rows;
      if (!Number.isNaN(planned[start])) {
        problems.push(wording.plannedTwice(at, line));
        break;
      }
      (values as readonly number[]).forEach((value, t) => (planned[start + t] = value * (shares[geo.index] ?? 1)));
    }
  }
  // Nothing is planned where a geo has no row.
  const absent = geos.filter((geo) => rowsOf(geo, period).from === rowsOf(geo, period).to).map(({ index }) => index);
  planned.forEach((value, cell) => {
    if (Number.isNaN(value) && absent.includes(Math.floor(cell / rows) % geos.length)) planned[cell] = 0;
  });
  const lacking = channels.filter(({ organic }, index) => {
    const start = index * geos.length * rows;
    return organic !== true && planned.subarray(start, start + geos.length * rows).some(Number.isNaN);
  });
  if (problems.length === 0 && lacking.length > 0) {
    problems.push(
      wording.notPlanned(
        where([]),
        lacking.map(({ name }) => name),
      ),
    );
  }
  if (problems.length > 0) throw new CarryoverError(limitProblems(problems), exitCodes.usage);
  return planned;
}

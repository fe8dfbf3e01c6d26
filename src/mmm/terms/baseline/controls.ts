// Controls and treatments: columns of the table that move the target and are not media.

import { cellsWithRow, type MediaData } from "../../../data/panel/index.ts";
import { controlScale, scaledRows, valuesThere } from "../../scaling/index.ts";
import { realLine } from "../../parameters/index.ts";
import type { Term, TermModel } from "./term.ts";

export const controls: Term = {
  name: "control",
  parameters: [
    {
      name: "control",
      axes: ["control"],
      domain: realLine,
      meaning: "effect of one unit of the scaled control, in scaled target",
      needs: "a column in controls or treatments",
      prior: "normal(0, 1)",
      reason: "either sign; one unit of a control moves the target by up to about two scaled units",
      assumes: ["target"],
      overGeos: {
        family: "normal",
        center: { name: "control_mean", meaning: "mean of the effects of a control in the geos" },
        spread: {
          name: "control_spread",
          meaning: "standard deviation over the geos of the effect of a control",
          prior: "half_normal(0.5)",
          reason: "from the same effect everywhere to effects that differ by about a scaled unit of the target",
        },
      },
    },
  ],
  present: (model) => namesOf(model).length > 0,
  labels: (model) => ({ control: namesOf(model) }),
  rowAxes: ["control", "geo", "time"],
  rows: (data, model, fitted) => {
    const columns = columnsOf(data, model);
    const hasRow = data.geos === undefined ? undefined : cellsWithRow(data);
    const scales =
      fitted?.scales ?? columns.map((values) => controlScale(valuesThere(values, hasRow), model.scaling.controls));
    const scaled = scaledRows(columns, scales);
    // Before a geo starts and after it ends a control is at its reference: nothing is modeled there.
    const values =
      hasRow === undefined ? scaled : scaled.map((value, k) => (hasRow[k % hasRow.length] === 1 ? value : 0));
    return { weeks: data.rows, values, scales };
  },
  /**
   * A control counts against the value that was given for it, else against its absence where there is such a thing (its smallest value in the table is 0, as of a column of zeros
   * and ones), otherwise against its mean over the table; a treatment counts against its stated baseline. The base holds what they contribute there.
   */
  parts: (data, model, { scales = [] }) =>
    columnsOf(data, model).map((values, k) => {
      const { location, scale } = scales[k];
      const hasRow = data.geos === undefined ? undefined : cellsWithRow(data);
      const name = namesOf(model)[k];
      const there = valuesThere(values, hasRow);
      const baseline = model.treatments?.[name]?.baseline;
      const value =
        baseline === undefined ? (model.reference_values?.[name] ?? referenceOf(there)) : baselineOf(there, baseline);
      return {
        name,
        kind: "control",
        elements: [k],
        reference: { value, scaled: value === location ? 0 : (value - location) / scale },
      };
    }),
};

/** Controls, then treatments. */
function namesOf({ controls, treatments = {} }: TermModel): readonly string[] {
  const treated = Object.keys(treatments);
  return treated.length === 0 ? controls : [...controls, ...treated];
}

function columnsOf(data: MediaData, model: TermModel): readonly Float64Array[] {
  return namesOf(model).map((name) => {
    const found = data.controls.find((control) => control.name === name);
    if (found === undefined) throw new RangeError(`The table has no column "${name}".`);
    return found.values;
  });
}

/** The value of a baseline in the column's own units. */
function baselineOf(values: Float64Array, baseline: "min" | "max" | number): number {
  if (typeof baseline === "number") return baseline;
  const isBeyond = baseline === "min" ? (a: number, b: number) => a < b : (a: number, b: number) => a > b;
  return values.reduce((end, value) => (isBeyond(value, end) ? value : end));
}

/** Zero where the smallest value is zero, otherwise the mean. */
function referenceOf(values: Float64Array): number {
  let [smallest, total] = [Number.POSITIVE_INFINITY, 0];
  for (let i = 0; i < values.length; i++) {
    smallest = Math.min(smallest, values[i]);
    total += values[i];
  }
  return smallest === 0 ? 0 : total / values.length;
}

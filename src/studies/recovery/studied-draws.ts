// Draws of everything that a recovery study looks at: parameters and quantities as they are reported, marginal returns, and what all
// media bring together.

import { type MediaData, outcomeOf } from "../../data/panel/index.ts";
import { channelDraws, periodOf } from "../../decisions/draws/index.ts";
import {
  type DrawsColumn,
  elementDraws,
  elementName,
  elementsOf,
  labelsOfElements,
  nation,
  sizeOfAxes,
} from "../../mmm/axes/index.ts";
import { unitsOfElements } from "../../diagnostics/fit/index.ts";
import type { Design, QuantityColumn } from "../../mmm/fit/index.ts";
import { parameterMatrix } from "../../mmm/response/index.ts";
import type { ResolvedSpec } from "../../mmm/specification/index.ts";
import type { StudiedGroup } from "./recovery-set.ts";

export interface StudiedDraws {
  readonly group: StudiedGroup;
  readonly name: string;
  /** The geo that it is of; absent of what is of all geos together. */
  readonly geo?: string;
  readonly unit: string;
  readonly values: Float64Array;
}

/** What is reported of some draws, all of the same number. */
export interface Reported {
  readonly parameters: readonly DrawsColumn[];
  readonly quantities: readonly QuantityColumn[];
}

/**
 * One column for each number. Several sets of draws (posterior, prior, truth) should come joined: the horizon over which carry-over is
 * counted is then one for all of them.
 * @param weeks also what each week has of its own
 */
export function studiedDraws(
  { parameters, quantities }: Reported,
  spec: ResolvedSpec,
  data: MediaData,
  design: Design,
  weeks = false,
): readonly StudiedDraws[] {
  const posterior = parameterMatrix(spec, parameters);
  const model = { spec, data, design, chains: 1, posterior, converged: true };
  const ofSpend = `${outcomeOf(data).name} per unit of spend`;
  const total = new Float64Array(posterior.count);
  const marginal: StudiedDraws[] = [];
  const byGeo: StudiedDraws[] = [];
  for (const { name, marginal: values, contribution, geos } of channelDraws(model, {
    period: periodOf(data),
    weekly: false,
    byGeo: spec.geos !== undefined,
  })) {
    marginal.push({ group: "quantity", name: elementName("marginal_roi", [name]), unit: ofSpend, values });
    for (let i = 0; i < total.length; i++) total[i] += contribution[i];
    for (const own of geos) {
      // Nothing is earned per unit of spend where nothing was spent.
      if (!(own.spend > 0)) continue;
      const of = (quantity: string, draws: Float64Array): StudiedDraws => ({
        group: "quantity",
        name: elementName(quantity, [name, own.geo]),
        geo: own.geo,
        unit: ofSpend,
        values: draws,
      });
      byGeo.push(
        of(
          "roi_by_geo",
          own.inTable.map((value) => value / own.spend),
        ),
        of("marginal_roi_by_geo", own.marginal),
      );
    }
  }
  return [
    ...parameters.filter((column) => weeks || isStudied(column)).flatMap((column) => studied(column, "parameter", [])),
    ...quantities.flatMap((column) => studied(column, "quantity", unitsOfElements(column))),
    ...marginal,
    ...byGeo,
    { group: "quantity", name: "total_contribution", unit: data.target.name, values: total },
  ];
}

/** What each week has of its own is of no interest by itself, and as long as the table. */
function isStudied({ axes }: DrawsColumn): boolean {
  return axes.every(({ name }) => name !== "time");
}

function studied(column: DrawsColumn, group: StudiedGroup, units: readonly string[]): readonly StudiedDraws[] {
  const geoAxis = column.axes.findIndex(({ name }) => name === "geo");
  const labels = labelsOfElements(column.axes);
  return elementsOf(column).map(({ name, draws }, k): StudiedDraws => {
    const geo = geoAxis < 0 ? nation : labels[k][geoAxis];
    return { group, name, ...(geo === nation ? {} : { geo }), unit: units[k] ?? "", values: draws.values };
  });
}

/** Columns of several sets of draws one after another; every set has all columns of the first. */
export function joined(parts: readonly Reported[]): Reported {
  const [first] = parts;
  const join = <T extends DrawsColumn>(pick: (part: Reported) => readonly T[]): readonly T[] =>
    pick(first).map((each) => {
      const columns = parts.map((part) => pick(part).find(({ name }) => name === each.name)!);
      const draws = columns.reduce((sum, column) => sum + column.chains * column.draws, 0);
      const size = sizeOfAxes(each.axes);
      const values = new Float64Array(size * draws);
      let start = 0;
      for (let element = 0; element < size; element++) {
        for (const column of columns) {
          const own = elementDraws(column, element).values;
          values.set(own, start);
          start += own.length;
        }
      }
      return { ...each, chains: 1, draws, values };
    });
  return { parameters: join(({ parameters }) => parameters), quantities: join(({ quantities }) => quantities) };
}

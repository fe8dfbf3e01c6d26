// Draws of everything that a recovery study looks at: parameters and quantities as they are reported, marginal returns, and what all
// media bring together.

import type { MediaData } from "../../data/panel/index.ts";
import { channelDraws, periodOf } from "../../decisions/draws/index.ts";
import { type DrawsColumn, elementDraws, elementName, elementsOf, sizeOfAxes } from "../../mmm/axes/index.ts";
import type { Design, QuantityColumn } from "../../mmm/fit/index.ts";
import { parameterMatrix } from "../../mmm/response/index.ts";
import type { ResolvedSpec } from "../../mmm/specification/index.ts";
import type { StudiedGroup } from "./recovery-set.ts";

export interface StudiedDraws {
  readonly group: StudiedGroup;
  readonly name: string;
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
 */
export function studiedDraws(
  { parameters, quantities }: Reported,
  spec: ResolvedSpec,
  data: MediaData,
  design: Design,
): readonly StudiedDraws[] {
  const posterior = parameterMatrix(spec, parameters);
  const model = { spec, data, design, chains: 1, posterior, converged: true };
  const ofSpend = `${data.target.name} per unit of spend`;
  const total = new Float64Array(posterior.count);
  const marginal: StudiedDraws[] = [];
  for (const { name, marginal: values, contribution } of channelDraws(model, {
    period: periodOf(data),
    weekly: false,
  })) {
    marginal.push({ group: "quantity", name: elementName("marginal_roi", [name]), unit: ofSpend, values });
    for (let i = 0; i < total.length; i++) total[i] += contribution[i];
  }
  return [
    ...parameters
      .flatMap(elementsOf)
      .map(({ name, draws }): StudiedDraws => ({ group: "parameter", name, unit: "", values: draws.values })),
    ...quantities.flatMap((column) =>
      elementsOf(column).map(
        ({ name, draws }): StudiedDraws => ({ group: "quantity", name, unit: column.unit, values: draws.values }),
      ),
    ),
    ...marginal,
    { group: "quantity", name: "total_contribution", unit: data.target.name, values: total },
  ];
}

/** Columns of several sets of draws one after another. */
export function joined(parts: readonly Reported[]): Reported {
  const [first] = parts;
  const join = <T extends DrawsColumn>(pick: (part: Reported) => readonly T[]): readonly T[] =>
    pick(first).map((each, k) => {
      const columns = parts.map((part) => pick(part)[k]);
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

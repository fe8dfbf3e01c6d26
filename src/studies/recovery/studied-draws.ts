// Draws of everything that a recovery study looks at: parameters and quantities as they are reported, marginal returns, and what all
// media bring together.

import type { MediaData } from "../../data/panel/index.ts";
import { channelDraws, periodOf } from "../../decisions/draws/index.ts";
import type { Design, NamedDraws, QuantityDraws } from "../../mmm/fit/index.ts";
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
  readonly parameters: readonly NamedDraws[];
  readonly quantities: readonly QuantityDraws[];
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
    marginal.push({ group: "quantity", name: `marginal_roi[${name}]`, unit: ofSpend, values });
    for (let i = 0; i < total.length; i++) total[i] += contribution[i];
  }
  return [
    ...parameters.map(
      ({ name, draws }): StudiedDraws => ({ group: "parameter", name, unit: "", values: draws.values }),
    ),
    ...quantities.map(
      ({ name, unit, draws }): StudiedDraws => ({ group: "quantity", name, unit, values: draws.values }),
    ),
    ...marginal,
    { group: "quantity", name: "total_contribution", unit: data.target.name, values: total },
  ];
}

/** Columns of several sets of draws one after another. */
export function joined(parts: readonly Reported[]): Reported {
  const [first] = parts;
  const join = <T extends NamedDraws>(pick: (part: Reported) => readonly T[]): readonly T[] =>
    pick(first).map((each, k) => {
      const columns = parts.map((part) => pick(part)[k].draws.values);
      const values = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
      let start = 0;
      for (const column of columns) {
        values.set(column, start);
        start += column.length;
      }
      return { ...each, draws: { chains: 1, draws: values.length, values } };
    });
  return { parameters: join(({ parameters }) => parameters), quantities: join(({ quantities }) => quantities) };
}

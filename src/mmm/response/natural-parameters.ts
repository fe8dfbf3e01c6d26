// The parameters that priors and reports speak of, of all draws, as one matrix; fixed parameters included.

import {
  hasParameter,
  membersOf,
  type ParameterName,
  parameters,
  type NamedPriors,
  type ResolvedSpec,
  type Prior,
} from "../specification/index.ts";
import type { NamedDraws } from "../fit/index.ts";

/** One parameter of the model: a vector over `members`, or a single number. */
export interface ParameterBlock {
  readonly name: ParameterName;
  /** Channels or controls that have it, numbers from 1 for season; undefined for a single number. */
  readonly members?: readonly string[];
  /** Position of its first element in a row of the matrix. */
  readonly start: number;
  readonly size: number;
}

/** Values in the model's scaled units, [draw][element], chain after chain. */
export interface ParameterMatrix {
  readonly blocks: readonly ParameterBlock[];
  /** Elements of a row. */
  readonly width: number;
  /** Draws of all chains. */
  readonly count: number;
  readonly values: Float64Array;
}

/** Which parameters the model of `spec` has, in the order in which they are reported. */
export function parameterBlocks(spec: ResolvedSpec): readonly ParameterBlock[] {
  let start = 0;
  const names = (Object.keys(parameters) as ParameterName[]).filter((name) => hasParameter(name, spec));
  return names.map((name): ParameterBlock => {
    const members = blockMembers(name, spec);
    const size = members?.length ?? 1;
    const block = { name, ...(members === undefined ? {} : { members }), start, size };
    start += size;
    return block;
  });
}

function blockMembers(name: ParameterName, spec: ResolvedSpec): readonly string[] | undefined {
  if (name === "season") {
    const harmonics = spec.seasonality === "none" ? 0 : spec.seasonality.harmonics;
    return Array.from({ length: 2 * harmonics }, (_, i) => String(i + 1));
  }
  return parameters[name].per === "model" ? undefined : membersOf(name, spec);
}

/** Draws of reported parameters (as a fit and a run folder have them) as a matrix; what is fixed is taken from the priors. */
export function parameterMatrix(spec: ResolvedSpec, reported: readonly NamedDraws[]): ParameterMatrix {
  const blocks = parameterBlocks(spec);
  const width = blocks.reduce((total, { size }) => total + size, 0);
  const columns = new Map(reported.map(({ name, draws }) => [name, draws.values]));
  const count = reported[0]?.draws.values.length ?? 0;
  const values = new Float64Array(count * width);
  for (const { name, members, start, size } of blocks) {
    for (let k = 0; k < size; k++) {
      const member = members?.[k];
      const label = member === undefined ? name : `${name}[${member}]`;
      const column = columns.get(label) ?? fixedValue(spec, name, member);
      if (column === undefined) throw new RangeError(`The draws lack the parameter ${label}.`);
      for (let i = 0; i < count; i++) values[i * width + start + k] = typeof column === "number" ? column : column[i];
    }
  }
  return { blocks, width, count, values };
}

function fixedValue(spec: ResolvedSpec, name: ParameterName, member: string | undefined): number | undefined {
  const priors = spec.priors[name];
  if (priors === undefined) return undefined;
  const prior = (member === undefined || name === "season" ? priors : (priors as NamedPriors)[member]) as Prior;
  return prior.distribution === "fixed" ? prior.parameters[0] : undefined;
}

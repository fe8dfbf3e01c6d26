// The complete specification of a fit, with every default, before anything is fitted.

import type { PriorImplications } from "../../decisions/prior/index.ts";
import { type Input, readInput } from "../../mmm/fit/index.ts";
import type { Provenance, ResolvedSpec } from "../../mmm/specification/index.ts";
import type { ColumnFlags, ReadingValues } from "../../settings/index.ts";
import { fitThreads } from "../engine/index.ts";
import { type FitRoom, roomOf } from "./fit-room.ts";
import type { Notice } from "../../problems/notice.ts";

export interface SpecificationRequest {
  /** A table or a model file. */
  readonly path: string;
  /** Text of a model file for the table at `path`, without its `data`: for callers that have no file of it. */
  readonly model?: string | undefined;
  /** How the table is read, where its cells do not tell; wins over the model file. */
  readonly reading?: ReadingValues | undefined;
  /** Columns that win over the model file and over what is found. */
  readonly columns?: ColumnFlags | undefined;
}

export interface SpecificationAnswer {
  readonly spec: ResolvedSpec;
  /** Where each value comes from, and why. */
  readonly provenance: readonly Provenance[];
  /** What stands out in the table. */
  readonly notices: readonly Notice[];
  /** Path of the table, as it can be opened from here. */
  readonly dataPath: string;
  /** Memory and disk that the fit takes at most. Needs the model, which is only made when this is read. */
  readonly room: FitRoom;
  /** What the priors imply for returns, shares and the baseline of the table, from draws of the prior. */
  readonly implied: () => Promise<PriorImplications>;
}

/**
 * What `fit` would do with a table or a model file. As a model file: `toYaml(spec, dataPath)`, `toJson(spec, dataPath)`.
 * @throws CarryoverError with all problems of the model file and the table
 */
export async function specification({
  path,
  model,
  reading,
  columns,
}: SpecificationRequest): Promise<SpecificationAnswer> {
  const { resolution, data, dataPath }: Input = await readInput(path, { reading, columns }, model);
  const { spec, provenance } = resolution;
  return {
    spec,
    provenance,
    notices: data.notices,
    dataPath,
    get room() {
      return roomOf({ spec, weeks: data.rows, threads: fitThreads(undefined, spec.sampling.chains).most });
    },
    implied: async () => {
      const { impliedByPrior, priorModel } = await import("../../decisions/prior/index.ts");
      return impliedByPrior(priorModel(spec, data)).implied;
    },
  };
}

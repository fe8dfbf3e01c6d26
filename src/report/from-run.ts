// A report from a run folder, and from a fit that is still in memory.

import { fittedModel } from "../decisions/draws/index.ts";
import type { MediaMixFit } from "../mmm/fit/index.ts";
import { toModelFile } from "../mmm/specification/index.ts";
import type { OpenRun } from "../store/run/index.ts";
import { carryoverVersion } from "../store/index.ts";
import type { ReportSource } from "./shell/index.ts";

/** What a report needs of an opened run. */
export function sourceOfRun({ run, model }: OpenRun): ReportSource {
  const { record, summary, diagnostics, draws, data } = run;
  return {
    model,
    summary,
    diagnostics,
    parameters: draws.parameters,
    quantities: draws.quantities,
    sampler: draws.sampler,
    columns: record.columns,
    ...(draws.pointwise === undefined ? {} : { pointwise: draws.pointwise }),
    about: {
      name: nameOf(data.source),
      created: record.created,
      versions: record.versions,
      seed: record.seed,
      dataHash: record.data.sha256,
      specification: { ...record.specification, data: nameOf(data.source) },
      complete: record.complete,
      ...(record.privacy === undefined ? {} : { privacy: record.privacy.statement }),
    },
  };
}

/** What a report needs of a fit that was just made. */
export function sourceOfFit(fit: MediaMixFit): ReportSource {
  return {
    ...fit,
    model: fittedModel(fit),
    columns: fit.data.columns,
    about: {
      name: nameOf(fit.data.source),
      created: new Date().toISOString(),
      versions: { carryover: carryoverVersion(), node: process.versions.node, v8: process.versions.v8 },
      seed: fit.spec.sampling.seed,
      dataHash: fit.data.hash,
      specification: toModelFile(fit.spec, nameOf(fit.data.source)),
      complete: fit.complete,
      ...(fit.privacy === undefined ? {} : { privacy: fit.privacy.statement }),
    },
  };
}

/** The file name of a path, whatever its system writes between folders: reports hold no paths of the machine. */
function nameOf(source: string): string {
  return source.split(/[\\/]/).at(-1) ?? source;
}

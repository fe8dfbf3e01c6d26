// The JSON files of a run folder as documents, one function for each.

import type { MediaData } from "../../data/panel/index.ts";
import { asIs, camelForm, type AsIs, type Document, documentOf } from "../../documents/index.ts";
import type { Diagnostics, FitSummary } from "../../mmm/fit/index.ts";
import type { ModelFile } from "../../mmm/specification/index.ts";
import type { DrawsRecord, ResumeRecord, RunRecord } from "./format.ts";

/** Schemas of the files, with the version that is written and read. */
export const runSchemas = {
  run: "carryover/run/4",
  data: "carryover/data/2",
  draws: "carryover/draws/2",
  summary: "carryover/summary/1",
  diagnostics: "carryover/diagnostics/1",
  resume: "carryover/resume/2",
} as const;

/** A run as spec.json has it: what was fitted, how, and by what. */
export function runDocument(
  record: RunRecord,
): Document<"carryover/run/4", Omit<RunRecord, "specification"> & { readonly specification: AsIs<ModelFile> }> {
  return documentOf(runSchemas.run, { ...record, specification: asIs(record.specification) });
}

/** The record in spec.json. */
export function runRecord(parsed: ReturnType<typeof runDocument>): RunRecord {
  const { schema: _, privacy, ...record } = parsed;
  return {
    ...record,
    ...(privacy === undefined ? {} : { privacy: camelForm(privacy) }),
  } as RunRecord;
}

/** The table that was fitted, as data.json has it: checked, its series in order of time. Numbers come back bit for bit. */
export function dataDocument(data: MediaData): Document<"carryover/data/2", Omit<MediaData, "columns">> {
  // What the columns are is in the record of the run.
  const { columns: _, ...series } = data;
  return documentOf(runSchemas.data, series);
}

/** The table in data.json. */
export function mediaData(parsed: ReturnType<typeof dataDocument>): MediaData {
  const { schema: _, ...content } = parsed;
  const data = camelForm(content) as MediaData;
  const series = (values: ArrayLike<number>): Float64Array => Float64Array.from(values, (value) => value ?? Number.NaN);
  return {
    ...data,
    weekIndex: series(data.weekIndex),
    ...(data.dayOfYear === undefined ? {} : { dayOfYear: series(data.dayOfYear) }),
    channels: data.channels.map(({ driver, ...channel }) => ({
      ...channel,
      spend: series(channel.spend),
      ...(driver === undefined ? {} : { driver: { ...driver, values: series(driver.values) } }),
    })),
    target: {
      ...data.target,
      values: series(data.target.values),
      ...(data.target.worth === undefined
        ? {}
        : { worth: { ...data.target.worth, values: series(data.target.worth.values) } }),
    },
    controls: data.controls.map(({ name, values }) => ({ name, values: series(values) })),
  };
}

/** What the columns of draws.f64 are, as draws.json has it. */
export function drawsDocument(index: DrawsRecord): Document<"carryover/draws/2", DrawsRecord> {
  return documentOf(runSchemas.draws, index);
}

/** Mean, quantiles and diagnostics of every parameter and quantity: summary.json, and `carryover summary --json`. */
export function summaryDocument(summary: FitSummary): Document<"carryover/summary/1", FitSummary> {
  return documentOf(runSchemas.summary, summary);
}

/** Whether the chains have converged, and every check: diagnostics.json, and `carryover diagnose --json`. */
export function diagnosticsDocument(diagnostics: Diagnostics): Document<"carryover/diagnostics/1", Diagnostics> {
  return documentOf(runSchemas.diagnostics, diagnostics);
}

/** Where the chains of a run stand that can go on, as resume.json has it; resume.bin holds the arrays. */
export function resumeDocument(record: ResumeRecord): Document<"carryover/resume/2", ResumeRecord> {
  return documentOf(runSchemas.resume, record);
}

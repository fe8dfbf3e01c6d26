// What is known of the noise in a table: the file noise.json beside it, checked and with everything that follows written out.

import { camelForm, type Document, documentOf, snakeForm } from "../../documents/index.ts";
import { type ColumnNoiseDescription, noiseVersion, type ReleaseStatement } from "./noise-terms.ts";
import {
  noiseContent,
  noiseFileUnreadable,
  noiseInconsistent,
  noiseScaleMissing,
  noiseVersionUnknown,
} from "../../problems/privacy-problems.ts";
import { issueText } from "../../files/index.ts";
import { limitProblems } from "../../problems/limit.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import { mechanismOfNoise } from "../mechanisms/index.ts";
import type { WrittenColumn, WrittenNoise } from "./noise-schema.ts";
import { statementContradictions } from "./statement-check.ts";
import { given } from "../../words/index.ts";

export interface NoiseDescription {
  /** Undefined for descriptions written by hand without one. */
  readonly statement: ReleaseStatement | undefined;
  readonly columns: readonly ColumnNoiseDescription[];
}

/** In noise.json of the first release; its keys were in camelCase. */
const earlierFormat = "carryover-noise-1";

/** Relative difference between what is said and what follows from the rest of a description. */
const agreement = 1e-6;

/**
 * Reads noise.json, or a description written by hand. A scale that is left out is derived from epsilon and sensitivity (and delta).
 *
 * @throws CarryoverError with every problem: unreadable, unknown keys, a scale that does not go with epsilon and sensitivity,
 *   a Laplace with a delta, neither a scale nor what it follows from, a statement that does not follow from the columns
 */
export async function readNoiseDescription(path: string): Promise<NoiseDescription> {
  const { readFile } = await import("node:fs/promises");
  let content: unknown;
  try {
    content = JSON.parse((await readFile(path, "utf8")).replace(/^\ufeff/, ""));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CarryoverError([noiseFileUnreadable(path, code ?? "no JSON")]);
  }
  return parseNoiseDescription(content, path);
}

/**
 * The same for a description that stands elsewhere (`noise:` in a model file); `source` names the place in problems.
 * @throws CarryoverError as `readNoiseDescription` does
 */
export async function parseNoiseDescription(content: unknown, source: string): Promise<NoiseDescription> {
  const { noiseSchema } = await import("./noise-schema.ts");
  const parsed = noiseSchema.safeParse(currentForm(content, source));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) =>
      noiseContent(source, pathText(issue.path), sentence(issueText(issue))),
    );
    throw new CarryoverError(limitProblems(problems));
  }
  const { schema: _, ...written } = parsed.data;
  return completeDescription(camelForm(written) as WrittenNoise, source);
}

/** Descriptions of the first release, and those written by hand for it, with the keys of now. */
function currentForm(content: unknown, source: string): unknown {
  if (typeof content !== "object" || content === null) return content;
  const { format, schema, ...rest } = content as { readonly format?: unknown; readonly schema?: unknown };
  if (schema === undefined && (format === undefined || format === earlierFormat)) return snakeForm(rest);
  if (schema === noiseVersion) return content;
  throw new CarryoverError([noiseVersionUnknown(source, String(schema ?? format), noiseVersion)]);
}

/** noise.json: how the noise in the columns of a table was made. */
export function noiseDocument(noise: WrittenNoise): Document<typeof noiseVersion, WrittenNoise> {
  return documentOf(noiseVersion, noise);
}

/**
 * Completes a description: every scale that follows, every default.
 * @throws CarryoverError for contradictions and scales that are missing; `source` names the place
 */
export function completeDescription({ columns, statement }: WrittenNoise, source: string): NoiseDescription {
  const problems: Problem[] = [];
  const names = new Set<string>();
  const complete = columns.map((written, index) => {
    const place = `columns[${index}] (${written.column})`;
    if (names.has(written.column)) problems.push(noiseContent(source, place, "The column is described twice."));
    names.add(written.column);
    problems.push(...contradictions(written, source, place));
    return completeColumn(written);
  });
  complete.forEach((column, index) => {
    if (column.scale === undefined && column.mechanism !== "none" && column.mechanism !== "unknown") {
      problems.push(noiseScaleMissing(source, `columns[${index}] (${column.column})`));
    }
  });
  if (statement !== undefined && problems.length === 0) {
    for (const message of statementContradictions(statement, complete)) {
      problems.push(noiseContent(source, "statement", message));
    }
  }
  if (problems.length > 0) throw new CarryoverError(problems);
  return { statement, columns: complete };
}

function completeColumn(written: WrittenColumn): ColumnNoiseDescription {
  const { mechanism, rescale = 1, suppressedBelow, delta } = written;
  const record = mechanismOfNoise(mechanism);
  return {
    column: written.column,
    mechanism,
    scale: mechanism === "none" ? undefined : (written.scale ?? derivedScale(written)),
    scaleKind: written.scaleKind ?? record?.scaleKind ?? "sigma",
    granularity: written.granularity ?? undefined,
    unit: written.unit ?? "unknown",
    clip: written.clip ?? undefined,
    suppressedBelow: suppressedBelow ?? undefined,
    cellsSummed: written.cellsSummed ?? 1,
    epsilon: written.epsilon,
    delta: delta ?? (record?.needsDelta === false && suppressedBelow == null ? 0 : undefined),
    sensitivity: written.sensitivity,
    bounds: written.bounds,
    rescale,
    release: written.release,
    source: written.source ?? "manual",
  };
}

/** The scale that follows from epsilon and sensitivity, in the unit of the column; undefined when it does not follow. */
function derivedScale({
  mechanism,
  epsilon,
  delta,
  sensitivity,
  rescale = 1,
  source,
}: WrittenColumn): number | undefined {
  // Drafts of that interface define epsilon with and without a factor of 2: only a scale that is said can be used.
  if (source === "w3c-attribution" || epsilon === undefined || sensitivity === undefined) return undefined;
  const record = mechanismOfNoise(mechanism);
  if (sensitivity.norm !== record?.norm) return undefined;
  const scale = record.scaleFor({ epsilon, delta, sensitivity: sensitivity.value });
  return scale === undefined ? undefined : scale * rescale;
}

function contradictions(written: WrittenColumn, source: string, place: string): Problem[] {
  const { mechanism, scale, scaleKind, epsilon, delta, sensitivity, clip, suppressedBelow } = written;
  const problem = (message: string): Problem => noiseContent(source, place, message);
  const found: Problem[] = [];
  const record = mechanismOfNoise(mechanism);
  if (scale !== undefined && scaleKind === undefined) {
    found.push(problem('A scale needs its scale_kind: "b" of a Laplace, or "sigma", a standard deviation.'));
  }
  if (mechanism === "none" && scale !== undefined) found.push(problem("A column without noise has no scale."));
  if (record !== undefined && scaleKind !== undefined && scaleKind !== record.scaleKind) {
    found.push(problem(record.scaleWords));
  }
  if (record?.needsDelta === false && delta !== undefined && delta > 0 && suppressedBelow == null) {
    const noise = `${record.title} noise`;
    found.push(problem(`${noise} alone has delta 0; a delta comes from suppressing cells, or it is not ${noise}.`));
  }
  if (clip?.lower !== undefined && clip.upper !== undefined && clip.lower >= clip.upper) {
    found.push(problem("The lower clipping bound must be below the upper one."));
  }
  const { bounds, rescale = 1 } = written;
  // A unit that adds as much as it may to one cell changes the column by that much, in either norm.
  const least = bounds === undefined ? 0 : Math.min(bounds.cap, bounds.total);
  if (sensitivity !== undefined && sensitivity.value < least * (1 - agreement)) {
    found.push(
      problem(`The sensitivity is ${given(sensitivity.value)}, and one unit may change a cell by ${given(least)}.`),
    );
  }
  if (scale === undefined || found.length > 0) return found;
  const sensitive = Math.max(least, sensitivity?.value ?? 0) * rescale;
  if (record?.scaleKind === "b" && epsilon !== undefined && scale < (sensitive / epsilon) * (1 - agreement)) {
    const needed = `b of at least ${given(sensitive / epsilon)}`;
    return [noiseInconsistent(source, place, `scale ${given(scale)}`, needed)];
  }
  const derived = derivedScale(written);
  if (derived === undefined) return found;
  const guarantee = { epsilon: epsilon!, delta, sensitivity: sensitivity!.value * (written.rescale ?? 1) };
  const needed = record!.contradiction(scale, derived, guarantee, agreement);
  if (needed !== undefined) {
    found.push(noiseInconsistent(source, place, `scale ${given(scale)}`, `${needed} ${given(derived)}`));
  }
  return found;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${String(key)}`))
    .join("");
}

function sentence(message: string): string {
  const text = message.replace(/^./, (first) => first.toUpperCase());
  return text.endsWith(".") ? text : `${text}.`;
}

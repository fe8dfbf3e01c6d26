// Finds the description of the noise a table was released with: where the model file says, or beside the table.
import { mechanisms } from "../../privacy/mechanisms/index.ts";
import { dirname, join, resolve } from "node:path";
import { type ColumnNoiseDescription, type PrivacyRecord, privacyRecord } from "../../privacy/release/index.ts";
import { standardInput } from "../../files/index.ts";
import { noiseNotModeled } from "../../problems/noise-problems.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import type { ModelDocument } from "./document.ts";
import type { Origin } from "./provenance.ts";
import type { NoiseEntry } from "./schema.ts";

/** A description that was read from a file, in the words of a model file. */
export interface FoundNoise {
  /** Path of the file. */
  readonly source: string;
  readonly origin: Origin & ("model file" | "detected");
  readonly columns: Readonly<Record<string, NoiseEntry>>;
  /** What the description says of the protection; absent when no column has noise. */
  readonly privacy?: PrivacyRecord;
}

/** Name of the file that a release puts beside its table. */
export const noiseFileName = "noise.json";

/**
 * The description that goes with a table: the path in the model file, else `noise.json` beside the table; undefined when there is
 * none, or when the model file says itself what the noise is.
 * @throws CarryoverError with every problem of the description
 */
export async function findNoise(document: ModelDocument | undefined, table: string): Promise<FoundNoise | undefined> {
  const written = document?.content.noise;
  if (written === "none" || typeof written === "object") return undefined;
  if (document !== undefined && written !== undefined) {
    return read(resolve(dirname(document.file), written), "model file");
  }
  if (table === standardInput) return undefined;
  const path = join(dirname(table), noiseFileName);
  const { access } = await import("node:fs/promises");
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  return exists ? read(path, "detected") : undefined;
}

/** Columns whose noise is described, in the model file or in what was found: their values may be negative. */
export function noisedColumns(document: ModelDocument | undefined, found: FoundNoise | undefined): readonly string[] {
  const written = document?.content.noise;
  const entries = typeof written === "object" ? written : (found?.columns ?? {});
  return Object.entries(entries).flatMap(([column, { mechanism }]) => (mechanism === "none" ? [] : [column]));
}

async function read(path: string, origin: FoundNoise["origin"]): Promise<FoundNoise> {
  const { readNoiseDescription } = await import("../../privacy/release/noise-description.ts");
  const description = await readNoiseDescription(path);
  const { columns } = description;
  const problems: Problem[] = [];
  const entries = columns.map((noise): [string, NoiseEntry] => [noise.column, entryOf(noise, path, problems)]);
  if (problems.length > 0) throw new CarryoverError(problems);
  const privacy = privacyRecord(description, path);
  return { source: path, origin, columns: Object.fromEntries(entries), ...(privacy === undefined ? {} : { privacy }) };
}

function entryOf(noise: ColumnNoiseDescription, path: string, problems: Problem[]): NoiseEntry {
  const { column, scale, scaleKind, cellsSummed, clip, suppressedBelow } = noise;
  const where = `${path}, column "${column}"`;
  if (clip?.upper !== undefined) problems.push(noiseNotModeled(where, column, "clipped from above"));
  if (suppressedBelow !== undefined) problems.push(noiseNotModeled(where, column, "suppressed where it was small"));
  // Noise of a kind that nobody says, with a guess of its size, counts as what that size is of.
  const guessed = mechanisms.find((each) => each.scaleKind === scaleKind)!.name as NoiseEntry["mechanism"];
  const mechanism = noise.mechanism === "unknown" ? guessed : noise.mechanism;
  return {
    mechanism,
    ...(scale === undefined ? {} : { scale, scale_kind: scaleKind }),
    cells_summed: cellsSummed,
    clip: clip?.lower === undefined ? "none" : { lower: clip.lower },
  };
}

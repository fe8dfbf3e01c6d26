// A model file read and checked: its content, its priors parsed, and the place of everything in it.
import type { MediaSaid } from "../../data/panel/index.ts";
import type { TargetKind } from "../../settings/index.ts";
import { dirname, resolve } from "node:path";
import { type DocumentPath, inOrder, readSource, readWritten, type SourceMap } from "../../files/index.ts";
import { standardInput } from "../../files/index.ts";
import { limitProblems } from "../../problems/limit.ts";
import { modelNamesFile } from "../../problems/model-file-problems.ts";
import { CarryoverError } from "../../problems/problem.ts";
import { type WrittenPriors, readPriors } from "./prior-entries.ts";
import type { WrittenExperiments } from "./read-experiments.ts";
import type { ModelFile } from "./schema.ts";
import { columnsOfChannels } from "./written-media.ts";
import { documentedSpelling } from "../../settings/index.ts";

export interface ModelDocument {
  /** Path of the file as it was given; stands at the front of every place. */
  readonly file: string;
  readonly content: ModelFile;
  readonly priors: WrittenPriors;
  /** Lift tests, of the file or of the CSV that it names; absent where it has none. */
  readonly experiments?: WrittenExperiments;
  /** `file:line:column` of a value or its key; of the closest part around it when the path is not in the file. */
  where(path: DocumentPath, part?: "key" | "value", offset?: number): string;
  /** The value at a path as it is written. */
  received(path: DocumentPath): string;
}

/**
 * Reads a model file in YAML or JSON.
 * @throws CarryoverError with every problem of syntax, keys, values and priors that is found, in the order of the file.
 */
export async function readModelFile(file: string): Promise<ModelDocument> {
  return parseModelFile(await readWritten(file, "model"), file);
}

/**
 * Reads the text of a model file; `file` is only used to say where problems are.
 * @param table the table that the model is for, where whoever gives the text does not choose it
 * @throws CarryoverError as `readModelFile`, and where the text names a table although there is one
 */
export async function parseModelFile(text: string, file: string, table?: string): Promise<ModelDocument> {
  const read = await readSource("model", file, text, documentedSpelling);
  if ("problems" in read) throw new CarryoverError(read.problems);
  const source = table === undefined ? read.source : ofTable(read.source, table);

  const { checkContent } = await import("./content.ts");
  const { content, problems } = checkContent(source);
  const priors = readPriors(source);
  const all = [...problems, ...priors.problems];
  if (content === undefined || all.length > 0) throw new CarryoverError(limitProblems(inOrder(all)));

  const { where, received } = source;
  const experiments = await experimentsOf(content, file, where);
  return {
    file,
    content,
    priors: priors.written,
    ...(experiments === undefined ? {} : { experiments }),
    where,
    received,
  };
}

/** The lift tests of a file: its own, or those of the CSV whose path, seen from the folder of the file, it has. */
async function experimentsOf(
  { experiments }: ModelFile,
  file: string,
  where: ModelDocument["where"],
): Promise<WrittenExperiments | undefined> {
  if (experiments === undefined) return undefined;
  if (typeof experiments === "string") {
    const { readExperiments } = await import("./read-experiments.ts");
    return readExperiments(resolve(dirname(file), experiments));
  }
  return {
    entries: experiments,
    where: (index, key) => where(key === undefined ? ["experiments", index] : ["experiments", index, key]),
  };
}

/** As if the file named this table. */
function ofTable(source: SourceMap, table: string): SourceMap {
  const { value } = source;
  if (value === null || value === undefined) return { ...source, value: { data: table } };
  // What is no map is told by the check of its content.
  if (typeof value !== "object" || Array.isArray(value)) return source;
  const foreign = ["data", "noise"].filter((key) => typeof (value as Record<string, unknown>)[key] === "string");
  if (foreign.length > 0)
    throw new CarryoverError(
      foreign.map((key) => modelNamesFile(source.where([key], "key"), key, source.received([key]))),
    );
  return { ...source, value: { ...value, data: table } };
}

/** Path of the table of a model file: what `data` says, seen from the folder of the file; `-` is standard input. */
export function tablePath(document: ModelDocument): string {
  const { data } = document.content;
  return data === standardInput ? data : resolve(dirname(document.file), data);
}

/** Columns that the model file names; the others are for the reader of the table to find. */
export function writtenColumns(document: ModelDocument): {
  readonly date?: string;
  readonly geo?: string;
  readonly population?: string | Readonly<Record<string, number>>;
  readonly national?: readonly string[];
  readonly target?: string;
  readonly targetKind?: TargetKind;
  readonly channels?: readonly string[];
  readonly media?: Readonly<Record<string, MediaSaid>>;
  readonly controls?: readonly string[];
  readonly treatments?: readonly string[];
  readonly worth?: string;
} {
  const {
    date,
    geo,
    population,
    national,
    target,
    target_kind,
    channels,
    controls,
    treatments,
    revenue_per_conversion,
  } = document.content;
  return {
    ...(date === undefined ? {} : { date }),
    ...(geo === undefined ? {} : { geo }),
    ...(population === undefined ? {} : { population }),
    ...(national === undefined ? {} : { national: national === "none" ? [] : national }),
    ...(target === undefined ? {} : { target }),
    ...(target_kind === undefined ? {} : { targetKind: target_kind }),
    ...columnsOfChannels(channels),
    ...(treatments === undefined ? {} : { treatments: Object.keys(treatments) }),
    ...(revenue_per_conversion === undefined ? {} : { worth: revenue_per_conversion }),
    ...(controls === undefined ? {} : { controls: controls === "none" ? [] : controls }),
  };
}

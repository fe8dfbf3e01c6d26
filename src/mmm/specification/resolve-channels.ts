// The channels of a model with the adstock and saturation of each: the model's own, then what the channel has otherwise.
import * as wording from "../../problems/model-file-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import type { Default } from "../../settings/index.ts";
import { adstockDefaults, saturationDefault } from "./defaults.ts";
import type { ModelDocument } from "./document.ts";
import type { ProvenanceLog, Sourced } from "./provenance.ts";
import type { Adstock, ResolvedChannel, Saturation } from "./resolved-spec.ts";
import type { AdstockEntry, SaturationEntry } from "./schema.ts";

type Key = "adstock" | "saturation";
type Block = Exclude<AdstockEntry, string> | Exclude<SaturationEntry, string>;

/** Where a block may stand: at a channel first, then at the top of the file. */
interface Level {
  readonly path: readonly string[];
  readonly entry: AdstockEntry | SaturationEntry | undefined;
}

/** Resolves adstock and saturation for each channel; `channels` gives column and name. */
export function resolveChannels(
  channels: readonly { readonly column: string; readonly name: string }[],
  document: ModelDocument | undefined,
  log: ProvenanceLog,
  problems: Problem[],
): readonly ResolvedChannel[] {
  const written = document?.content.channels;
  const overrides = written === undefined || Array.isArray(written) ? {} : written;
  const levelsOf = (column: string, key: Key): readonly Level[] => [
    { path: ["channels", column, key], entry: Object.hasOwn(overrides, column) ? overrides[column]?.[key] : undefined },
    { path: [key], entry: document?.content[key] },
  ];
  const resolved = channels.map(({ column, name }) => ({
    column,
    name,
    adstock: resolveAdstock(name, levelsOf(column, "adstock"), document, log, problems),
    saturation: resolveSaturation(name, levelsOf(column, "saturation"), document, log),
  }));
  if (document !== undefined) checkTopLevel(document, problems);
  return resolved;
}

/** The value of one key: from the first level that has it, or the default. */
function pick<T>(
  key: string,
  levels: readonly Level[],
  document: ModelDocument | undefined,
  fallback: Default<T>,
): Sourced<T> {
  for (const { path, entry } of levels) {
    if (entry === undefined || document === undefined) continue;
    if (typeof entry === "string") {
      if (key === "kind") return { value: entry as T, origin: "model file", reason: document.where(path) };
      continue;
    }
    const value = (entry as Record<string, unknown>)[key];
    if (value !== undefined) {
      return { value: value as T, origin: "model file", reason: document.where([...path, key]) };
    }
  }
  return { ...fallback, origin: "default" };
}

function resolveAdstock(
  name: string,
  levels: readonly Level[],
  document: ModelDocument | undefined,
  log: ProvenanceLog,
  problems: Problem[],
): Adstock {
  const kind = log.note(`adstock.kind[${name}]`, pick("kind", levels, document, adstockDefaults.kind));
  if (kind === "none") {
    const [own] = levels;
    if (document !== undefined) checkUnused(own.entry, own.path, document, problems);
    return { kind };
  }
  return {
    kind,
    normalize: log.note(`adstock.normalize[${name}]`, pick("normalize", levels, document, adstockDefaults.normalize)),
    window: log.note(`adstock.window[${name}]`, pick("window", levels, document, adstockDefaults.window)),
  };
}

function resolveSaturation(
  name: string,
  levels: readonly Level[],
  document: ModelDocument | undefined,
  log: ProvenanceLog,
): Saturation {
  return { kind: log.note(`saturation.kind[${name}]`, pick("kind", levels, document, saturationDefault)) };
}

/** `adstock: { kind: none, window: 8 }` at the top is a mistake too, whatever the channels have. */
function checkTopLevel(document: ModelDocument, problems: Problem[]): void {
  const { adstock } = document.content;
  const kind = typeof adstock === "string" ? adstock : adstock?.kind;
  if (kind === "none") checkUnused(adstock, ["adstock"], document, problems);
}

function checkUnused(
  entry: Block | string | undefined,
  path: readonly string[],
  document: ModelDocument,
  problems: Problem[],
): void {
  if (entry === undefined || typeof entry === "string") return;
  for (const key of Object.keys(entry).filter((candidate) => candidate !== "kind")) {
    const where = document.where([...path, key], "key");
    problems.push(wording.settingWithoutAdstock(where, [...path, key].join(".")));
  }
}

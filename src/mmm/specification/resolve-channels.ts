// The channels of a model with the adstock and saturation of each: the model's own, then what the channel has otherwise.
import { entriesByChannel } from "../../data/roles/index.ts";
import { elementName } from "../axes/index.ts";
import { wrongValue } from "../../problems/written-file-problems.ts";
import * as wording from "../../problems/model-file-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { adstocks, defaultAdstock } from "../adstock/index.ts";
import { defaultSaturation, saturations } from "../saturation/index.ts";
import { defaultFor, type SettingValue, takes, type TransformSetting } from "../transforms/index.ts";
import { channelSettings, type Default, defaultOf } from "../../settings/index.ts";
import type { DetectedTable } from "./detected-table.ts";
import type { ModelDocument } from "./document.ts";
import { resolveMedia } from "./resolve-media.ts";
import type { ProvenanceLog, Sourced } from "./provenance.ts";
import type { Adstock, ResolvedChannel, TransformOrder } from "./resolved-spec.ts";
import type { ChannelEntry, TransformEntry } from "./schema.ts";
import { settingRuleOf } from "./transform-rules.ts";

type Key = "adstock" | "saturation";

/** The kinds of each, and the one of a channel whose model file says nothing. */
const kinds: Readonly<
  Record<Key, { readonly find: (kind: string) => Kind | undefined; readonly fallback: Default<string> }>
> = {
  adstock: { find: adstocks.find, fallback: defaultAdstock },
  saturation: { find: saturations.find, fallback: defaultSaturation },
};

interface Kind {
  readonly settings?: Readonly<Record<string, TransformSetting>>;
}

interface Context {
  readonly document: ModelDocument | undefined;
  readonly table: DetectedTable | undefined;
  readonly log: ProvenanceLog;
  readonly problems: Problem[];
}

/** Where a block may stand: at a channel first, then at the top of the file. */
interface Level {
  readonly path: readonly string[];
  readonly entry: TransformEntry | undefined;
}

/** Resolves adstock and saturation for each channel; `channels` gives column and name. */
export function resolveChannels(
  channels: readonly { readonly column: string; readonly name: string }[],
  context: Context,
): readonly ResolvedChannel[] {
  const { document, problems } = context;
  const written = document?.content.channels;
  const { found } = entriesByChannel(channels, written === undefined || Array.isArray(written) ? {} : written);
  const levelsOf = (name: string, key: Key): readonly Level[] => {
    const own = found.get(name);
    return [
      { path: ["channels", own?.key ?? name, key], entry: own?.value?.[key] },
      { path: [key], entry: document?.content[key] },
    ];
  };
  const resolved = channels.map(({ column, name }) => ({
    column,
    name,
    ...resolveMedia({ column, name }, found.get(name), context),
    adstock: resolveTransform("adstock", name, levelsOf(name, "adstock"), context),
    saturation: resolveTransform("saturation", name, levelsOf(name, "saturation"), context),
    order: resolveOrder(name, found.get(name), context),
  }));
  if (document !== undefined) {
    checkTopLevel("adstock", document, problems);
    checkTopLevel("saturation", document, problems);
  }
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

/** What spend goes through first: as the channel says, else as the file says. */
function resolveOrder(
  name: string,
  entry: { readonly key: string; readonly value: ChannelEntry | null } | undefined,
  { document, log }: Context,
): TransformOrder {
  const own = entry?.value?.order;
  const value = own ?? document?.content.order;
  const key = elementName("order", [name]);
  if (value === undefined || document === undefined) {
    return log.note(key, { ...defaultOf(channelSettings.order), origin: "default" });
  }
  const reason = document.where(
    own === undefined || entry === undefined ? ["order"] : ["channels", entry.key, "order"],
  );
  return log.note(key, { value, origin: "model file", reason });
}

/** A kind and its settings. */
function resolveTransform(
  part: Key,
  name: string,
  levels: readonly Level[],
  { document, table, log, problems }: Context,
): Adstock {
  const { find, fallback } = kinds[part];
  const kind = log.note(elementName(`${part}.kind`, [name]), pick("kind", levels, document, fallback));
  const settings = find(kind)?.settings ?? {};
  const [own] = levels;
  if (document !== undefined) checkUnused(part, kind, own, document, problems);
  const chosen = Object.entries(settings).flatMap(([setting, form]): [string, SettingValue][] => {
    const key = elementName(`${part}.${setting}`, [name]);
    const written = levels.find(({ entry }) => typeof entry === "object" && entry[setting] !== undefined);
    if (written !== undefined && document !== undefined) {
      const path = [...written.path, setting];
      const value = (written.entry as Exclude<TransformEntry, string>)[setting] as SettingValue;
      const where = document.where(path);
      if (!takes(form, value)) {
        problems.push(wrongValue("model", where, path.join("."), settingRuleOf(form), document.received(path)));
      }
      return [[setting, log.note(key, { value, origin: "model file", reason: where })]];
    }
    const value = defaultFor(form, table?.cadence);
    if (value === undefined) {
      problems.push(wording.needsTable(document?.file ?? "model", `${part}.${setting}`));
      return [];
    }
    return [[setting, log.note(key, { value, origin: "default", reason: form.reason ?? "" })]];
  });
  return { kind, ...Object.fromEntries(chosen) };
}

/** `adstock: { kind: none, window: 8 }` at the top is a mistake too, whatever the channels have. */
function checkTopLevel(part: Key, document: ModelDocument, problems: Problem[]): void {
  const entry = document.content[part];
  const kind = typeof entry === "string" ? entry : entry?.kind;
  if (kind !== undefined) checkUnused(part, kind, { path: [part], entry }, document, problems);
}

/** Settings written at one place that the kind there does not have. */
function checkUnused(
  part: Key,
  kind: string,
  { path, entry }: Level,
  document: ModelDocument,
  problems: Problem[],
): void {
  if (entry === undefined || typeof entry === "string") return;
  const known = Object.keys(kinds[part].find(kind)?.settings ?? {});
  for (const key of Object.keys(entry).filter((candidate) => candidate !== "kind" && !known.includes(candidate))) {
    const where = document.where([...path, key], "key");
    problems.push(wording.settingWithoutEffect(where, [...path, key].join("."), part, kind, known));
  }
}

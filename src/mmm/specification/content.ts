// Validates a parsed model file against the schema and turns what zod found into problems with their places.
import { noiseSetting } from "../../privacy/mechanisms/index.ts";
import type { z } from "zod";
import {
  missingKey,
  type Rule,
  type RuleName,
  rules,
  unknownKey,
  wrongValue,
} from "../../problems/model-file-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { fileSettings, type Setting, settingHint, wanted } from "../../settings/index.ts";
import { type ModelFile, modelFileSchema } from "./schema.ts";
import type { DocumentPath, SourceMap } from "./source-map.ts";
import { transformRuleOf } from "./transform-rules.ts";

type Issue = z.core.$ZodIssue;

/** The content when it is valid, otherwise the problems. */
export function checkContent(source: SourceMap): {
  readonly content: ModelFile | undefined;
  readonly problems: readonly Problem[];
} {
  const result = modelFileSchema().safeParse(source.value);
  if (result.success) return { content: result.data, problems: [] };
  return { content: undefined, problems: result.error.issues.flatMap((issue) => problemsOf(issue, [], source)) };
}

function problemsOf(issue: Issue, base: DocumentPath, source: SourceMap): Problem[] {
  const path: DocumentPath = [...base, ...(issue.path as (string | number)[])];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(source.where([...path, key], "key"), key, written(path), keysAt(path)));
  }
  if (issue.code === "invalid_union") {
    // The branch that fits the value's kind knows best what is wrong inside it.
    const branch = issue.errors.find((errors) => errors.every((error) => error.path.length > 0 || !isKindError(error)));
    if (branch !== undefined) return branch.flatMap((error) => problemsOf(error, path, source));
  }
  const rule = ruleOf(issue.message);
  if (rule === undefined) throw new Error(`The schema has no wording for: ${issue.message} (${written(path)})`);
  const found = valueAt(source.value, path);
  if (found === undefined) return [missingKey(source.where(path, "key"), written(path), rule)];
  const word = typeof found === "string" ? found : undefined;
  return [wrongValue(source.where(path), written(path), rule, source.received(path), word, choicesOf(issue))];
}

/** What a part of the file must be: by its name in the catalog, or as the table of settings says. */
function ruleOf(name: string): Rule | undefined {
  const ofTransforms = transformRuleOf(name);
  if (ofTransforms !== undefined) return ofTransforms;
  if (Object.hasOwn(rules, name)) return rules[name as RuleName];
  return Object.hasOwn(settings, name) ? settingRule(settings[name]) : undefined;
}

/** Settings of the table, and the one whose choices come with the records of mechanisms. */
const settings: Readonly<Record<string, Setting>> = { ...fileSettings, "noise.mechanism": noiseSetting };

function settingRule(setting: Setting): Rule {
  const later = setting.kind === "choice" ? setting.later : undefined;
  return { must: wanted(setting), hint: settingHint(setting), ...(later === undefined ? {} : { later }) };
}

/** Whether the value is not even of the kind this branch is about, rather than out of its limits. */
function isKindError(issue: Issue): boolean {
  return issue.code === "invalid_type" || issue.code === "invalid_value" || issue.code === "invalid_union";
}

function choicesOf(issue: Issue): readonly string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  return issue.code === "invalid_union" ? issue.errors.flat().flatMap(choicesOf) : [];
}

function valueAt(value: unknown, path: DocumentPath): unknown {
  return path.reduce((part, key) => (part as Record<string | number, unknown> | undefined)?.[key], value);
}

/** `channels.spend_TV.adstock`, `controls[2]` (counted from 1, as people do). */
function written(path: DocumentPath): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key + 1}]` : text === "" ? key : `${text}.${key}`),
    "",
  );
}

/** The keys the schema knows at a path. */
function keysAt(path: DocumentPath): readonly string[] {
  let schemas: readonly z.core.$ZodType[] = [modelFileSchema()];
  for (const key of path) {
    schemas = schemas.flatMap(alternatives).flatMap((schema) => inner(schema, key));
  }
  return schemas.flatMap(alternatives).flatMap((schema) => Object.keys(shapeOf(schema) ?? {}));
}

function alternatives(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "optional") return alternatives(def.innerType);
  if (def.type === "union") return def.options.flatMap(alternatives);
  return [schema];
}

function shapeOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === "object" ? def.shape : undefined;
}

function inner(schema: z.core.$ZodType, key: string | number): readonly z.core.$ZodType[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "object") return Object.hasOwn(def.shape, key) ? [def.shape[key] as z.core.$ZodType] : [];
  return def.type === "record" ? [def.valueType] : [];
}

// Validates a parsed model file against the schema.
import { noiseSetting } from "../../privacy/mechanisms/index.ts";
import type { z } from "zod";
import {
  type DocumentPath,
  parseAnyKey,
  schemaProblems,
  type SchemaWording,
  type SourceMap,
} from "../../files/index.ts";
import { laterKey, type RuleName, rules } from "../../problems/model-file-problems.ts";
import type { Rule } from "../../problems/written-file-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { fileSettings, type Setting, settingHint, wanted } from "../../settings/index.ts";
import { type ModelFile, modelFileSchema } from "./schema.ts";
import { transformRuleOf } from "./transform-rules.ts";

/** The content when it is valid, otherwise the problems. */
export function checkContent(source: SourceMap): {
  readonly content: ModelFile | undefined;
  readonly problems: readonly Problem[];
} {
  const result = parseAnyKey(modelFileSchema(), source.value);
  if ("content" in result) return { content: result.content, problems: [] };
  const wording: SchemaWording = { kind: "model", rule: modelFileRule, keysAt, known: laterKey };
  return { content: undefined, problems: schemaProblems(result.issues, source, wording) };
}

/** What a part of the file must be: by its name in the catalog, or as the table of settings says. */
export function modelFileRule(name: string): Rule | undefined {
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
  if (def.type === "array") return [def.element];
  return def.type === "record" ? [def.valueType] : [];
}

// Writes the JSON Schema of every document to dist/schemas/NAME.json. Documents that Carryover alone writes are described by the type of the
// function that makes them (`Document<"carryover/NAME/VERSION", ...>`), with the comments of its fields; those that people write too, by the
// zod schema that reads them. The API of the compiler is called unstable, so package.json names one version of TypeScript.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { API, type Checker, type Symbol, SymbolFlags, type Type, TypeFlags } from "typescript/unstable/sync";
import { snakeCase } from "./src/documents/index.ts";
import { jsonSchema as modelFileSchema } from "./src/mmm/specification/schema.ts";
import { boundsJsonSchema } from "./src/privacy/aggregate/bounds-schema.ts";
import { privacyFileJsonSchema as privacyFileSchema } from "./src/privacy/aggregate/schema.ts";
import { noiseJsonSchema } from "./src/privacy/release/noise-schema.ts";

type Schema = Readonly<Record<string, unknown>>;

const root = fileURLToPath(new URL(".", import.meta.url));
const draft = "https://json-schema.org/draft/2020-12/schema";

/** Documents that are read by a schema of their own, most of them written by people. */
const written: Readonly<Record<string, () => Schema>> = {
  model: modelFileSchema,
  "privacy-file": privacyFileSchema,
  noise: noiseJsonSchema,
  bounds: boundsJsonSchema,
};

function documentSchemas(): ReadonlyMap<string, Schema> {
  const schemas = new Map(Object.entries(written).map(([name, make]) => [name, make()]));
  const api = new API({ cwd: root });
  try {
    const config = join(root, "tsconfig.build.json");
    const [project] = api.updateSnapshot({ openProjects: [config] }).getProjects();
    for (const path of makers()) {
      const file = project.program.getSourceFile(path);
      const module = file && project.checker.getSymbolAtLocation(file);
      if (module === undefined) throw new Error(`${path} is no module.`);
      for (const { id, schema } of documentsOf(project.checker, module)) {
        const [, name] = id.split("/");
        if (name in written) continue;
        if (schemas.has(name)) throw new Error(`Two functions make ${id}; the second is in ${path}.`);
        schemas.set(name, schema);
      }
    }
  } finally {
    api.close();
  }
  return schemas;
}

/** Files that hold functions whose result is a document. */
function makers(): string[] {
  const source = join(root, "src");
  return (readdirSync(source, { recursive: true }) as string[])
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(source, path))
    .filter((path) => /Document<\s*"carryover\//.test(readFileSync(path, "utf8")))
    .toSorted();
}

function* documentsOf(checker: Checker, module: Symbol): Generator<{ readonly id: string; readonly schema: Schema }> {
  for (const exported of checker.getExportsOfModule(module)) {
    if ((exported.flags & SymbolFlags.Function) === 0) continue;
    const made = checker.getTypeOfSymbol(exported);
    const [signature] = made === undefined ? [] : checker.getSignaturesOfType(made, 0);
    const result = signature && checker.getReturnTypeOfSignature(signature);
    if (result?.getAliasSymbol()?.name !== "Document") continue;
    const [id] = result.getAliasTypeArguments();
    if (!id.isStringLiteralType()) continue;
    const description = checker.getDocumentationCommentOfSymbol(exported);
    const schema = new Describer(checker, exported.name).schemaOf(result);
    const urn = `urn:${id.value.replaceAll("/", ":")}`;
    yield { id: id.value, schema: { $schema: draft, $id: urn, description, ...schema } };
  }
}

/** Documents that may be several things have their schema in each. */
function withSchema(id: string, { properties = {}, required = [], anyOf, ...rest }: Schema): Schema {
  if (anyOf !== undefined) return { anyOf: (anyOf as readonly Schema[]).map((part) => withSchema(id, part)) };
  return {
    ...rest,
    properties: { schema: { const: id }, ...(properties as Schema) },
    required: ["schema", ...(required as readonly string[])],
  };
}

/** The schema of what `jsonForm` makes of data of a type. */
class Describer {
  readonly #checker: Checker;
  readonly #path: string[];
  readonly #open = new Set<number>();
  /** Inside `asIs`. */
  #asIs = false;

  constructor(checker: Checker, name: string) {
    this.#checker = checker;
    this.#path = [name];
  }

  schemaOf(type: Type): Schema {
    const { flags } = type;
    if (type.getAliasSymbol()?.name === "Document") {
      const [id, content] = type.getAliasTypeArguments();
      if (id.isStringLiteralType()) return withSchema(id.value, this.schemaOf(content));
    }
    if (flags & TypeFlags.Any) return this.#fail(type);
    if (flags & TypeFlags.Unknown) return {};
    if (flags & TypeFlags.Null) return { type: "null" };
    if (type.isLiteralType()) return { const: type.value };
    if (flags & TypeFlags.Boolean) return { type: "boolean" };
    if (type.isUnionType()) return this.#union(type.getTypes());
    if (flags & (TypeFlags.String | TypeFlags.TemplateLiteral)) return { type: "string" };
    if (flags & TypeFlags.Number) return this.#asIs ? { type: "number" } : { type: ["number", "null"] };
    if (flags & (TypeFlags.Object | TypeFlags.Intersection)) return this.#once(type, () => this.#object(type));
    return this.#fail(type);
  }

  #union(members: readonly Type[]): Schema {
    const schemas = members
      .filter(({ flags }) => (flags & TypeFlags.Undefined) === 0)
      .map((member) => this.schemaOf(member));
    const literals = schemas.filter((schema) => "const" in schema).map((schema) => schema.const);
    const isBoolean = literals.includes(true) && literals.includes(false);
    const values = literals.filter((value) => !isBoolean || typeof value !== "boolean");
    const others: readonly Schema[] = [
      ...(isBoolean ? [{ type: "boolean" }] : []),
      ...schemas.filter((schema) => !("const" in schema)),
    ];
    const parts = [
      ...(values.length === 0 ? [] : [values.length === 1 ? { const: values[0] } : { enum: values }]),
      ...(others.length > 1 && others.every((schema) => Object.keys(schema).join() === "type")
        ? [{ type: [...new Set(others.flatMap((schema) => schema.type))] }]
        : others),
    ];
    return parts.length === 1 ? parts[0] : { anyOf: parts };
  }

  #object(type: Type): Schema {
    const checker = this.#checker;
    const name = type.getSymbol()?.name;
    if (name === "Float64Array") return { type: "array", items: { type: ["number", "null"] } };
    if (name === "AsIs" && type.isTypeReference()) {
      this.#asIs = true;
      const schema = this.schemaOf(checker.getTypeArguments(type)[0]);
      this.#asIs = false;
      return schema;
    }
    if (type.isTypeReference() && checker.isTupleType(type)) {
      const items = checker.getTypeArguments(type).map((item) => this.schemaOf(item));
      return { type: "array", prefixItems: items, items: false, minItems: items.length };
    }
    if (type.isTypeReference() && checker.isArrayType(type)) {
      return { type: "array", items: this.schemaOf(checker.getTypeArguments(type)[0]) };
    }
    if (checker.getSignaturesOfType(type, 0).length > 0) return this.#fail(type);
    const fields = inOrder(checker.getPropertiesOfType(type));
    const keyOf = (field: Symbol): string => (this.#asIs ? field.name : snakeCase(field.name));
    const properties = fields.map((field): [string, Schema] => [keyOf(field), this.#field(field)]);
    const required = fields.filter((field) => !this.#isOptional(field)).map(keyOf);
    const [names] = checker.getIndexInfosOfType(type);
    if (names !== undefined && !this.#asIs) return this.#fail(type);
    return {
      type: "object",
      ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: names === undefined ? false : this.schemaOf(names.valueType),
    };
  }

  #field(field: Symbol): Schema {
    this.#path.push(field.name);
    const type = this.#checker.getTypeOfSymbol(field);
    if (type === undefined) return this.#fail(type);
    const description = this.#checker.getDocumentationCommentOfSymbol(field).trim();
    const schema = this.schemaOf(type);
    this.#path.pop();
    return description === "" ? schema : { description, ...schema };
  }

  #isOptional(field: Symbol): boolean {
    if (field.flags & SymbolFlags.Optional) return true;
    const type = this.#checker.getTypeOfSymbol(field);
    return type?.isUnionType() === true && type.getTypes().some(({ flags }) => flags & TypeFlags.Undefined);
  }

  /** Types that hold themselves would have no end. */
  #once(type: Type, describe: () => Schema): Schema {
    if (this.#open.has(type.id)) return this.#fail(type);
    this.#open.add(type.id);
    const schema = describe();
    this.#open.delete(type.id);
    return schema;
  }

  #fail(type: Type | undefined): never {
    const text = type === undefined ? "no type" : this.#checker.typeToString(type);
    throw new Error(
      `${this.#path.join(".")}: a document cannot hold ${text}; a map from names must be given as a list.`,
    );
  }
}

/** As they are declared. */
function inOrder(fields: readonly Symbol[]): readonly Symbol[] {
  const placeOf = ({ declarations: [first] }: Symbol): string =>
    first === undefined ? "" : `${first.path} ${String(first.index).padStart(9, "0")}`;
  return fields.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(root, "dist", "schemas");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, schema] of documentSchemas()) {
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(schema, undefined, 2)}\n`);
  }
}

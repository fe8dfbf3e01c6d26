// Writes docs/reference.md: every operation, method, distribution, support, setting and diagnostic of the library, from the comments of the code
// and from its records. `npx vitest run test/docs -u` writes the page anew; the same test, without -u, holds the page to the code.

import { readdirSync, readFileSync } from "node:fs";
import * as distributions from "./src/distributions/index.ts";
import { type Distribution, describeSupport } from "./src/distributions/index.ts";
import { parameterInput } from "./src/graph/index.ts";
import { fitSettings, type Setting } from "./src/settings/index.ts";

/** An exported function: what is written above it, and its parameters without their types. */
interface Documented {
  readonly name: string;
  readonly parameters: string;
  readonly result: string;
  readonly text: string;
}

const source = (path: string): string => readFileSync(new URL(`src/${path}`, import.meta.url), "utf8");

/** Text of a comment: one paragraph after another, tags at the end as sentences. */
function textOf(comment: string | undefined): string {
  if (comment === undefined) return "";
  const lines = comment
    .trim()
    .replace(/^\/\*\*|\*\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trim());
  return lines
    .join(" ")
    .replace(/```[\s\S]*?```/g, "")
    .replace(/@param (\w+) /g, "`$1`: ")
    .replace(/@throws (\w+) /g, "Throws a $1 ")
    .replace(/\s+/g, " ")
    .replaceAll("|", "\\|")
    .trim();
}

/** Up to the bracket that closes the one at `start`. */
function enclosed(text: string, start: number): string {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if ("([{<".includes(text[i])) depth++;
    // An arrow is no bracket.
    if (")]}".includes(text[i]) || (text[i] === ">" && text[i - 1] !== "=")) depth--;
    if (depth === 0) return text.slice(start + 1, i);
  }
  return "";
}

/** Names of parameters, `?` after those that may be left out. */
function namesOf(parameters: string): string {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i <= parameters.length; i++) {
    const letter = parameters[i];
    if (letter !== undefined && "([{<".includes(letter)) depth++;
    if (letter !== undefined && (")]}".includes(letter) || (letter === ">" && parameters[i - 1] !== "="))) depth--;
    if (i < parameters.length && !(letter === "," && depth === 0)) continue;
    const one = parameters.slice(from, i).trim();
    from = i + 1;
    if (one === "") continue;
    const name = /^(?:\.\.\.)?(\w+)/.exec(one)?.[1] ?? "options";
    const mayBeLeftOut = new RegExp(`^${name}\\?`).test(one) || /=(?!>)/.test(one);
    found.push(`${one.startsWith("...") ? "..." : ""}${name}${mayBeLeftOut ? "?" : ""}`);
  }
  return found.join(", ");
}

/** The functions that a file exports, the first of several signatures. */
function functionsOf(path: string): Documented[] {
  const text = source(path);
  const pattern =
    /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?export (?:async )?(?:function |const )(\w+)(?: = )?(?:<[^(]*>)?(?=\()/g;
  const found = [...text.matchAll(pattern)].map(({ 0: all, 1: comment, 2: name, index }): Documented => {
    const open = index + all.length;
    const parameters = enclosed(text, open);
    const result = /^\)\s*:\s*([\w.]+)/.exec(text.slice(open + parameters.length + 1))?.[1] ?? "";
    return { name, parameters: namesOf(parameters), result, text: textOf(comment) };
  });
  return found.filter(({ name }, i) => found.findIndex((other) => other.name === name) === i);
}

/** The functions that a folder exports through its index. */
function publicFunctions(folder: string): Documented[] {
  const index = source(`${folder}/index.ts`);
  const names = new Set(
    [...index.matchAll(/export (?!type)\{([^}]*)\}/g)].flatMap(([, list]) => list.match(/\w+/g) ?? []),
  );
  const whole = new Set([...index.matchAll(/export \* from "\.\/([\w-]+)\.ts"/g)].map(([, file]) => `${file}.ts`));
  return (readdirSync(new URL(`src/${folder}/`, import.meta.url), { recursive: true }) as string[])
    .filter((file) => file.endsWith(".ts") && !file.endsWith("index.ts"))
    .flatMap((file) => functionsOf(`${folder}/${file}`).filter(({ name }) => whole.has(file) || names.has(name)))
    .toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** Operations: whatever gives a node, but for what only the package itself needs. */
export function operations(): Documented[] {
  const inner = /^(raw|asNode|makeNode|scatter$|sumKeep$)|Adjoint$/;
  const gives = ({ name, result }: Documented): boolean => result === "Node" || name === "scan" || name === "ode";
  return publicFunctions("graph").filter((each) => gives(each) && !inner.test(each.name));
}

/** Methods of nodes, from their interface. */
function methods(): (readonly [string, string])[] {
  const text = source("graph/method-names.ts");
  const body = text.slice(text.indexOf("export interface NodeMethods"));
  return [...body.matchAll(/(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\n\s+(\w+)(?=\()/g)].map(
    ({ 0: all, 1: comment, 2: name, index }) => {
      const parameters = enclosed(body, index + all.length);
      return [`x.${name}(${namesOf(parameters)})`, textOf(comment)] as const;
    },
  );
}

/** Distributions: whatever gives one. */
export function distributionFunctions(): Documented[] {
  return publicFunctions("distributions").filter(({ result }) =>
    /^(Scalar|Array|Flat)Distribution$|^WithCdf$/.test(result),
  );
}

const [number, vector, matrix] = [[], [3], [3, 3]].map((shape) => parameterInput("parameter", shape));
const { exponentiatedQuadratic, normal, poisson } = distributions;

/** Arguments, most of them not known before sampling, with which one or another can be made. */
const trials: readonly (readonly unknown[])[] = [
  [number, number, number, number],
  [vector],
  [number, vector],
  [number, number, number, 2],
  [number, number, 2],
  [number, number, { mechanism: "laplace", scale: number, reach: 3, whole: 1 }],
  [number, matrix],
  [number, number, matrix],
  [number, 3],
  [number, number, number, 3],
  [normal(0, 1), 3],
  [normal(0, 1), [3]],
  [normal(0, 1), number],
  [number, poisson(3)],
  [parameterInput("weights", [2]), [normal(0, 1), normal(1, 1)]],
  [exponentiatedQuadratic(1, 1), [0, 1, 2]],
];

/** What its values are. */
function supportOf(name: string): string {
  const make = (distributions as unknown as Readonly<Record<string, (...given: unknown[]) => Distribution>>)[name];
  for (const given of trials) {
    try {
      const made = make(...given.slice(0, Math.max(make.length, 1)));
      made.parameters.forEach(({ node }) => node.shape);
      return describeSupport(made.support);
    } catch {
      // Arguments of another distribution.
    }
  }
  throw new Error(`No trial makes ${name}: add arguments for it.`);
}

/** Supports by the names under which they are exported, and what says how a bound makes one. */
function supports(): (readonly [string, string])[] {
  return Object.entries(distributions).flatMap(([name, value]) => {
    const isSupport = typeof value === "object" && value !== null && "kind" in value;
    return isSupport ? [[name, describeSupport(value)] as const] : [];
  });
}

const limits: { readonly [K in Setting["kind"]]: (setting: Extract<Setting, { readonly kind: K }>) => string } = {
  integer: ({ range: [least, most] }) => `a whole number from ${least} to ${most}`,
  number: ({ above, least, below }) =>
    [
      "a number",
      above === undefined ? "" : `above ${above}`,
      least === undefined ? "" : `from ${least}`,
      below === undefined ? "" : `below ${below}`,
    ]
      .filter((part) => part !== "")
      .join(" "),
  choice: ({ choices }) => choices.map((choice) => `\`"${choice}"\``).join(", "),
  flag: () => "`true` or `false`",
  text: ({ what }) => what,
};

/** Settings of one run of the sampler: sampling again is of a fit. */
function samplerSettings(): (readonly [string, Setting])[] {
  return Object.entries(fitSettings as Readonly<Record<string, Setting>>).filter(([name]) => name !== "resample");
}

function settingRow([name, setting]: readonly [string, Setting]): string[] {
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const fallback = setting.fallback ?? (setting.default === undefined ? "" : String(setting.default));
  return [`\`${camel}\``, setting.describe, (limits[setting.kind] as (given: Setting) => string)(setting), fallback];
}

const called = ({ name, parameters }: Documented): string => `\`${name}(${parameters})\``;

/** The page. */
export function referencePage(): string {
  const operationRows = operations().map((each) => [called(each), each.text]);
  const distributionRows = distributionFunctions().map((each) => [called(each), supportOf(each.name), each.text]);
  const resultingIn = (type: string): Documented[] =>
    publicFunctions("distributions").filter(({ result }) => result === type);
  const diagnostics = publicFunctions("diagnostics").filter(({ text }) => text !== "");
  return `# Reference

What models are written with, and what judges their draws. This page is made from the code by \`npx vitest run test/docs -u\`; do not edit it.

## Operations

Functions of \`graph\`. An operand is a node (what \`parameter\`, \`data\` or an operation returned), a number, or an array of them. Shapes broadcast: counted from the last axis,
extents must be equal or 1. Axes and indices are counted from 0, and from the end when negative.

${table(["operation", "meaning"], operationRows)}

## Methods of nodes

${table(
  ["method", "meaning"],
  methods().map(([call, text]) => [`\`${call}\``, text]),
)}

## Distributions

Functions of \`distributions\`. Parameters are operands. Every distribution has a normalized log density, exact draws, and a support that parameters are brought into.

${table(["distribution", "values", "meaning"], distributionRows)}

### Covariance functions of \`gaussianProcess\`

They have \`plus\` and \`times\`. Points are \`[n]\` or \`[n, dimensions]\`; a length scale is one number, or one for each dimension.

${table(
  ["function", "meaning"],
  resultingIn("CovarianceFunction").map((each) => [called(each), each.text]),
)}

${table(
  ["prediction", "meaning"],
  resultingIn("GaussianProcessPrediction").map((each) => [called(each), each.text]),
)}

## Supports

For \`flat(support)\` and for coordinates. \`interval(lower, upper)\` makes one with bounds, either of which may be a node or infinite.

${table(
  ["support", "values"],
  supports().map(([name, text]) => [`\`${name}\``, text]),
)}

## Settings of sampling

For \`sample\` and \`sampleOnThreads\`.

${table(["setting", "meaning", "values", "default"], samplerSettings().map(settingRow))}

## Diagnostics

Functions of \`diagnostics\`. Draws are \`{ chains, draws, values }\`, the values chain after chain.

${table(
  ["diagnostic", "meaning"],
  diagnostics.map((each) => [called(each), each.text]),
)}
`;
}

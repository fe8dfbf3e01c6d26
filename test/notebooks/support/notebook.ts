// A notebook file as its tests read it: the parts of nbformat 4.5 (nbformat.readthedocs.io, "The Notebook file format") that ours use.

import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";

export type Output =
  | { readonly output_type: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | { readonly output_type: "display_data"; readonly data: Readonly<Record<string, string>>; readonly metadata: object }
  | {
      readonly output_type: "error";
      readonly ename: string;
      readonly evalue: string;
      readonly traceback: readonly string[];
    };

interface AnyCell {
  /** Unique in the notebook. */
  readonly id: string;
  readonly metadata: object;
  readonly source: string;
}

export interface CodeCell extends AnyCell {
  readonly cell_type: "code";
  readonly execution_count: number | null;
  readonly outputs: readonly Output[];
}

export type Cell = CodeCell | (AnyCell & { readonly cell_type: "markdown" });

export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: { readonly kernelspec: { readonly name: string; readonly display_name: string } };
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
}

/** Text in a file: one string or its lines. */
const text = z
  .union([z.string(), z.array(z.string())])
  .transform((lines) => (typeof lines === "string" ? lines : lines.join("")));
const anything = z.looseObject({});
const anyCell = { id: z.string().regex(/^[a-zA-Z0-9-_]{1,64}$/), metadata: anything, source: text };

const output = z.discriminatedUnion("output_type", [
  z.strictObject({ output_type: z.literal("stream"), name: z.enum(["stdout", "stderr"]), text }),
  z.strictObject({ output_type: z.literal("display_data"), data: z.record(z.string(), text), metadata: anything }),
  z.strictObject({
    output_type: z.literal("error"),
    ename: z.string(),
    evalue: z.string(),
    traceback: z.array(z.string()),
  }),
]);

const cell = z.discriminatedUnion("cell_type", [
  z.strictObject({ cell_type: z.literal("markdown"), ...anyCell }),
  z.strictObject({
    cell_type: z.literal("code"),
    ...anyCell,
    execution_count: z.int().positive().nullable(),
    outputs: z.array(output),
  }),
]);

const notebook: z.ZodType<Notebook> = z.strictObject({
  cells: z.array(cell).min(1),
  metadata: z.looseObject({ kernelspec: z.looseObject({ name: z.string(), display_name: z.string() }) }),
  nbformat: z.literal(4),
  nbformat_minor: z.literal(5),
});

const folder = new URL("../../../notebooks/", import.meta.url);

export const notebookNames: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => name.slice(0, -".ipynb".length));

export const notebookText = (name: string): string => readFileSync(new URL(`${name}.ipynb`, folder), "utf8");

/** @throws ZodError with every place that is not nbformat 4.5 */
export const readNotebook = (name: string): Notebook => notebook.parse(JSON.parse(notebookText(name)));

export const codeCells = ({ cells }: Notebook): CodeCell[] =>
  cells.filter((each): each is CodeCell => each.cell_type === "code");

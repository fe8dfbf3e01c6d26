// A notebook file as its tests read it: the parts of nbformat 4.5 (nbformat.readthedocs.io, "The Notebook file format") that ours use.

import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";

const text = z
  .union([z.string(), z.array(z.string())])
  .transform((lines) => (typeof lines === "string" ? lines : lines.join("")));

const output = z.discriminatedUnion("output_type", [
  z.strictObject({ output_type: z.literal("stream"), name: z.enum(["stdout", "stderr"]), text }),
  z.strictObject({ output_type: z.literal("display_data"), data: z.record(z.string(), text), metadata: z.object({}) }),
  z.strictObject({
    output_type: z.literal("error"),
    ename: z.string(),
    evalue: z.string(),
    traceback: z.array(z.string()),
  }),
]);

const id = z.string().regex(/^[a-zA-Z0-9-_]{1,64}$/);
const metadata = z.object({});
const cell = z.discriminatedUnion("cell_type", [
  z.strictObject({ cell_type: z.literal("markdown"), id, metadata, source: text }),
  z.strictObject({
    cell_type: z.literal("code"),
    id,
    metadata,
    source: text,
    execution_count: z.int().positive().nullable(),
    outputs: z.array(output),
  }),
]);

const notebook = z.strictObject({
  cells: z.array(cell).min(1),
  metadata: z.object({ kernelspec: z.object({ name: z.string(), display_name: z.string() }) }),
  nbformat: z.literal(4),
  nbformat_minor: z.literal(5),
});

export type Notebook = z.infer<typeof notebook>;
export type Cell = Notebook["cells"][number];
export type CodeCell = Extract<Cell, { cell_type: "code" }>;

const folder = new URL("../../notebooks/", import.meta.url);

export const notebookNames: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => name.slice(0, -".ipynb".length));

export const notebookText = (name: string): string => readFileSync(new URL(`${name}.ipynb`, folder), "utf8");

/** @throws ZodError with every place that is not nbformat 4.5 */
export const readNotebook = (name: string): Notebook => notebook.parse(JSON.parse(notebookText(name)));

export const codeCells = ({ cells }: Notebook): CodeCell[] => cells.filter((each) => each.cell_type === "code");

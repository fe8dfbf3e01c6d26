// bounds.json, the description that lies beside a bounded table: what one user can change in it, and which columns are not user data.
// Bounds follow from the privacy file alone. The seal is taken from the table, so the file is as secret as the table; what may be published of
// it stands in the noise.json of a release.

import { camelForm, snakeForm } from "../../documents/index.ts";
import { randomUUID } from "node:crypto";
import { issueText, sha256 } from "../../files/index.ts";
import {
  type BoundedGroup,
  boundsDocument,
  type TableBounds,
  type TableSeal,
  unsealedVersion,
} from "./bounds-document.ts";
import { boundsUnreadable } from "../../problems/aggregate-problems.ts";
import { CarryoverError } from "../../problems/problem.ts";
import { sensitivityOf } from "../mechanisms/index.ts";
import type { AggregateSpecification } from "./specification.ts";
import { dayText } from "../../numerics/index.ts";

export const notYetPrivate =
  "NOT YET PRIVATE: contributions are bounded, but no noise has been added. Keep the table as secret as the events until it is noised.";

/** The description of the table that a specification gives. */
export function boundsOf({ weeks, channels, measures, invoices }: AggregateSpecification): TableBounds {
  return {
    warning: notYetPrivate,
    unit: "user",
    neighbors: "adding or removing all events of one user",
    grid: { column: "week", weeks: weeks.map(dayText), channels: channels.map(({ name }) => name) },
    groups: measures.map(({ name, outputs, cap, total, granularity }) => {
      const cells = outputs.length * weeks.length;
      return {
        measure: name,
        columns: outputs,
        cap,
        total,
        granularity,
        rounding: "exact",
        cells,
        sensitivity: sensitivityInUnits(cap, total, granularity, cells),
      };
    }),
    notProtected: [
      { column: "week", reason: "the public grid: every week is listed, whether anything happened in it or not" },
      ...(invoices === undefined
        ? []
        : channels.map(({ name }) => ({
            column: `spend_${name}`,
            reason: "invoices: what was paid for the channel, not made from user data",
          }))),
    ],
    limits: [
      "Weeks, channels, caps and totals are public and must have been chosen without looking at the events.",
      "One person with several user ids is protected as several users.",
      ...(measures.length > 1 ? ["Each group is a query of its own: the privacy losses of noised groups add up."] : []),
    ],
  };
}

/** The bounds bound to the one table of these bytes (given by their SHA-256), under a new random id. */
export function sealed(bounds: TableBounds, tableSha256: string): TableBounds & { readonly table: TableSeal } {
  const id = randomUUID();
  return { ...bounds, table: { id, sha256: sealOf(bounds, id, tableSha256) } };
}

/** Whether bounds are of the table of these bytes, as they were written with it. */
export function isSealedWith(bounds: TableBounds, tableSha256: string): boolean {
  return bounds.table !== undefined && bounds.table.sha256 === sealOf(bounds, bounds.table.id, tableSha256);
}

function sealOf(bounds: TableBounds, id: string, tableSha256: string): string {
  return sha256(JSON.stringify([id, tableSha256, boundsDocument({ ...bounds, table: undefined })]));
}

function sensitivityInUnits(
  cap: number,
  total: number,
  granularity: number,
  cells: number,
): BoundedGroup["sensitivity"] {
  const { l1, l2 } = sensitivityOf({ cap, total }, granularity, cells, "exact");
  const stepsPerUnit = Math.round(1 / granularity);
  const upwards = stepsPerUnit === 1 ? 1 : 1 + 2 ** -51;
  return { l1: Number(l1) / stepsPerUnit, l2: (l2 / stepsPerUnit) * upwards };
}

/**
 * Reads and checks a description written by `carryover aggregate`.
 * @throws CarryoverError when it is not one, or its sensitivities are not those of its bounds
 */
export async function readBounds(path: string): Promise<TableBounds> {
  const { readFile } = await import("node:fs/promises");
  const refuse = (reason: string): never => {
    throw new CarryoverError([boundsUnreadable(path, reason)]);
  };
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) =>
    refuse(error.code === "ENOENT" ? "there is no such file" : (error.code ?? "it cannot be read")),
  );
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return refuse("it is not JSON");
  }
  const { boundsSchema } = await import("./bounds-schema.ts");
  const result = boundsSchema.safeParse(currentForm(content));
  if (!result.success) {
    const [issue] = result.error.issues;
    return refuse(`${issue.path.length === 0 ? "its content" : `\`${issue.path.join(".")}\``}: ${issueText(issue)}`);
  }
  const { schema: _, ...written } = result.data;
  const bounds = camelForm(written) as TableBounds;
  const columns = [
    ...bounds.groups.flatMap((group) => group.columns),
    ...bounds.notProtected.map(({ column }) => column),
  ];
  const twice = columns.find((column, index) => columns.indexOf(column) < index);
  if (twice !== undefined) return refuse(`the column ${JSON.stringify(twice)} stands in it twice`);
  for (const { measure, cap, total, granularity, cells, columns: own, sensitivity } of bounds.groups) {
    if (cells !== own.length * bounds.grid.weeks.length)
      return refuse(`\`cells\` of ${measure} are not weeks times columns`);
    const { l1, l2 } = sensitivityInUnits(cap, total, granularity, cells);
    if (l1 !== sensitivity.l1 || l2 !== sensitivity.l2)
      return refuse(`the sensitivity of ${measure} is not that of its bounds`);
  }
  return bounds;
}

/** What the first release wrote, with the keys of now. */
function currentForm(content: unknown): unknown {
  const { format, ...rest } = (content ?? {}) as { readonly format?: unknown };
  return format === "carryover-bounds-1" ? { schema: unsealedVersion, ...(snakeForm(rest) as object) } : content;
}

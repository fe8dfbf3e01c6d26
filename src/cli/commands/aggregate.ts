// carryover aggregate: raw events to a bounded weekly table, the step before carryover privatize.

import { aggregateSettings, optionsFor } from "../../settings/index.ts";
import { basename } from "node:path";
import { specificationMissing } from "../../problems/aggregate-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { type Command, defineCommand } from "./command.ts";
import { listenForInterrupts } from "../terminal/index.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "aggregate",
  positional: { name: "EVENTS", what: "event files, a folder of them or a pattern in quotes" },
  describe:
    "Aggregates raw events (user, time, channel and amounts; CSV or Parquet, possibly larger than memory) to a table of" +
    " weeks and channels with bounded contributions per user. Writes bounds.json beside the table for carryover " +
    "privatize, which accepts the two only as they were written together. The table is NOT YET PRIVATE: carryover privatize adds the noise. The privacy file names the columns, " +
    "the weeks and channels (both are published) and the bounds: cap (one user in one cell) and total (one user in all " +
    "cells of a measure). The sum of a user in a cell is clamped to between 0 and cap; above the total, cells are kept " +
    "in random order. Events outside the weeks or of other channels are left out; revenue and conversions count for any" +
    " channel. A cell that cannot be read ends the command. Spend from invoices (spend: in the file) is not user data " +
    "and needs no noise. Requires the package @duckdb/node-api.",
  options: {
    spec: {
      kind: "text",
      what: "a privacy file",
      describe: "Privacy file (YAML or JSON) that defines the aggregation (required)",
    },
    out: {
      kind: "text",
      what: "a folder or a file that ends in .csv",
      describe: "Folder for table.csv and bounds.json, or NAME.csv with NAME.bounds.json; readable by the owner only",
      fallback: "<name of the events>-bounded",
    },
    ...optionsFor("aggregate", aggregateSettings),
    force: { kind: "flag", describe: "Overwrite an existing table and its bounds" },
    json: { kind: "flag", describe: "Print the bounds and the paths as one JSON document" },
  },
  examples: [
    ["aggregate events.csv --spec privacy.yaml", "writes events-bounded/table.csv and bounds.json"],
    ["aggregate 'events/*.parquet' --spec privacy.yaml --out weekly.csv", "several files"],
    ["aggregate events/ --spec privacy.yaml --memory 1GB --json", "a folder of files, with more memory"],
  ],
  exits: exitLines(0, 1, 3, 130),
  run: async (events, { spec, out, memory, force, json }, { terminal }) => {
    if (spec === undefined) throw new CarryoverError([specificationMissing()], exitCodes.usage);
    const { err } = terminal;
    const [{ aggregate }, { aggregateDocument }, { notYetPrivate }, { boundedLines }, { printResult }] =
      await Promise.all([
        import("../../services/release/aggregate.ts"),
        import("../../services/documents/of-privacy.ts"),
        import("../../privacy/aggregate/index.ts"),
        import("../print/bounded.ts"),
        import("../print/result.ts"),
      ]);
    const request = { events, specification: spec, out: out ?? `${nameOf(events)}-bounded`, memory, force };
    const interrupts = listenForInterrupts(() => err.write("Canceling; temporary files are removed.\n"));
    try {
      const { table, paths } = await aggregate(request, { signal: interrupts.signal });
      err.write(`${err.style.red(notYetPrivate)}\n`);
      await printResult(
        terminal,
        { json },
        {
          document: () => aggregateDocument(paths, table.bounds),
          lines: (width, style) => boundedLines(table, paths, width, style),
        },
      );
      return exitCodes.success;
    } finally {
      interrupts.release();
    }
  },
});

/** `events` of `data/events.csv.gz`, `data/events/` and `data/events*.parquet`. */
function nameOf(events: string): string {
  const name = basename(events).replace(/(\.csv|\.parquet)?(\.gz)?$/i, "");
  return name.replaceAll(/[^\p{L}\p{N}._-]/gu, "") || "events";
}

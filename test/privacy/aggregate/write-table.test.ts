// Table and bounds on disk: whatever ends the writing, no release is made under bounds that were not written with its table.

import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentText } from "../../../src/documents/index.ts";
import { sha256 } from "../../../src/files/hash.ts";
import { isSealedWith, readBounds } from "../../../src/privacy/aggregate/bounds.ts";
import { type BoundedTable, boundsDocument, boundsOf } from "../../../src/privacy/aggregate/index.ts";
import { boundedTablePaths, writeBoundedTable, writeOn } from "../../../src/privacy/aggregate/write-table.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { findBounds } from "../../../src/services/release/bounds.ts";
import { specificationFrom } from "../support/aggregate-twin.ts";
import { type Ending, failingDisk } from "../support/failing-disk.ts";

let root: string;
let made = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-write-table-"));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});
const place = (name = "out"): string => join(root, `${made++}`, name);

/** A table of two weeks whose users add at most this much. */
async function tableUnder(cap: number, revenue: readonly string[] = [`${cap}.00`, "0.00"]): Promise<BoundedTable> {
  const text = `weeks: { from: 2024-01-01, to: 2024-01-08 }\nmeasures: { revenue: { cap: ${cap}, total: ${cap} } }\n`;
  return {
    columns: [
      { name: "week", values: ["2024-01-01", "2024-01-08"], userData: false },
      { name: "revenue", values: revenue, userData: true },
    ],
    bounds: boundsOf(await specificationFrom(text)),
    events: [],
    invoicesOutside: 0,
  };
}

const hashOf = async (path: string): Promise<string> => sha256(await readFile(path));

/** The cap under which the table there would be released; the codes of the problems with which it is refused; undefined without bounds. */
async function capOf(table: string): Promise<number | readonly string[] | undefined> {
  try {
    return (await findBounds(table, await hashOf(table)))?.bounds.groups[0].cap;
  } catch (error) {
    if (!(error instanceof CarryoverError)) throw error;
    return error.problems.map(({ code }) => code);
  }
}

describe("A table and its bounds", () => {
  it("are sealed together, for the owner alone, with nothing left beside them", async () => {
    const paths = boundedTablePaths(place());
    const written = await writeBoundedTable(await tableUnder(10), paths);
    expect(await readBounds(paths.bounds)).toEqual(written);
    expect(isSealedWith(written, await hashOf(paths.table))).toBe(true);
    expect((await stat(paths.table)).mode & 0o777).toBe(0o600);
    expect((await stat(paths.bounds)).mode & 0o777).toBe(0o600);
    const again = await writeBoundedTable(await tableUnder(10), paths);
    expect(again.table!.id).not.toBe(written.table!.id);
    expect((await readdir(join(paths.table, ".."))).toSorted()).toEqual(["bounds.json", "table.csv"]);
  });

  it.each([["out"], ["weekly.csv"]])(
    "killed at any step, torn or refused by the disk, never leave a table under bounds that are not its own (%s)",
    async (out) => {
      const counting = failingDisk();
      const first = boundedTablePaths(place(out));
      await writeBoundedTable(await tableUnder(100), first);
      await writeOn(await tableUnder(10), first, counting);
      const endings: Ending[] = ["killed", "torn", { refused: "ENOSPC" }, { refused: "EROFS" }];
      const seen = new Set<unknown>();
      for (const ending of endings) {
        for (let step = 1; step <= counting.steps(); step++) {
          const paths = boundedTablePaths(place(out));
          await writeBoundedTable(await tableUnder(100), paths);
          const failure = await writeOn(await tableUnder(10), paths, failingDisk(step, ending)).then(
            () => undefined,
            (error: unknown) => error,
          );
          const truth = (await readFile(paths.table, "utf8")).includes("100.00") ? 100 : 10;
          const accepted = await capOf(paths.table);
          const at = `${JSON.stringify(ending)} at step ${step}`;
          if (Array.isArray(accepted)) expect(accepted, at).toEqual(["bounds-of-other"]);
          else expect(accepted, at).toBe(truth);
          // What the disk refuses, other than a kill, leaves a pair that can be used.
          if (typeof ending === "object") {
            expect(Array.isArray(accepted), at).toBe(false);
            if (failure !== undefined)
              expect((failure as CarryoverError).problems[0].code, at).toMatch(/not-writable$/);
          }
          seen.add(Array.isArray(accepted) ? "refused" : accepted);
          await writeBoundedTable(await tableUnder(10), paths);
          expect(await capOf(paths.table), at).toBe(10);
          const names = [basename(paths.bounds), basename(paths.table)].toSorted();
          expect((await readdir(join(paths.table, ".."))).toSorted(), at).toEqual(names);
        }
      }
      expect(seen).toEqual(new Set([100, 10, "refused"]));
    },
  );

  it("have their earlier selves back when the table cannot be replaced, and no bounds where there were none", async () => {
    const paths = boundedTablePaths(place());
    await mkdir(paths.table, { recursive: true });
    await expect(writeBoundedTable(await tableUnder(10), paths)).rejects.toThrow("cannot be written");
    expect(await readdir(join(paths.table, ".."))).toEqual(["table.csv"]);
  });
});

describe("Bounds of a table", () => {
  it.each<[string, (paths: { table: string; bounds: string }) => Promise<void>]>([
    [
      "the table was edited",
      async ({ table }) => writeFile(table, (await readFile(table, "utf8")).replace("0.00", "1.00")),
    ],
    [
      "the bounds were edited, and agree with themselves",
      async ({ bounds }) => {
        const { table } = await readBounds(bounds);
        const tighter = { ...(await tableUnder(1)).bounds, ...(table === undefined ? {} : { table }) };
        await writeFile(bounds, documentText(boundsDocument(tighter)));
      },
    ],
    [
      "another aggregation gave the same table under other bounds",
      async ({ bounds }) => {
        const other = boundedTablePaths(place());
        await writeBoundedTable(await tableUnder(20, ["1.00", "0.00"]), other);
        await writeFile(bounds, await readFile(other.bounds));
      },
    ],
  ])("are refused when %s", async (_, change) => {
    const paths = boundedTablePaths(place());
    await writeBoundedTable(await tableUnder(10), paths);
    expect(await capOf(paths.table)).toBe(10);
    await change(paths);
    expect(await capOf(paths.table)).toEqual(["bounds-of-other"]);
  });

  it("are found beside the file that a link leads to", async () => {
    const paths = boundedTablePaths(place());
    await writeBoundedTable(await tableUnder(10), paths);
    await symlink(paths.table, join(root, "link.csv"));
    expect(await capOf(join(root, "link.csv"))).toBe(10);
  });

  it("are those that were written with the table where two files could be", async () => {
    const folder = place();
    await writeBoundedTable(await tableUnder(100), boundedTablePaths(folder));
    const paths = boundedTablePaths(join(folder, "table.csv"));
    await writeBoundedTable(await tableUnder(10), paths);
    expect(basename(paths.bounds)).toBe("table.bounds.json");
    expect(await capOf(paths.table)).toBe(10);
  });

  it("of an earlier version, which do not say of which table they are, are read and not released under", async () => {
    const paths = boundedTablePaths(place());
    await writeBoundedTable(await tableUnder(10), paths);
    const { table: _, ...rest } = JSON.parse(await readFile(paths.bounds, "utf8"));
    await writeFile(paths.bounds, JSON.stringify({ ...rest, schema: "carryover/bounds/2" }));
    expect((await readBounds(paths.bounds)).groups[0].cap).toBe(10);
    expect(await capOf(paths.table)).toEqual(["bounds-unsealed"]);
    await writeFile(paths.bounds, JSON.stringify(rest));
    expect(await capOf(paths.table)).toEqual(["bounds-unsealed"]);
  });

  it.each(["1e999", "-5", "0", '"NaN"', "null"])("are refused with %s for a cap", async (cap) => {
    const paths = boundedTablePaths(place());
    await writeBoundedTable(await tableUnder(10), paths);
    await writeFile(paths.bounds, (await readFile(paths.bounds, "utf8")).replace('"cap": 10', `"cap": ${cap}`));
    expect(await capOf(paths.table)).toEqual(["bounds-unreadable"]);
  });
});

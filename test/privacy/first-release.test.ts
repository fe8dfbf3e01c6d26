// What the first release wrote stands at data holders, and so it must be read: noise.json and bounds.json with their old keys, a ledger with its
// charges. The files in support/first-release are of carryover 0.1.0 (commit 83a3e1a), made with
//   carryover ledger daily.csv --create --epsilon 2
//   carryover privatize daily.csv --columns revenue --cap 200 --total 1000 --epsilon 1 --public 'week=calendar,spend_TV=invoiced'
//   carryover aggregate events.csv --spec privacy.yaml

import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readBounds } from "../../src/privacy/aggregate/index.ts";
import { readLedger } from "../../src/privacy/ledger/index.ts";
import { noiseDocument, parseNoiseDescription, readNoiseDescription } from "../../src/privacy/release/index.ts";
import { run } from "../cli/support/harness.ts";

let folder: string;
const at = (...names: readonly string[]): string => join(folder, ...names);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-first-release-"));
  await cp(fileURLToPath(new URL("support/first-release", import.meta.url)), folder, { recursive: true });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("A file of the first release", () => {
  it("noise.json is read, and written again it says the same under the keys of now", async () => {
    const description = await readNoiseDescription(at("noise.json"));
    expect(description.statement).toMatchObject({ neighbors: "adding or removing one user", epsilon: 1 });
    expect(description.statement?.notProtected.map(({ column }) => column)).toEqual(["week", "spend_TV"]);
    expect(description.columns).toMatchObject([{ column: "revenue", scale: 1000, scaleKind: "b", cellsSummed: 1 }]);
    expect(await parseNoiseDescription(noiseDocument(description), "noise.json")).toEqual(description);
  });

  it("bounds.json is read", async () => {
    const bounds = await readBounds(at("bounds.json"));
    expect(bounds.neighbors).toBe("adding or removing all events of one user");
    expect(bounds.groups).toMatchObject([{ columns: ["revenue"], cap: 100, total: 400, cells: 4 }]);
    expect(bounds.notProtected.map(({ column }) => column)).toEqual(["week"]);
  });

  it("a ledger gives what was released from it once more at no cost, and takes further charges", async () => {
    const release = ["--columns", "revenue", "--cap", "200", "--total", "1000"];
    const rest = ["--public", "week=calendar,spend_TV=invoiced"];
    const again = await run([
      "privatize",
      at("daily.csv"),
      ...release,
      "--epsilon",
      "1",
      ...rest,
      "--out",
      at("again"),
    ]);
    expect(again.code, again.stderr).toBe(0);
    expect(await readFile(at("again", "noised.csv"), "utf8")).toBe(await readFile(at("noised.csv"), "utf8"));
    expect((await readLedger(at("daily.csv.ledger"))).spent.epsilon).toBe(1);
    const other = await run([
      "privatize",
      at("daily.csv"),
      ...release,
      "--epsilon",
      "0.5",
      ...rest,
      "--out",
      at("other"),
    ]);
    expect(other.code, other.stderr).toBe(0);
    expect((await readLedger(at("daily.csv.ledger"))).spent.epsilon).toBe(1.5);
    expect(await readdir(at("daily.csv.ledger", "entries"))).toHaveLength(3);
  });
});

describe("A file of a version to come", () => {
  it("is refused, with what to do", async () => {
    await writeFile(at("later.json"), JSON.stringify({ schema: "carryover/noise/3", columns: [] }));
    await expect(readNoiseDescription(at("later.json"))).rejects.toThrow(
      'reads descriptions of noise of the schema carryover/noise/2, and those of the first release. Received "carryover/noise/3".',
    );
    await writeFile(at("bounds-later.json"), JSON.stringify({ schema: "carryover/bounds/4", groups: [] }));
    await expect(readBounds(at("bounds-later.json"))).rejects.toThrow("`schema`");
    const entry = at("daily.csv.ledger", "entries", "000002.json");
    const text = await readFile(entry, "utf8");
    const { checksum: _, ...content } = JSON.parse(text.replace("ledger-entry/3", "ledger-entry/4"));
    const { withChecksum } = await import("../../src/privacy/ledger/documents.ts");
    await writeFile(entry, `${JSON.stringify(withChecksum(content))}\n`);
    await expect(readLedger(at("daily.csv.ledger"))).rejects.toThrow("Nothing was charged.");
  });
});

describe("A description of noise written by hand", () => {
  it("may have the keys of the first release, but not both forms of one", async () => {
    const column = { column: "revenue", mechanism: "laplace", scale: 2, scaleKind: "b" };
    expect((await parseNoiseDescription({ columns: [column] }, "noise.json")).columns[0].scaleKind).toBe("b");
    const both = { columns: [{ ...column, scale_kind: "b" }] };
    await expect(parseNoiseDescription(both, "noise.json")).rejects.toThrow("scaleKind");
  });
});

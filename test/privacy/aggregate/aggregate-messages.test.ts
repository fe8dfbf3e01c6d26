// What aggregation says when something is wrong: with places in the privacy file, and never with a value of the events.

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { boundsDocument } from "../../../src/privacy/aggregate/bounds-document.ts";
import { aggregateFrom } from "../../../src/privacy/aggregate/aggregate-events.ts";
import { aggregateEvents, boundsOf, readBounds } from "../../../src/privacy/aggregate/index.ts";
import { privacyFileJsonSchema } from "../../../src/privacy/aggregate/schema.ts";
import { CarryoverError, type Problem } from "../../../src/problems/problem.ts";
import { run } from "../../cli/support/harness.ts";
import { specificationFrom } from "../support/aggregate-twin.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "aggregate-messages-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const path = (name: string): string => join(folder, name);
const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(path(name), content);
  return path(name);
};

const privacyFile = `weeks: { from: 2024-01-01, to: 2024-01-28 }
channels: [TV, Search]
measures:
  revenue: { cap: 50, total: 120 }
  conversions: { cap: 2, total: 5 }
  impressions: { cap: 4, total: 9 }
`;
const header = "user,time,channel,value,conversion,impressions";
const good = "ann,2024-01-10 09:30:00,TV,12.50,1,2";

async function problemsOf(work: Promise<unknown>): Promise<readonly Problem[]> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CarryoverError)) throw new Error("no problem was reported", { cause: error });
  return error.problems;
}

describe("a message about events", () => {
  const secret = "s3cr3t-4711";
  const malformed: readonly (readonly [what: string, cells: string, column: string])[] = [
    ["a time", `ann,${secret},TV,1,1,1`, "time"],
    ["a day that the calendar does not have", "ann,2024-02-30,TV,471100,1,1", "time"],
    ["a time without end", "ann,infinity,TV,471100,1,1", "time"],
    ["a missing user", `,2024-01-02,${secret},471100,1,1`, "user"],
    ["an amount", `ann,2024-01-02,TV,${secret},1,1`, "value"],
    ["a decimal comma", 'ann,2024-01-02,TV,"4711,00",1,1', "value"],
    ["an amount too large for cents", "ann,2024-01-02,TV,4711e20,1,1", "value"],
    ["a fraction of a conversion", "ann,2024-01-02,TV,1,4711.5,1", "conversion"],
    ["a count", `ann,2024-01-02,TV,1,1,${secret}`, "impressions"],
  ];
  it.each(malformed)("names row and column of %s and no value", async (_, cells, column) => {
    const file = write("bad.csv", `${[header, good, good, cells, good].join("\n")}\n`);
    const specification = await specificationFrom(privacyFile);
    const problems = await problemsOf(aggregateEvents([file], specification, { memory: 128e6 }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: "malformed-event", where: `${file}, row 3, column "${column}"` });
    expect(JSON.stringify(problems)).not.toMatch(/4711|s3cr3t|ann|12\.5|infinity|02-30/);
  });

  it.each([
    ["too many cells", `${good},${secret}`],
    ["too few cells", `ann,${secret}`],
    ["a quote that does not end", `ann,"${secret},2024`],
    ["bytes that are not UTF-8", Buffer.from([0x61, 0x2c, 0xff, 0xfe, 0x2c, ...Buffer.from(`${secret},1,1,1`)])],
  ])("of %s names the line and shows nothing of it", async (_, line) => {
    const file = write(
      "line.csv",
      Buffer.concat([Buffer.from(`${header}\n${good}\n`), Buffer.from(line), Buffer.from("\n")]),
    );
    const specification = await specificationFrom(privacyFile);
    const problems = await problemsOf(aggregateEvents([file], specification, { memory: 128e6 }));
    expect(problems[0].code).toBe("malformed-line");
    expect(problems[0].where).toMatch(/line\.csv, line 3$/);
    expect(JSON.stringify(problems)).not.toMatch(/4711|s3cr3t|ann|12\.5/);
  });

  it("of a file without header repeats none of its first line", async () => {
    const file = write("headless.csv", `${good}\n${good}\n`);
    const problems = await problemsOf(aggregateEvents([file], await specificationFrom(privacyFile)));
    expect(problems.map(({ code }) => code)).toEqual(new Array(6).fill("missing-column"));
    expect(JSON.stringify(problems)).not.toMatch(/\bann\b|12\.5|2024/);
  });

  it("suggests the column that was meant", async () => {
    const file = write("typo.csv", `${header.replace("value", "vaule")}\n${good}\n`);
    const [problem] = await problemsOf(aggregateEvents([file], await specificationFrom(privacyFile)));
    expect(problem.hint).toContain('Did you mean "vaule"?');
  });

  it("of damaged Parquet, an empty file, a spreadsheet or no file shows no content", async () => {
    const specification = await specificationFrom(privacyFile);
    for (const [name, content, code] of [
      ["damaged.parquet", `PAR1 ${secret} PAR1`, "events-not-aggregated"],
      ["empty.csv", "", "unreadable-file"],
      ["sheet.csv", `PK\u0003\u0004${secret}`, "unreadable-file"],
    ] as const) {
      const problems = await problemsOf(aggregateEvents([write(name, content)], specification));
      expect(problems[0].code).toBe(code);
      expect(JSON.stringify(problems)).not.toContain(secret);
    }
    expect((await problemsOf(aggregateEvents([path("nowhere-*.csv")], specification)))[0].code).toBe("missing-file");
  });

  it("of the missing package names it and how to install it", async () => {
    const load = (): Promise<never> =>
      Promise.reject(Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" }));
    const problems = await problemsOf(
      aggregateFrom([write("x.csv", header)], await specificationFrom(privacyFile), { memory: 128e6, load }, "00"),
    );
    expect(problems[0]).toMatchObject({
      code: "package-missing",
      hint: expect.stringContaining("npm install @duckdb/node-api"),
    });
  });
});

describe("a privacy file", () => {
  const cases: readonly (readonly [what: string, text: string, code: string, where: string, says: string])[] = [
    ["a misspelt key", privacyFile.replace("channels", "chanels"), "unknown-key", "2:1", 'Did you mean "channels"?'],
    ["a misspelt measure", privacyFile.replace("revenue", "revenues"), "unknown-key", "4:3", 'Did you mean "revenue"?'],
    ["a misspelt bound", privacyFile.replace("cap: 50", "cup: 50"), "unknown-key", "4:14", 'Did you mean "cap"?'],
    ["a missing bound", privacyFile.replace(", total: 120", ""), "missing-key", "4:3", "measures.revenue.total"],
    ["no weeks", privacyFile.replace(/weeks.*\n/, ""), "missing-key", "1:1", "weeks"],
    ["a bound of 0", privacyFile.replace("50", "0"), "wrong-value", "4:19", "positive"],
    ["a bound between cents", privacyFile.replace("50", "0.125"), "bound-between-steps", "4:19", "0.01"],
    ["half a conversion", privacyFile.replace("cap: 2", "cap: 1.5"), "bound-between-steps", "5:23", "1"],
    ["a cap above the total", privacyFile.replace("50", "500"), "cap-above-total", "4:19", "500"],
    ["a day that is none", privacyFile.replace("01-28", "02-30"), "no-such-day", "1:32", "2024-02-30"],
    [
      "weeks that end early",
      privacyFile.replace("01-28", "01-01").replace("2024-01-01", "2024-02-01"),
      "weeks-reversed",
      "1:32",
      "before",
    ],
    ["a channel twice", privacyFile.replace("Search", "TV"), "listed-twice", "2:16", "TV"],
    [
      "weeks of different starts",
      privacyFile.replace(/\{ from.*/, "[2024-01-01, 2024-01-09]"),
      "week-starts-differ",
      "1:21",
      "2024-01-09",
    ],
    ["no channels to split by", privacyFile.replace(/channels.*\n/, ""), "missing-key", "5:16", "impressions"],
    [
      "spend from two sources",
      `${privacyFile}  cost: { cap: 1, total: 2 }\nspend: x.csv\n`,
      "spend-twice",
      "8:8",
      "invoices",
    ],
    ["broken YAML", "weeks: [", "privacy-file-syntax", "1:9", "YAML"],
  ];
  it.each(cases)("with %s is refused where it stands", async (_, text, code, where, says) => {
    const problems = await problemsOf(specificationFrom(text));
    expect(problems.map((problem) => problem.code)).toContain(code);
    const problem = problems.find((candidate) => candidate.code === code)!;
    expect(problem.where).toBe(`privacy.yaml:${where}`);
    expect(JSON.stringify(problem).replaceAll('\\"', '"')).toContain(says);
  });

  it("names every problem at once, in the order of the file", async () => {
    const problems = await problemsOf(
      specificationFrom("weeks: 5\nmeasures: { revenue: { cap: x, total: -1, top: 1 } }"),
    );
    expect(problems.map(({ where }) => where)).toEqual([
      "privacy.yaml:1:8",
      ...new Array(3).fill(expect.stringContaining(":2:")),
    ]);
  });

  it("puts days into the week that begins on the day it says", async () => {
    for (const [start, first] of [
      ["monday", 19723],
      ["sunday", 19722],
      ["tuesday", 19717],
    ] as const) {
      const text = `weeks: { from: 2024-01-01, to: 2024-01-08, start: ${start} }\nmeasures: { revenue: { cap: 1, total: 1 } }`;
      expect((await specificationFrom(text)).weeks).toEqual([first, first + 7]);
    }
  });

  it("has a JSON Schema", () => {
    expect(Object.keys(privacyFileJsonSchema().properties as object)).toEqual([
      "columns",
      "weeks",
      "channels",
      "measures",
      "spend",
    ]);
  });
});

describe("bounds.json", () => {
  it("follows from the privacy file alone and is read back as it was written", async () => {
    const bounds = boundsOf(await specificationFrom(privacyFile));
    expect(await readBounds(write("bounds.json", JSON.stringify(boundsDocument(bounds))))).toEqual(bounds);
    expect(bounds.groups.map(({ columns, cells }) => [columns, cells])).toEqual([
      [["revenue"], 4],
      [["conversions"], 4],
      [["impressions_TV", "impressions_Search"], 8],
    ]);
    expect(bounds.groups.map(({ sensitivity }) => sensitivity.l1)).toEqual([120, 5, 9]);
    expect(bounds.groups[2].sensitivity.l2).toBeCloseTo(Math.sqrt(33), 12);
  });

  it("is refused when its sensitivity is not that of its bounds, or cells or columns do not fit", async () => {
    const bounds = boundsOf(await specificationFrom(privacyFile));
    const [first, ...others] = bounds.groups;
    for (const [change, says] of [
      [{ sensitivity: { l1: 60, l2: first.sensitivity.l2 } }, "sensitivity"],
      [{ cap: 5 }, "sensitivity"],
      [{ cells: 3 }, "cells"],
      [{ columns: ["conversions"] }, "twice"],
      [{ granularity: 0 }, "granularity"],
    ] as const) {
      const file = write(
        "changed.json",
        JSON.stringify(boundsDocument({ ...bounds, groups: [{ ...first, ...change }, ...others] })),
      );
      expect((await problemsOf(readBounds(file)))[0].message).toContain(says);
    }
    expect((await problemsOf(readBounds(path("none.json"))))[0].message).toContain("no such file");
    expect((await problemsOf(readBounds(write("not.json", "week,revenue"))))[0].message).toContain("not JSON");
  });
});

describe("carryover aggregate", () => {
  const aggregate = (...rest: readonly string[]) =>
    run(["aggregate", path("events.csv"), "--spec", path("privacy.yaml"), ...rest]);
  beforeAll(() => {
    write("privacy.yaml", privacyFile);
    write("events.csv", `${header}\n${good}\nbob,2024-01-11,Search,47.11,1,3\n`);
  });

  it("writes table and bounds for the owner alone and warns that the table is not private", async () => {
    const { code, stdout, stderr } = await aggregate("--out", path("out"));
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^NOT YET PRIVATE: /);
    expect(readFileSync(path("out/table.csv"), "utf8").split("\n")[2]).toBe("2024-01-08,59.61,2,2,3");
    expect(statSync(path("out")).mode & 0o777).toBe(0o700);
    for (const name of ["table.csv", "bounds.json"]) expect(statSync(path(`out/${name}`)).mode & 0o777).toBe(0o600);
    const { table, ...bounds } = await readBounds(path("out/bounds.json"));
    expect(bounds).toEqual(boundsOf(await specificationFrom(privacyFile)));
    expect(table!.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(stdout).toMatch(/revenue +needed/);
    expect(stdout).toMatch(/week +none/);
  });

  it("prints and describes the same for any events", async () => {
    const one = await aggregate("--out", path("one"), "--json");
    write("events.csv", `${header}\n`);
    const other = await aggregate("--out", path("one"), "--json", "--force");
    expect(other).toEqual(one);
    expect(JSON.parse(other.stdout).description.schema).toBe("carryover/bounds/3");
  });

  it("takes a file for --out, and overwrites only when it is told to", async () => {
    expect((await aggregate("--out", path("weekly.csv"))).code).toBe(0);
    expect((await readBounds(path("weekly.bounds.json"))).groups).toHaveLength(3);
    const again = await aggregate("--out", path("weekly.csv"));
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("--force")]);
  });

  it("wants a privacy file and a sensible memory", async () => {
    expect((await run(["aggregate", path("events.csv")])).stderr).toContain("--spec");
    expect((await aggregate("--memory", "12", "--out", path("never"))).code).toBe(2);
  });
});

// Aggregation of events against its twin in TypeScript, the stated sensitivities on neighboring data sets, exactness.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMediaData } from "../../../src/data/panel/check-table.ts";
import { aggregateFrom, parseMemory } from "../../../src/privacy/aggregate/aggregate-events.ts";
import {
  aggregateEvents,
  type AggregateSpecification,
  type BoundedTable,
  boundedTablePaths,
  writeBoundedTable,
} from "../../../src/privacy/aggregate/index.ts";
import { withTemporaryFolder } from "../../../src/privacy/aggregate/temporary-folder.ts";
import { csvOf, dateOf, salt, specificationFrom, stepsOf, type TestEvent, twin } from "../support/aggregate-twin.ts";

const options = { memory: 128e6 };
const firstDay = 19723; // 2024-01-01, a Monday
let folder: string;
let files = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "aggregate-test-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string, ending = ".csv"): string {
  const path = join(folder, `events-${files++}${ending}`);
  writeFileSync(path, text);
  return path;
}

async function duckdb(...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

const specificationText = (
  caps: readonly [number, number][] = [
    [50, 120],
    [2, 5],
    [4, 9],
    [3, 7.5],
  ],
): string => `
weeks: { from: 2024-01-01, to: 2024-01-28 }
channels: { Search: [google, bing], TV: [TV] }
measures:
  revenue: { cap: ${caps[0][0]}, total: ${caps[0][1]} }
  conversions: { cap: ${caps[1][0]}, total: ${caps[1][1]} }
  impressions: { cap: ${caps[2][0]}, total: ${caps[2][1]} }
  cost: { cap: ${caps[3][0]}, total: ${caps[3][1]} }
`;

const event: fc.Arbitrary<TestEvent> = fc.record({
  user: fc.constantFrom("ann", "bob", "cyd", "dan"),
  day: fc.integer({ min: firstDay - 9, max: firstDay + 36 }),
  channel: fc.constantFrom("google", "bing", "TV", "radio", ""),
  value: fc.integer({ min: -3000, max: 9000 }),
  conversion: fc.integer({ min: 0, max: 3 }),
  impressions: fc.integer({ min: 0, max: 6 }),
  cost: fc.integer({ min: 0, max: 500 }),
});
const eventTable = fc.array(event, { minLength: 1, maxLength: 60 });
const bounds = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 19 }))
  .map(([cap, times, more]): [number, number] => [cap, cap * times + (more % cap)]);
const allBounds = fc.tuple(bounds, bounds, bounds, bounds);

const column = (table: BoundedTable, name: string): readonly string[] =>
  table.columns.find((candidate) => candidate.name === name)!.values;

function expectTwin(table: BoundedTable, events: readonly TestEvent[], specification: AggregateSpecification): void {
  const expected = twin(events, specification, salt);
  for (const { granularity, outputs } of specification.measures) {
    for (const name of outputs) expect(stepsOf(column(table, name), granularity), name).toEqual(expected.get(name));
  }
}

describe("bounded sums", () => {
  it("are those of the twin for random events and bounds", async () => {
    await fc.assert(
      fc.asyncProperty(eventTable, allBounds, async (events, caps) => {
        const specification = await specificationFrom(specificationText(caps));
        const table = await aggregateFrom([file(csvOf(events))], specification, options, salt);
        expectTwin(table, events, specification);
      }),
      { seed: 1, numRuns: 15, endOnFailure: true },
    );
  });

  it("are those of the twin when users are spread over many parts", async () => {
    const specification = await specificationFrom(specificationText());
    const events = Array.from(
      { length: 12_000 },
      (_, i): TestEvent => ({
        user: `user-${(i * 7919) % 1500}`,
        day: firstDay + ((i * 31) % 28),
        channel: ["google", "TV", "radio"][i % 3],
        value: (i * 13) % 4000,
        conversion: i % 2,
        impressions: i % 5,
        cost: (i * 11) % 300,
      }),
    );
    // The smallest memory and padding in a column nobody reads make five parts of this file.
    const padding = "x".repeat(3000);
    const text = csvOf(events)
      .replaceAll("\n", `,${padding}\n`)
      .replace(padding, "padding")
      .replace(/,[^,\n]*$/, "");
    const table = await aggregateFrom([file(text)], specification, { memory: 64e6 }, salt);
    expectTwin(table, events, specification);
  });

  it("move by at most the stated L1 and L2 when a user is added or removed", async () => {
    await fc.assert(
      fc.asyncProperty(eventTable, allBounds, async (events, caps) => {
        const specification = await specificationFrom(specificationText(caps));
        const without = events.filter(({ user }) => user !== events[0].user);
        const [all, fewer] = await Promise.all(
          [events, without].map((some) => aggregateFrom([file(csvOf(some))], specification, options, salt)),
        );
        for (const { columns, sensitivity, granularity, cap } of all.bounds.groups) {
          const differences = columns.flatMap((name) => {
            const [a, b] = [all, fewer].map((table) => stepsOf(column(table, name), granularity));
            return a.map((steps, week) => Number(steps - b[week]));
          });
          const perUnit = granularity === 1 ? 1 : 100;
          expect(Math.min(...differences)).toBeGreaterThanOrEqual(0);
          expect(Math.max(...differences)).toBeLessThanOrEqual(cap * perUnit);
          expect(differences.reduce((sum, steps) => sum + steps, 0)).toBeLessThanOrEqual(sensitivity.l1 * perUnit);
          expect(Math.hypot(...differences)).toBeLessThanOrEqual(sensitivity.l2 * perUnit * (1 + 1e-15));
        }
      }),
      { seed: 2, numRuns: 12, endOnFailure: true },
    );
  });

  it("reach L1 and L2 for a user who has more than enough everywhere, to the cent", async () => {
    const specification = await specificationFrom(specificationText());
    const events = Array.from(
      { length: 28 },
      (_, i): TestEvent => ({
        user: "ann",
        day: firstDay + i,
        channel: i % 2 === 0 ? "bing" : "TV",
        value: 9999,
        conversion: 3,
        impressions: 6,
        cost: 500,
      }),
    );
    const table = await aggregateFrom([file(csvOf(events))], specification, options, salt);
    for (const { columns, sensitivity, granularity } of table.bounds.groups) {
      const steps = columns.flatMap((name) => stepsOf(column(table, name), granularity).map(Number));
      const perUnit = granularity === 1 ? 1 : 100;
      expect(steps.reduce((sum, value) => sum + value, 0)).toBe(sensitivity.l1 * perUnit);
      expect(Math.abs(Math.hypot(...steps) - sensitivity.l2 * perUnit)).toBeLessThan(1e-9 * sensitivity.l2 * perUnit);
    }
    expect(table.bounds.groups[0].sensitivity).toEqual({ l1: 120, l2: expect.closeTo(Math.hypot(50, 50, 20), 9) });
  });

  it("keep cells in an order that amounts do not change", async () => {
    const specification = await specificationFrom(
      "weeks: {from: 2024-01-01, to: 2024-12-29}\nmeasures: {revenue: {cap: 1, total: 5}}",
    );
    const kept = async (amount: (week: number) => number): Promise<readonly boolean[]> => {
      const rows = Array.from(
        { length: 52 },
        (_, week) => `ann,${new Date((firstDay + 7 * week) * 864e5).toISOString()},${amount(week)}`,
      );
      const table = await aggregateFrom([file(`user,time,value\n${rows.join("\n")}\n`)], specification, options, salt);
      return column(table, "revenue").map((value) => value !== "0.00");
    };
    // Cells are kept from the first of the order on until the total is reached: larger amounts end it earlier, but do not change it.
    const flat = await kept(() => 1);
    expect(flat.filter(Boolean)).toHaveLength(5);
    for (const amount of [(week: number) => 0.5 + week / 200, (week: number) => 0.9 - week / 100]) {
      const more = await kept(amount);
      expect(more.filter(Boolean).length).toBeGreaterThan(5);
      expect(flat.every((is, week) => !is || more[week])).toBe(true);
    }
  });

  it("keep every week equally often over the salts of real runs", async () => {
    const specification = await specificationFrom(
      "weeks: {from: 2024-01-01, to: 2024-01-28}\nmeasures: {revenue: {cap: 1, total: 1}}",
    );
    const users = 4000;
    const rows = Array.from({ length: users * 4 }, (_, i) =>
      `u${i >> 2},2024-01-0${1},1`.replace("2024-01-01", `2024-01-${String(1 + 7 * (i & 3)).padStart(2, "0")}`),
    );
    const table = await aggregateEvents([file(`user,time,value\n${rows.join("\n")}\n`)], specification, options);
    const counts = column(table, "revenue").map(Number);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(users);
    // Chi-squared with 3 degrees of freedom: above 27.9 with probability 4e-6.
    const chiSquared = counts.reduce((sum, count) => sum + (count - users / 4) ** 2 / (users / 4), 0);
    expect(chiSquared).toBeLessThan(27.9);
  });

  it("are exact for sums whose cents a float cannot hold", async () => {
    const specification = await specificationFrom(
      "weeks: [2024-01-01]\nmeasures: {revenue: {cap: 1000000000000, total: 1000000000000}}",
    );
    const rows = Array.from(
      { length: 300 },
      (_, i) => `u${i},2024-01-01,999999999999.${String(i % 100).padStart(2, "0")}`,
    );
    const table = await aggregateFrom([file(`user,time,value\n${rows.join("\n")}\n`)], specification, options, salt);
    expect(column(table, "revenue")).toEqual(["299999999999848.50"]);
  });
});

describe("the table", () => {
  it("has every cell of the grid, zeros included, and is read as media data", async () => {
    const specification = await specificationFrom(specificationText().replace("to: 2024-01-28", "to: 2024-06-02"));
    const header = "user,time,channel,value,conversion,impressions,cost";
    const path = file(`${header}\nann,2024-01-10,google,12.5,1,2,0.30\nann,2024-02-01,TV,3.25,,,0.10\n`);
    const table = await aggregateFrom([path], specification, options, salt);
    const weeks = Array.from({ length: 22 }, (_, week) => firstDay + 7 * week);
    const only = (at: number, value: string, zero: string): string[] =>
      weeks.map((_, week) => (week === at ? value : zero));
    expect(column(table, "week")).toEqual(weeks.map(dateOf));
    const revenue = only(1, "12.50", "0.00").with(4, "3.25");
    expect(column(table, "revenue")).toEqual(revenue);
    expect(column(table, "spend_Search")).toEqual(only(1, "0.30", "0.00"));
    expect(column(table, "spend_TV")).toEqual(only(4, "0.10", "0.00"));
    expect(column(table, "impressions_TV")).toEqual(only(-1, "", "0"));
    const paths = boundedTablePaths(join(folder, "out"));
    await writeBoundedTable(table, paths);
    const data = await readMediaData(paths.table);
    expect(data.cadence).toBe("weekly");
    expect(data.channels.map(({ name }) => name)).toEqual(["Search", "TV"]);
    // Impressions of two weeks drive nothing, and are told as what they are.
    const exposures = data.columns?.filter(({ role }) => role === "exposure").map(({ column: name }) => name);
    expect(exposures).toEqual(table.columns.map(({ name }) => name).filter((name) => name.startsWith("impressions_")));
    expect([...data.target.values]).toEqual(revenue.map(Number));
  });

  it("is the same from CSV, compressed CSV, semicolons, Parquet, a folder and a pattern", async () => {
    const specification = await specificationFrom(specificationText());
    const events = fc.sample(event, { seed: 3, numRuns: 200 });
    const text = csvOf(events);
    const [half, rest] = [events.slice(0, 90), events.slice(90)];
    const csv = file(text);
    const parts = mkdtempSync(join(folder, "parts-"));
    writeFileSync(join(parts, "a[1].csv"), csvOf(half));
    await duckdb(
      `COPY (SELECT user, CAST(time AS TIMESTAMP) AS time, channel, CAST(value AS DOUBLE) AS value, CAST(conversion AS INTEGER) AS conversion,
         CAST(impressions AS UTINYINT) AS impressions, CAST(cost AS DECIMAL(9,2)) AS cost FROM read_csv('${csv}', all_varchar = true)) TO '${folder}/all.parquet'`,
      `COPY (SELECT * FROM read_csv('${csv}', all_varchar = true) OFFSET 90) TO '${parts}/b.parquet'`,
      `COPY (SELECT * FROM read_csv('${csv}', all_varchar = true)) TO '${folder}/all.csv.gz'`,
      ...["TIMESTAMP_NS", "TIMESTAMPTZ", "DATE"].map(
        (type) =>
          `SET TimeZone = 'UTC'; COPY (SELECT * REPLACE (CAST(time AS ${type}) AS time) FROM read_csv('${csv}', all_varchar = true)) TO '${folder}/${type}.parquet'`,
      ),
    );
    expect(rest.length + half.length).toBe(200);
    const all = await aggregateFrom([csv], specification, options, salt);
    expectTwin(all, events, specification);
    for (const other of [
      `${folder}/all.parquet`,
      `${folder}/all.csv.gz`,
      `${folder}/TIMESTAMP_NS.parquet`,
      `${folder}/TIMESTAMPTZ.parquet`,
      `${folder}/DATE.parquet`,
      parts,
      `${parts}/*`,
      file(text.replaceAll(",", ";")),
      file(`\uFEFF${text.replaceAll("\n", "\r\n")}`),
    ]) {
      expect((await aggregateFrom([other], specification, options, salt)).columns, other).toEqual(all.columns);
    }
  });

  it("takes names with quotes, commas and statements in them as names", async () => {
    const specification = await specificationFrom(
      JSON.stringify({
        columns: { user: `us"er`, time: "t'); DROP TABLE channels; --", channel: "ch,annel" },
        weeks: ["2024-01-01"],
        channels: ["a', 0); DROP TABLE cells; --", 'b"'],
        measures: { impressions: { column: 'im"p; SELECT 1', cap: 5, total: 5 } },
      }),
    );
    const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const header = [`us"er`, "t'); DROP TABLE channels; --", "ch,annel", 'im"p; SELECT 1'].map(cell).join(",");
    const rows = [
      ["u'1", "2024-01-02", "a', 0); DROP TABLE cells; --", "3"],
      ['u"2', "2024-01-02", 'b"', "4"],
    ];
    const csv = file([header, ...rows.map((row) => row.map(cell).join(","))].join("\n"));
    await duckdb(
      `COPY (SELECT * FROM read_csv('${csv}', all_varchar = true, delim = ',', quote = '"', header = true)) TO '${folder}/names.parquet'`,
    );
    for (const path of [csv, `${folder}/names.parquet`]) {
      const { columns } = await aggregateFrom([path], specification, options, salt);
      expect(columns.slice(1).map(({ values }) => values)).toEqual([["3"], ["4"]]);
    }
  });

  it("has spend from invoices, which is not user data", async () => {
    const invoices = file(
      "week,channel,amount\n2024-01-03,TV,100.10\n2024-01-07,TV,0.20\n2024-01-22,Search,5\n2024-03-01,TV,7\n",
    );
    const specification = await specificationFrom(
      specificationText().replace(/ {2}cost:.*\n/, "") + `spend: ${JSON.stringify(invoices)}\n`,
    );
    const table = await aggregateFrom([file(csvOf([]) + "ann,2024-01-01,TV,1,1,1,9\n")], specification, options, salt);
    expect(column(table, "spend_TV")).toEqual(["100.30", "0.00", "0.00", "0.00"]);
    expect(column(table, "spend_Search")).toEqual(["0.00", "0.00", "0.00", "5.00"]);
    expect(table.invoicesOutside).toBe(1);
    expect(table.columns.filter(({ userData }) => !userData).map(({ name }) => name)).toEqual([
      "week",
      "spend_Search",
      "spend_TV",
    ]);
    expect(table.bounds.notProtected.map(({ column: name }) => name)).toEqual(["week", "spend_Search", "spend_TV"]);
  });

  it("leaves nothing in the temporary folder, also when it fails or is canceled", async () => {
    const before = process.env.TMPDIR;
    process.env.TMPDIR = mkdtempSync(join(folder, "tmp-"));
    try {
      const specification = await specificationFrom(specificationText());
      const good = file(csvOf(fc.sample(event, { seed: 4, numRuns: 50 })));
      await aggregateFrom([good], specification, options, salt);
      await expect(
        aggregateFrom([file(`${csvOf([])}ann,x,TV,1,1,1,1\n`)], specification, options, salt),
      ).rejects.toThrow();
      const controller = new AbortController();
      const work = aggregateEvents([good], specification, { ...options, signal: controller.signal });
      controller.abort();
      await expect(work).rejects.toMatchObject({ exitCode: 130 });
      expect(readdirSync(process.env.TMPDIR)).toEqual([]);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });
});

describe("The temporary folder", () => {
  it("is removed by the next process when its own was killed, and left alone while its own lives", async () => {
    const before = process.env.TMPDIR;
    process.env.TMPDIR = mkdtempSync(join(folder, "tmp-"));
    try {
      const own = await withTemporaryFolder(async (path) => basename(path));
      // Process numbers on Linux and macOS stay below 2^22.
      const [dead, foreign] = [
        own.replace(/-\d+-/, "-99999999-"),
        own.replace(/-[0-9a-f]+-\d+-/, "-0123456789ab-99999999-"),
      ];
      for (const name of [own, dead, foreign]) mkdirSync(join(process.env.TMPDIR, name));
      await withTemporaryFolder(async (path) => {
        expect(statSync(path).mode & 0o777).toBe(0o700);
      });
      expect(readdirSync(process.env.TMPDIR).toSorted()).toEqual([own, foreign].toSorted());
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });
});

describe("Sizes of memory", () => {
  it("are read in decimal and binary units", () => {
    expect([parseMemory("256MB"), parseMemory("1.5 GB"), parseMemory("64MiB")]).toEqual([256e6, 1.5e9, 2 ** 26]);
    for (const text of ["1MB", "256", "lots", "2TB", "-1GB"]) expect(() => parseMemory(text)).toThrow("--memory");
  });
});

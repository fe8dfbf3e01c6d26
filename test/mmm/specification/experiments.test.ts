// Lift tests as they are written: in a model file or a CSV, against the table, and what is wrong with them in exact words.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/index.ts";
import {
  explain,
  parseModelFile,
  readModelFile,
  type Resolution,
  resolve,
  toYaml,
} from "../../../src/mmm/specification/index.ts";
import * as wording from "../../../src/problems/experiment-problems.ts";
import { CarryoverError, type Problem } from "../../../src/problems/problem.ts";
import { wrongValue } from "../../../src/problems/written-file-problems.ts";
import { panelTable } from "../support/return-cases.ts";

const days = Array.from({ length: 30 }, (_, k) => new Date(Date.UTC(2025, 0, 6 + 7 * k)).toISOString().slice(0, 10));
const table = () =>
  mediaDataFromColumns({
    date: days,
    spend_TV: days.map((_, k) => 100 + (k % 5) * 10),
    spend_Search: days.map((_, k) => (k < 10 ? 0 : 50 + (k % 7))),
    revenue: days.map((_, k) => 1000 + (k % 3) * 20),
  });

const file = (test: string): string => `data: t.csv\nexperiments:\n  - ${test}\n`;
const good = {
  name: "off",
  channels: "TV",
  start: "2025-03-03",
  end: "2025-03-31",
  counterfactual: "{ multiply: 0 }",
  lift: "200",
  se: "50",
};

/** The good test with other keys; undefined leaves one out. */
const test = (change: Readonly<Record<string, string | undefined>>): string =>
  `{ ${Object.entries({ ...good, ...change })
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]))
    .join(", ")} }`;

async function resolved(text: string): Promise<Resolution> {
  return resolve(await parseModelFile(text, "m.yaml"), await table());
}

async function problemsOf(act: () => Promise<unknown>): Promise<readonly Problem[]> {
  const error = await act().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CarryoverError)) throw error ?? new Error("There was no problem.");
  return error.problems;
}

const place = expect.stringMatching(/^m\.yaml:3:\d+$/) as unknown as string;
const [first, last] = [days[0], days[days.length - 1]];

describe("A lift test", () => {
  it("is taken with its rows as the table labels them, one standard error, and every default", async () => {
    const { spec, provenance, notices } = await resolved(
      file(
        test({
          start: "9",
          end: "2025-04-06",
          se: undefined,
          lift: undefined,
          interval: "{ low: 100, high: 300, level: 0.95 }",
        }),
      ),
    );
    expect(spec.experiments).toEqual([
      {
        name: "off",
        channels: ["TV"],
        at: { start: "2025-03-03", end: "2025-03-31" },
        cooldown: 0,
        counterfactual: { multiply: 0 },
        lift: 200,
        se: expect.closeTo(100 / 1.959964, 4) as number,
        metric: "target",
        coverage: 1,
        share: 1,
        bias: 0,
        bias_mean: 0,
        bias_unit: "share",
        age: 17,
        use: "likelihood",
      },
    ]);
    expect(notices).toEqual([]);
    expect(
      explain(provenance)
        .filter(({ key }) => key.startsWith("experiments"))
        .map(({ value }) => value),
    ).toEqual([
      "TV, 2025-03-03 to 2025-03-31, cooldown 0, without it: multiply 0",
      "200 with a standard error of 51.0, in units of the target",
      "likelihood",
      "0",
    ]);
  });

  it("says the same when what was resolved is written out and read again", async () => {
    const { spec } = await resolved(
      `${file(test({ coverage: "0.6", metric: "roi", half_life: "52", source: "lab", bias: "0.2" }))}  - { name: b, channels: [Search], weeks: 3, spend: 10, age: 9, counterfactual: { spend: [0, 5, 1] }, lift: -4, se: 1 }\n`,
    );
    const again = await resolved(await toYaml(spec));
    expect(again.spec.experiments).toEqual(spec.experiments);
  });

  it("tells which week a date within it was taken as", async () => {
    const { notices } = await resolved(file(test({ start: "2025-03-05" })));
    expect(notices).toEqual([wording.experimentRowTaken(place, "2025-03-05", "2025-03-03", "week")]);
  });

  it("in conversions has a bias of a tenth unless something else is said", async () => {
    const conversions = test({ metric: "conversions", conversion_value: "20" });
    const { spec } = await resolved(file(conversions));
    expect(spec.experiments?.[0].bias).toBe(0.1);
    const { spec: other } = await resolved(file(conversions.replace("metric", "bias: 0, metric")));
    expect(other.experiments?.[0].bias).toBe(0);
  });

  it("of geos whose cells are in the panel is compared, unless it is forced", async () => {
    const data = await panelTable();
    const panel = async (keys: string): Promise<Resolution> =>
      resolve(
        await parseModelFile(
          file(`{ name: g, channels: TV, start: 9, end: 12, counterfactual: { multiply: 0 }, lift: 9, se: 1${keys} }`),
          "m.yaml",
        ),
        data,
      );
    const [all, compared, forced] = await Promise.all([
      panel(""),
      panel(", geos: [South]"),
      panel(", geos: South, force: true"),
    ]);
    expect([all, compared, forced].map(({ spec }) => spec.experiments?.[0].use)).toEqual([
      "likelihood",
      "comparison",
      "likelihood",
    ]);
    expect(all.notices).toEqual([]);
    expect(compared.notices).toEqual([wording.geoTestCompared(place, "g")]);
    expect(forced.notices).toEqual([wording.geoTestForced(place, "g")]);
    expect(await problemsOf(() => panel(", geos: [Suoth]"))).toEqual([
      wording.experimentGeo(place, "Suoth", ["North", "South"]),
    ]);
  });

  it.each<[string, Readonly<Record<string, string | undefined>>, readonly Problem[]]>([
    [
      "a channel that the model lacks",
      { channels: "[TVv]" },
      [wording.experimentChannel(place, "TVv", ["TV", "Search"])],
    ],
    ["geos of a national table", { geos: "North" }, [wording.geosOfNation(place)]],
    ["no place", { start: undefined, end: undefined }, [wording.experimentPlace(place)]],
    ["two places", { weeks: "4" }, [wording.experimentTwoPlaces(place, ["start", "end", "weeks"])]],
    [
      "a row outside of the table",
      { end: "2026-01-05" },
      [wording.experimentRow(place, "2026-01-05", first, last, 30)],
    ],
    ["a number of no row", { start: "0" }, [wording.experimentRow(place, "0", first, last, 30)]],
    [
      "an end before its start",
      { end: "2025-01-06" },
      [wording.experimentBackwards(place, "2025-03-03", "2025-01-06")],
    ],
    ["a cooldown beyond the table", { cooldown: "20" }, [wording.cooldownBeyondTable(place, 20, 17, last)]],
    [
      "two counterfactuals",
      { counterfactual: "{ multiply: 0, add: 1 }" },
      [wording.counterfactualKeys(place, ["multiply", "add"])],
    ],
    ["amounts of another length", { counterfactual: "{ spend: [1, 2] }" }, [wording.counterfactualLength(place, 2, 5)]],
    [
      "an amount of two channels",
      { channels: "[TV, Search]", counterfactual: "{ add: 9 }" },
      [wording.counterfactualChannels(place, "add", ["TV", "Search"])],
    ],
    [
      "less than no spend",
      { counterfactual: "{ add: -130 }" },
      [wording.counterfactualNegative(place, "TV", 130 - 130 - 130 + 100, "2025-03-17")],
    ],
    ["no change", { counterfactual: "{ multiply: 1 }" }, [wording.nothingChanged(place, ["TV"])]],
    [
      "spend that is not there",
      { channels: "Search", start: "2", end: "4" },
      [wording.nothingChanged(place, ["Search"])],
    ],
    ["no lift", { lift: undefined }, [wording.liftMissing(place, "lift")]],
    ["no standard error", { se: undefined }, [wording.liftMissing(place, "se")]],
    ["two errors", { interval: "{ low: 1, high: 400, level: 0.9 }" }, [wording.errorTwice(place)]],
    [
      "an interval that goes down",
      { se: undefined, interval: "{ low: 4, high: 1, level: 0.9 }" },
      [wording.intervalBackwards(place, 4, 1)],
    ],
    [
      "a lift outside of its interval",
      { se: undefined, interval: "{ low: 1, high: 9, level: 0.9 }" },
      [wording.liftOutsideInterval(place, 200, 1, 9)],
    ],
    ["a share above one", { share: "30" }, [wording.atMostOne(place, "share", 30)]],
    ["conversions of unknown worth", { metric: "conversions" }, [wording.conversionValueNeeded(place, "revenue")]],
    ["a worth of no conversions", { conversion_value: "3" }, [wording.conversionValueUnused(place, "metric")]],
    ["an age in the table", { age: "3" }, [wording.ageInTable(place)]],
    [
      "no age outside of the table",
      { start: undefined, end: undefined, weeks: "4", spend: "9", half_life: "9" },
      [wording.ageNeeded(place)],
    ],
  ])("with %s is refused", async (_, change, problems) => {
    expect(await problemsOf(() => resolved(file(test(change))))).toEqual(problems);
  });

  it("has a name, and a source a bias, of its own", async () => {
    const two = (one: string, other: string): Promise<readonly Problem[]> =>
      problemsOf(() => resolved(`${file(one)}  - ${other}\n`));
    const second = expect.stringMatching(/^m\.yaml:4:\d+$/) as unknown as string;
    expect(await two(test({}), test({}))).toEqual([wording.experimentTwice(second, "off")]);
    expect(await two(test({ source: "lab", bias: "0.1" }), test({ name: "b", source: "lab", bias: "0.2" }))).toEqual([
      wording.sourceDisagrees(second, "lab", "bias", "0.1", "0.2"),
    ]);
  });

  it("of an unknown key or a wrong value is told as other parts of the file", async () => {
    const [unknown] = await problemsOf(() => resolved(file(test({ liftt: "1" }))));
    expect(unknown.message).toBe("There is no key `experiments[1].liftt`.");
    const [wrong] = await problemsOf(() => resolved(file(test({ se: "0" }))));
    expect(wrong).toEqual(wrongValue("model", place, "experiments[1].se", wording.experimentRules.experimentSe, "0"));
  });
});

describe("A CSV of lift tests", () => {
  const folder = mkdtempSync(join(tmpdir(), "carryover-experiments-"));
  const read = async (csv: string): Promise<Resolution> => {
    writeFileSync(join(folder, "tests.csv"), csv);
    writeFileSync(join(folder, "m.yaml"), "data: t.csv\nexperiments: tests.csv\n");
    return resolve(await readModelFile(join(folder, "m.yaml")), await table());
  };
  const tests = join(folder, "tests.csv");

  it("says what a list of them would", async () => {
    const { spec } = await read(
      `name,channels,start,end,cooldown,multiply,counterfactual_spend,lift,se,low,high,level,source,bias
off,TV;Search,2025-03-24,2025-04-07,2,0,,200,50,,,,,
other,Search,2025-04-07,2025-04-14,,,40|60,,,-10,30,0.9,lab,0.2
`,
    );
    const { spec: listed } = await resolved(
      `${file("{ name: off, channels: [TV, Search], start: 2025-03-24, end: 2025-04-07, cooldown: 2, counterfactual: { multiply: 0 }, lift: 200, se: 50 }")}  - { name: other, channels: Search, start: 2025-04-07, end: 2025-04-14, counterfactual: { spend: [40, 60] }, interval: { low: -10, high: 30, level: 0.9 }, source: lab, bias: 0.2 }\n`,
    );
    expect(spec.experiments).toEqual(listed.experiments);
  });

  it("names the line and column of what is wrong", async () => {
    expect(await problemsOf(() => read("name,chanels\na,TV\n"))).toEqual([
      expect.objectContaining({ code: "unknown-column", where: `${tests}:1` }),
    ]);
    const [cell, missing, beyond] = await problemsOf(() =>
      read("name,channels,start,end,multiply,lift,se\na,TV,3,5,0,many,1\n,TV,3,5,0,1,1\nb,TV,3,5,0,1,0\n"),
    );
    expect(cell).toEqual(wording.experimentCell(`${tests}:2, lift`, "lift", "many", "a number"));
    expect(missing.where).toBe(`${tests}:3, name`);
    expect(beyond.where).toBe(`${tests}:4, se`);
    expect(await problemsOf(() => read("name,channels,start,end,multiply,lift,se\na,TV,3,99,0,1,1\n"))).toEqual([
      wording.experimentRow(`${tests}:2, end`, "99", first, last, 30),
    ]);
  });
});

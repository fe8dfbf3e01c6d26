// What a trade-off study takes of a table: the same whatever stands in the columns that are private.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, describe } from "vitest";
import { panelsNotTraded } from "../../../src/problems/panel-problems.ts";
import { readShape } from "../../../src/services/study/tradeoff-shape.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-shape-"));
});
afterAll(() => rm(root, { recursive: true }));

const day = (t: number): string => new Date(Date.UTC(2024, 0, 1 + 7 * t)).toISOString().slice(0, 10);

async function shapeWith(revenue: (t: number) => number | string, noised = (t: number): number => 40 + (t % 7)) {
  const data = join(root, "weekly.csv");
  const rows = Array.from(
    { length: 60 },
    (_, t) => `${day(t)},${revenue(t)},${100 + ((37 * t) % 50)},${noised(t)},${t % 9 === 0 ? 1 : 0}`,
  );
  await writeFile(data, `week,revenue,spend_TV,spend_Search,promotions\n${rows.join("\n")}\n`);
  return readShape({
    data,
    columns: ["revenue", "spend_Search"],
    controls: ["promotions"],
    typical: new Map([
      ["revenue", 6e4],
      ["spend_Search", 50],
    ]),
    variation: 0.3,
    granularity: 0.01,
  });
}

describe("The shape of a table", () => {
  it.each<[string, (t: number) => number | string]>([
    ["small whole numbers, as conversions are", (t) => 3 + (t % 4)],
    ["a constant", () => 7],
    ["an index", (t) => t + 1],
    ["the spend, times two", (t) => 200 + 2 * ((37 * t) % 50)],
    ["negative numbers", (t) => -t],
    ["text", (t) => (t % 2 === 0 ? "secret" : "x")],
  ])("is the same where the target holds %s", async (_, revenue) => {
    expect(await shapeWith(revenue)).toEqual(await shapeWith((t) => 20_000.5 + 17 * t));
  });

  it("is the same whatever noised spend there is", async () => {
    const revenue = (t: number): number => 20_000.5 + t;
    expect(await shapeWith(revenue, (t) => t - 20)).toEqual(await shapeWith(revenue));
    expect(await shapeWith(revenue, () => 0)).toEqual(await shapeWith(revenue));
  });

  it("is refused of a panel, whatever its numbers are", async () => {
    const data = join(root, "panel.csv");
    const rows = ["North", "South"].flatMap((geo) =>
      Array.from({ length: 60 }, (_, t) => `${geo},${day(t)},${t % 7},${100 + t}`),
    );
    await writeFile(data, `place,week,revenue,spend_TV\n${rows.join("\n")}\n`);
    const typical = new Map([["revenue", 6e4]]);
    const asked = { data, columns: undefined, controls: [], typical, variation: 0.3, granularity: 0.01 };
    await expect(readShape(asked)).rejects.toMatchObject({ problems: [panelsNotTraded(data, "place", 2)] });
  });
});

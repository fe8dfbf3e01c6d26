// Names of channels with commas, brackets, accents, equals signs and dots work in every option of plans.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { planOptions } from "../../src/cli/options/plan.ts";
import { parseModelFile } from "../../src/mmm/specification/document.ts";

const file = fileURLToPath(new URL("tables/19-names.yaml", import.meta.url));
const { content } = await parseModelFile(await readFile(file, "utf8"), file);
const columns = content.channels as readonly string[];
// As the run has them: names, and the columns that they come from.
const known = [...columns, "A=B..C"];
const options = (given: Readonly<Record<string, string>>) =>
  planOptions({ "budget-change": undefined, bounds: undefined, fixed: undefined, minimum: undefined, ...given }, known);

it("are found in bounds, minima and lists of fixed channels, in any order", () => {
  const [tv, tele, spend] = columns;
  expect(options({ bounds: `${spend}=-10%..+10%,${tv}=-20%..+30%,${tele}=1000..90000` }).content.bounds).toEqual({
    [spend]: "-10%..+10%",
    [tv]: "-20%..+30%",
    [tele]: "1000..90000",
  });
  expect(options({ minimum: `A=B..C=5000,${tv}=100` }).content.minimum).toEqual({ "A=B..C": 5000, [tv]: 100 });
  expect(options({ fixed: `${tele},${tv},${spend}` }).content.fixed).toEqual([tele, tv, spend]);
});

it("are refused, with the plan file named, where a list cannot be read", () => {
  expect(() => options({ bounds: "TV, national ($)" })).toThrow();
});

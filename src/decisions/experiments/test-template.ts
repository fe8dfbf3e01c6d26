// Planned tests as `experiments:` of a model file: everything that is known before a test is run, with places for what it reads.

import { laterRow, type MediaData } from "../../data/panel/index.ts";
import type { Counterfactual } from "../../mmm/experiments/index.ts";
import type { NextTest } from "./next-test.ts";
import type { NextTests } from "./next-tests.ts";

/**
 * YAML with an entry for each test of the batch, to be put into the model file of a later table once `lift` and `se` are known.
 * @param data the table that the tests come after
 */
export function testTemplate(
  { batch, tests, unit }: Pick<NextTests, "batch" | "tests" | "unit">,
  data: Pick<MediaData, "dates" | "cadence">,
): string {
  const entries = batch.tests.flatMap(({ name, start }) => {
    const test = tests.find((each) => each.name === name);
    return test === undefined ? [] : [entryOf(test, start, unit, data)];
  });
  return [
    "# Planned lift tests. After a test, fill in its lift (what was earned more than without the test, negative where less was)",
    "# and the lift's standard error, and put the entry into the model file of a table that includes its weeks.",
    "experiments:",
    ...entries.flat(),
    "",
  ].join("\n");
}

/** Spend without the test, from the spend of the test. */
export function counterfactualOf({ factor, usualSpend }: Pick<NextTest, "factor" | "usualSpend">): Counterfactual {
  return factor === 0
    ? { spend: Number(usualSpend.toPrecision(6)) }
    : { multiply: Number((1 / factor).toPrecision(6)) };
}

function entryOf(
  test: NextTest,
  start: number,
  unit: string,
  data: Pick<MediaData, "dates" | "cadence">,
): readonly string[] {
  const { name, channels, geos, weeks, cooldown, change, lift, se } = test;
  const round = (value: number): number => Number(value.toPrecision(3));
  const text = (value: string): string => JSON.stringify(value);
  return [
    `  - name: ${text(name)}`,
    `    channels: [${channels.map(text).join(", ")}]`,
    ...(geos === null ? [] : [`    geos: [${geos.map(text).join(", ")}]`]),
    `    start: ${text(laterRow(data, start))}`,
    `    end: ${text(laterRow(data, start + weeks - 1))}`,
    ...(cooldown === 0 ? [] : [`    cooldown: ${cooldown}`]),
    `    counterfactual: ${JSON.stringify(counterfactualOf(test)).replaceAll('"', "").replaceAll(":", ": ").replace("{", "{ ").replace("}", " }")} # spend per ${unit} without the test; the test is: ${change}`,
    `    lift: # expected ${round(lift.estimate)} (${round(lift.lower)} to ${round(lift.upper)})`,
    `    se: # expected ${round(se)}`,
  ];
}

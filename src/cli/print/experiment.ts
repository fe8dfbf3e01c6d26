// Lift tests to choose from: a table, the best of them in words, and those that are best together.

import type { NextTest, NextTests } from "../../decisions/experiments/index.ts";
import { csvOfColumns } from "../../files/index.ts";
import {
  alike,
  count,
  estimated,
  figure,
  level as levelText,
  missing,
  money,
  percent,
  probability,
  signedMoney,
} from "../../words/index.ts";
import type { Style } from "../terminal/index.ts";
import { noted } from "./intervals.ts";
import { noticeLines } from "./problems.ts";
import { tableLines, wrapText } from "./table.ts";

/** Tests that are told in full. */
const told = 3;

/** The narrowing of ROI of the tested channels: the largest. */
function narrowingOf({ learned, channels }: NextTest): number {
  return Math.max(...learned.filter(({ channel }) => channels.includes(channel)).map(({ roi }) => roi.narrowing));
}

export function experimentLines(next: NextTests, width: number, style: Style): readonly string[] {
  const { tests, batch, unit, plan, target, level, draws, notices, rank, power, significance } = next;
  const withMargin = tests.some(({ net }) => net !== null);
  const best = rank === "information" ? "information about ROI" : withMargin ? "value less cost" : "value";
  const right = { align: "right" as const };
  const rows = tableLines(
    [
      { title: "test", align: "left", rank: 0, cells: tests.map(({ name }) => name) },
      {
        title: `change in ${target.name}`,
        ...right,
        rank: 1,
        cells: tests.map(({ lift }) => estimated(lift, alike.amounts)),
      },
      { title: "finds", ...right, rank: 0, cells: tests.map(({ smallestEffect }) => money(smallestEffect)) },
      { title: "power", ...right, rank: 0, cells: tests.map((test) => probability(test.power, draws)) },
      { title: "ROI narrows", ...right, rank: 0, cells: tests.map((test) => percent(narrowingOf(test))) },
      { title: "value", ...right, rank: 0, cells: tests.map(({ value }) => money(value)) },
      { title: "spend", ...right, rank: 3, cells: tests.map(({ spend }) => signedMoney(spend)) },
      {
        title: withMargin ? "profit of the test" : `${target.name} of the test`,
        ...right,
        rank: 2,
        cells: tests.map(({ profit, effect }) => signedMoney((profit ?? effect).estimate)),
      },
      ...(withMargin
        ? [
            {
              title: "net",
              ...right,
              rank: 1,
              cells: tests.map(({ net }) => (net === null ? missing : signedMoney(net))),
            },
          ]
        : []),
    ],
    width,
    style,
  );
  const words = tests
    .slice(0, told)
    .flatMap((test) => ["", style.bold(test.name), ...wrapText(test.words.join(" "), width)]);
  const together =
    batch.tests.length < 2
      ? []
      : [
          "",
          style.bold("Best together"),
          ...batch.tests.flatMap(({ name, start, weeks, value, addedValue, informationOfRoi, addedInformation }, k) =>
            wrapText(
              `${k + 1}. ${name}, ${unit} ${start} to ${start + weeks - 1} after the table: ` +
                (k === 0
                  ? `value ${money(value)}, ${figure(informationOfRoi)} nats about ROI.`
                  : `adds ${money(addedValue)} to the value and ${figure(addedInformation)} nats about ROI; together ${money(value)} and ${figure(informationOfRoi)} nats.`),
              width,
              "   ",
            ),
          ),
          ...wrapText(
            `Together they narrow intervals of ROI: ${batch.learned.map(({ channel, roi }) => `${channel} by ${percent(roi.narrowing)}`).join(", ")}.`,
            width,
          ),
        ];
  const lines = [
    style.bold(`Which test next: by ${best}`),
    "",
    ...rows,
    ...words,
    ...together,
    "",
    ...wrapText(
      `"finds" is the smallest effect found with a probability of ${percent(power)} at a two-sided significance of ${percent(significance)}; "power" is the probability of a significant result for the effects that the model expects. ` +
        `"value" is the expected gain in ${plan.objective === "profit" ? "profit" : target.name} of the plan for the next ${count(plan.horizon, unit)} from knowing the result; ` +
        `to know everything that the model leaves open would be worth ${money(plan.certainty)}. Intervals are ${levelText(level)} credible intervals from ${count(draws, "posterior draw")}.`,
      width,
    ).map((line) => style.dim(line)),
  ];
  return [...noted(lines, width), ...notices.flatMap((notice) => noticeLines(notice, style))];
}

/** One row for each test. */
export function experimentCsv({ tests }: NextTests): string {
  const text = (value: number | null): string => (value === null ? "" : String(value));
  const numbers: readonly (readonly [string, (test: NextTest) => number | null])[] = [
    ["factor", ({ factor }) => factor],
    ["weeks", ({ weeks }) => weeks],
    ["start", ({ start }) => start],
    ["cooldown", ({ cooldown }) => cooldown],
    ["usual_spend", ({ usualSpend }) => usualSpend],
    ["spend", ({ spend }) => spend],
    ...(["estimate", "mean", "median", "lower", "upper"] as const).map(
      (part) => [`lift_${part}`, ({ lift }: NextTest) => lift[part]] as const,
    ),
    ["se", ({ se }) => se],
    ["smallest_effect", ({ smallestEffect }) => smallestEffect],
    ["power", ({ power }) => power],
    ["effect_mean", ({ effect }) => effect.mean],
    ["profit_mean", ({ profit }) => profit?.mean ?? null],
    ["information", ({ information }) => information],
    ["information_of_roi", ({ informationOfRoi }) => informationOfRoi],
    ["roi_narrowing", narrowingOf],
    ["spend_levels", ({ spendLevels }) => spendLevels],
    ["value", ({ value }) => value],
    ["net", ({ net }) => net],
  ];
  return csvOfColumns([
    { name: "test", values: tests.map(({ name }) => name) },
    { name: "channels", values: tests.map(({ channels }) => channels.join(";")) },
    { name: "change", values: tests.map(({ change }) => change) },
    { name: "geos", values: tests.map(({ geos }) => geos?.join(";") ?? "") },
    ...numbers.map(([name, of]) => ({ name, values: tests.map((test) => text(of(test))) })),
  ]);
}

// Lift tests beside the model, as carryover check prints them.

import type { LiftTest, LiftTests } from "../../decisions/lift-tests/index.ts";
import { fixed, interval, missing, percent, short } from "../../words/index.ts";
import type { Style } from "../terminal/index.ts";
import { tableLines, wrapText } from "./table.ts";

/** A table of the tests, and a line for each source that has a bias; nothing where there are no tests. */
export function liftTestLines(found: LiftTests | undefined, width: number, style: Style): readonly string[] {
  if (found === undefined) return [];
  const { tests, sources } = found;
  const column = (title: string, rank: number, of: (test: LiftTest) => string) => ({
    title,
    align: "right" as const,
    rank,
    cells: tests.map(of),
  });
  return [
    "",
    style.bold("Lift tests, 90% intervals"),
    ...tableLines(
      [
        { title: "test", align: "left", rank: 0, cells: tests.map(({ name }) => name) },
        column("read", 0, ({ lift, interval: [lower, upper] }) => interval(lift, lower, upper)),
        column("expected without it", 0, ({ withoutIt }) =>
          interval(withoutIt.estimate, withoutIt.lower, withoutIt.upper),
        ),
        // A distance that cannot be told is not shown.
        column("z", 0, ({ z, reliable }) => (reliable ? fixed(z, 1) : missing)),
        column("expected", 1, ({ expected }) => interval(expected.estimate, expected.lower, expected.upper)),
        column("Pareto k", 2, ({ paretoK }) => (paretoK === undefined ? "" : fixed(paretoK, 2))),
        { title: "", align: "left", rank: 0, cells: tests.map(({ learned }) => (learned ? "" : "compared")) },
      ],
      width,
      style,
    ),
    ...sources
      .filter(({ prior }) => prior > 0)
      .flatMap(({ source, unit, bias }) => {
        const print = unit === "share" ? percent : short;
        return wrapText(
          `Bias of ${source}: ${print(bias.estimate)} (${print(bias.lower)} to ${print(bias.upper)}).`,
          width,
        );
      }),
  ];
}

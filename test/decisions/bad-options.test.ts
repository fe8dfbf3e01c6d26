// The library refuses what the command line refuses: every public function of decisions with every bad option is a CarryoverError that names it.

import { describe, expect, it } from "vitest";
import * as decisions from "../../src/decisions/index.ts";
import { CarryoverError, exitCodes } from "../../src/problems/problem.ts";
import { constantSpend, world } from "./support/plan-world.ts";

const parameters = { decay: 0.5, slope: 1, half_saturation: 10, coefficient: 1 };
const model = await world(
  ["TV", "Radio"].map((name, i) => ({ name, spend: constantSpend([10, 25][i]), parameters })),
  20,
);

function problemOf(call: () => unknown): {
  readonly codes: readonly string[];
  readonly text: string;
  readonly exit: number;
} {
  try {
    call();
  } catch (error) {
    if (!(error instanceof CarryoverError)) throw error;
    const { problems, exitCode } = error;
    return {
      codes: problems.map(({ code }) => code),
      text: problems.map(({ message, where = "", received = "" }) => `${where} ${message} ${received}`).join("\n"),
      exit: exitCode,
    };
  }
  throw new Error("Nothing was refused.");
}

const levels = [90, 0, 1, -0.1, Number.NaN, "0.9", null, true];
const breakEvens = [0, -1, Number.NaN, "2", null, Number.POSITIVE_INFINITY];
const periods = [{ from: -1, to: 3 }, { from: 3, to: 3 }, { from: 0, to: 1e6 }, { from: 0.5, to: 2 }, "2023", 13, null];
const common = { level: levels, breakEven: breakEvens, period: periods, levle: [0.9] };
const quantity = { level: levels, period: periods, levle: [0.9] };

const plan = {
  horizon: [0, -1, 1.5, Number.NaN, "13", 1e9, null],
  draws: [0, 5, 1.5, Number.NaN, "100", null],
  level: levels,
  margin: [0, -0.4, Number.NaN, "0.4", null],
  current: [{ Tv: 1 }, { TV: -1 }, { TV: Number.NaN }, { TV: "1" }, { TV: [1, 2] }, 5, null, [1]],
  flighting: ["evenly", [1, 2], { Tv: "even" }, { TV: "odd" }, { TV: [-1] }, 5, null],
  unheardOf: [1],
};
const optimizer = {
  ...plan,
  objective: [
    "profit",
    {},
    { statistic: "median" },
    { statistic: "quantile" },
    { statistic: "cvar", probability: 10 },
    { statistic: "mean", margin: -1 },
    null,
  ],
  goal: [
    "free",
    { kind: "money" },
    { kind: "budget", total: -1 },
    { kind: "budget", change: -2 },
    { kind: "roi" },
    { kind: "roi", target: 0 },
    { kind: "marginal-roi", target: Number.NaN },
    null,
  ],
  bounds: [
    { Tv: {} },
    { TV: "1..2" },
    { TV: { lower: { amount: -1 } } },
    { TV: { upper: { change: -2 } } },
    { TV: { lower: 5 } },
    { TV: { least: { amount: 1 } } },
    5,
    null,
  ],
  fixed: [["Tv"], "TV", [1], null],
  minimum: [{ Tv: 1 }, { TV: -1 }, { TV: Number.NaN }, { TV: "1" }, 5, null],
  byWeek: ["yes", 1, null],
};
const scenarios = {
  ...plan,
  plans: [
    {},
    5,
    null,
    { a: 5 },
    { a: { Tv: 1 } },
    { a: { TV: -1 } },
    { a: { TV: Number.NaN } },
    { a: { TV: [1] } },
    { a: { TV: "more" } },
  ],
};
const plans = { more: { TV: "+20%" } };

const diagnostics = {} as never;
const functions: readonly (readonly [
  name: string,
  bad: Readonly<Record<string, readonly unknown[]>>,
  call: (options: never) => unknown,
])[] = [
  ["contributions", { ...quantity, weekly: ["yes", 1, null] }, (options) => decisions.contributions(model, options)],
  ["returns", common, (options) => decisions.returns(model, options)],
  ["responseCurves", quantity, (options) => decisions.responseCurves(model, options)],
  ["carryOver", { level: levels, levle: [0.9] }, (options) => decisions.carryOver(model, options)],
  ["quantities", common, (options) => decisions.quantities(model, options)],
  ["quantitiesWithDraws", common, (options) => decisions.quantitiesWithDraws(model, options)],
  [
    "analyze",
    { level: levels, breakEven: breakEvens, levle: [0.9] },
    (options) => decisions.analyze(model, { diagnostics, ...(options as object) }),
  ],
  ["optimize", optimizer, (options) => decisions.optimize(model, options)],
  ["compareScenarios", scenarios, (options) => decisions.compareScenarios(model, { plans, ...(options as object) })],
  [
    "withBusiness",
    { margin: [0, -1, 40, Number.NaN, "0.4"], currency: [5], title: [5], money: ["EUR"] },
    (options) => decisions.withBusiness(model, options),
  ],
];

describe.each(functions)("%s", (title, bad, call) => {
  it.each(Object.entries(bad).flatMap(([name, values]) => values.map((value) => [name, value] as const)))(
    "refuses %s: %j",
    (name, value) => {
      const { text, exit } = problemOf(() => call({ [name]: value } as never));
      expect(text).toContain(name);
      expect(exit).toBe(exitCodes.usage);
    },
  );

  it("takes undefined for what is left out", () => {
    const left = Object.fromEntries(
      Object.keys(bad)
        .filter((name) => !["levle", "unheardOf", "plans", "money"].includes(name))
        .map((name) => [name, undefined]),
    );
    if (title !== "analyze") expect(() => call(left as never)).not.toThrow();
  });
});

describe("options as a whole", () => {
  it.each([5, "x", null, [1]])("are an object, not %j", (options) => {
    for (const [name, , call] of functions.filter(
      ([own]) => !["analyze", "compareScenarios", "withBusiness"].includes(own),
    )) {
      expect(problemOf(() => call(options as never)).text, name).toContain("Options must be an object");
    }
  });
});

describe("a period", () => {
  it.each([{ last: 0 }, { last: -3 }, { last: 1.5 }, { last: Number.NaN }, { last: 1e5 }, { from: "soon" }, { to: 5 }])(
    "is refused that is none: %j",
    (request) => {
      expect(problemOf(() => decisions.periodOf(model.data, request as never)).exit).toBe(exitCodes.usage);
    },
  );
});

it("refuses what contradicts itself or changes nothing", () => {
  expect(problemOf(() => decisions.optimize(model, { fixed: ["TV"], minimum: { TV: 1 } })).codes).toEqual([
    "fixed-and-bounded",
  ]);
  const none = { plans: { more: { TV: "+20%" } }, current: { TV: 0 } };
  expect(problemOf(() => decisions.compareScenarios(model, none)).codes).toEqual(["change-of-nothing"]);
  expect(problemOf(() => decisions.compareScenarios(model, { plans: { current: {} } })).codes).toEqual([
    "plan-named-current",
  ]);
});

it("names the channel that is not there, and those that are", () => {
  expect(problemOf(() => decisions.optimize(model, { minimum: { Tv: 1 } })).codes).toEqual(["unknown-channel"]);
  expect(problemOf(() => decisions.intervalOf(new Float64Array(3), 90)).text).toContain("level");
});

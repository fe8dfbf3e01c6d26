// Constraints on cells of channel, geo and period, as programs give them: what each means, and the one check of all of them, whoever wrote them.

import * as wording from "../../problems/constraint-problems.ts";
import { unknownChannel } from "../../problems/plan-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { shown } from "../draws/index.ts";
import type { Amount, Bounds } from "./optimize-limits.ts";
import type { PlanLine } from "./plan-lines.ts";

/** First and last period, counted from 1. */
export type Periods = readonly [first: number, last: number];

/** Lines that a constraint is about; what is left out is all. */
export interface LineGroup {
  /** Names of channels, or of channels in geos. */
  readonly channels?: readonly string[];
  /** Names of geos of a panel: lines of one of these. */
  readonly geos?: readonly string[];
}

export interface GroupBounds extends LineGroup {
  /** Default the whole horizon. */
  readonly periods?: Periods;
  /** Of the sum of all its cells; changes are of what they spend now. */
  readonly bounds: Bounds;
}

/** Spend that is decided, of all periods from the first to the last. */
export interface Pinned {
  readonly periods: Periods;
  /** In each of the periods. */
  readonly spend: number;
}

/** When a line may be on. A flight is a run of periods with spend. */
export interface LineFlights {
  /** Periods without spend. */
  readonly off?: readonly Periods[];
  /** Fewest periods of a flight; default 1. */
  readonly shortest?: number;
  /** Most flights; default any number. */
  readonly most?: number;
}

/** A return that spend of some lines has to reach. */
export interface ReturnTarget extends LineGroup {
  /** What they bring, with carry-over, over what they spend. */
  readonly roi: number;
  /** Probability with which it is reached; default: in the mean. */
  readonly probability?: number;
}

/** How the price of a unit of media rises with spend: as (spend of a period / reference)^elasticity, and is today's at the reference. */
export interface PriceResponse {
  /** At least 0, below 1. */
  readonly elasticity: number;
  /** Spend of a period at today's price; default the mean of the last 52 weeks (364 days). */
  readonly reference?: number;
}

/** Constraints beyond totals of lines, by the name of a line where nothing else is said. */
export interface CellConstraints {
  /** By a name of one's own. */
  readonly groups?: Readonly<Record<string, GroupBounds>>;
  /** Needs `byWeek`. */
  readonly pinned?: Readonly<Record<string, readonly Pinned[]>>;
  /** Bounds of every period, instead of the largest observed spend; changes are of the period's current spend. Needs `byWeek`. */
  readonly periodBounds?: Readonly<Record<string, Bounds>>;
  /** The largest change from one period to the next within the horizon: an amount, or a share of the earlier period's spend. Needs `byWeek`. */
  readonly ramps?: Readonly<Record<string, Amount>>;
  /** Needs `byWeek`. */
  readonly flights?: Readonly<Record<string, LineFlights>>;
  /** A period spends nothing or at least this. */
  readonly minimumOrder?: Readonly<Record<string, number>>;
  /** Cost of every period with any spend, whatever it is (production, fees). It counts as spend of the budget and brings nothing. */
  readonly stepCost?: Readonly<Record<string, number>>;
  readonly returns?: readonly ReturnTarget[];
}

/** Keys that decide periods, and so need plans by period. */
const ofPeriods = ["pinned", "periodBounds", "ramps", "flights"] as const;

/** Positions of the lines that are meant. */
export function linesOfGroup(lines: readonly PlanLine[], { channels, geos }: LineGroup): readonly number[] {
  return lines.flatMap((line, i) =>
    (channels === undefined || namesOfLine(line).some((own) => channels.includes(own))) &&
    (geos === undefined || (line.geo !== undefined && geos.includes(line.geo)))
      ? [i]
      : [],
  );
}

function namesOfLine({ name, column, channelName, channelColumn }: PlanLine): readonly string[] {
  return [name, column, channelName, channelColumn];
}

const isAmount = (value: unknown): value is number => typeof value === "number" && value >= 0 && Number.isFinite(value);
const isMap = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);
const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 1;
const isChange = (value: unknown): boolean => typeof value === "number" && value >= -1 && Number.isFinite(value);
const isEnd = (end: unknown): boolean =>
  end === undefined ||
  (isMap(end) && Object.keys(end).length === 1 && (isAmount(end["amount"]) || isChange(end["change"])));
const isBounds = (value: unknown): value is Bounds =>
  isMap(value) &&
  Object.keys(value).every((key) => key === "lower" || key === "upper") &&
  isEnd(value["lower"]) &&
  isEnd(value["upper"]);

type Rule = (value: unknown, horizon: number) => readonly wording.ConstraintFault[];

const periodsFaults = (value: unknown, horizon: number): readonly wording.ConstraintFault[] =>
  Array.isArray(value) && value.length === 2 && value.every(isCount) && value[0] <= value[1] && value[1] <= horizon
    ? []
    : [{ kind: "periods", horizon, received: shown(value) }];

const that =
  (kind: wording.ConstraintFault["kind"], holds: (value: unknown) => boolean): Rule =>
  (value, horizon) =>
    holds(value) ? [] : [{ kind, horizon, received: shown(value) }];

const lineRules: Readonly<Record<Exclude<keyof CellConstraints, "groups" | "returns">, Rule>> = {
  pinned: (value, horizon) =>
    Array.isArray(value)
      ? value.flatMap((each: unknown) => [
          ...periodsFaults(isMap(each) ? each["periods"] : undefined, horizon),
          ...that("amount", isAmount)(isMap(each) ? each["spend"] : undefined, horizon),
        ])
      : [{ kind: "pinned", horizon, received: shown(value) }],
  periodBounds: that("bounds", isBounds),
  ramps: that(
    "ramp",
    (value) =>
      isMap(value) && (isAmount(value["amount"]) || (isChange(value["change"]) && (value["change"] as number) > 0)),
  ),
  flights: (value, horizon) =>
    isMap(value) && Object.keys(value).every((key) => ["off", "shortest", "most"].includes(key))
      ? [
          ...(value["off"] === undefined
            ? []
            : Array.isArray(value["off"])
              ? value["off"].flatMap((each) => periodsFaults(each, horizon))
              : periodsFaults(value["off"], horizon)),
          ...["shortest", "most"].flatMap((key) =>
            value[key] === undefined ? [] : that("count", isCount)(value[key], horizon),
          ),
        ]
      : [{ kind: "flights", horizon, received: shown(value) }],
  minimumOrder: that("amount", isAmount),
  stepCost: that("amount", isAmount),
};

/** Names of all constraints. */
export const constraintKeys: readonly (keyof CellConstraints)[] = [
  ...(Object.keys(lineRules) as (keyof typeof lineRules)[]),
  "groups",
  "returns",
];

export interface ConstraintCheck {
  readonly lines: readonly PlanLine[];
  readonly horizon: number;
  readonly byWeek: boolean;
  /** Where a constraint stands, by its key and names below. */
  readonly where: (path: readonly string[]) => string;
}

/** Everything that is wrong with constraints: names of no line, amounts below 0, periods outside the horizon, what needs plans by period. */
export function constraintProblems(
  constraints: CellConstraints,
  { lines, horizon, byWeek, where }: ConstraintCheck,
): readonly Problem[] {
  const problems: Problem[] = [];
  const names = lines.map(({ name }) => name);
  const faults = (path: readonly string[], found: readonly wording.ConstraintFault[]): void => {
    problems.push(...found.map((fault) => wording.constraintWrong(where(path), fault)));
  };
  const group = (path: readonly string[], own: LineGroup): void => {
    const known = lines.flatMap(namesOfLine);
    const geos = [...new Set(lines.flatMap(({ geo }) => geo ?? []))];
    const lists = [
      [own.channels, known, names],
      [own.geos, geos, geos],
    ] as const;
    for (const [list, all, shownNames] of lists) {
      if (list !== undefined && !(Array.isArray(list) && list.every((name) => typeof name === "string"))) {
        faults(path, [{ kind: "names", horizon, received: shown(list) }]);
        return;
      }
      for (const name of list ?? []) {
        if (!all.includes(name)) problems.push(wording.unknownInGroup(where(path), name, shownNames));
      }
    }
    if (problems.length === 0 && linesOfGroup(lines, own).length === 0) problems.push(wording.emptyGroup(where(path)));
  };
  for (const key of ofPeriods) {
    if (constraints[key] !== undefined && Object.keys(constraints[key]).length > 0 && !byWeek) {
      problems.push(wording.needsPeriods(where([key])));
    }
  }
  for (const [key, rule] of Object.entries(lineRules)) {
    const map: unknown = constraints[key as keyof CellConstraints];
    if (map === undefined) continue;
    if (!isMap(map)) {
      faults([key], [{ kind: "map", horizon, received: shown(map) }]);
      continue;
    }
    for (const [name, value] of Object.entries(map)) {
      if (!names.includes(name)) problems.push(unknownChannel(where([key, name]), name, names));
      else faults([key, name], rule(value, horizon));
    }
  }
  const { groups = {}, returns = [] } = constraints;
  if (!isMap(groups)) faults(["groups"], [{ kind: "map", horizon, received: shown(groups) }]);
  else {
    for (const [name, own] of Object.entries(groups)) {
      const path = ["groups", name];
      if (!isMap(own) || !isBounds(own.bounds) || Object.keys(own.bounds).length === 0) {
        faults(path, [{ kind: "bounds", horizon, received: shown(isMap(own) ? own.bounds : own) }]);
        continue;
      }
      if (own.periods !== undefined) faults(path, periodsFaults(own.periods, horizon));
      group(path, own);
    }
  }
  if (!Array.isArray(returns)) faults(["returns"], [{ kind: "return", horizon, received: shown(returns) }]);
  else {
    returns.forEach((own: ReturnTarget, i) => {
      const { roi, probability } = isMap(own) ? own : { roi: undefined, probability: undefined };
      const isRight =
        isAmount(roi) &&
        roi > 0 &&
        (probability === undefined || (isAmount(probability) && probability > 0 && probability < 1));
      if (isRight) group(["returns", String(i)], own);
      else faults(["returns", String(i)], [{ kind: "return", horizon, received: shown(own) }]);
    });
  }
  return problems;
}

/** What is wrong with how a price rises with spend. */
export function priceProblems(value: unknown, where: string, horizon: number): readonly Problem[] {
  const { elasticity, reference } = isMap(value) ? value : {};
  const isRight =
    isAmount(elasticity) && elasticity < 1 && (reference === undefined || (isAmount(reference) && reference > 0));
  return isRight ? [] : [wording.constraintWrong(where, { kind: "price", horizon, received: shown(value) })];
}

// Designs of lift tests: whose spend is changed how, where and when; what is looked at by default; and designs as they are written, checked.

import { cadences, periodOf } from "../../data/panel/index.ts";
import type { DocumentPath } from "../../files/index.ts";
import * as wording from "../../problems/test-design-problems.ts";
import { CarryoverError, type exitCodes, type Problem } from "../../problems/problem.ts";
import { accepts, testDesignSettings } from "../../settings/index.ts";
import { change as changeText, listed } from "../../words/index.ts";
import { type FittedModel, modelGeos } from "../draws/index.ts";
import { changeOf, type PlanLine, runRateOf } from "../plans/index.ts";
import { carryOver, type CarryOver } from "../quantities/index.ts";
import { testLines } from "./test-lines.ts";

/** A test that could be run. Positions are those of the model. */
export interface TestDesign {
  readonly name: string;
  /** Positions of the channels whose spend is changed. */
  readonly channels: readonly number[];
  /** Positions of the geos in which it is; 0 for a national table. */
  readonly geos: readonly number[];
  /** Whether that is everywhere. */
  readonly everywhere: boolean;
  /** Usual spend times this is the spend of the test: 0 where it is off. */
  readonly factor: number;
  /** Periods of the test. */
  readonly weeks: number;
  /** Period after the table in which it starts, from 1. */
  readonly start: number;
  /** Periods after the test whose outcome counts. */
  readonly cooldown: number;
  /** Standard error of its read-out, where that is given. */
  readonly se?: number;
}

/** A design as it is written; what is left out has the defaults. */
export interface WrittenDesign {
  readonly name?: string | undefined;
  readonly channels: string | readonly string[];
  /** "off", "half", "double", or a change in percent: "+30%". */
  readonly change: string;
  /** Names of geos; "all" and by default all of them. */
  readonly geos?: string | readonly string[] | undefined;
  readonly weeks?: number | undefined;
  readonly start?: number | undefined;
  readonly cooldown?: number | undefined;
  readonly se?: number | undefined;
}

/** What is asked of all designs. */
export interface DesignRequest {
  /** Default: tests of every channel by itself, with each of `changes`, in all geos and, of a panel of four geos or more, in half of them. */
  readonly designs?: readonly WrittenDesign[] | undefined;
  /** Channels that are tested; default all that spend. */
  readonly channels?: readonly string[] | undefined;
  /** Default off, half and double. */
  readonly changes?: readonly string[] | undefined;
  readonly geos?: string | readonly string[] | undefined;
  readonly weeks?: number | undefined;
  readonly start?: number | undefined;
  readonly cooldown?: number | undefined;
}

export interface Designs {
  readonly designs: readonly TestDesign[];
  /** Channels without spend now, of which no design is made. */
  readonly idle: readonly string[];
}

const namedChanges: Readonly<Record<string, number>> = { off: 0, half: 0.5, double: 2 };
export const defaultChanges: readonly string[] = Object.keys(namedChanges);

/** The factor that a change names; undefined where it is none, or changes nothing. */
export function factorOf(change: string): number | undefined {
  if (Object.hasOwn(namedChanges, change)) return namedChanges[change];
  const share = changeOf(change);
  return share === undefined || share === 0 ? undefined : 1 + share;
}

/** Whether a value that a program gives is a design. */
export function isDesign(value: unknown): value is WrittenDesign {
  if (typeof value !== "object" || value === null) return false;
  const { channels, change, se } = value as Partial<Record<string, unknown>>;
  const own = Object.entries(testDesignSettings).every(([key, setting]) => {
    const given = (value as Partial<Record<string, unknown>>)[key];
    return given === undefined || accepts(setting, given);
  });
  const names = typeof channels === "string" || (Array.isArray(channels) && channels.length > 0);
  return (
    own && names && typeof change === "string" && factorOf(change) !== undefined && (se === undefined || Number(se) > 0)
  );
}

/** Fewest geos of a panel in half of which tests are looked at by default. */
const fewestToSplit = 4;

/**
 * Designs for a model, checked.
 * @param where how whoever wrote them wrote the place of a key
 * @throws CarryoverError with every problem
 */
export function designsFor(
  model: FittedModel,
  asked: DesignRequest,
  where: (path: DocumentPath) => string,
  exit: (typeof exitCodes)["usage" | "badInput"],
): Designs {
  const problems: Problem[] = [];
  const idle: string[] = [];
  const lines = testLines(model);
  const written = asked.designs ?? usualDesigns(model, lines, asked, where, problems, idle);
  const spread = carryOver(model);
  const designs: TestDesign[] = [];
  const names = new Set<string>();
  written.forEach((own, k) => {
    const at = (key: string): string => where(asked.designs === undefined ? [key] : ["designs", k, key]);
    const design = designOf({ model, lines, spread }, own, asked, at, problems);
    if (design === undefined) return;
    if (names.has(design.name)) problems.push(wording.designNameTwice(at("name"), design.name));
    names.add(design.name);
    designs.push(design);
  });
  if (problems.length > 0) throw new CarryoverError(distinct(problems), exit);
  if (designs.length === 0) throw new CarryoverError([wording.noDesigns()], exit);
  return { designs, idle };
}

/** Designs by default share keys, whose problems are told once. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function usualDesigns(
  model: FittedModel,
  lines: readonly PlanLine[],
  asked: DesignRequest,
  where: (path: DocumentPath) => string,
  problems: Problem[],
  idle: string[],
): readonly WrittenDesign[] {
  const { spec } = model;
  const paid = spec.channels.flatMap(({ organic }, channel) => (organic === true ? [] : [channel]));
  const spends = (channel: number): boolean =>
    lines.some((line) => line.channel === channel && usualSpend(model, line) > 0);
  const chosen = asked.channels;
  if (chosen === undefined) idle.push(...paid.filter((each) => !spends(each)).map((each) => spec.channels[each].name));
  const channels = chosen ?? paid.filter(spends).map((channel) => spec.channels[channel].name);
  const changes = asked.changes ?? defaultChanges;
  for (const change of changes) {
    if (factorOf(change) !== undefined) continue;
    const { must, hint } = wording.designRules.change;
    problems.push({
      code: "wrong-setting",
      message: `changes must be ${must}.`,
      where: where(["changes"]),
      received: change,
      hint,
    });
  }
  const half = asked.geos === undefined ? halfOfGeos(model) : undefined;
  return channels.flatMap((channel) =>
    changes
      .filter((change) => factorOf(change) !== undefined)
      .flatMap((change): readonly WrittenDesign[] => {
        const isNational = spec.national?.includes(channel) === true;
        const own = { channels: channel, change };
        return [
          asked.geos === undefined ? own : { ...own, geos: asked.geos },
          ...(half === undefined || isNational ? [] : [{ ...own, geos: half }]),
        ];
      }),
  );
}

/**
 * Half of the geos of a panel, much like the others: in the order of what they sell, of each two neighbors the first and the second in turn. Undefined
 * where there are too few.
 */
export function halfOfGeos(model: FittedModel): readonly string[] | undefined {
  const { rows, target } = model.data;
  const going = modelGeos(model).filter(({ end }) => end === rows);
  if (going.length < fewestToSplit) return undefined;
  const sales = ({ index, first, end }: (typeof going)[number]): number => {
    const own = target.values
      .subarray(index * rows + first, index * rows + end)
      .filter((value) => !Number.isNaN(value));
    return own.reduce((total, value) => total + value, 0) / Math.max(1, own.length);
  };
  const bySize = going.map((geo) => ({ geo, size: sales(geo) })).toSorted((a, b) => b.size - a.size);
  const chosen = bySize.filter((_, k) => [0, 3].includes(k % 4)).map(({ geo }) => geo);
  return chosen.toSorted((a, b) => a.index - b.index).map(({ name }) => name);
}

function designOf(
  {
    model,
    lines,
    spread,
  }: { readonly model: FittedModel; readonly lines: readonly PlanLine[]; readonly spread: CarryOver },
  own: WrittenDesign,
  asked: DesignRequest,
  at: (key: string) => string,
  problems: Problem[],
): TestDesign | undefined {
  const before = problems.length;
  const { spec, data } = model;
  const unit = periodOf(data.cadence);
  const names = typeof own.channels === "string" ? [own.channels] : own.channels;
  const known = spec.channels.flatMap(({ name, organic }) => (organic === true ? [] : [name]));
  const channels = [...new Set(names)].flatMap((name) => {
    const index = spec.channels.findIndex((channel) => channel.name === name || channel.column === name);
    if (index < 0) problems.push(wording.designChannelUnknown(at("channels"), name, known));
    else if (spec.channels[index].organic === true) problems.push(wording.designChannelOrganic(at("channels"), name));
    else return [index];
    return [];
  });
  const geos = geosOf(model, own.geos ?? asked.geos, at, problems);
  const factor = factorOf(own.change);
  if (problems.length > before || factor === undefined) return undefined;
  const everywhere = geos.length === modelGeos(model).filter(({ end }) => end === data.rows).length;
  const geoNames = geos.map((geo) => modelGeos(model)[geo].name);
  for (const channel of channels) {
    const { name } = spec.channels[channel];
    const spent = lines.filter(
      (line) => line.channel === channel && line.geos.some(({ index }) => geos.includes(index)),
    );
    if (!everywhere && spec.national?.includes(name) === true)
      problems.push(wording.designOfNationalChannel(at("geos"), name));
    else if (!spent.some((line) => usualSpend(model, line) > 0))
      problems.push(wording.designNoSpendNow(at("channels"), name, everywhere ? undefined : geoNames));
  }
  const weeks = own.weeks ?? asked.weeks ?? usualWeeks(model);
  const cooldown = own.cooldown ?? asked.cooldown ?? usualCooldown(spread, channels, weeks);
  const most = Math.floor(data.rows / 4);
  if (own.se === undefined && weeks + cooldown > most)
    problems.push(wording.designTooLong(at("weeks"), weeks + cooldown, unit, most, data.rows));
  if (problems.length > before) return undefined;
  const place = everywhere
    ? ""
    : ` in ${geos.length > 2 ? `${geos.length} of ${modelGeos(model).length} geos` : listed(geoNames)}`;
  const isLong = own.weeks !== undefined && own.weeks !== asked.weeks;
  const title = `${listed(channels.map((channel) => spec.channels[channel].name))} ${changeOfFactor(factor)}${place}`;
  return {
    name: own.name ?? (isLong ? `${title}, ${weeks} ${unit}s` : title),
    channels,
    geos,
    everywhere,
    factor,
    weeks,
    start: own.start ?? asked.start ?? testDesignSettings.start.default,
    cooldown,
    ...(own.se === undefined ? {} : { se: own.se }),
  };
}

/** "off", "half", "double" or "+30%". */
export function changeOfFactor(factor: number): string {
  const named = Object.entries(namedChanges).find(([, value]) => value === factor);
  return named === undefined ? changeText(factor - 1) : named[0];
}

function geosOf(
  model: FittedModel,
  written: string | readonly string[] | undefined,
  at: (key: string) => string,
  problems: Problem[],
): readonly number[] {
  const all = modelGeos(model);
  const going = all.filter(({ end }) => end === model.data.rows);
  if (written === undefined) return going.map(({ index }) => index);
  if (model.data.geos === undefined) {
    problems.push(wording.designGeosOfNation(at("geos")));
    return [];
  }
  if (written === "all" && !all.some(({ name }) => name === "all")) return going.map(({ index }) => index);
  const names = typeof written === "string" ? [written] : written;
  const found = [...new Set(names)].flatMap((name) => {
    const geo = all.find((each) => each.name === name);
    if (geo === undefined) {
      problems.push(
        wording.designGeoUnknown(
          at("geos"),
          name,
          all.map((each) => each.name),
        ),
      );
    } else if (geo.end < model.data.rows) problems.push(wording.designGeoEnded(at("geos"), name));
    else return [geo.index];
    return [];
  });
  return found.toSorted((a, b) => a - b);
}

function usualSpend(model: FittedModel, { channel, geos }: PlanLine): number {
  return geos.reduce((total, { index }) => total + runRateOf(model, channel, index), 0);
}

/** Four weeks. */
function usualWeeks({ data }: Pick<FittedModel, "data">): number {
  return Math.max(1, Math.round((cadences[data.cadence].quarter * 4) / 13));
}

/** Periods in which half of the carry-over of these channels comes, at most as many as the test has. */
function usualCooldown(spread: CarryOver, channels: readonly number[], weeks: number): number {
  const needed = channels.map((channel) => {
    const { later, cumulative } = spread.channels[channel];
    if (later.mean < leastCarried) return 0;
    const lag = cumulative.mean.findIndex((share) => share >= 1 - later.mean / 2);
    return lag < 0 ? weeks : lag;
  });
  return Math.min(weeks, Math.max(0, ...needed));
}

/** Share of an effect after the period of the spend below which no cooldown is counted. */
const leastCarried = 0.05;

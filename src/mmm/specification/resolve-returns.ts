// Which channels have a prior of a return (ROI, marginal ROI, share of the target) in place of the prior of their coefficient, and over which weeks.

import { isNumbered, type Rows, rowsBetween } from "../../data/panel/index.ts";
import { entriesByChannel } from "../../data/roles/index.ts";
import * as wording from "../../problems/panel-model-problems.ts";
import * as windowWording from "../../problems/prior-problems.ts";
import { returnOfOrganic } from "../../problems/driver-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { type ReturnKind, returnKinds } from "../parameters/index.ts";
import { sum } from "../../numerics/index.ts";
import type { DetectedTable } from "./detected-table.ts";
import type { ModelDocument } from "./document.ts";
import { windowFor } from "./prior-entries.ts";
import type { ModelStructure, ReturnWindow } from "./resolved-spec.ts";

type Given = Pick<ModelStructure, "channels" | "pooling" | "geos">;

/** Whether a quantity is per unit of spend. */
const isPerSpend: Readonly<Record<ReturnKind, boolean>> = { roi: true, mroi: true, contribution: false };

/** By channel name, those whose prior is written for a return; nothing where there is none. A prior by name wins over one for all. */
export function resolveReturns(
  { channels, pooling, geos }: Given,
  document: ModelDocument | undefined,
  table: DetectedTable | undefined,
  problems: Problem[],
): Pick<ModelStructure, "returns" | "return_windows"> {
  if (document === undefined) return {};
  const { priors } = document;
  const written = returnKinds.filter((kind) => priors[kind] !== undefined);
  if (written.length === 0) return {};
  const where = (kind: string): string => document.where(["priors", kind], "key");
  const named = new Map(written.map((kind) => [kind, entriesByChannel(channels, priors[kind]?.named ?? {}).found]));
  const returns: Record<string, ReturnKind> = {};
  const windows: Record<string, ReturnWindow> = {};
  for (const { name, column, organic } of channels) {
    const byName = written.filter((kind) => named.get(kind)?.has(name) === true);
    // A coefficient that is given by name is as particular as a return by name.
    const ownCoefficient = entriesByChannel(channels, priors.coefficient?.named ?? {}).found.has(name);
    // Media without spend have no return, whatever is said of all channels.
    const forAll = ownCoefficient
      ? []
      : written.filter((kind) => priors[kind]?.default !== undefined && (organic !== true || !isPerSpend[kind]));
    const kinds = byName.length > 0 ? byName : forAll;
    if (kinds.length === 0) continue;
    if (kinds.length > 1) {
      problems.push(wording.returnTwice(where(kinds[1]), name, kinds));
      continue;
    }
    const [kind] = kinds;
    if (ownCoefficient) problems.push(wording.returnBesideCoefficient(where(kind), [name]));
    const key = named.get(kind)?.get(name)?.key;
    const window = windowFor(priors[kind], key);
    if (window !== undefined) windows[name] = window;
    const path = [
      "priors",
      kind,
      ...(key !== undefined ? [key] : priors[kind]?.byName === true ? ["default"] : []),
      "window",
    ];
    const at = window === undefined ? where(kind) : document.where(path);
    const rows = rowsOf(window, table, at, problems);
    const found = table?.channels.find((channel) => channel.column === column);
    // What drives the effect has to be there too.
    const series = [organic === true ? undefined : found?.spend, found?.driver?.values].filter(isThere);
    if (organic === true && isPerSpend[kind]) problems.push(returnOfOrganic(at, kind, name));
    else if (series.length > 0 && rows !== undefined) {
      const [{ length }] = series;
      const weeks = table?.rows ?? length;
      const geoCount = Math.max(1, Math.floor(length / weeks));
      const ofGeo = (values: Float64Array, k: number): Float64Array =>
        values.subarray(k * weeks + rows.from, Math.min(k * weeks + rows.to, (k + 1) * weeks));
      const perGeo = Array.from({ length: geoCount }, (_, k) =>
        series.every((values) => ofGeo(values, k).some((value) => value > 0)),
      );
      const target = table?.target.values;
      if (kind === "contribution" && target !== undefined) {
        const sums = Array.from({ length: geoCount }, (_, k) =>
          sum(ofGeo(target, k).filter((value) => !Number.isNaN(value))),
        );
        const least = pooling?.coefficient === "none" ? Math.min(...sums) : sum(sums);
        if (!(least > 0)) problems.push(windowWording.shareOfNothing(at, table?.target.name ?? "target", least));
      }
      if (!perGeo.includes(true)) {
        problems.push(
          window === undefined
            ? wording.returnWithoutSpend(at, kind, name)
            : windowWording.windowWithoutSpend(at, kind, name),
        );
      } else if (pooling?.coefficient === "none" && perGeo.includes(false)) {
        const idle = (geos ?? []).filter((_, k) => !perGeo[k]);
        problems.push(wording.geoWithoutReturn(at, kind, name, idle));
      }
    }
    returns[name] = kind;
  }
  for (const kind of written) {
    const isUsed = Object.values(returns).includes(kind) || channels.some(({ name }) => named.get(kind)?.has(name));
    const isUnknown = priors[kind]?.default === undefined;
    if (!isUsed && !isUnknown) problems.push(wording.returnUnused(where(kind), kind));
  }
  const all = channels.every(({ name }) => returns[name] !== undefined);
  if (all && priors.coefficient !== undefined && Object.keys(priors.coefficient.named).length === 0) {
    const names = channels.map(({ name }) => name);
    problems.push(wording.returnBesideCoefficient(document.where(["priors", "coefficient"], "key"), names));
  }
  return {
    ...(Object.keys(returns).length === 0 ? {} : { returns }),
    ...(Object.keys(windows).length === 0 ? {} : { return_windows: windows }),
  };
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

/** The rows of a window, or of the whole table; undefined where that is not known, with a problem where the window is none. */
function rowsOf(
  window: ReturnWindow | undefined,
  table: DetectedTable | undefined,
  where: string,
  problems: Problem[],
): Rows | undefined {
  if (window === undefined) return { from: 0, to: table?.rows ?? Number.POSITIVE_INFINITY };
  const dates = table?.dates;
  if (dates === undefined || dates.length === 0) return undefined;
  const [first, last] = [dates[0], dates[dates.length - 1]];
  const rows = rowsBetween(dates, window);
  if (rows === "empty") {
    problems.push(windowWording.windowEmpty(where, window.from, window.to, first, last));
    return undefined;
  }
  if ("unreadable" in rows) {
    const received = window[rows.unreadable];
    problems.push(windowWording.windowUnreadable(where, received, isNumbered(dates), first, last));
    return undefined;
  }
  return rows;
}

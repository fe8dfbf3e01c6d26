// Models with priors on returns: of national tables and panels, over whole tables and windows, and what the returns are by the book.

import { mediaDataFromColumns, type MediaData } from "../../../src/data/panel/index.ts";
import * as g from "../../../src/graph/index.ts";
import { type Design, makeDesign, mediaMixModel, modelData } from "../../../src/mmm/fit/index.ts";
import { returnKinds } from "../../../src/mmm/parameters/index.ts";
import { parseModelFile, resolve, type ResolvedSpec } from "../../../src/mmm/specification/index.ts";
import { compileModel, type Model, type Posterior } from "../../../src/model/index.ts";
import { randomStream } from "../../../src/sampling/index.ts";
import { type Of, plainCurve, plainWeight } from "./plain-kinds.ts";

const weeks = 40;

export async function nationalTable(): Promise<MediaData> {
  const random = randomStream([20260131]);
  const spend = (): number[] =>
    Array.from({ length: weeks }, () => (random.uniform() < 0.3 ? 0 : 900 * random.uniform()));
  return mediaDataFromColumns({
    week: Array.from({ length: weeks }, (_, t) => t + 1),
    spend_TV: spend(),
    spend_Search: spend(),
    revenue: Array.from({ length: weeks }, () => Math.round(9000 + 1000 * random.normal())),
  });
}

/** Two geos of different size, one of them late; some targets are missing. */
export async function panelTable(): Promise<MediaData> {
  const random = randomStream([20260202]);
  const rows = [
    { region: "North", people: 4000, from: 1 },
    { region: "South", people: 1000, from: 5 },
  ].flatMap(({ region, people, from }) =>
    Array.from({ length: weeks - from + 1 }, (_, k) => ({
      region,
      week: from + k,
      population: people,
      spend_TV: random.uniform() < 0.3 ? 0 : people * random.uniform(),
      spend_Search: people * 0.2 * random.uniform(),
      revenue: k % 11 === 5 ? "" : String(Math.round(people * (4 + 0.5 * random.normal()))),
    })),
  );
  const columns = Object.keys(rows[0]) as (keyof (typeof rows)[number])[];
  return mediaDataFromColumns(Object.fromEntries(columns.map((name) => [name, rows.map((row) => row[name])])) as never);
}

export interface ReturnModel {
  readonly data: MediaData;
  readonly spec: ResolvedSpec;
  readonly design: Design;
  /** Of the prior alone; each return that has a prior is also derived, as "given roi of TV". */
  readonly prior: Posterior;
}

/** @param file what the model file says beside its table */
export async function returnModel(data: MediaData, file: string): Promise<ReturnModel> {
  const text = `data: t.csv\nseasonality: none\ntrend: none\ncontrols: none\n${file}\n`;
  const { spec } = resolve(await parseModelFile(text, "m.yaml"), data);
  const design = makeDesign(data, spec);
  const whole = mediaMixModel(spec, design.weeks);
  const given = whole.priors
    .filter(({ name }) => returnKinds.some((kind) => name === kind || name.startsWith(`${kind} of`)))
    .map(({ name, node }) => {
      const labels = node.shape.map((size) => Array.from({ length: size }, (_, k) => String(k)));
      const size = node.shape.reduce((a, b) => a * b, 1);
      const elementNames = Array.from({ length: size }, (_, k) => `given ${name}[${k}]`);
      return { name: `given ${name}`, node, labels, elementNames };
    });
  const logDensity = g.add(whole.logPrior, whole.logJacobian);
  const model: Model = { ...whole, logDensity, derived: [...whole.derived, ...given] };
  return { data, spec, design, prior: compileModel(model, modelData(design)) };
}

/**
 * [geo] What the channel's return is at parameters of the model in scaled units, each geo by itself where it has its own, by the book: all
 * effects, less those without the spend of the window.
 */
export function plainReturns(
  { data, spec, design }: ReturnModel,
  channel: number,
  of: (parameter: string, geo: number) => number,
): readonly number[] {
  const { name, adstock, saturation, order } = spec.channels[channel];
  const kind = spec.returns?.[name];
  const window = spec.return_windows?.[name];
  const [from, to] =
    window === undefined ? [0, weeks] : [data.dates.indexOf(window.from), data.dates.indexOf(window.to) + 1];
  const inside = (t: number): boolean => t >= from && t < to;
  const last = adstock.window === "infinite" ? 2000 : ((adstock.window as number | undefined) ?? 0);
  const { panel, geos, targetScale, mediaScales } = design;
  const perGeo = geos.map((_, k) => {
    const parameter: Of = (each) => of(each, k);
    const weights = Array.from({ length: last + 1 }, (_, lag) => plainWeight(adstock.kind, lag, parameter, last));
    const sum = adstock.normalize === true ? weights.reduce((total, weight) => total + weight, 0) : 1;
    const carry = (x: readonly number[]): number[] =>
      x.map((_, t) => x.slice(0, t + 1).reduce((total, value, u) => total + (weights[t - u] ?? 0) * value, 0) / sum);
    const curve = (x: readonly number[]): number[] =>
      x.map((value) => (value === 0 ? 0 : plainCurve(saturation.kind, value, parameter)));
    const start = (channel * geos.length + k) * weeks;
    const own = [...design.media.subarray(start, start + weeks)];
    const people = panel?.population[k] ?? 1;
    const effect = (spend: readonly number[], there: (t: number) => boolean): number =>
      (order === "adstock_first" ? curve(carry(spend)) : carry(curve(spend))).reduce(
        (total, value, t) => total + (there(t) ? value : 0),
        0,
      ) *
      people *
      targetScale.scale *
      of("coefficient", k);
    const hasRow = (t: number): boolean => panel === undefined || panel.hasRow[k * weeks + t] === 1;
    const hasTarget = (t: number): boolean => panel === undefined || panel.hasTarget[k * weeks + t] === 1;
    const times = (by: number): number[] => own.map((value, t) => (inside(t) ? by * value : value));
    const spent =
      own.reduce((total, value, t) => total + (inside(t) ? value : 0), 0) * people * mediaScales[channel].scale;
    const target = own.reduce(
      (total, _, t) => total + (inside(t) && hasTarget(t) ? data.target.values[k * weeks + t] : 0),
      0,
    );
    const h = 1e-5;
    if (kind === "contribution") return [effect(own, hasTarget) - effect(times(0), hasTarget), target];
    if (kind === "roi") return [effect(own, hasRow) - effect(times(0), hasRow), spent];
    return [(effect(times(1 + h), hasRow) - effect(times(1 - h), hasRow)) / (2 * h), spent];
  });
  const ratio = (parts: readonly (readonly number[])[]): number =>
    parts.reduce((total, [brought]) => total + brought, 0) / parts.reduce((total, [, by]) => total + by, 0);
  return spec.pooling?.coefficient === "none" ? perGeo.map((part) => ratio([part])) : [ratio(perGeo)];
}

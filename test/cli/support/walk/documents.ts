// Figures in documents and in the data of charts: every object with an estimate and an interval, under the name of its quantity.

import type { Figures, Seen } from "./figures.ts";

interface Place {
  readonly where: string;
  readonly span: string;
  /** The channel or part that the figures around are of. */
  readonly channel: string;
  readonly path: readonly string[];
}

type Node = Readonly<Record<string, unknown>>;

/** Names of one quantity in places that call it by what is around it. */
const aliases: readonly (readonly [RegExp, string])[] = [
  [/components\.total$|^parts\.total$|^(baseline|media)\.total$/, "contribution"],
  [/contributions?\.expected$|^expected$|^total$/, "contribution"],
  [/contribution_of_spend$|contribution\.posterior$/, "contribution"],
  [
    /components\.share$|^parts\.share$|^(baseline|media)\.share$|contributions\.(baseline|media)\.share$/,
    "share_of_target",
  ],
  [/contributions\.(baseline|media)\.total$/, "contribution"],
  [/roi\.posterior$/, "roi"],
  [/swing\.lowest\.contribution$/, "swing_lowest"],
  [/swing\.highest\.contribution$/, "swing_highest"],
  // In charts.
  [/channels\.average$/, "roi_with_carry_over"],
  [/channels\.marginal$/, "marginal_roi"],
  [/channels\.(contribution_share|contributionShare)$/, "share_of_media"],
  [/channels\.(current_share|currentShare)$/, "share_of_ceiling"],
  [/channels\.halfLife$/, "half_life"],
];

/** Adds every figure of a document or of the data of a chart. */
export function walk(figures: Figures, node: unknown, place: Place): void {
  if (Array.isArray(node)) {
    for (const each of node) walk(figures, each, place);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  const object = node as Node;
  if ("estimate" in object && "statistic" in object) {
    addInterval(figures, object, place);
    return;
  }
  const inside = placeInside(object, place);
  if (Array.isArray(object["estimate"]) && Array.isArray(object["lower"])) addSeries(figures, object, inside);
  for (const [key, value] of Object.entries(object)) {
    // Rows of the summary are read by their own names.
    if (key === "summary") continue;
    if (key === "weights" && Array.isArray(value)) {
      value.forEach((each, k) => walk(figures, each, { ...inside, path: [...place.path, `share @${k}`] }));
      continue;
    }
    if (key === "geos" && Array.isArray(value)) {
      for (const each of value) walk(figures, each, { ...place, span: `${place.span} in ${geoOf(each as Node)}` });
      continue;
    }
    const span = spanOf(key, inside.span);
    const whole = key === "media" || key === "baseline" ? { ...inside, channel: key } : inside;
    walk(figures, value, { ...whole, span, path: [...place.path, key] });
  }
}

/** Geos have spans of their own. */
function geoOf(node: Node): string {
  return String(node["geo"] ?? (node["period"] as Node | undefined)?.["geo"] ?? node["name"]);
}

/** Whose figures stand in an object: a channel's, or those of a plan or of two. */
function placeInside(object: Node, place: Place): Place {
  const { name, channel, plan, over } = object as Readonly<Record<string, string | undefined>>;
  const list = place.path.at(-1);
  if (list === "comparisons") return { ...place, span: `plan ${plan} over ${over}`, channel: "media" };
  if (list === "plans") return { ...place, span: `plan ${name}`, channel: "media" };
  if (place.span.startsWith("plan ") && list !== "channels") return place;
  const named = name ?? channel;
  return typeof named === "string" ? { ...place, channel: named } : place;
}

/** Plans have spans of their own. */
function spanOf(key: string, span: string): string {
  if (span !== "plan") return span;
  return key === "current" || key === "recommended"
    ? `plan ${key}`
    : key === "gain"
      ? "plan recommended over current"
      : span;
}

function nameOf({ path }: Place): string {
  const joined = path.join(".");
  const alias = aliases.find(([pattern]) => pattern.test(joined));
  return alias?.[1] ?? path.at(-1)!.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function addInterval(figures: Figures, object: Node, place: Place): void {
  // Rows of the summary, which are read by their own names.
  if ("q5" in object) return;
  const of = (key: string): number => (object[key] as number | null) ?? Number.NaN;
  const { estimate, lower, upper } = { estimate: of("estimate"), lower: of("lower"), upper: of("upper") };
  const seen: Seen = { estimate, lower, upper, room: 0, where: `${place.where}: ${place.path.join(".")}` };
  figures.add(nameOf(place), place.span, channelOf(place), seen);
  const stated = of(object["statistic"] as string);
  // Shares are ratios of estimates, which the walk holds to the amounts that they are shares of.
  const isRatio = /^share_of_(target|media)$/.test(nameOf(place)) && object["statistic"] === "median";
  if (
    !isRatio &&
    object["mean"] !== undefined &&
    !Object.is(stated, estimate) &&
    Math.abs(stated - estimate) > 1e-9 * Math.abs(stated)
  )
    figures.unknown.push(`${seen.where}: the estimate is not the ${String(object["statistic"])}`);
}

/** The whole that totals without a name are of. */
function channelOf({ channel, path }: Place): string {
  return path.at(-1) === "expected" || path.join(".") === "total" ? "expected" : channel;
}

function addSeries(figures: Figures, object: Node, place: Place): void {
  const [estimate, lower, upper] = ["estimate", "lower", "upper"].map((key) => object[key] as (number | null)[]);
  estimate.forEach((value, k) => {
    const at = (list: (number | null)[]): number => list[k] ?? Number.NaN;
    const seen = { estimate: value ?? Number.NaN, lower: at(lower), upper: at(upper), room: 0 };
    figures.add(`${seriesName(place)} @${k}`, place.span, place.channel, {
      ...seen,
      where: `${place.where}: ${place.path.join(".")}[${k}]`,
    });
  });
}

/** Series of charts stand in the object of their channel. */
const chartSeries: Readonly<Record<string, string>> = {
  "response-curves.channels": "steady.response",
  "saturation.channels": "share_of_ceiling",
  "fit-over-time.expected": "weekly.expected",
};

function seriesName({ where, path }: Place): string {
  return (
    chartSeries[`${where.replace("chart ", "")}.${path.join(".")}`] ??
    path.filter((key) => !/^(curves|channels|carry_over|components|series|contributions)$/.test(key)).join(".")
  );
}

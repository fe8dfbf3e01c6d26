// What spend brings back: return on investment, the return of a further unit of spend, cost per conversion.

import { outcomeOf } from "../../data/panel/index.ts";
import type { TargetKind } from "../../settings/index.ts";
import {
  type BreakEven,
  breakEvenOf,
  channelDraws,
  type ChannelDraws,
  type Cost,
  costOf,
  type FittedModel,
  geosAsked,
  modelGeos,
  defaultLevel,
  type Interval,
  type IntervalFinder,
  intervalFinder,
  type Period,
  periodOf,
  type PeriodRecord,
  periodRecord,
  type Places,
  placesOf,
  probabilityAbove,
  rowsOf,
  type Ranking,
  rankingOf,
  perSpend,
  shareOf,
  checkOptions,
  quantityRules,
} from "../draws/index.ts";

/** Return of the spend of a period. Returns are NaN where nothing was spent. */
export interface Return {
  /** In the table's own unit, over the period; the posterior mean where it is unknown. */
  readonly spend: number;
  /** Where spend was published with noise and the fit takes it as unknown; returns are then over the spend of each draw. */
  readonly trueSpend?: Interval;
  /** Of all channels' spend (of the means, where it is unknown). */
  readonly shareOfSpend: number;
  /**
   * What the period's spend brings up to the table's last row, against no spend in the period. Over the whole table it is the
   * contribution (`Contributions`), which counts what was earned in the weeks of a period by whatever spend.
   */
  readonly contributionOfSpend: Interval;
  /** `contributionOfSpend` of that of all channels (`shareOf`). */
  readonly shareOfMedia: Interval;
  /** The same of that of all channels with spend, which returns compare; absent where all have spend, and of media without. */
  readonly shareOfPaidMedia?: Interval;
  /** What it brings after the table's last row, when nothing more is spent. */
  readonly stillToCome: Interval;
  /** `contributionOfSpend` and `stillToCome` together. */
  readonly contributionWithCarryOver: Interval;
  /** `contributionOfSpend` per unit of spend: what the fit reports as roi. */
  readonly roi: Interval;
  /** `contributionWithCarryOver` per unit of spend. */
  readonly roiWithCarryOver: Interval;
  /**
   * What one more unit of spend would bring, carry-over after the table included: the derivative of all that the period's spend
   * brings when the spend of each of its weeks grows in proportion. Compare it with `roiWithCarryOver`.
   */
  readonly marginalRoi: Interval;
  /** Probabilities that the headline and the marginal return are above the break-even; absent without one. */
  readonly probabilityAboveBreakEven?: number;
  readonly probabilityMarginalAboveBreakEven?: number;
  /** Targets that are conversions only: one over `roi`, `roiWithCarryOver` and `marginalRoi`. */
  readonly costPerConversion?: CostPerConversion;
  readonly costPerConversionWithCarryOver?: CostPerConversion;
  readonly costOfOneMore?: Cost;
}

export interface ChannelReturn extends Return {
  readonly name: string;
  /** True for media without spend, which have a contribution and no return; absent otherwise. */
  readonly organic?: true;
}

/** Spend for each conversion, with the probability that there are none. */
export interface CostPerConversion extends Cost {
  /** Probability that the spend brought nothing or less. */
  readonly probabilityNone: number;
}

/** A return by the name that it has in `Return`. */
export type Headline = "roi" | "roiWithCarryOver";

export interface Returns {
  readonly target: string;
  readonly targetKind: TargetKind;
  readonly level: number;
  readonly period: PeriodRecord;
  /**
   * Which return the probability and the ranking are about. Of the whole table's spend `roi`, what it brought in the table: that is what the
   * data speak of. Of a part's `roiWithCarryOver`, because a recent week would otherwise be blamed for effects that are still
   * to come.
   */
  readonly headline: Headline;
  /** Target per unit of spend that probabilities are about; absent for conversions of which no margin is known. */
  readonly breakEven?: number;
  /** Where it comes from. Spend above it pays, except with "revenue": then it is 1, and whether spend pays needs a margin. */
  readonly breakEvenFrom?: BreakEven["from"];
  /** Rows after the table in which carry-over was counted, for the channel with the longest. */
  readonly rowsAfterTable: number;
  readonly channels: readonly ChannelReturn[];
  /** All channels together; its marginal return is that of all spend growing in proportion. */
  readonly media: Return;
  /** By the headline return and by the marginal return. */
  readonly ranking: { readonly headline: Ranking; readonly marginalRoi: Ranking };
  /** The same of each geo of a panel, where that was asked for: contributions of the geo over its own spend, draw by draw. */
  readonly geos?: readonly GeoReturns[];
  /**
   * Of each channel, and of all media last: which places the geos may take, among those that spent anything on it; none of a channel whose spend
   * is national, whose returns are alike in all geos by assumption. With `geos`.
   */
  readonly rankingOfGeos?: readonly GeoRanking[];
}

/** Returns in one geo of a panel. */
export interface GeoReturns extends Pick<Returns, "channels" | "media" | "ranking"> {
  readonly geo: string;
  /** Absent where the table has none. */
  readonly population?: number;
  /** Rows of the period that the geo has. */
  readonly rows: number;
}

/** Geos against each other, by the return of one channel in each. */
export interface GeoRanking {
  /** The channel; "media" for all together. */
  readonly name: string;
  readonly headline: Places;
  readonly marginalRoi: Places;
}

export interface ReturnOptions {
  /** Default: the whole table. */
  readonly period?: Period;
  /** Probability of the intervals; default 0.9. */
  readonly level?: number;
  /** Target per unit of spend above which spend pays; default one over the margin of the model. */
  readonly breakEven?: number;
  /** Also of each geo of a panel; default false. */
  readonly byGeo?: boolean;
}

/** Returns of one channel, or of all, at each draw. */
export interface ReturnDraws {
  readonly name: string;
  readonly spend: number;
  /** Spend at each draw; absent where it is known. */
  readonly spendDraws?: Float64Array | undefined;
  readonly inTable: Float64Array;
  readonly withCarryOver: Float64Array;
  readonly marginal: Float64Array;
}

/** Returns of every channel and of all media for the spend of a period. */
export function returns(model: FittedModel, options: ReturnOptions = {}): Returns {
  checkOptions("returns", options, { ...quantityRules(model), byGeo: { kind: "flag", describe: "" } });
  const { byGeo = false, ...rest } = options;
  if (byGeo) geosAsked(model);
  const period = options.period ?? periodOf(model.data);
  const draws = [...channelDraws(model, { period, weekly: false, byGeo })];
  const total = returnsOf(model, draws, rest);
  return byGeo ? { ...total, ...returnsByGeo(model, draws, total.headline, { ...rest, period }) } : total;
}

/** The same of each geo of a panel, from draws that are there already. */
export function returnsByGeo(
  model: FittedModel,
  channels: readonly Pick<ChannelDraws, "name" | "tail" | "geos">[],
  headline: Headline,
  options: ReturnOptions & { readonly period: Period },
): Required<Pick<Returns, "geos" | "rankingOfGeos">> {
  const byGeo = modelGeos(model).map((geo) => {
    const own = channels.map(({ name, tail, geos }) => ({ ...geos[geo.index], name, tail }));
    return { geo, own, media: togetherOf(withSpend(model, own)) };
  });
  const population = model.data.geos?.map((geo) => geo.population) ?? [];
  const places = (name: string, of: (geo: (typeof byGeo)[number]) => ReturnDraws): GeoRanking => {
    // Spend that is the same per head everywhere has no effects of its own in any geo, by assumption: there is nothing to rank.
    const ranked = model.spec.national?.includes(name) === true ? [] : byGeo;
    const spending = ranked
      .map((each) => ({ name: each.geo.name, draws: of(each) }))
      .filter(({ draws }) => draws.spend > 0);
    return {
      name,
      headline: placesOf(
        spending.map(({ name: geo, draws }) => ({
          name: geo,
          draws: perSpend(broughtBy(draws, headline), draws.spend, draws.spendDraws),
        })),
      ),
      marginalRoi: placesOf(spending.map(({ name: geo, draws }) => ({ name: geo, draws: draws.marginal }))),
    };
  };
  return {
    geos: byGeo.map(({ geo, own }): GeoReturns => {
      const { channels: returned, media, ranking } = returnsOf(model, own, options);
      const people = population[geo.index];
      const rows = rowsOf(geo, options.period);
      return {
        geo: geo.name,
        ...(people === undefined ? {} : { population: people }),
        rows: rows.to - rows.from,
        channels: returned,
        media,
        ranking,
      };
    }),
    rankingOfGeos: [
      ...channels.map(({ name }, c) => places(name, ({ own }) => own[c])),
      places("media", ({ media }) => media),
    ],
  };
}

/** Returns from draws that are there already. */
export function returnsOf(
  { data, posterior, spec }: FittedModel,
  channels: readonly (ReturnDraws & Pick<ChannelDraws, "tail">)[],
  options: ReturnOptions = {},
): Returns {
  const { period = periodOf(data), level = defaultLevel } = options;
  const { name: target, kind } = outcomeOf(data);
  const even = breakEvenOf({ spec, data }, options.breakEven);
  const breakEven = even?.value;
  const find = intervalFinder(posterior.count, level);
  const media = togetherOf(channels);
  const record = periodRecord(data, period);
  const headline: Headline = record.wholeTable ? "roi" : "roiWithCarryOver";
  const paid = togetherOf(withSpend({ spec }, channels));
  const isPart = channels.some(({ name }) => isOrganic(spec, name));
  const ofPaid = isPart && paid.spend > 0 ? { paid, paidTotal: find(paid.inTable) } : {};
  const context = { find, media, mediaTotal: find(media.inTable), ...ofPaid, kind, breakEven, headline } as const;
  const spending = channels.filter(({ spend }) => spend > 0);
  return {
    target,
    targetKind: kind,
    level,
    period: record,
    headline,
    ...(even === undefined ? {} : { breakEven: even.value, breakEvenFrom: even.from }),
    rowsAfterTable: Math.max(...channels.map(({ tail }) => tail)),
    channels: channels.map((each) => ({
      name: each.name,
      ...(isOrganic(spec, each.name) ? { organic: true as const } : {}),
      ...returnOf(each, context),
    })),
    media: returnOf(paid, context),
    ranking: {
      headline: rankingOf(
        spending.map((each) => ({
          name: each.name,
          draws: perSpend(broughtBy(each, headline), each.spend, each.spendDraws),
        })),
      ),
      marginalRoi: rankingOf(spending.map(({ name, marginal }) => ({ name, draws: marginal }))),
    },
  };
}

/** Media without spend count to what media bring, and to no return. */
function withSpend<T extends ReturnDraws>({ spec }: Pick<FittedModel, "spec">, channels: readonly T[]): readonly T[] {
  const paid = channels.filter(({ name }) => !isOrganic(spec, name));
  return paid.length === 0 ? channels : paid;
}

function isOrganic(spec: FittedModel["spec"], name: string): boolean {
  return spec.channels.find((channel) => channel.name === name)?.organic === true;
}

/** All channels as one, its spend growing in proportion. */
function togetherOf(channels: readonly ReturnDraws[]): ReturnDraws {
  const count = channels[0].inTable.length;
  const spend = channels.reduce((sum, channel) => sum + channel.spend, 0);
  const sumOf = (of: (channel: ReturnDraws, draw: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => channels.reduce((sum, channel) => sum + of(channel, i), 0));
  const latent = channels.some(({ spendDraws }) => spendDraws !== undefined);
  const spendAt = (each: ReturnDraws, i: number): number => each.spendDraws?.[i] ?? each.spend;
  const spendDraws = latent ? sumOf(spendAt) : undefined;
  return {
    name: "media",
    spend,
    spendDraws,
    inTable: sumOf(({ inTable }, i) => inTable[i]),
    withCarryOver: sumOf(({ withCarryOver }, i) => withCarryOver[i]),
    marginal: sumOf((each, i) =>
      each.spend > 0 ? (each.marginal[i] * spendAt(each, i)) / (spendDraws?.[i] ?? spend) : 0,
    ),
  };
}

interface ReturnContext {
  readonly find: IntervalFinder;
  readonly media: ReturnDraws;
  /** What all channels brought. */
  readonly mediaTotal: Interval;
  /** What the channels with spend brought, where there are others. */
  readonly paid?: ReturnDraws;
  readonly paidTotal?: Interval;
  readonly kind: TargetKind;
  readonly breakEven: number | undefined;
  readonly headline: Headline;
}

/** What the headline counts. */
function broughtBy({ inTable, withCarryOver }: ReturnDraws, headline: Headline): Float64Array {
  return headline === "roi" ? inTable : withCarryOver;
}

function returnOf(draws: ReturnDraws, context: ReturnContext): Return {
  const { spend, spendDraws, inTable, withCarryOver, marginal } = draws;
  const { find, media, mediaTotal, kind, breakEven, headline, paid: allPaid, paidTotal } = context;
  // Published noise can leave a period without positive spend.
  const paid = spend > 0 ? spend : Number.NaN;
  const perUnit = (values: Float64Array): Float64Array => perSpend(values, paid, spendDraws);
  const [ofSpend, withRest] = [perUnit(inTable), perUnit(withCarryOver)];
  const contributionOfSpend = find(inTable);
  const ratioTo = (whole: ReturnDraws): Interval => find(inTable.map((value, i) => value / whole.inTable[i]));
  const roi = find(ofSpend);
  const roiWithCarryOver = find(withRest);
  const marginalRoi = find(marginal);
  const headlineDraws = headline === "roi" ? ofSpend : withRest;
  return {
    spend,
    ...(spendDraws === undefined ? {} : { trueSpend: find(spendDraws) }),
    shareOfSpend: spend / media.spend,
    contributionOfSpend,
    shareOfMedia: shareOf(contributionOfSpend, mediaTotal, ratioTo(media)),
    ...(allPaid === undefined || paidTotal === undefined || !(spend > 0)
      ? {}
      : { shareOfPaidMedia: shareOf(contributionOfSpend, paidTotal, ratioTo(allPaid)) }),
    stillToCome: find(withCarryOver.map((value, i) => value - inTable[i])),
    contributionWithCarryOver: find(withCarryOver),
    roi,
    roiWithCarryOver,
    marginalRoi,
    ...(breakEven === undefined
      ? {}
      : {
          probabilityAboveBreakEven: probabilityAbove(headlineDraws, breakEven),
          probabilityMarginalAboveBreakEven: probabilityAbove(marginal, breakEven),
        }),
    ...(kind === "conversions"
      ? {
          costPerConversion: { ...costOf(roi), probabilityNone: shareWithout(ofSpend) },
          costPerConversionWithCarryOver: { ...costOf(roiWithCarryOver), probabilityNone: shareWithout(withRest) },
          costOfOneMore: costOf(marginalRoi),
        }
      : {}),
  };
}

/** Share of draws that bring nothing or less; NaN without spend. */
function shareWithout(perUnit: Float64Array): number {
  let none = 0;
  for (let i = 0; i < perUnit.length; i++) {
    if (Number.isNaN(perUnit[i])) return Number.NaN;
    if (!(perUnit[i] > 0)) none++;
  }
  return none / perUnit.length;
}

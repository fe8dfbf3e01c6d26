// What spend brings back: return on investment, the return of a further unit of spend, cost per conversion.

import type { Statistic } from "../../diagnostics/index.ts";
import type { TargetKind } from "../../data/roles/index.ts";
import {
  type BreakEven,
  breakEvenOf,
  channelDraws,
  type ChannelDraws,
  type FittedModel,
  defaultLevel,
  type Interval,
  type IntervalFinder,
  intervalFinder,
  type Period,
  periodOf,
  type PeriodRecord,
  periodRecord,
  probabilityAbove,
  type Ranking,
  rankingOf,
  perSpend,
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
   * What the period's spend brings up to the table's last row, against no spend in the period. Over the whole table: what the fit
   * reports as contribution.
   */
  readonly contribution: Interval;
  /** Of the contribution of all channels, draw by draw. */
  readonly shareOfMedia: Interval;
  /** What it brings after the table's last row, when nothing more is spent. */
  readonly stillToCome: Interval;
  /** The headline, one of the following two: see `Returns.headline`. */
  readonly roi: Interval;
  /** `contribution` per unit of spend. Over the whole table it is what the fit reports as roi. */
  readonly roiInTable: Interval;
  /** `contribution` and `stillToCome` together, per unit of spend. */
  readonly roiWithCarryOver: Interval;
  /**
   * What one more unit of spend would bring, carry-over after the table included: the derivative of all that the period's spend
   * brings when the spend of each of its weeks grows in proportion. Compare it with `roiWithCarryOver`.
   */
  readonly marginalRoi: Interval;
  /** Probabilities that the headline and the marginal return are above the break-even; absent without one. */
  readonly probabilityAboveBreakEven?: number;
  readonly probabilityMarginalAboveBreakEven?: number;
  /** Targets that are conversions only. */
  readonly costPerConversion?: CostPerConversion;
}

export interface ChannelReturn extends Return {
  readonly name: string;
}

/**
 * Spend for each conversion: the figures of the conversions turned over, so that cost times conversions is spend. The mean over
 * draws is not given: draws with few conversions cost without limit.
 */
export interface CostPerConversion {
  /** Spend over the estimate of the conversions. */
  readonly estimate: number;
  /** What the estimate of the conversions is. */
  readonly statistic: Statistic;
  readonly median: number;
  readonly lower: number;
  /** Infinite when more draws than the interval leaves out are without conversions. */
  readonly upper: number;
  /** Probability that the spend brought nothing or less. */
  readonly probabilityNone: number;
}

export interface Returns {
  readonly target: string;
  readonly targetKind: TargetKind;
  readonly level: number;
  readonly period: PeriodRecord;
  /**
   * What `roi`, its probability and ranking and the cost per conversion count. Of the whole table's spend, what it brought in the
   * table: that is what the data speak of and what the fit reports. Of a part's, also what comes after the table, because
   * a recent week would otherwise be blamed for effects that are still to come.
   */
  readonly headline: "in-table" | "with-carry-over";
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
  readonly ranking: { readonly roi: Ranking; readonly marginalRoi: Ranking };
}

export interface ReturnOptions {
  /** Default: the whole table. */
  readonly period?: Period;
  /** Probability of the intervals; default 0.9. */
  readonly level?: number;
  /** Target per unit of spend above which spend pays; default one over the margin of the model. */
  readonly breakEven?: number;
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
  const period = options.period ?? periodOf(model.data);
  const draws = [...channelDraws(model, { period, weekly: false })];
  return returnsOf(model, draws, options);
}

/** Returns from draws that are there already. */
export function returnsOf(
  { data, posterior, spec }: FittedModel,
  channels: readonly (ReturnDraws & Pick<ChannelDraws, "tail">)[],
  options: ReturnOptions = {},
): Returns {
  const { period = periodOf(data), level = defaultLevel } = options;
  const { kind } = data.target;
  const even = breakEvenOf({ spec, data }, options.breakEven);
  const breakEven = even?.value;
  const find = intervalFinder(posterior.count, level);
  const media = togetherOf(channels);
  const record = periodRecord(data, period);
  const headline = record.wholeTable ? "in-table" : "with-carry-over";
  const context = { find, media, kind, breakEven, headline } as const;
  const spending = channels.filter(({ spend }) => spend > 0);
  return {
    target: data.target.name,
    targetKind: kind,
    level,
    period: record,
    headline,
    ...(even === undefined ? {} : { breakEven: even.value, breakEvenFrom: even.from }),
    rowsAfterTable: Math.max(...channels.map(({ tail }) => tail)),
    channels: channels.map((each) => ({ name: each.name, ...returnOf(each, context) })),
    media: returnOf(media, context),
    ranking: {
      roi: rankingOf(
        spending.map((each) => ({
          name: each.name,
          draws: perSpend(broughtBy(each, headline), each.spend, each.spendDraws),
        })),
      ),
      marginalRoi: rankingOf(spending.map(({ name, marginal }) => ({ name, draws: marginal }))),
    },
  };
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
  readonly kind: TargetKind;
  readonly breakEven: number | undefined;
  readonly headline: Returns["headline"];
}

/** What the headline counts. */
function broughtBy({ inTable, withCarryOver }: ReturnDraws, headline: Returns["headline"]): Float64Array {
  return headline === "in-table" ? inTable : withCarryOver;
}

function returnOf(draws: ReturnDraws, context: ReturnContext): Return {
  const { spend, spendDraws, inTable, withCarryOver, marginal } = draws;
  const { find, media, kind, breakEven, headline } = context;
  const brought = broughtBy(draws, headline);
  // Published noise can leave a period without positive spend.
  const paid = spend > 0 ? spend : Number.NaN;
  const perUnit = (values: Float64Array): Float64Array => perSpend(values, paid, spendDraws);
  const roi = perUnit(brought);
  return {
    spend,
    ...(spendDraws === undefined ? {} : { trueSpend: find(spendDraws) }),
    shareOfSpend: spend / media.spend,
    contribution: find(inTable),
    shareOfMedia: find(inTable.map((value, i) => value / media.inTable[i])),
    stillToCome: find(withCarryOver.map((value, i) => value - inTable[i])),
    roi: find(roi),
    roiInTable: find(perUnit(inTable)),
    roiWithCarryOver: find(perUnit(withCarryOver)),
    marginalRoi: find(marginal),
    ...(breakEven === undefined
      ? {}
      : {
          probabilityAboveBreakEven: probabilityAbove(roi, breakEven),
          probabilityMarginalAboveBreakEven: probabilityAbove(marginal, breakEven),
        }),
    ...(kind === "conversions"
      ? { costPerConversion: spendDraws === undefined ? costOf(spend, brought, find) : costOf(1, roi, find) }
      : {}),
  };
}

/**
 * Cost of each conversion when `spend` brings `conversions`, or 1 when these are per unit of spend. Figures are those of the
 * conversions turned over, so that nothing is averaged across infinity.
 */
export function costOf(spend: number, conversions: Float64Array, find: IntervalFinder): CostPerConversion {
  const { estimate, statistic, median, lower, upper } = find(conversions);
  const cost = (number: number): number =>
    !(spend > 0) ? Number.NaN : number > 0 ? spend / number : Number.POSITIVE_INFINITY;
  let none = 0;
  for (let i = 0; i < conversions.length; i++) if (!(conversions[i] > 0)) none++;
  return {
    estimate: cost(estimate),
    statistic,
    median: cost(median),
    lower: cost(upper),
    upper: cost(lower),
    probabilityNone: !(spend > 0) ? Number.NaN : none / conversions.length,
  };
}

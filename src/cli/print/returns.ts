// What carryover roi prints.

import { breakEvenText, type Cost, type Interval, type Ranking } from "../../decisions/draws/index.ts";
import type { GeoRanking, Headline, Return, Returns } from "../../decisions/quantities/index.ts";
import { type CsvCell, csvText } from "../../files/index.ts";
import { geoReturnLines, mediaTitle } from "./by-geo.ts";
import { geoColumns, leftColumn, noted, percentText, periodText, rightColumn } from "./intervals.ts";
import type { Style } from "../terminal/index.ts";
import { type TableColumn, tableLines, wrapText } from "./table.ts";
import { count, estimated, level as levelText, listed, missing, money, probability } from "../../words/index.ts";

export interface ReturnsShown {
  readonly marginal: boolean;
  readonly pairs: boolean;
  /** Of the posterior: how fine a probability can be. */
  readonly draws: number;
}

const headlineWords: Readonly<Record<Headline, string>> = { roi: "ROI", roiWithCarryOver: "ROI with carry-over" };
const costWords: Readonly<Record<Headline, string>> = {
  roi: "cost per conversion",
  roiWithCarryOver: "cost per conversion with carry-over",
};
const costKeys = { roi: "costPerConversion", roiWithCarryOver: "costPerConversionWithCarryOver" } as const;

export function returnLines(result: Returns, shown: ReturnsShown, width: number, style: Style): readonly string[] {
  const { target, level, period, channels, media, breakEven, breakEvenFrom, targetKind, ranking, headline } = result;
  const rows: readonly (Return & { readonly name: string; readonly organic?: true })[] = [
    ...channels,
    { name: mediaTitle(channels), ...media },
  ];
  const names = leftColumn(
    "channel",
    rows.map(({ name }) => name),
  );
  const ofReturn = (row: (typeof rows)[number], value: Return["roi"]): string =>
    row.organic === true ? "no spend" : estimated(value);
  const column = (title: string, rank: number, text: (row: (typeof rows)[number]) => string): TableColumn =>
    rightColumn(title, rank, rows.map(text));
  const chance = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? missing : probability(value, shown.draws);
  const bound = breakEven === undefined ? "" : breakEvenText(breakEven, breakEvenFrom);
  const costs = targetKind === "conversions";
  const other = headline === "roi" ? "roiWithCarryOver" : "roi";
  const lines = [
    style.bold(`Return on investment (ROI), ${target} per unit of spend`),
    ...wrapText(periodText(period, level), width),
    ...tableLines(
      [
        names,
        column("spend", 3, ({ spend }) => money(spend)),
        column(period.wholeTable ? `contribution to ${target}` : `${target} by this spend`, 2, (row) =>
          estimated(row.contributionOfSpend),
        ),
        column("share of media, %", 5, ({ shareOfMedia }) => percentText(shareOfMedia)),
        column(headlineWords[headline], 0, (row) => ofReturn(row, row[headline])),
        column(headlineWords[other], 4, (row) => ofReturn(row, row[other])),
        ...(breakEven === undefined
          ? []
          : [
              column(`P(${headlineWords[headline]} > ${bound})`, 1, ({ probabilityAboveBreakEven: value }) =>
                chance(value),
              ),
            ]),
        ...(costs
          ? [
              column(costWords[headline], 0, (row) => costText(row[costKeys[headline]])),
              column(costWords[other], 4, (row) => costText(row[costKeys[other]])),
            ]
          : []),
      ],
      width,
      style,
    ),
    ...wrapText(footnote(result), width),
    ...unknownSpendLines(channels, level, width),
    ...(shown.marginal
      ? [
          "",
          style.bold(`Marginal ROI: return of one more unit of spend, ${target} per unit`),
          ...tableLines(
            [
              names,
              column("ROI with carry-over", 1, (row) => ofReturn(row, row.roiWithCarryOver)),
              column("marginal ROI", 0, (row) => ofReturn(row, row.marginalRoi)),
              ...(costs ? [column("cost of one more", 1, ({ costOfOneMore }) => costText(costOfOneMore))] : []),
              ...(breakEven === undefined
                ? []
                : [
                    column(`P(marginal ROI > ${bound})`, 1, ({ probabilityMarginalAboveBreakEven: value }) =>
                      chance(value),
                    ),
                  ]),
            ],
            width,
            style,
          ),
          ...wrapText(
            "Marginal ROI includes all carry-over, with spend in every week of the period growing in proportion.",
            width,
          ),
        ]
      : []),
    ...geoReturnLines(result, { marginal: shown.marginal, draws: shown.draws, headlineWords, bound }, width, style),
    ...(shown.pairs ? pairLines(headlineWords[headline], ranking.headline, chance, width, style) : []),
    ...(shown.pairs && shown.marginal ? pairLines("marginal ROI", ranking.marginalRoi, chance, width, style) : []),
  ];
  return noted(lines, width);
}

function footnote({ headline, rowsAfterTable, period: { unit }, targetKind }: Returns): string {
  const later = `the carry-over after it without further spend, for at most ${count(rowsAfterTable, unit)}`;
  const cost = targetKind === "conversions" ? " A cost per conversion is one over the ROI." : "";
  return headline === "roi"
    ? `ROI counts contributions up to the last row of the table. ROI with carry-over adds ${later}.${cost}`
    : `ROI counts what the spend of this period brings up to the last row of the table. ROI with carry-over adds ${later}.${cost}`;
}

/** Spend that was published with noise, and what it may have been. */
function unknownSpendLines(channels: Returns["channels"], level: number, width: number): readonly string[] {
  const unknown = channels.flatMap(({ name, trueSpend }) =>
    trueSpend === undefined ? [] : [`${name} ${money(trueSpend.lower)} to ${money(trueSpend.upper)}`],
  );
  if (unknown.length === 0) return [];
  return wrapText(
    `Spend released with noise is estimated (${levelText(level)} credible intervals): ${listed(unknown)}. ` +
      "ROI divides by the spend of each draw.",
    width,
  );
}

function pairLines(
  what: string,
  { names, above, places }: Ranking,
  chance: (value: number) => string,
  width: number,
  style: Style,
): readonly string[] {
  return [
    "",
    style.bold(`Probability that the ${what} of the row is above that of the column`),
    ...tableLines(
      [
        leftColumn("channel", names),
        ...names.map((name, j) =>
          rightColumn(
            name,
            0,
            names.map((_, i) => (i === j ? "" : chance(above[i][j]))),
          ),
        ),
        rightColumn(
          "is highest",
          0,
          places.map(([first]) => chance(first)),
        ),
      ],
      width,
      style,
    ),
  ];
}

function costText(cost: Cost | undefined): string {
  return cost === undefined ? missing : estimated(cost);
}

const figures = ["estimate", "mean", "median", "lower", "upper"] as const;
const quantities = [
  ["contribution_of_spend", (each: Return) => each.contributionOfSpend],
  ["share_of_media", ({ shareOfMedia }: Return) => shareOfMedia],
  ["still_to_come", ({ stillToCome }: Return) => stillToCome],
  ["contribution_with_carry_over", (each: Return) => each.contributionWithCarryOver],
  ["roi", ({ roi }: Return) => roi],
  ["roi_with_carry_over", ({ roiWithCarryOver }: Return) => roiWithCarryOver],
  ["marginal_roi", ({ marginalRoi }: Return) => marginalRoi],
  ["cost_per_conversion", ({ costPerConversion }: Return) => costPerConversion],
  ["cost_per_conversion_with_carry_over", (each: Return) => each.costPerConversionWithCarryOver],
  ["cost_of_one_more", ({ costOfOneMore }: Return) => costOfOneMore],
] as const;

/**
 * A row for each channel and one for all media; of a panel of each geo too, where that was asked for. Costs that are infinite are empty;
 * `probability_no_conversions` tells them.
 */
export function returnCsv({
  channels,
  media,
  target,
  targetKind,
  period,
  geos = [],
  rankingOfGeos = [],
}: Returns): string {
  const wanted = quantities.filter(([name]) => targetKind === "conversions" || !name.startsWith("cost_"));
  const geo = geoColumns(period);
  const highest = (place: GeoRanking["headline"], of: string): number | undefined =>
    place.places[place.names.indexOf(of)]?.[0];
  const rowsOf = (
    of: readonly string[],
    { channels: own, media: all }: Pick<Returns, "channels" | "media">,
    name?: string,
  ): readonly (readonly CsvCell[])[] =>
    [...own.map((each) => ({ kind: "channel", ...each })), { kind: "media", name: "all media", ...all }].map(
      (each, k) => [
        ...of,
        each.kind,
        each.name,
        target,
        each.spend,
        each.shareOfSpend,
        ...wanted.flatMap(([, value]) =>
          figures.map((figure) => (value(each) as Partial<Interval> | undefined)?.[figure]),
        ),
        each.probabilityAboveBreakEven,
        each.probabilityMarginalAboveBreakEven,
        each.costPerConversion?.probabilityNone,
        ...(geos.length === 0
          ? []
          : name === undefined
            ? [undefined, undefined]
            : [highest(rankingOfGeos[k].headline, name), highest(rankingOfGeos[k].marginalRoi, name)]),
      ],
    );
  return csvText(
    [
      ...geo.names,
      "kind",
      "name",
      "target",
      "spend",
      "share_of_spend",
      ...wanted.flatMap(([name]) => figures.map((figure) => `${name}_${figure}`)),
      "probability_above_break_even",
      "probability_marginal_above_break_even",
      "probability_no_conversions",
      ...(geos.length === 0 ? [] : ["probability_highest_of_geos", "probability_marginal_highest_of_geos"]),
    ],
    [...rowsOf(geo.of, { channels, media }), ...geos.flatMap((own) => rowsOf([own.geo], own, own.geo))],
  );
}

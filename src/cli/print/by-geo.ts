// What carryover roi and contributions print of every geo of a panel.

import type {
  Contributions,
  GeoContributions,
  GeoRanking,
  Headline,
  Return,
  Returns,
} from "../../decisions/quantities/index.ts";
import type { Interval, Places } from "../../decisions/draws/index.ts";
import { estimated, fixed, figure, listed, missing, money, nameList, probability } from "../../words/index.ts";
import type { Style } from "../terminal/index.ts";
import { allGeos, atMost, leftColumn, rightColumn } from "./intervals.ts";
import { type TableColumn, tableLines, wrapText } from "./table.ts";

export interface GeoReturnsShown {
  readonly marginal: boolean;
  /** Of the posterior: how fine a probability can be. */
  readonly draws: number;
  readonly headlineWords: Readonly<Record<Headline, string>>;
  /** "1", as the break-even is written; empty without one. */
  readonly bound: string;
}

/** What all media together are called where returns are told: media without spend have none. */
export function mediaTitle(channels: readonly { readonly organic?: true }[]): string {
  return channels.some(({ organic }) => organic) ? "all with spend" : "all media";
}

/** A table of the geos for each channel, and for all media where there are several channels; empty where geos were not asked for. */
export function geoReturnLines(
  result: Returns,
  shown: GeoReturnsShown,
  width: number,
  style: Style,
): readonly string[] {
  const { geos, rankingOfGeos = [], channels, media } = result;
  const allTitle = mediaTitle(channels);
  const shared = sharedReturns(result);
  if (geos === undefined) return [];
  const tables = rankingOfGeos.map((ranking) => {
    const isMedia = ranking === rankingOfGeos.at(-1);
    const of = (each: Pick<Returns, "channels" | "media">): Return =>
      isMedia ? each.media : each.channels.find(({ name }) => name === ranking.name)!;
    return { ranking, title: isMedia ? allTitle : ranking.name, rows: [...geos.map(of), of({ channels, media })] };
  });
  const wanted = channels.length === 1 ? tables.slice(0, 1) : tables;
  return [
    ...wanted.flatMap(({ ranking, title, rows }) => [
      "",
      style.bold(`${title} by geo`),
      ...tableLines(columnsOf(result, rows, ranking, shown), width, style),
    ]),
    ...(shared === "" ? [] : wrapText(shared, width)),
    ...wrapText(
      "Geos are ranked by probability: in how many of the draws a geo is highest, and its mean rank. Geos whose intervals overlap may stand in any order.",
      width,
    ),
  ];
}

/** What is said of channels with spend whose geos have no places; empty where there are none. */
function sharedReturns({ rankingOfGeos = [], channels }: Returns): string {
  const shared = channels.filter(
    ({ name, spend }) => spend > 0 && rankingOfGeos.find((each) => each.name === name)?.headline.names.length === 0,
  );
  return shared.length === 0
    ? ""
    : `The spend of ${listed(shared.map(({ name }) => name))} is national. Its effect per head is the same in every geo by assumption, so its geos have no ranks.`;
}

function columnsOf(
  { geos = [], headline, target, period, breakEven }: Returns,
  rows: readonly Return[],
  ranking: GeoRanking,
  { marginal, draws, headlineWords, bound }: GeoReturnsShown,
): readonly TableColumn[] {
  const names = geos.map(({ geo }) => geo);
  const column = (title: string, rank: number, text: (row: Return) => string): TableColumn =>
    rightColumn(title, rank, rows.map(text));
  const chance = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? missing : probability(value, draws);
  /** Of the geos, by name; the total has no place. */
  const ofPlaces = (title: string, rank: number, { names: ranked, ...places }: Places, text: (own: number) => string) =>
    rightColumn(title, rank, [
      ...names.map((name) => {
        const own = ranked.indexOf(name);
        return own < 0 || Number.isNaN(places.meanPlace[own]) ? missing : text(own);
      }),
      "",
    ]);
  const { headline: places, marginalRoi } = ranking;
  const words = headlineWords[headline];
  return [
    leftColumn("geo", [...names, allGeos]),
    column("spend", 3, ({ spend }) => money(spend)),
    column(period.wholeTable ? `contribution to ${target}` : `${target} by this spend`, 2, (row) =>
      estimated(row.contributionOfSpend),
    ),
    column(words, 0, (row) => estimated(row[headline])),
    ...(breakEven === undefined
      ? []
      : [column(`P(${words} > ${bound})`, 2, ({ probabilityAboveBreakEven: value }) => chance(value))]),
    ofPlaces(`P(highest ${words})`, 1, places, (own) => chance(places.places[own][0])),
    ofPlaces("mean rank", 2, places, (own) => figure(places.meanPlace[own])),
    ...(marginal
      ? [
          column("marginal ROI", 1, (row) => estimated(row.marginalRoi)),
          ofPlaces("P(highest marginal ROI)", 2, marginalRoi, (own) => chance(marginalRoi.places[own][0])),
        ]
      : []),
  ];
}

/** A row for each geo: baseline, each channel, media, expected and observed; empty where geos were not asked for. */
export function geoContributionLines(
  result: Contributions,
  draws: number,
  width: number,
  style: Style,
): readonly string[] {
  const { geos, target, expected, components } = result;
  if (geos === undefined) return [];
  const rows: readonly GeoContributions[] = [...geos, result];
  const most = atMost(expected.estimate);
  const column = (title: string, rank: number, of: (row: GeoContributions) => Interval): TableColumn =>
    rightColumn(
      title,
      rank,
      rows.map((row) => estimated(of(row), most)),
    );
  const channels = components.flatMap(({ name, kind }, k) => (kind === "channel" ? [{ name, k }] : []));
  return [
    "",
    style.bold(`${target} by geo`),
    ...tableLines(
      [
        leftColumn(
          "geo",
          rows.map(({ period }) => period.geo ?? allGeos),
        ),
        rightColumn(
          "observed",
          3,
          rows.map(({ observed }) => fixed(observed, 0)),
        ),
        column("expected", 2, (row) => row.expected),
        column("baseline", 1, (row) => row.baseline.total),
        rightColumn(
          "P(baseline < 0)",
          1,
          rows.map(({ baseline }) => probability(baseline.probabilityNegative, draws)),
        ),
        column("media", 0, (row) => row.media.total),
        ...channels.map(({ name, k }, place) => column(name, 2 + place, (row) => row.components[k].total)),
      ],
      width,
      style,
    ),
  ];
}

/** What is counted of a panel whose targets are not all known; empty where they are. */
export function countedLines(
  { cells, cellsWithTarget, target, geos = [] }: Contributions,
  width: number,
): readonly string[] {
  if (cells === cellsWithTarget) return [];
  const lacking = geos.filter((geo) => geo.cells > geo.cellsWithTarget).map(({ period }) => period.geo ?? "");
  const where = lacking.length === 0 ? "" : ` (${nameList(lacking, 12)})`;
  return wrapText(
    `Contributions are over all ${fixed(cells, 0)} rows of the table in this period. The ${target} of ${fixed(cells - cellsWithTarget, 0)} of them is not known${where}: ` +
      "it is in the expected total and not in the observed one.",
    width,
  );
}

// Spend of a panel that says nothing of geos: the same amount in every geo, which is national spend, or amounts split by population.

import { driverNotices, panelNotices, panelProblems } from "../../problems/catalog.ts";
import { cellOf, type Table } from "../reading/index.ts";
import type { Calendar } from "./calendar.ts";
import type { ColumnOverrides } from "./columns.ts";
import type { GeoData } from "./geos.ts";
import type { ChannelData } from "./media-data.ts";
import type { Findings } from "./series.ts";

/** Dates with spend in several geos on which it has to be the same for it to be no coincidence. */
const fewestDates = 3;
/** Amounts in proportion to population, as far as that shows in amounts that were rounded. */
const proportional = { share: 1e-3, cents: 0.006 };

/** Splits national spend by population and says so; what cannot be split is a problem. */
export function nationalSpend(
  table: Table,
  panel: { readonly geos: readonly GeoData[]; readonly calendar: Pick<Calendar, "rows" | "order"> },
  channels: readonly ChannelData[],
  { national: said }: Pick<ColumnOverrides, "national">,
  { problems, notices }: Findings,
): readonly ChannelData[] {
  const { source } = table;
  const hasPopulation = panel.geos.every(({ population }) => population !== undefined);
  // What drives a channel is what tells geos apart.
  const isInProportion = ({ spend, driver }: ChannelData): boolean =>
    hasPopulation && isByPopulation(driver?.values ?? spend, panel.geos, panel.calendar);
  const isSaid = ({ name, column }: ChannelData): boolean =>
    said?.includes(name) === true || said?.includes(column) === true;
  const found = channels.map((channel) => {
    const difference = firstDifference(channel.organic === true ? channel.driver!.values : channel.spend, panel);
    if (!isSaid(channel)) return difference === undefined && said === undefined;
    // Amounts in proportion to population have been split already.
    if (isInProportion(channel)) return false;
    if (difference !== undefined && difference !== "too few") {
      const [one, other] = difference.map((cell) => ({
        row: panel.calendar.order[cell],
        value: channel.spend[cell],
        geo: panel.geos[Math.floor(cell / panel.calendar.rows)].name,
      }));
      const cell = cellOf(table, other.row, channel.column);
      problems.push(panelProblems.nationalDiffers(cell, other.value, other.geo, one));
    }
    return true;
  });
  const national = channels.filter((_, k) => found[k]);
  const columnsOf = (those: readonly ChannelData[]): readonly string[] => those.map(({ column }) => column);
  if (national.length > 0 && !hasPopulation) {
    problems.push(panelProblems.nothingToSplitBy(source, columnsOf(national)));
    return channels;
  }
  const byDriver = national.filter(({ driver }) => driver && firstDifference(driver.values, panel) !== undefined);
  const byPopulation = national.filter((channel) => !byDriver.includes(channel));
  if (byPopulation.length > 0) notices.push(panelNotices.spendSplit(source, columnsOf(byPopulation)));
  if (byDriver.length > 0) notices.push(driverNotices.spendSplitByDriver(source, columnsOf(byDriver)));
  const inProportion = channels.filter((channel, k) => !found[k] && isInProportion(channel));
  if (inProportion.length > 0) notices.push(panelNotices.spendByPopulation(source, columnsOf(inProportion)));
  return channels.map((channel): ChannelData => {
    if (inProportion.includes(channel)) return { ...channel, nationalOnly: true };
    if (!national.includes(channel)) return channel;
    const { spend, driver, ...rest } = channel;
    if (driver === undefined) return { ...rest, spend: split(spend, panel.geos), nationalOnly: true };
    // What drives the channel and is national too goes with the spend. Otherwise it says where the spend went.
    if (firstDifference(driver.values, panel) !== undefined) {
      return { ...rest, driver, spend: splitAlong(spend, driver.values, panel.geos) };
    }
    const values = split(driver.values, panel.geos);
    return { ...rest, spend: split(spend, panel.geos), driver: { ...driver, values }, nationalOnly: true };
  });
}

/** Two cells of one date that differ; undefined where there are none on several dates with spend, "too few" where there are no such dates. */
function firstDifference(
  values: Float64Array,
  {
    geos,
    calendar: { rows, order },
  }: { readonly geos: readonly GeoData[]; readonly calendar: Pick<Calendar, "rows" | "order"> },
): readonly [number, number] | "too few" | undefined {
  let dates = 0;
  for (let t = 0; t < rows; t++) {
    const cells = geos.map((_, geo) => geo * rows + t).filter((cell) => order[cell] >= 0);
    const other = cells.find((cell) => values[cell] !== values[cells[0]]);
    if (other !== undefined) return [cells[0], other];
    if (cells.length > 1 && values[cells[0]] > 0) dates++;
  }
  return dates >= fewestDates ? undefined : "too few";
}

/** Amounts of all geos together, each geo's share by its population. */
function split(values: Float64Array, geos: readonly GeoData[]): Float64Array {
  const total = geos.reduce((all, { population = 0 }) => all + population, 0);
  const rows = values.length / geos.length;
  return values.map((value, cell) => (value * geos[Math.floor(cell / rows)].population!) / total);
}

/** Amounts of all geos together, each geo's share by another series of the same date; by population where that is 0 everywhere. */
function splitAlong(values: Float64Array, by: Float64Array, geos: readonly GeoData[]): Float64Array {
  const rows = values.length / geos.length;
  const even = split(values, geos);
  return values.map((value, cell) => {
    const total = geos.reduce((all, _, geo) => all + by[geo * rows + (cell % rows)], 0);
    return total > 0 ? (value * by[cell]) / total : even[cell];
  });
}

/**
 * Whether amounts are in proportion to population.
 * @param fewest dates with amounts for it to be no coincidence
 */
export function isByPopulation(
  values: Float64Array,
  geos: readonly GeoData[],
  { rows, order }: Pick<Calendar, "rows" | "order">,
  fewest: number = fewestDates,
): boolean {
  let dates = 0;
  for (let t = 0; t < rows; t++) {
    const there = geos.flatMap(({ population = 0 }, geo) =>
      order[geo * rows + t] < 0 ? [] : [{ population, value: values[geo * rows + t] }],
    );
    const people = there.reduce((all, { population }) => all + population, 0);
    const amount = there.reduce((all, { value }) => all + value, 0);
    const isOff = there.some(({ population, value }) => {
      const share = (amount * population) / people;
      return Math.abs(value - share) > proportional.cents + proportional.share * share;
    });
    if (isOff) return false;
    if (there.length > 1 && amount > 100 * proportional.cents * there.length) dates++;
  }
  return dates >= fewest;
}

// What curves are of, in words: spend, or what media without spend are counted in.

import type { MoneyUnits } from "../../decisions/draws/index.ts";
import type { ChannelCurves, ResponseCurves } from "../../decisions/quantities/index.ts";
import { listed } from "../../words/index.ts";
import type { ReportColumn } from "./table.ts";

type Driven = Pick<ChannelCurves, "unit">;

const isSpend = ({ unit }: Driven): boolean => unit === "spend";

export interface CurveWords {
  /** `spend`; with media without spend `spend or activity`. */
  readonly driving: string;
  /** `contribution to revenue` */
  readonly response: string;
  /** A sentence on the channels without spend, after a space; empty where there are none. */
  readonly note: string;
  /** Unit of amounts of all channels together: the currency, where all have spend. */
  money(units: MoneyUnits): string | undefined;
}

export function curveWords({ target, channels }: Pick<ResponseCurves, "target" | "channels">): CurveWords {
  const organic = channels.filter((each) => !isSpend(each));
  return {
    driving: organic.length === 0 ? "spend" : organic.length === channels.length ? "activity" : "spend or activity",
    response: `contribution to ${target}`,
    money: ({ spend }) => (organic.length === 0 ? spend : undefined),
    note:
      organic.length === 0
        ? ""
        : ` Media without spend are in the unit of their column: ${listed(organic.map(({ name, unit }) => `${name} in "${unit}"`))}.`,
  };
}

/** What a chart of curves says of a channel that is not in spend. */
export function drivenBy(channel: Driven): { readonly unit?: string } {
  return isSpend(channel) ? {} : { unit: channel.unit };
}

/** The columns that say what drives the channels of some rows: their amounts, and of media without spend their unit. */
export function drivingColumns(
  rows: readonly Driven[],
  title: string,
  cells: readonly string[],
  units: MoneyUnits,
): readonly ReportColumn[] {
  const isMoney = rows.every(isSpend);
  return [
    { title, unit: isMoney ? units.spend : undefined, align: "right", cells },
    ...(isMoney
      ? []
      : [{ title: "unit", cells: rows.map((row) => (isSpend(row) ? (units.spend ?? row.unit) : row.unit)) }]),
  ];
}

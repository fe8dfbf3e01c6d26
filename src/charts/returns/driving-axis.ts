// The axis of what drives channels: spend, or what media without spend are counted in.

import { withUnit } from "../../words/index.ts";
import { type ChartOptions, periodWord } from "../frame/index.ts";

interface DrivenChannel {
  readonly name: string;
  readonly unit?: string;
}

export const isAllSpend = (channels: readonly DrivenChannel[]): boolean =>
  channels.every(({ unit }) => unit === undefined);

/** What ends the name of a range in the legend. */
export const ofSpend = (channels: readonly DrivenChannel[]): string => (isAllSpend(channels) ? " of spend" : "");

/** `Spend per week (EUR); Email: emails` */
export function drivingTitle(channels: readonly DrivenChannel[], options: ChartOptions): string {
  const per = periodWord(options);
  const spend = withUnit(`Spend per ${per}`, options.spendUnit);
  const others = channels.flatMap(({ name, unit }) => (unit === undefined ? [] : [`${unit} per ${per} of ${name}`]));
  const isSpent = channels.some(({ unit }) => unit === undefined);
  return [...(isSpent || others.length === 0 ? [spend] : []), ...others].join("; ");
}

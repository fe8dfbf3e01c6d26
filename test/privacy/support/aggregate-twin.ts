// The slow and obvious twin of the aggregation: maps and loops over events in memory, bigint cents. The oracle of its tests.

import { createHash } from "node:crypto";
import type { AggregateSpecification } from "../../../src/privacy/aggregate/index.ts";
import { parsePrivacyFile, specificationOf } from "../../../src/privacy/aggregate/index.ts";

/** An event as the tests write it: amounts in whole cents or counts. */
export interface TestEvent {
  readonly user: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly channel: string;
  readonly value: number;
  readonly conversion: number;
  readonly impressions: number;
  readonly cost: number;
}

export const salt: string = "00ff".repeat(16);

export const cents = (amount: number): string => (amount / 100).toFixed(2);
export const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Events as CSV text. */
export function csvOf(events: readonly TestEvent[]): string {
  const rows = events.map(({ user, day, channel, value, conversion, impressions, cost }) =>
    [user, dateOf(day), channel, cents(value), conversion, impressions, cents(cost)].join(","),
  );
  return `${["user,time,channel,value,conversion,impressions,cost", ...rows].join("\n")}\n`;
}

export async function specificationFrom(text: string): Promise<AggregateSpecification> {
  return specificationOf(await parsePrivacyFile(text, "privacy.yaml"));
}

const sourceOf = { revenue: "value", conversions: "conversion", impressions: "impressions", cost: "cost" } as const;

/** Sums in steps for each output column, week by week. */
export function twin(
  events: readonly TestEvent[],
  { weeks, channels, measures }: AggregateSpecification,
  secret: string,
): ReadonlyMap<string, readonly bigint[]> {
  const table = new Map(measures.flatMap(({ outputs }) => outputs.map((name) => [name, weeks.map(() => 0n)] as const)));
  for (const { name, byChannel, capSteps, totalSteps, outputs } of measures) {
    const users = new Map<string, Map<string, { week: number; channel: number; sum: bigint }>>();
    for (const event of events) {
      const week = weeks.findIndex((first) => event.day >= first && event.day < first + 7);
      const channel = byChannel ? channels.findIndex(({ labels }) => labels.includes(event.channel)) : 0;
      if (week < 0 || channel < 0) continue;
      const cells = users.get(event.user) ?? new Map();
      users.set(event.user, cells);
      const cell = cells.get(`${week} ${channel}`) ?? { week, channel, sum: 0n };
      cell.sum += BigInt(event[sourceOf[name]]);
      cells.set(`${week} ${channel}`, cell);
    }
    for (const [user, cells] of users) {
      let left = BigInt(totalSteps);
      const order = ({ week, channel }: { week: number; channel: number }): bigint =>
        priority(user, (weeks[week] - weeks[0]) / 7, channel, secret);
      for (const cell of [...cells.values()].toSorted((a, b) => (order(a) < order(b) ? -1 : 1))) {
        const capped = cell.sum < 0n ? 0n : cell.sum < BigInt(capSteps) ? cell.sum : BigInt(capSteps);
        const kept = capped < left ? capped : left;
        left -= kept;
        table.get(outputs[cell.channel])![cell.week] += kept;
      }
    }
  }
  return table;
}

/** Places of cells in the order in which a user's are kept: a hash under the secret of a pseudonym under the secret. */
function priority(user: string, week: number, channel: number, secret: string): bigint {
  const hex = createHash("md5").update(`${secret}:${user}`).digest("hex");
  const key = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return createHash("md5").update(`${secret}/${key}/${week}/${channel}`).digest().readBigUInt64LE(8);
}

/** A column of decimals in steps of cents or counts. */
export function stepsOf(values: readonly string[], granularity: number): readonly bigint[] {
  return values.map((value) => BigInt(granularity === 1 ? value : value.replace(".", "")));
}

// truth.json: the truth of a simulated table as a document, channels as lists.

import { type Document, documentOf } from "../../documents/index.ts";
import type { ChannelReturns, ChannelTruth, Truth, WeeklyTruth } from "./truth.ts";

/** Parameters of a channel are there where the model has them. */
interface NamedChannel extends ChannelReturns, Partial<Omit<ChannelTruth, keyof ChannelReturns>> {
  readonly name: string;
}

interface WrittenTruth extends Omit<Truth, "channels" | "weekly"> {
  readonly channels: readonly NamedChannel[];
  readonly weekly: Omit<WeeklyTruth, "contributions"> & {
    readonly contributions: readonly { readonly name: string; readonly values: readonly number[] }[];
  };
}

/** What made a simulated table: truth.json. */
export function truthDocument(truth: Truth<ChannelReturns>): Document<"carryover/truth/1", WrittenTruth> {
  const { contributions, ...weekly } = truth.weekly;
  return documentOf("carryover/truth/1", {
    ...truth,
    channels: Object.entries(truth.channels).map(([name, channel]) => ({ name, ...channel })),
    weekly: { ...weekly, contributions: Object.entries(contributions).map(([name, values]) => ({ name, values })) },
  });
}

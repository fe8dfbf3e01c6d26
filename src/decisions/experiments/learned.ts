// What results of tests would tell of each channel.

import type { ChannelUnknowns } from "./channel-unknowns.ts";
import { informationAbout, type TestResult } from "./test-result.ts";

/** What a test would tell about one channel, in nats and as the share by which its standard deviation would shrink. */
export interface TestKnowledge {
  readonly channel: string;
  /** About the ROI of the whole table. */
  readonly roi: LearnedOfQuantity;
  /** About saturation: the return of the next unit of spend over the average return. Null where the draws leave nothing open. */
  readonly saturation: LearnedOfQuantity | null;
  /** About the share of the effect that comes after the period of the spend. Null where the draws leave nothing open. */
  readonly carryOver: LearnedOfQuantity | null;
}

export interface LearnedOfQuantity {
  /** Expected information, in nats. */
  readonly information: number;
  /** 1 - exp(-information): by which share the interval narrows. */
  readonly narrowing: number;
}

/** Scores of the ROI of every channel that the draws leave open. */
export function roisOf(unknowns: readonly ChannelUnknowns[]): readonly Float64Array[] {
  return unknowns.flatMap(({ roi }) => (roi === null ? [] : [roi]));
}

export function learnedOf(
  { name, roi, saturation, carryOver }: ChannelUnknowns,
  tests: readonly TestResult[],
): TestKnowledge {
  const learned = (scores: Float64Array | null): LearnedOfQuantity | null => {
    if (scores === null) return null;
    const information = informationAbout([scores], tests);
    return { information, narrowing: 1 - Math.exp(-information) };
  };
  return {
    channel: name,
    roi: learned(roi) ?? { information: 0, narrowing: 0 },
    saturation: learned(saturation),
    carryOver: learned(carryOver),
  };
}

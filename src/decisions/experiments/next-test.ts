// A design of a lift test with what is expected of it.

import type { Interval } from "../draws/index.ts";
import type { TestKnowledge } from "./learned.ts";
import type { TestDesign } from "./test-design.ts";
import type { TestResult } from "./test-result.ts";

/** One design with what is expected of it. Amounts are in the target's own unit, or in revenue where conversions have a worth. */
export interface NextTest {
  readonly name: string;
  readonly channels: readonly string[];
  /** "off", "half", "double" or a change in percent. */
  readonly change: string;
  /** Spend of the test over usual spend. */
  readonly factor: number;
  /** Geos of a panel; null where it is everywhere. */
  readonly geos: readonly string[] | null;
  readonly weeks: number;
  /** Period after the table in which it starts. */
  readonly start: number;
  readonly cooldown: number;
  /** Spend of a period without the test, and what the test spends more over all its periods. */
  readonly usualSpend: number;
  readonly spend: number;
  /** What its read-out is around: the change in the outcome of its periods and cooldown. */
  readonly lift: Interval;
  /** Standard error of the read-out. */
  readonly se: number;
  /** Where the error comes from; null where it was given. */
  readonly placebo: {
    readonly windows: number;
    readonly apart: number;
    readonly inflation: number;
    readonly comparedWith: "geos" | "before";
  } | null;
  /** The smallest effect that it finds with the power asked for. */
  readonly smallestEffect: number;
  /** Probability, over the posterior, that its result is significant. */
  readonly power: number;
  /** All that follows from the change of spend: what the test costs of the target, where it is negative. */
  readonly effect: Interval;
  /** Margin times `effect`, less `spend`; null where no margin is known. */
  readonly profit: Interval | null;
  /** Expected information about all parameters, in nats. */
  readonly information: number;
  /** About the ROI of all channels together, in nats. */
  readonly informationOfRoi: number;
  readonly learned: readonly TestKnowledge[];
  /** Levels of spend of its channels that the table and the test show together: the fewest of its channels. */
  readonly spendLevels: number;
  /** What its result is worth for the next plan (expected value of sample information), in what the plan maximizes. */
  readonly value: number;
  /** Effective number of draws behind the plans after a result. */
  readonly effectiveDraws: number;
  /**
   * `value` less what the test itself is expected to cost in profit; null where no margin is known. A test that is expected to earn costs nothing: that
   * could be earned without a test.
   */
  readonly net: number | null;
  /** The same in words. */
  readonly words: readonly string[];
}

/** A design with its draws. */
export interface JudgedTest {
  readonly design: TestDesign;
  readonly test: NextTest;
  readonly result: TestResult;
}

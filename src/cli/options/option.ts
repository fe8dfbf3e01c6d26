// The options of a command as data: what help, validation and the types of the values are made from.

import { samplingLimits } from "../../mmm/specification/index.ts";

interface OptionBase {
  readonly describe: string;
  /** What holds when the option is left out, as text for help and hints. */
  readonly fallback?: string;
}

export interface IntegerOption extends OptionBase {
  readonly kind: "integer";
  /** Smallest and largest allowed value. */
  readonly range: readonly [number, number];
}

export interface NumberOption extends OptionBase {
  readonly kind: "number";
  /** The value lies strictly between these. */
  readonly between: readonly [number, number];
}

export interface ChoiceOption extends OptionBase {
  readonly kind: "choice";
  readonly choices: readonly string[];
}

export interface TextOption extends OptionBase {
  readonly kind: "text";
  /** What the value is, for messages: "a folder". */
  readonly what: string;
}

export interface FlagOption extends OptionBase {
  readonly kind: "flag";
}

export type Option = IntegerOption | NumberOption | ChoiceOption | TextOption | FlagOption;
export type OptionTable = Readonly<Record<string, Option>>;

type OptionValue<O extends Option> = O extends FlagOption
  ? boolean
  : O extends IntegerOption | NumberOption
    ? number | undefined
    : O extends ChoiceOption
      ? O["choices"][number] | undefined
      : string | undefined;

/** The values of a table of options after validation; undefined where an option was left out, false for flags. */
export type OptionValues<T extends OptionTable> = { readonly [K in keyof T]: OptionValue<T[K]> };

/** A whole number within the limits of a sampling setting. */
export function settingOption(
  setting: "chains" | "warmup" | "draws" | "seed" | "max_depth",
  describe: string,
  fallback: string,
): IntegerOption {
  return { kind: "integer", range: samplingLimits[setting], describe, fallback };
}

/** What a value must be, for messages and help. */
export function wanted(option: Option): string {
  switch (option.kind) {
    case "integer": {
      const [low, high] = option.range;
      return high === Number.MAX_SAFE_INTEGER
        ? `a whole number from ${low} to 2^53 - 1`
        : `a whole number from ${low} to ${high}`;
    }
    case "number": {
      const [low, high] = option.between;
      return high === Number.POSITIVE_INFINITY ? `a number above ${low}` : `a number above ${low} and below ${high}`;
    }
    case "choice":
      return `one of ${option.choices.join(", ")}`;
    case "text":
      return option.what;
    case "flag":
      return "left without a value";
  }
}

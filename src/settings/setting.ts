// What one setting is, as plain data: its kind, what it may be, what holds when it is left out, and its wording.
// Command line, model files, manifests, JSON Schemas, help and the library all read such records.

interface SettingBase<T> {
  /** One sentence, without a period at its end. */
  readonly describe: string;
  /** The value when it is left out; absent where nothing holds, or what is found elsewhere. */
  readonly default?: T;
  /** Why that is the default. */
  readonly reason?: string;
  /** The default in words, where it is not one value: "one per core". */
  readonly fallback?: string;
  /** What to do about a wrong value, where more can be said than the default. */
  readonly hint?: string;
  /** Commands that have it as an option. */
  readonly commands?: readonly string[];
}

export interface IntegerSetting extends SettingBase<number> {
  readonly kind: "integer";
  /** Smallest and largest allowed value. */
  readonly range: readonly [number, number];
}

export interface NumberSetting extends SettingBase<number> {
  readonly kind: "number";
  /** The value lies above this, which is not allowed itself; any number where neither end is given. */
  readonly above?: number;
  /** Smallest allowed value. */
  readonly least?: number;
  /** The value lies below this, which is not allowed itself. */
  readonly below?: number;
}

export interface ChoiceSetting extends SettingBase<string> {
  readonly kind: "choice";
  readonly choices: readonly string[];
  /** Choices that are understood but not built yet. */
  readonly later?: readonly string[];
}

export interface FlagSetting extends SettingBase<boolean> {
  readonly kind: "flag";
}

export interface TextSetting extends SettingBase<string> {
  readonly kind: "text";
  /** What the value is, for messages: "a folder". */
  readonly what: string;
}

export type Setting = IntegerSetting | NumberSetting | ChoiceSetting | FlagSetting | TextSetting;
/** Settings by name, as model files and JSON write it: `target_accept`. */
export type SettingTable = Readonly<Record<string, Setting>>;

/** The values that a setting takes. */
export type ValueOf<S extends Setting> = S extends IntegerSetting | NumberSetting
  ? number
  : S extends ChoiceSetting
    ? S["choices"][number]
    : S extends FlagSetting
      ? boolean
      : string;

/** A value for every setting of a table. */
export type ValuesOf<T extends SettingTable> = { readonly [K in keyof T]: ValueOf<T[K]> };

/** A value that is taken when none is given, and the reason. */
export interface Default<T> {
  readonly value: T;
  readonly reason: string;
}

/** Default and reason of a setting that has them. */
export function defaultOf<T extends number | string | boolean>(setting: {
  readonly default: T;
  readonly reason: string;
}): Default<T> {
  return { value: setting.default, reason: setting.reason };
}

/** What a value must be; completes "... must be". The one wording for every place where a value can be given. */
export function wanted(setting: Setting): string {
  switch (setting.kind) {
    case "integer": {
      const [low, high] = setting.range;
      return `a whole number from ${low} to ${high === Number.MAX_SAFE_INTEGER ? "2^53 - 1" : high}`;
    }
    case "number":
      return wantedNumber(setting);
    case "choice":
      return setting.choices.length === 1 ? setting.choices[0] : `one of ${setting.choices.join(", ")}`;
    case "text":
      return setting.what;
    case "flag":
      return "true or false";
  }
}

function wantedNumber({ above, least, below }: NumberSetting): string {
  const parts = [
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(least === undefined ? [] : [`of at least ${least}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ];
  return ["a number", parts.join(" and ")].join(" ").trim();
}

/** What holds when a setting is left out, in words; undefined where nothing does. */
export function fallbackOf(setting: Setting): string | undefined {
  return setting.fallback ?? (setting.default === undefined ? undefined : String(setting.default));
}

/** Whether a value of a program, a model file or a JSON document is one that the setting takes. */
export function accepts(setting: Setting, value: unknown): boolean {
  switch (setting.kind) {
    case "integer": {
      const [low, high] = setting.range;
      return Number.isSafeInteger(value) && Number(value) >= low && Number(value) <= high;
    }
    case "number": {
      const { above = Number.NEGATIVE_INFINITY, least = Number.NEGATIVE_INFINITY, below } = setting;
      const isHigh = typeof value === "number" && value > above && value >= least && Number.isFinite(value);
      return isHigh && (below === undefined || value < below);
    }
    case "choice":
      return typeof value === "string" && setting.choices.includes(value);
    case "text":
      return typeof value === "string";
    case "flag":
      return typeof value === "boolean";
  }
}

/** The value of a text from a command line or a cell; undefined when the setting does not take it. */
export function parseSetting(setting: Setting, text: string): number | string | boolean | undefined {
  const value = read(setting, text);
  return accepts(setting, value) ? value : undefined;
}

function read({ kind }: Setting, text: string): number | string | boolean {
  switch (kind) {
    case "integer":
      return /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    case "number":
      return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    case "flag":
      return text === "true" || (text === "false" ? false : text);
    case "choice":
    case "text":
      return text;
  }
}

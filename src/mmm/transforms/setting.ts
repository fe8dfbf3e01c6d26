// TransformSettings of a kind of adstock or saturation: what a model file may write beside `kind`.

import type { Cadence } from "../../data/panel/index.ts";
import { accepts, type Setting } from "../../settings/index.ts";

export type SettingValue = string | number | boolean;

/** What was chosen, by the name of the setting. */
export type TransformSettings = Readonly<Record<string, SettingValue>>;

/**
 * One setting, such as the window of an adstock. The model file's schema, what `carryover spec` prints and explains, and the problem
 * that a wrong value is answered with all read it from here.
 */
export type TransformSetting = Setting & {
  /** A word that may stand in place of a number, such as `infinite`. */
  readonly word?: string;
  /** The default where it depends on the cadence of the table, or is the word. */
  readonly defaultFor?: Readonly<Record<Cadence, SettingValue>>;
};

/** Whether a setting takes this value. */
export function takes(setting: TransformSetting, value: SettingValue): boolean {
  return value === setting.word || accepts(setting, value);
}

/** The default for tables of a cadence; undefined when it depends on a cadence that is not known. */
export function defaultFor(
  { default: fallback, defaultFor: byCadence }: TransformSetting,
  cadence: Cadence | undefined,
): SettingValue | undefined {
  if (byCadence === undefined) return fallback;
  if (cadence !== undefined) return byCadence[cadence];
  const [first, ...others] = Object.values(byCadence);
  return others.every((value) => value === first) ? first : undefined;
}

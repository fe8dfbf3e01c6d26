// One name, three cases: `target_accept` in model files and JSON, `--target-accept` on the command line, `targetAccept` in the library.

import type { Setting, SettingTable, ValueOf } from "./setting.ts";

export type Kebab<S> = S extends `${infer Head}_${infer Tail}` ? `${Head}-${Kebab<Tail>}` : S;
export type Camel<S> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail> & string>}` : S;

/** `target-accept` */
export function kebab<S extends string>(name: S): Kebab<S> & string {
  return name.replaceAll("_", "-") as Kebab<S> & string;
}

/** `targetAccept` */
export function camel<S extends string>(name: S): Camel<S> & string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) as Camel<S> & string;
}

/** Values under the names of the library. */
export type CamelKeys<T> = { readonly [K in keyof T as Camel<K> & string]: T[K] };

/** The same values under the names of the library. */
export function camelKeys<T extends object>(values: T): CamelKeys<T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [camel(name), value])) as CamelKeys<T>;
}

/** The settings of a table that a command has as options, by the names of the command line. */
export type OptionsFor<C extends string, T> = {
  readonly [K in keyof T as T[K] extends { readonly commands: readonly (infer N)[] }
    ? C extends N
      ? Kebab<K> & string
      : never
    : never]: T[K];
};

export function optionsFor<C extends string, T extends SettingTable>(command: C, table: T): OptionsFor<C, T> {
  return Object.fromEntries(
    Object.entries(table)
      .filter(([, { commands }]: [string, Setting]) => commands?.includes(command))
      .map(([name, setting]) => [kebab(name), setting]),
  ) as OptionsFor<C, T>;
}

/** What the options of a command say of the settings of a table, by the names of the table; those left out are absent. */
export function valuesFrom<T extends SettingTable>(
  command: string,
  options: Readonly<Record<string, unknown>>,
  table: T,
): { readonly [K in keyof T]?: ValueOf<T[K]> } {
  return Object.fromEntries(
    Object.entries<Setting>(table).flatMap(([name, { commands }]) => {
      const value = commands?.includes(command) ? options[kebab(name)] : undefined;
      // A flag that is not there reads as false.
      return value === undefined || value === false ? [] : [[name, value]];
    }),
  ) as { readonly [K in keyof T]?: ValueOf<T[K]> };
}

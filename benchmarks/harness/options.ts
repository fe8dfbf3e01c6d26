// Options of a benchmark's command line.

import { parseArgs } from "node:util";

/** Positive integer options by name with their usual and their quick value, and `--quick`. */
export function readOptions<Name extends string, Text extends string = never>(
  numbers: Readonly<Record<Name, readonly [usual: number, quick: number]>>,
  texts: Readonly<Record<Text, string>> = {} as Record<Text, string>,
): { readonly quick: boolean } & Readonly<Record<Name, number>> & Readonly<Record<Text, string>> {
  const names = [...Object.keys(numbers), ...Object.keys(texts)];
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" } as const]));
  const { values } = parseArgs({ options: { ...options, quick: { type: "boolean" } } });
  const quick = values.quick === true;
  const read = (name: string, [usual, rough]: readonly [number, number]): number => {
    const written = (values as Record<string, string | undefined>)[name];
    const value = written === undefined ? (quick ? rough : usual) : Number(written);
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a positive integer, not ${written}.`);
    return value;
  };
  const entries = [
    ...Object.entries<readonly [number, number]>(numbers).map(([name, both]) => [name, read(name, both)]),
    ...Object.entries<string>(texts).map(([name, usual]) => [
      name,
      (values as Record<string, string | undefined>)[name] ?? usual,
    ]),
  ];
  return { quick, ...Object.fromEntries(entries) };
}

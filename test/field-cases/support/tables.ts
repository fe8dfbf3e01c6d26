// Reads the tables of field cases as a fit does.

import { fileURLToPath } from "node:url";
import { checkTable } from "../../../src/data/panel/check-table.ts";
import type { MediaData } from "../../../src/data/panel/index.ts";
import { readTable } from "../../../src/data/reading/read-table.ts";

export const fieldTable = (name: string): string => fileURLToPath(new URL(`../tables/${name}`, import.meta.url));

/** The data of a table, whatever its columns turn out to be. */
export async function fieldData(name: string): Promise<MediaData> {
  return checkTable(await readTable(fieldTable(name)));
}

/** Dates, spend and target, to hold tables against each other that are one table written in several ways. */
export function valuesOf({ dates, channels, target }: MediaData): unknown {
  return {
    dates,
    target: Array.from(target.values),
    channels: channels.map(({ name, spend }) => [name, Array.from(spend)]),
  };
}

export const codesOf = ({ notices }: MediaData): readonly string[] => notices.map(({ code }) => code);

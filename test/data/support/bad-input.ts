// One input that must be refused: what is wrong, the content of the file, what the user says about columns, and every message.

import type { ColumnOverrides } from "../../../src/data/panel/columns.ts";

export interface BadInput {
  readonly title: string;
  /** undefined: no file is written. */
  readonly content: string | Uint8Array | undefined;
  readonly file?: string;
  readonly overrides?: ColumnOverrides;
  /** Every line of the error, the folder's path left out. */
  readonly messages: readonly string[];
}

// Colors and weights of terminal text (ECMA-48 select graphic rendition).

import { randomBytes } from "node:crypto";

/**
 * Stands for the escape character in what the command line itself writes, and becomes one where it leaves the process. Everything else that steers a
 * terminal is made visible there: names and cells can hold anything, but they cannot hold this.
 */
export const escape: string = `\ufdd0${randomBytes(8).toString("hex")}\ufdd1`;

type Paint = (text: string) => string;

export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
}

const paint =
  (on: number, off: number): Paint =>
  (text) =>
    `${escape}[${on}m${text}${escape}[${off}m`;
const plain: Paint = (text) => text;

export const styleFor: Style = {
  bold: paint(1, 22),
  dim: paint(2, 22),
  red: paint(31, 39),
  green: paint(32, 39),
  yellow: paint(33, 39),
};

export const plainStyle: Style = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain };

// What names of columns say of places: which say which geo a row is of, how many live there, or by what else rows are told apart.

import { nameWords } from "./name-words.ts";
import { isWord } from "./meaning.ts";

/** Whether a column is called like one that says which geo a row is of: `geo`, `DMA name`, `store_id`, `sales_region`. */
export function isGeoName(column: string): boolean {
  const texts = textsOf(column).filter((text) => !isWord(text, "geoPart"));
  // "sales_region" is a region; "store_sales" are sales.
  const places = texts[0] === "sales" ? texts.slice(1) : texts;
  return places.length > 0 && places.every((text) => isWord(text, "geo"));
}

/** Whether a column is called like one that says how many people a geo has: `population`, `pop_2020`, `Einwohner`. */
export function isPopulationName(column: string): boolean {
  return textsOf(column).some((text) => isWord(text, "population"));
}

/** Whether a column is called like one that says which product, brand, campaign or channel a row is of. */
export function isOtherKeyName(column: string): boolean {
  const texts = textsOf(column).filter((text) => !isWord(text, "geoPart"));
  return texts.length > 0 && texts.every((text) => isWord(text, "otherKey"));
}

/** Whether a column is called like one that names the variable of a row, in tables with one row for each value: `VariableName`, `metric`. */
export function isVariableName(column: string): boolean {
  const texts = textsOf(column).filter((text) => !isWord(text, "geoPart"));
  return texts.length > 0 && texts.every((text) => isWord(text, "variable"));
}

/** Whether a column is called like the one that holds the values of these: `VariableValue`, `value`. */
export function isValueName(column: string): boolean {
  const texts = textsOf(column);
  return (
    texts.some((text) => isWord(text, "valueOf")) &&
    texts.every((text) => isWord(text, "valueOf") || isWord(text, "variable"))
  );
}

/** Names that are given to the rows of all geos together. */
const national: ReadonlySet<string> = new Set(
  (
    "national,nation,nationwide,total,totals,grand total,all,overall,sum,country,all geos,all regions,all markets,all states,all stores,all dmas," +
    "total us,us total,total usa,national total,total national,gesamt,insgesamt,summe,bundesweit,tous,france entiere,nacional,todos,nazionale,totale,landelijk,totaal"
  ).split(","),
);

/** Whether a geo is called like all geos together. */
export function isNationalName(geo: string): boolean {
  return national.has(
    geo
      .normalize("NFC")
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_-]+/g, " "),
  );
}

function textsOf(column: string): readonly string[] {
  return nameWords(column)
    .words.map(({ text }) => text)
    .filter((text) => !/^\d+$/.test(text));
}

// Every number, list and length of time that a person reads is written here. Nothing in this folder depends on another.

export { inCurrency, withUnit } from "./currency.ts";
export { bytes, duration } from "./durations.ts";
export { type NumberFormats, numberFormats } from "./formats.ts";
export {
  estimateAlone,
  type Estimated,
  estimated,
  estimatedInText,
  medianMark,
  medianNote,
  statisticWords,
} from "./estimates.ts";
export { interval, range } from "./intervals.ts";
export { count, listed, listedApart, nameList, quote } from "./lists.ts";
export { english, type Locale } from "./locale.ts";
export { alike } from "./alike.ts";
export { money, signedMoney } from "./money.ts";
export { type Alike, decimalsFor, figure, fixed, given, minus, missing, type Print, signed } from "./numbers.ts";
export { change, level, percent, probability, pText, pValue } from "./percent.ts";
export { short } from "./short.ts";
export { plainText, type TableColumn, tableLines, type TextStyle, wrapText } from "./table.ts";
export { visible, visibleLines } from "./visible.ts";
export { cut, padded, textWidth } from "./width.ts";

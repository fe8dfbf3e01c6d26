// Tables that must be refused as a whole: files, headers, and what the user says about columns.

import type { BadInput } from "./bad-input.ts";
import { columnSet, goodCells, renamed, text, withColumn, without } from "./tables.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const good = text(goodCells());
const lines = good.trimEnd().split("\n");

export const badTables: readonly BadInput[] = [
  // The file as a whole.
  {
    title: "a file that is not there",
    messages: ["nothing.csv: There is no such file. Check the path; it is relative to the folder the command runs in."],
    content: undefined,
    file: "nothing.csv",
  },
  {
    title: "a misspelt file name",
    messages: [
      'weeekly.csv: There is no such file. Did you mean "weekly.csv"? Check the path; it is relative to the folder the command runs in.',
    ],
    content: undefined,
    file: "weeekly.csv",
  },
  {
    title: "a folder",
    messages: ["folder: This is a folder, not a file. Name the CSV or Parquet file inside it."],
    content: undefined,
    file: "folder",
  },
  {
    title: "an empty file",
    messages: ["data.csv: The file is empty. Give a table with a header row and one row for each week."],
    content: "",
  },
  {
    title: "a file of blank lines",
    messages: ["data.csv: The file is empty. Give a table with a header row and one row for each week."],
    content: "\n \n\n",
  },
  {
    title: "a header and nothing else",
    messages: ["data.csv: The table has a header but no rows. Give one row for each week under the header."],
    content: `${lines[0]}\n`,
  },
  {
    title: "a spreadsheet",
    messages: [
      "data.xlsx: This is a spreadsheet or a zip archive, not a CSV or Parquet file. Save the sheet as CSV (UTF-8) and give that file.",
    ],
    content: bytes(0x50, 0x4b, 3, 4, 0, 0),
    file: "data.xlsx",
  },
  {
    title: "an old spreadsheet",
    messages: [
      "data.xls: This is a spreadsheet or a zip archive, not a CSV or Parquet file. Save the sheet as CSV (UTF-8) and give that file.",
    ],
    content: bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1),
    file: "data.xls",
  },
  {
    title: "a gzip archive",
    messages: ["data.csv.gz: This is a gzip archive, not a CSV or Parquet file. Unpack it first (gunzip)."],
    content: bytes(0x1f, 0x8b, 8, 0),
    file: "data.csv.gz",
  },
  {
    title: "a binary file",
    messages: ["data.csv: This is not a text file and not a Parquet file. Give a CSV file (UTF-8) or a Parquet file."],
    content: bytes(1, 2, 0, 3, 255),
  },
  {
    title: "text that is not UTF-8",
    messages: [
      'data.csv, line 2: The text is not UTF-8. Save the file as "CSV UTF-8", or convert it (iconv -f LATIN1 -t UTF-8).',
    ],
    content: Uint8Array.from([...Buffer.from(`${lines[0]}\n1,`), 0xe9, 0x0a]),
  },
  {
    title: "text under the name of a Parquet file",
    messages: [
      "data.parquet: The name ends in .parquet but the file is not a Parquet file. Write it again as Parquet, or give it the ending .csv if it is text.",
    ],
    content: good,
    file: "data.parquet",
  },
  {
    title: "a cut Parquet file",
    messages: [
      "data.parquet: The Parquet file cannot be read. Received parquet file invalid (footer != PAR1). Write it again, uncompressed or with snappy compression, or save it as CSV.",
    ],
    content: Uint8Array.from(Buffer.from("PAR1 and no more")),
    file: "data.parquet",
  },
  {
    title: "a quote that is never closed",
    messages: [
      'data.csv, line 6: The quotes in this row do not match. Received quote not closed. Close every opening quote, and write a quote inside a quoted cell twice ("").',
    ],
    content: good.replace("\n5,", '\n"5,'),
  },
  {
    title: "a quote in the middle of a cell",
    messages: [
      'data.csv, line 6: The quotes in this row do not match. Received invalid opening quote. Close every opening quote, and write a quote inside a quoted cell twice ("").',
    ],
    content: good.replace("\n5,", '\n5"a,'),
  },
  {
    title: "a row with a cell too many",
    messages: [
      "data.csv, line 6: The row has 6 cells where the header names 5 columns. Look for a missing or unquoted separator on this line.",
    ],
    content: good.replace("\n5,", "\n5,0,"),
  },
  {
    title: "a row with a cell too few",
    messages: [
      "data.csv, line 6: The row has 4 cells where the header names 5 columns. Look for a missing or unquoted separator on this line.",
    ],
    content: good.replace("\n5,", "\n"),
  },
  {
    title: "decimal points and decimal commas in one file",
    messages: [
      'data.csv: Some numbers have a decimal point and others a decimal comma. Received "1377.25" and "1253,25". Write all numbers of the file the same way, best with a point and no thousands separators.',
    ],
    content: text(
      columnSet("spend_TV", (week, old) => (week % 2 ? `${old}.25` : `${old},25`)),
      ";",
    ),
  },
  {
    title: "numbers that may have thousands separators or decimals",
    messages: [
      'data.csv, line 2, column "spend_TV": The mark in this number may separate thousands or decimals. Received "1,101". Write numbers without thousands separators and with a decimal point.',
      'data.csv, line 3, column "spend_TV": The mark in this number may separate thousands or decimals. Received "1,102". Write numbers without thousands separators and with a decimal point.',
      'data.csv, line 4, column "spend_TV": The mark in this number may separate thousands or decimals. Received "1,103". Write numbers without thousands separators and with a decimal point.',
      'data.csv, column "spend_TV": 21 more cells of this column cannot be used. Fix them like those listed above.',
    ],
    content: text(
      columnSet("spend_TV", (week) => `1,${100 + week}`),
      ";",
    ),
  },
  // The header.
  {
    title: "no header",
    messages: [
      "data.csv: The first row holds numbers, not column names. Add a header row: week, spend_<channel>..., revenue.",
    ],
    content: lines.slice(1).join("\n"),
  },
  {
    title: "a column without a name",
    messages: [
      "data.csv: Column number 4 has no name. Name it in the header or remove it (pandas: to_csv(..., index=False)).",
    ],
    content: renamed("promotions", ""),
  },
  {
    title: "two columns of one name",
    messages: [
      'data.csv: The column "spend_TV" occurs 2 times in the header. Received positions 2, 3. Rename or remove all but one.',
    ],
    content: renamed("spend_Radio", "spend_TV"),
  },
  {
    title: "an unknown separator",
    messages: [
      'data.csv: The table has only one column. Received "week|spend_TV|spend_Radio|promotions|revenue". Separate the columns with commas, semicolons or tabs.',
    ],
    content: good.replaceAll(",", "|"),
  },
  {
    title: "no date column",
    messages: [
      'data.csv: No column gives the week of each row. Received columns "number", "spend_TV", "spend_Radio", "promotions" and "revenue". Name it "week" (1, 2, 3, ...) or "date" (2024-01-01), or say which column it is with "date".',
    ],
    content: renamed("week", "number"),
  },
  {
    title: "no spend column",
    messages: [
      'data.csv: No column holds the spend of a channel. Received columns "week", "promotions" and "revenue". Name such columns "spend_<channel>", or list them with "channels".',
    ],
    content: without("spend_TV", "spend_Radio"),
  },
  {
    title: "spend columns of other names",
    messages: [
      'data.csv: No column holds the spend of a channel. Received columns "week", "spent_TV", "cost_Radio", "promotions" and "revenue". Is "spent_TV" one? Name such columns "spend_<channel>", or list them with "channels".',
    ],
    content: renamed("spend_TV", "spent_TV").replace("spend_Radio", "cost_Radio"),
  },
  {
    title: "no target",
    messages: [
      'data.csv: No column holds the target. Received columns "spend_TV", "spend_Radio" and "promotions". Name it "revenue" or "conversions", or say which column it is with "target".',
    ],
    content: without("revenue"),
  },
  {
    title: "a misspelt target",
    messages: [
      'data.csv: No column holds the target. Received columns "spend_TV", "spend_Radio", "promotions" and "revenu". Did you mean "revenue"? Name it "revenue" or "conversions", or say which column it is with "target".',
    ],
    content: renamed("revenue", "revenu"),
  },
  {
    title: "two columns that could be the target",
    messages: [
      'data.csv: More than one column could be the target. Received "Revenue" and "revenue". Say which one with "target", or remove the others.',
    ],
    content: renamed("promotions", "Revenue"),
  },
  {
    title: "two columns that could be the date",
    messages: [
      'data.csv: More than one column could be the date. Received "week" and "Week". Say which one with "date", or remove the others.',
    ],
    content: renamed("promotions", "Week"),
  },
  {
    title: "a spend column without a channel name",
    messages: ['data.csv: The column "spend_" names no channel. Write the channel\'s name after "spend_".'],
    content: renamed("spend_TV", "spend_"),
  },
  {
    title: "two spend columns of one channel",
    messages: [
      'data.csv: The channel "TV" has more than one spend column. Received "spend_TV" and "Spend_TV". Add them up into one column, or give them different names.',
    ],
    content: renamed("spend_Radio", "Spend_TV"),
  },
  // What the user says about columns.
  {
    title: "a date column that is not there",
    messages: [
      'data.csv: There is no column "wek", named as date. Received columns "week", "spend_TV", "spend_Radio", "promotions" and "revenue". Did you mean "week"? Name a column of the table.',
    ],
    content: good,
    overrides: { date: "wek" },
  },
  {
    title: "a target that is not there",
    messages: [
      'data.csv: There is no column "sales", named as target. Received columns "week", "spend_TV", "spend_Radio", "promotions" and "revenue". Name a column of the table.',
    ],
    content: good,
    overrides: { target: "sales" },
  },
  {
    title: "a channel named without spend_",
    messages: [
      'data.csv: There is no column "TV", named as channel. Received columns "week", "spend_TV", "spend_Radio", "promotions" and "revenue". Did you mean "spend_TV"? Name a column of the table.',
    ],
    content: good,
    overrides: { channels: ["TV", "spend_Radio"] },
  },
  {
    title: "a control that is not there",
    messages: [
      'data.csv: There is no column "promotion", named as control. Received columns "week", "spend_TV", "spend_Radio", "promotions" and "revenue". Did you mean "promotions"? Name a column of the table.',
    ],
    content: good,
    overrides: { controls: ["promotion"] },
  },
  {
    title: "an empty list of channels",
    messages: [
      'data.csv: The list "channels" is empty. List the spend columns, or leave "channels" out to use every column "spend_<channel>".',
    ],
    content: good,
    overrides: { channels: [] },
  },
  {
    title: "a column used twice",
    messages: ['data.csv: The column "spend_TV" is used as channel and as control. Give each column one role.'],
    content: good,
    overrides: { controls: ["spend_TV"] },
  },
  {
    title: "a channel listed twice",
    messages: ['data.csv: The column "spend_TV" is used as channel and as channel. Give each column one role.'],
    content: good,
    overrides: { channels: ["spend_TV", "spend_TV"] },
  },
  {
    title: "a control of text",
    messages: [
      'data.csv, column "region": The column named as control holds text. Received "north". Turn it into numbers (0 and 1 for yes and no, one column for each category).',
    ],
    content: withColumn("region", () => "north"),
    overrides: { controls: ["region"] },
  },
  {
    title: "a constant control that was asked for",
    messages: [
      'data.csv, column "price": The control is constant, so its effect cannot be separated from the intercept. Received 9.5. Take it out of "controls".',
    ],
    content: withColumn("price", () => "9.5"),
    overrides: { controls: ["price"] },
  },
];

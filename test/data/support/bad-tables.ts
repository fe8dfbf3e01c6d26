// Tables that must be refused as a whole: files, headers, and what the user says about columns.

import * as columnProblems from "../../../src/problems/column-problems.ts";
import * as fileProblems from "../../../src/problems/file-problems.ts";
import * as valueProblems from "../../../src/problems/value-problems.ts";
import { type BadInput, cell } from "./bad-input.ts";
import { columnSet, goodCells, renamed, text, withColumn, without } from "./tables.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const good = text(goodCells());
const lines = good.trimEnd().split("\n");

export const badTables: readonly BadInput[] = [
  // The file as a whole.
  {
    title: "a file that is not there",
    problems: [fileProblems.missingFile("nothing.csv", ["folder", "weekly.csv"])],
    content: undefined,
    file: "nothing.csv",
  },
  {
    title: "a misspelt file name",
    problems: [fileProblems.missingFile("weeekly.csv", ["folder", "weekly.csv"])],
    content: undefined,
    file: "weeekly.csv",
  },
  {
    title: "a folder",
    problems: [fileProblems.isDirectory("folder")],
    content: undefined,
    file: "folder",
  },
  {
    title: "an empty file",
    problems: [fileProblems.emptyFile("data.csv")],
    content: "",
  },
  {
    title: "a file of blank lines",
    problems: [fileProblems.emptyFile("data.csv")],
    content: "\n \n\n",
  },
  {
    title: "a header and nothing else",
    problems: [fileProblems.headerOnly("data.csv")],
    content: `${lines[0]}\n`,
  },
  {
    title: "a spreadsheet",
    problems: [fileProblems.workbookUnreadable("data.xlsx", "Couldn't unzip `.xlsx` file contents")],
    content: bytes(0x50, 0x4b, 3, 4, 0, 0),
    file: "data.xlsx",
  },
  {
    title: "an old spreadsheet",
    problems: [fileProblems.spreadsheetFile("data.xls")],
    content: bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1),
    file: "data.xls",
  },
  {
    title: "a gzip archive",
    problems: [fileProblems.compressedFile("data.csv.gz")],
    content: bytes(0x1f, 0x8b, 8, 0),
    file: "data.csv.gz",
  },
  {
    title: "a binary file",
    problems: [fileProblems.binaryFile("data.csv")],
    content: bytes(1, 2, 0, 3, 255),
  },
  {
    title: "UTF-16 without a byte order mark",
    problems: [fileProblems.utf16WithoutMark("data.csv", "LE")],
    content: Buffer.from("week,spend_TV,revenue\n1,2,3\n", "utf16le"),
  },
  {
    title: "the same with the bytes of each character the other way around",
    problems: [fileProblems.utf16WithoutMark("data.csv", "BE")],
    content: Buffer.from("week,spend_TV,revenue\n1,2,3\n", "utf16le").swap16(),
  },
  {
    title: "text that is not UTF-8",
    problems: [fileProblems.notUtf8("data.csv", 2)],
    content: Uint8Array.from([...Buffer.from(`${lines[0]}\n1,`), 0xe9, 0x0a]),
  },
  {
    title: "text under the name of a Parquet file",
    problems: [fileProblems.notParquet("data.parquet")],
    content: good,
    file: "data.parquet",
  },
  {
    title: "a cut Parquet file",
    problems: [fileProblems.parquetUnreadable("data.parquet", "parquet file invalid (footer != PAR1)")],
    content: Uint8Array.from(Buffer.from("PAR1 and no more")),
    file: "data.parquet",
  },
  {
    title: "a quote that is never closed",
    problems: [fileProblems.brokenQuotes("data.csv", 6, "quote not closed")],
    content: good.replace("\n5,", '\n"5,'),
  },
  {
    title: "a quote in the middle of a cell",
    problems: [fileProblems.brokenQuotes("data.csv", 6, "invalid opening quote")],
    content: good.replace("\n5,", '\n5"a,'),
  },
  {
    title: "a row with a cell too many",
    problems: [fileProblems.wrongCellCount("data.csv", 6, 6, 5)],
    content: good.replace("\n5,", "\n5,0,"),
  },
  {
    title: "a row with a cell too few",
    problems: [fileProblems.wrongCellCount("data.csv", 6, 4, 5)],
    content: good.replace("\n5,", "\n"),
  },
  {
    title: "decimal points and decimal commas in one column",
    problems: [
      fileProblems.mixedCells(
        'data.csv, column "spend_TV"',
        "decimals",
        { text: "1377.25", place: "line 2" },
        { text: "1253,25", place: "line 3" },
      ),
    ],
    content: text(
      columnSet("spend_TV", (week, old) => (week % 2 ? `${old}.25` : `${old},25`)),
      ";",
    ),
  },
  {
    title: "numbers that may have thousands separators or decimals",
    problems: [valueProblems.ambiguousNumber(cell(2, "spend_TV"), "1,101", 24)],
    content: text(
      columnSet("spend_TV", (week) => `1,${100 + week}`),
      ";",
    ),
  },
  // The header.
  {
    title: "no header",
    problems: [columnProblems.noHeader("data.csv")],
    content: lines.slice(1).join("\n"),
  },
  {
    title: "two columns of one name",
    problems: [
      columnProblems.duplicateColumn("data.csv", "spend_TV", [
        { name: "spend_TV", position: 2 },
        { name: "spend_TV", position: 3 },
      ]),
    ],
    content: renamed("spend_Radio", "spend_TV"),
  },
  {
    title: "an unknown separator",
    problems: [columnProblems.oneColumn("data.csv", "week|spend_TV|spend_Radio|promotions|revenue")],
    content: good.replaceAll(",", "|"),
  },
  {
    title: "no date column",
    problems: [columnProblems.noDateColumn("data.csv", ["number", "spend_TV", "spend_Radio", "promotions", "revenue"])],
    content: renamed("week", "number"),
  },
  {
    title: "no spend column",
    problems: [columnProblems.noSpendColumn("data.csv", ["week", "promotions", "revenue"], undefined)],
    content: without("spend_TV", "spend_Radio"),
  },
  {
    title: "spend columns whose names say nothing",
    problems: [columnProblems.noSpendColumn("data.csv", ["week", "alpha", "beta", "promotions", "revenue"], undefined)],
    content: renamed("spend_TV", "alpha").replace("spend_Radio", "beta"),
  },
  {
    title: "exposure without any spend",
    problems: [
      columnProblems.noSpendColumn("data.csv", ["week", "TV_GRP", "clicks", "promotions", "revenue"], undefined, [
        "TV_GRP",
        "clicks",
      ]),
    ],
    content: renamed("spend_TV", "TV_GRP").replace("spend_Radio", "clicks"),
  },
  {
    title: "no target",
    problems: [columnProblems.noTarget("data.csv", ["spend_TV", "spend_Radio", "promotions"])],
    content: without("revenue"),
  },
  {
    title: "a misspelt target",
    problems: [columnProblems.noTarget("data.csv", ["spend_TV", "spend_Radio", "promotions", "revenu"])],
    content: renamed("revenue", "revenu"),
  },
  {
    title: "two columns that could be the target",
    problems: [columnProblems.ambiguousRole("data.csv", "the target", ["revenue", "Revenue"], "target")],
    content: withColumn("Revenue", (week) => String(1000 + week * week)),
  },
  {
    title: "two measures of revenue",
    problems: [columnProblems.ambiguousRole("data.csv", "the target", ["net_revenue", "gross_revenue"], "target")],
    content: withColumn("gross_revenue", (week) => String(1000 + week * week)).replace(",revenue,", ",net_revenue,"),
  },
  {
    title: "two columns that could be the date",
    problems: [columnProblems.ambiguousRole("data.csv", "the date", ["week", "Week"], "date")],
    content: renamed("promotions", "Week").replace("\n5,", "\n4,"),
  },
  {
    title: "a spend column without a channel name",
    problems: [columnProblems.unnamedChannel("data.csv", "spend_")],
    content: renamed("spend_TV", "spend_"),
  },
  {
    title: "two spend columns of one channel",
    problems: [columnProblems.duplicateChannel("data.csv", "TV", ["spend_TV", "Spend_TV"])],
    content: renamed("spend_Radio", "Spend_TV"),
  },
  // What the user says about columns.
  {
    title: "a date column that is not there",
    problems: [
      columnProblems.missingColumn("data.csv", "date", "wek", [
        "week",
        "spend_TV",
        "spend_Radio",
        "promotions",
        "revenue",
      ]),
    ],
    content: good,
    overrides: { date: "wek" },
  },
  {
    title: "a target that is not there",
    problems: [
      columnProblems.missingColumn("data.csv", "target", "sales", [
        "week",
        "spend_TV",
        "spend_Radio",
        "promotions",
        "revenue",
      ]),
    ],
    content: good,
    overrides: { target: "sales" },
  },
  {
    title: "a channel named in other letters",
    problems: [
      columnProblems.missingColumn(
        "data.csv",
        "channel",
        "tv",
        ["week", "spend_TV", "spend_Radio", "promotions", "revenue"],
        "spend_TV",
      ),
    ],
    content: good,
    overrides: { channels: ["tv", "spend_Radio"] },
  },
  {
    title: "a control that is not there",
    problems: [
      columnProblems.missingColumn("data.csv", "control", "promotion", [
        "week",
        "spend_TV",
        "spend_Radio",
        "promotions",
        "revenue",
      ]),
    ],
    content: good,
    overrides: { controls: ["promotion"] },
  },
  {
    title: "an empty list of channels",
    problems: [columnProblems.noChannelsListed("data.csv")],
    content: good,
    overrides: { channels: [] },
  },
  {
    title: "a column used twice",
    problems: [columnProblems.columnUsedTwice("data.csv", "spend_TV", ["channel", "control"])],
    content: good,
    overrides: { controls: ["spend_TV"] },
  },
  {
    title: "a channel listed twice",
    problems: [columnProblems.columnUsedTwice("data.csv", "spend_TV", ["channel", "channel"])],
    content: good,
    overrides: { channels: ["spend_TV", "spend_TV"] },
  },
  {
    title: "a control of text",
    problems: [columnProblems.textColumn("data.csv", "control", "region", "north")],
    content: withColumn("region", () => "north"),
    overrides: { controls: ["region"] },
  },
  {
    title: "a constant control that was asked for",
    problems: [valueProblems.constantControl("data.csv", "price", 9.5)],
    content: withColumn("price", () => "9.5"),
    overrides: { controls: ["price"] },
  },
];

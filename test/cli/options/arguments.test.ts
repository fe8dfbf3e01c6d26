// The short way to read a command line reads what yargs reads, or leaves it to yargs.

import { describe, expect, it } from "vitest";
import { readPlainArguments } from "../../../src/cli/options/arguments.ts";
import type { OptionTable } from "../../../src/cli/options/option.ts";
import { readArguments } from "../../../src/cli/options/yargs.ts";

const table: OptionTable = {
  draws: { kind: "integer", range: [1, 10], describe: "" },
  out: { kind: "text", what: "a folder", describe: "" },
  json: { kind: "flag", describe: "" },
};

describe("plain command lines", () => {
  it.each([
    "",
    "a.csv",
    "a.csv --draws 5",
    "--json a.csv",
    "--out some/where a.csv --json --draws 5",
    "a.csv b.csv --out 12",
    "007 --draws 1e3 --out a=b",
  ])("%s", async (line) => {
    const tokens = line === "" ? [] : line.split(" ");
    const plain = readPlainArguments(tokens, table);
    const full = await readArguments(tokens, table);
    expect(plain).toBeDefined();
    expect(plain?.positionals).toEqual(full.positionals);
    expect(Object.fromEntries(plain!.options)).toEqual(Object.fromEntries(full.options));
  });
});

describe("command lines left to yargs", () => {
  it.each(["--draws=5", "--draws", "--draws -1", "--drws 5", "-j", "--json --json", "-- --odd.csv", "--no-json"])(
    "%s",
    (line) => {
      expect(readPlainArguments(line.split(" "), table)).toBeUndefined();
    },
  );

  it("reads values with an equals sign, and names that begin with a dash after --", async () => {
    const read = await readArguments(["--draws=5", "--out", "-1", "--", "--odd.csv"], table);
    expect(read.positionals).toEqual(["--odd.csv"]);
    expect(Object.fromEntries(read.options)).toEqual({ draws: ["5"], out: ["-1"] });
  });
});

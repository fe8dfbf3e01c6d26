// The wording of problems, as a listing to be read: what tests of bad inputs expect, in the words of the day. Those tests compare with the
// wording's own functions, so that a change of wording is made in one file, and `npx vitest run test/problems -u` renews the listing.

import { expect, it } from "vitest";
import { formatProblem, type Problem } from "../../src/problems/problem.ts";
import { badTables } from "../data/support/bad-tables.ts";
import { badValues } from "../data/support/bad-values.ts";
import { badModelFiles } from "../mmm/support/bad-model-files.ts";

const listed = (title: string, problems: readonly Problem[]): string =>
  [title, ...problems.map((problem) => `  [${problem.code}] ${formatProblem(problem)}`)].join("\n");

it("is the wording of the listing", async () => {
  const sections = [
    ...[...badTables, ...badValues].map(({ title, problems }) => listed(title, problems)),
    ...badModelFiles.map(([text, problems]) => listed(JSON.stringify(text), problems)),
  ];
  await expect(`${sections.join("\n\n")}\n`).toMatchFileSnapshot("wording.txt");
});

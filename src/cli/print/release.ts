// A private release as lines: theory of the noise, and what is published. Nothing here has seen the truth.

import { completeDescription, privacyStatement } from "../../privacy/release/index.ts";
import { type PrivatizeResult, theoryOf } from "../../services/release/index.ts";
import { budgetLines } from "./ledger.ts";
import type { Style } from "../terminal/index.ts";
import { tableLines, wrapText } from "./table.ts";
import { figure, percent } from "../../words/index.ts";

export async function releaseLines(result: PrivatizeResult, width: number, style: Style): Promise<readonly string[]> {
  const theory = theoryOf(result);
  const description = completeDescription(result.release.noise, "noise.json");
  const column = (title: string, cells: readonly string[], rank = 0) =>
    ({ title, align: "right", rank, cells }) as const;
  return [
    ...tableLines(
      [
        { title: "column", align: "left", rank: 0, cells: theory.map((row) => row.column) },
        { title: "noise", align: "left", rank: 3, cells: theory.map((row) => row.mechanism.replace("_", " ")) },
        column(
          "scale",
          theory.map((row) => `${row.scaleKind} = ${figure(row.scale)}`),
        ),
        column(
          "90% of cells within",
          theory.map((row) => `± ${figure(row.halfWidth90)}`),
        ),
        column(
          "expected error of the total",
          theory.map((row) => (row.relativeErrorOfTotal >= 10 ? "over 1,000%" : percent(row.relativeErrorOfTotal))),
        ),
        {
          title: "charged",
          align: "left",
          rank: 2,
          cells: theory.map((row) => (row.cached ? "no, released before" : "now")),
        },
      ],
      width,
      style,
    ),
    "",
    ...privacyStatement(description).flatMap((sentence) => wrapText(sentence, width, "  ")),
    "",
    ...budgetLines(result.release.ledger),
    ...(result.bounds === undefined ? [] : [`bounds as in ${result.bounds}`]),
    ...result.files.map((file) => `wrote ${file}`),
  ];
}

// A privacy ledger as lines and CSV.

import { chargeRows } from "../../services/documents/index.ts";
import type { LedgerState } from "../../privacy/ledger/index.ts";
import type { Style } from "../terminal/index.ts";
import { tableLines } from "./table.ts";
import { given } from "../../words/index.ts";

/** Budget, spent and left, on a line each. */
export function budgetLines({
  path,
  id,
  budget,
  spent,
  left,
  exhausted,
  restores,
  versions,
  separate,
}: LedgerState): readonly string[] {
  const zcdp = budget.accounting === "zcdp";
  const cost = ({ epsilon, delta, rho }: LedgerState["spent"]): string =>
    `epsilon ${given(epsilon)}, delta ${given(delta)}${rho === undefined ? "" : ` (rho ${given(rho)})`}`;
  return [
    `ledger ${path}`,
    `  identity ${id}`,
    `  budget  epsilon ${given(budget.epsilon)}, delta ${given(budget.delta)} for one ${budget.unit}${zcdp ? ", counted in zCDP" : ""}`,
    `  spent   ${cost(spent)}`,
    `  left    ${exhausted ? "nothing; only earlier releases can be returned again" : cost(left)}`,
    ...(versions.length > 1 ? [`  table   ${versions.length} versions, all charged to this budget`] : []),
    ...(restores === 0
      ? []
      : [
          `  restored or copied ${restores === 1 ? "once" : `${restores} times`}; the charges that were found missing are counted`,
        ]),
    ...separate.map((other) => `  not counted: releases of the same events that are charged to ledger ${other}`),
  ];
}

export function ledgerLines(state: LedgerState, width: number, style: Style): readonly string[] {
  const rows = chargeRows(state);
  if (rows.length === 0) return [...budgetLines(state), "  no charges yet"];
  const left = (title: string, rank: number, cells: readonly string[]) =>
    ({ title, align: "left", rank, cells }) as const;
  const right = (title: string, rank: number, cells: readonly string[]) =>
    ({ title, align: "right", rank, cells }) as const;
  return [
    ...budgetLines(state),
    "",
    ...tableLines(
      [
        left(
          "charged",
          1,
          rows.map(({ time }) => time),
        ),
        left(
          "columns",
          0,
          rows.map(({ columns }) => columns),
        ),
        left(
          "noise",
          2,
          rows.map(({ mechanism }) => mechanism.replace("_", " ")),
        ),
        right(
          "version",
          3,
          rows.map(({ version }) => (version === undefined ? "" : String(version))),
        ),
        right(
          "epsilon",
          0,
          rows.map(({ epsilon }) => given(epsilon)),
        ),
        right(
          "delta",
          0,
          rows.map(({ delta }) => given(delta)),
        ),
      ],
      width,
      style,
    ),
  ];
}

/** Columns of --csv, one row for each charged query. */
export function ledgerCsvColumns(
  state: LedgerState,
): readonly { readonly name: string; readonly values: readonly (string | number)[] }[] {
  const rows = chargeRows(state);
  return (["time", "columns", "mechanism", "epsilon", "delta", "version"] as const).map((name) => ({
    name,
    values: rows.map((row) => row[name] ?? ""),
  }));
}

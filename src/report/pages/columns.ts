// What each column of the table was taken for, and why.

import type { ColumnRole, Role } from "../../data/roles/index.ts";
import { type Html, html, type ReportSource, table } from "../shell/index.ts";

export const columnsTitle = "Columns of the table";

export function hasColumns({ columns = [] }: ReportSource): boolean {
  return columns.length > 0;
}

/** A table with every column, those that the model uses first; nothing for runs that did not keep their columns. */
export function columnsSection(source: ReportSource): Html | undefined {
  if (!hasColumns(source)) return undefined;
  const order = Object.keys(roles);
  const columns = (source.columns ?? []).toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  return html`<section id="columns" aria-labelledby="columns-title"><h2 id="columns-title">${columnsTitle}</h2>
<p>Check that each column is what it was taken for. What you list in the model file or on the command line goes before any guess.</p>
${table("What each column was taken for, and why", [
  { title: "column", cells: columns.map(({ column }) => column) },
  { title: "taken for", cells: columns.map(wordOf) },
  { title: "reason", cells: columns.map(({ reason }) => reason) },
])}</section>
`;
}

function wordOf({ column, role, channel }: ColumnRole): string {
  return channel === undefined || channel === column
    ? roles[role]
    : `${roles[role]} ${role === "channel" || role === "driver" ? channel : `of ${channel}`}`;
}

const roles: Readonly<Record<Role, string>> = {
  date: "date",
  geo: "geo",
  population: "population of geos",
  target: "target",
  channel: "spend of channel",
  driver: "what drives channel",
  control: "control",
  treatment: "treatment",
  worth: "what one of the target is worth",
  exposure: "not used: exposure",
  result: "not used: made of the target",
  calendar: "not used: calendar",
  text: "not used: text",
  constant: "not used: constant",
  duplicate: "not used: holds what others do",
  unreadable: "not used: unreadable",
  unused: "not used",
};

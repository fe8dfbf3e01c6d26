// Requests for small private releases of one table, one for each name.

import type { ReleaseRequest } from "../../../src/privacy/release/release.ts";

/** Twelve weeks of one column; requests of different names have different caps. */
export function requestNamed(name: string, epsilon: number): ReleaseRequest {
  const weeks = Array.from({ length: 12 }, (_, week) => String(week + 1));
  const revenue = Float64Array.from(weeks, (_, week) => 1000 * (week + 1) + 0.25);
  const cap = 50 + name.length + name.charCodeAt(0) / 100;
  return {
    table: {
      source: "data.csv",
      columns: [
        { name: "week", values: weeks },
        { name: "revenue", values: revenue },
      ],
    },
    groups: [
      { columns: ["revenue"], cap, total: 200, granularity: 0.01, mechanism: { mechanism: "laplace", epsilon } },
    ],
    notProtected: [{ column: "week", reason: "calendar" }],
  };
}

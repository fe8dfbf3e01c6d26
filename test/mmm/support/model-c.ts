// What the tests of the reference model C share: a panel of six geos, with a prior on the ROI of every channel.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { GeoData, MediaData } from "../../../src/data/panel/index.ts";
import { type Design, makeDesign } from "../../../src/mmm/fit/design.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import type { ResolvedSpec } from "../../../src/mmm/specification/resolved-spec.ts";
import { sharedData } from "../../support/optional.ts";

const { url: folder, present: there } = sharedData("stan_reference/");
export const present: boolean = there;

export const json = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), "utf8"));

/** The table as a panel. */
function panelTable(): MediaData {
  const text = readFileSync(fileURLToPath(new URL("../panel.csv", folder)), "utf8");
  const [header, ...lines] = text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(","));
  const rows = lines.map((cells) => Object.fromEntries(header.map((name, k) => [name, cells[k]])));
  const names = [...new Set(rows.map(({ geo }) => geo))];
  const weeks = Math.max(...rows.map(({ week }) => Number(week)));
  const geos = names.map((name): GeoData => {
    const own = rows.filter(({ geo }) => geo === name);
    const at = own.map(({ week }) => Number(week) - 1);
    return { name, population: Number(own[0].population), first: Math.min(...at), end: Math.max(...at) + 1 };
  });
  const series = (column: string, absent: number): Float64Array => {
    const values = new Float64Array(geos.length * weeks).fill(absent);
    for (const row of rows) {
      if (row[column] !== "") values[names.indexOf(row.geo) * weeks + Number(row.week) - 1] = Number(row[column]);
    }
    return values;
  };
  return {
    source: "panel.csv",
    hash: "",
    rows: weeks,
    geos,
    geoColumn: "geo",
    cadence: "weekly",
    dateColumn: "week",
    dates: Array.from({ length: weeks }, (_, t) => String(t + 1)),
    weekIndex: Float64Array.from({ length: weeks }, (_, t) => t + 1),
    channels: ["TV", "Search", "Social"].map((name) => ({
      name,
      column: `spend_${name}`,
      spend: series(`spend_${name}`, 0),
    })),
    target: { name: "revenue", kind: "revenue", values: series("revenue", Number.NaN) },
    controls: [{ name: "price", values: series("price", Number.NaN) }],
    notices: [],
  };
}

/** @param change edits the text of the model file */
export async function modelC(
  change: (text: string) => string = (text) => text,
): Promise<{ data: MediaData; spec: ResolvedSpec; design: Design }> {
  const file = fileURLToPath(new URL("c.yaml", folder));
  const document = await parseModelFile(change(readFileSync(file, "utf8")), file);
  const data = panelTable();
  const { spec } = resolve(document, data);
  return { data, spec, design: makeDesign(data, spec) };
}

/** Our name of a variable in c_summary.json. */
export function nameOfStan(variable: string): string {
  const [, base, labels = ""] = /^(\w+)(?:\[(.*)\])?$/.exec(variable)!;
  const byGeo = labels.includes(",");
  if (base === "coefficient" && !byGeo) return `coefficient_median[${labels}]`;
  if (base === "control" && !byGeo) return `control_mean[${labels}]`;
  if (base === "contribution" && byGeo) return `contribution by geo[${labels}]`;
  return variable;
}

// What the tests of the reference model C share: a panel of six geos, with a prior on the ROI of every channel.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type MediaData, readMediaData } from "../../../src/data/panel/index.ts";
import { type Design, makeDesign } from "../../../src/mmm/fit/design.ts";
import { parseModelFile, tablePath, writtenColumns } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import type { ResolvedSpec } from "../../../src/mmm/specification/resolved-spec.ts";
import { sharedData } from "../../support/optional.ts";

const { url: folder, present: there } = sharedData("stan_reference/");
export const present: boolean = there;

export const json = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), "utf8"));

/** @param change edits the text of the model file */
export async function modelC(
  change: (text: string) => string = (text) => text,
): Promise<{ data: MediaData; spec: ResolvedSpec; design: Design }> {
  const file = fileURLToPath(new URL("c.yaml", folder));
  const document = await parseModelFile(change(readFileSync(file, "utf8")), file);
  const data = await readMediaData(tablePath(document), writtenColumns(document));
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

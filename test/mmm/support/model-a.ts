// What the tests of the reference model A share: its files beside the repository, and how draws are held against what Stan gives.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { readMediaData } from "../../../src/data/panel/check-table.ts";
import type { Summary } from "../../../src/diagnostics/index.ts";
import { type Design, makeDesign } from "../../../src/mmm/fit/design.ts";
import { readModelFile, tablePath, writtenColumns } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import type { ResolvedSpec } from "../../../src/mmm/specification/resolved-spec.ts";
import type { Posterior } from "../../../src/model/index.ts";
import type { SampleResult } from "../../../src/sampling/index.ts";
import { laneSummaries } from "../../sampling/support/lane-summaries.ts";
import { sharedData } from "../../support/optional.ts";

const { url: folder, present: there } = sharedData("stan_reference/");
export const present: boolean = there;

export const json = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), "utf8"));

export async function modelA(): Promise<{ spec: ResolvedSpec; design: Design }> {
  const document = await readModelFile(fileURLToPath(new URL("a.yaml", folder)));
  const data = await readMediaData(tablePath(document), writtenColumns(document));
  const { spec } = resolve(document, data);
  return { spec, design: makeDesign(data, spec) };
}

/** Parameters whose mean or standard deviation is further from Stan's than four standard errors of both. */
export function disagreeing(posterior: Posterior, result: SampleResult): string[] {
  const summaries = laneSummaries(posterior, result);
  const ours = (name: string): Summary => summaries.get(name)!;
  const channels = ["Shopify", "TikTok", "Meta"];
  const names: Record<string, string> = { intercept: "intercept", sigma: "sigma", "gamma[1]": "control[promotions]" };
  Object.assign(names, { "gamma[2]": "season[1]", "gamma[3]": "season[2]" });
  channels.forEach((channel, i) => {
    for (const [stan, name] of Object.entries({
      decay: "decay",
      slope: "slope",
      half: "half_saturation",
      coef: "coefficient",
    })) {
      names[`${stan}[${i + 1}]`] = `${name}[${channel}]`;
    }
  });
  type Row = Record<"mean" | "sd" | "mcse_mean" | "mcse_sd", number> & { variable: string };
  const rows = (json("a_summary.json") as { summary: Row[] }).summary.filter(({ variable }) => variable in names);
  expect(rows.length).toBe(17);
  return rows
    .filter((row) => {
      const own = ours(names[row.variable]);
      expect(own.ess_bulk, names[row.variable]).toBeGreaterThan(750);
      const ofMean = 4 * Math.hypot(own.mcse_mean, row.mcse_mean);
      const ofSd = 4 * Math.hypot(own.mcse_sd / own.sd, row.mcse_sd / row.sd);
      return !(Math.abs(own.mean - row.mean) <= ofMean && Math.abs(Math.log(own.sd / row.sd)) <= ofSd);
    })
    .map(({ variable }) => variable);
}

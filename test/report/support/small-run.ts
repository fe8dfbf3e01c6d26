// A small fit that reports are made of in tests, and the same fit with another verdict.

import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import type { Diagnostics } from "../../../src/diagnostics/fit/index.ts";
import type { MediaMixFit } from "../../../src/mmm/fit/fit-types.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";

/** Names that would break a page that does not escape them. */
export const names = ["TV <b>&amp;", `"Meta" 'paid' </script>`, "Search"] as const;

/** 70 weeks, three channels, 2 chains of 200 draws. */
export async function smallFit(): Promise<MediaMixFit> {
  const { columns } = simulate("ecommerce", { weeks: 70, seed: 2 });
  let channel = 0;
  const table = Object.fromEntries(
    columns.map(({ name, values }) => [name.startsWith("spend_") ? `spend_${names[channel++]}` : name, values]),
  );
  const data = await mediaDataFromColumns(table);
  const file = "data: table.csv\nsampling: { chains: 2, warmup: 200, draws: 200, seed: 3 }\n";
  return fitMediaMix(data, resolve(await parseModelFile(file, "model.yaml"), data), { threads: 1 });
}

const failing = {
  name: "r-hat",
  status: "fail",
  detail: "R-hat is not below 1.01 for 3 parameters.",
  remedy: "Run longer.",
} as const;

/** The draws of `fit` under a verdict of its sampler that does not depend on how they came out. */
export function judged(fit: MediaMixFit, converged: boolean): MediaMixFit {
  const diagnostics: Diagnostics = { ...fit.diagnostics, converged, checks: converged ? [] : [failing] };
  return { ...fit, diagnostics };
}

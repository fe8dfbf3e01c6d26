// PyMC-Marketing's example table with its season written out, and its example model as a model file: the same posterior in both.
//
// Their month and day come from the date, ours would from the number of the week, so the waves of the season are columns; so is the trend,
// which they too have as a control. Priors are the library's defaults; their names and ours: test/mmm/fit/pymc-example.slow.test.ts.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { cached } from "../harness/places.ts";
import type { ModelFiles } from "../model-a/tables.ts";

const source = fileURLToPath(new URL("../../../shared/data/third-party/pymc_mmm_example.csv", import.meta.url));

const kept = ["date_week", "y", "x1", "x2", "event_1", "event_2", "t"] as const;
const waves: readonly (readonly [name: string, value: (angle: number) => number])[] = [
  ["sin_1", Math.sin],
  ["cos_1", Math.cos],
  ["sin_2", (angle) => Math.sin(2 * angle)],
  ["cos_2", (angle) => Math.cos(2 * angle)],
];

/** The parameters of the model that both have, by our names. */
export const sharedParameters: readonly string[] = [
  ...["decay", "saturation_rate", "coefficient"].flatMap((name) =>
    ["x1", "x2"].map((channel) => `${name}[${channel}]`),
  ),
  ...["event_1", "event_2", "t", ...waves.map(([name]) => name)].map((name) => `control[${name}]`),
  "intercept",
  "sigma",
];

const model = `# PyMC-Marketing's example model with the library's default priors.
data: marketing.csv
date: date_week
target: y
scaling: { media: max, target: max, controls: none }
adstock: { kind: geometric, normalize: true, window: 7 }   # their l_max of 8 counts lags 0 to 7
saturation: { kind: logistic }
channels: [x1, x2]
controls: [event_1, event_2, t, ${waves.map(([name]) => name).join(", ")}]
seasonality: none
likelihood: normal
priors:
  decay: beta(1, 3)
  saturation_rate: gamma(3, 1)
  coefficient: half_normal(2)
  control: { default: "normal(0, 2)", ${waves.map(([name]) => `${name}: "laplace(0, 1)"`).join(", ")} }
  intercept: normal(0, 2)
  sigma: half_normal(2)
`;

/** Writes both under .cache. */
export function writeMarketingFiles(): ModelFiles {
  if (!existsSync(source)) {
    throw new Error(
      `${source} is not there. It is data/mmm_example.csv of pymc-labs/pymc-marketing (Apache-2.0) with dates as YYYY-MM-DD.`,
    );
  }
  const [header, ...rows] = readFileSync(source, "utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  const place = (name: string): number => {
    const found = header.indexOf(name);
    if (found < 0) throw new Error(`${source} has no column "${name}".`);
    return found;
  };
  const [places, day] = [kept.map(place), place("dayofyear")];
  const lines = rows.map((cells) => {
    const angle = (2 * Math.PI * Number(cells[day])) / 365.25;
    return [...places.map((column) => cells[column]), ...waves.map(([, value]) => value(angle))].join(",");
  });
  const files = { table: cached("marketing.csv"), model: cached("marketing.yaml") };
  writeFileSync(files.table, `${[[...kept, ...waves.map(([name]) => name)].join(","), ...lines].join("\n")}\n`);
  writeFileSync(files.model, model);
  return files;
}

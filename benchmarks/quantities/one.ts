// One measurement: makes up a fitted model, asks it once, prints seconds and the largest resident set as JSON.

import type { MediaData } from "../../src/data/panel/media-data.ts";
import { contributions } from "../../src/decisions/quantities/contributions.ts";
import type { FittedModel } from "../../src/decisions/draws/fitted-model.ts";
import { quantities } from "../../src/decisions/quantities/quantities.ts";
import { returns } from "../../src/decisions/quantities/returns.ts";
import { makeDesign } from "../../src/mmm/fit/design.ts";
import { parameterBlocks } from "../../src/mmm/response/natural-parameters.ts";
import { parseModelFile } from "../../src/mmm/specification/document.ts";
import type { ParameterName } from "../../src/mmm/specification/parameters.ts";
import { resolve } from "../../src/mmm/specification/resolve.ts";
import { randomStream } from "../../src/numerics/random.ts";

const [question, draws, weeks, channels] = [process.argv[2], ...process.argv.slice(3).map(Number)] as [
  string,
  number,
  number,
  number,
];
const model = await madeUp();

const used = process.cpuUsage();
const started = performance.now();
switch (question) {
  case "contributions":
    contributions(model);
    break;
  case "returns":
    returns(model);
    break;
  case "the last 13 weeks":
    quantities(model, { period: { from: weeks - 13, to: weeks } });
    break;
  default:
    quantities(model);
}
const total = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(used);
const processor = (user + system) / 1e6;
console.log(JSON.stringify({ seconds: { total, processor }, peakBytes: process.resourceUsage().maxRSS * 1024 }));

/** Draws around a value for each channel, as a posterior has them: decay from 0.2 to 0.75 with a standard deviation of 0.07. */
async function madeUp(): Promise<FittedModel> {
  const random = randomStream([1, 2]);
  const column = (of: (week: number) => number): Float64Array => Float64Array.from({ length: weeks }, (_, t) => of(t));
  const data: MediaData = {
    source: "made up",
    hash: "",
    rows: weeks,
    cadence: "weekly",
    dateColumn: "week",
    dates: Array.from({ length: weeks }, (_, t) => String(t + 1)),
    weekIndex: column((t) => t + 1),
    channels: Array.from({ length: channels }, (_, k) => {
      const on = (t: number): boolean => k % 3 > 0 || (t + k) % 13 < 6;
      const spend = column((t) => (on(t) ? 10_000 * Math.exp(0.5 * random.normal()) : 0));
      return { name: `c${k + 1}`, column: `spend_c${k + 1}`, spend };
    }),
    target: { name: "revenue", kind: "revenue", values: column(() => 1e6 + 1e5 * random.normal()) },
    controls: [
      { name: "promotion", values: column(() => (random.uniform() < 0.2 ? 1 : 0)) },
      { name: "price", values: column(() => 10 + random.normal()) },
    ],
    notices: [],
  };
  const saturation = question === "logistic saturation" ? "saturation: { kind: logistic }\n" : "";
  const document = await parseModelFile(`data: made-up.csv\ntrend: linear\n${saturation}`, "model.yaml");
  const { spec } = resolve(document, data);
  const blocks = parameterBlocks(spec);
  const width = blocks.reduce((sum, { size }) => sum + size, 0);
  const values = new Float64Array(draws * width);
  const centers: Partial<Record<ParameterName, (k: number) => number>> = {
    decay: (k) => 0.2 + (0.55 * k) / Math.max(1, channels - 1),
    slope: (k) => 0.9 + 0.15 * k,
    half_saturation: () => 0.8,
    saturation_rate: () => 1.4,
    coefficient: () => 0.6,
    sigma: () => 0.4,
  };
  for (const { name, start, size } of blocks) {
    for (let k = 0; k < size; k++) {
      const center = centers[name]?.(k);
      for (let i = 0; i < draws; i++) {
        const spread = random.normal();
        values[i * width + start + k] =
          center === undefined
            ? 0.3 * spread
            : name === "decay"
              ? Math.min(0.98, Math.max(0.01, center + 0.07 * spread))
              : center * Math.exp(0.25 * spread);
      }
    }
  }
  return {
    spec,
    data,
    design: makeDesign(data, spec),
    chains: 4,
    posterior: { blocks, width, count: draws, values },
    converged: true,
  };
}

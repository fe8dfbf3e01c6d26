// Tables published with noise, and model files that between them use every kind of noise.

import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import type { MediaData } from "../../../src/data/panel/media-data.ts";
import { type Design, makeDesign } from "../../../src/mmm/fit/design.ts";
import { mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { noisedColumns } from "../../../src/mmm/specification/noise-source.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import type { ResolvedSpec } from "../../../src/mmm/specification/resolved-spec.ts";
import { compileModel, type Posterior } from "../../../src/model/index.ts";
import { type Random, randomStream } from "../../../src/sampling/index.ts";

export const laplace = (random: Random, b: number): number =>
  b * (random.uniform() < 0.5 ? -random.exponential() : random.exponential());

export interface NoisyCase {
  readonly name: string;
  /** Text of a model file without its `data`. */
  readonly file: string;
  /** Columns published with nothing below 0. */
  readonly clipped?: readonly string[];
}

export const noisyCases: readonly NoisyCase[] = [
  {
    name: "Laplace noise everywhere, spend autocorrelated",
    file: `noise:
  revenue: { mechanism: laplace, scale: 1500 }
  spend_TV: { mechanism: laplace, scale: 250 }
  spend_Radio: { mechanism: laplace, scale: 250 }`,
  },
  {
    name: "sums of three cells, each week for itself, normal noise in revenue",
    file: `latent_spend: { autocorrelated: false }
noise:
  revenue: { mechanism: gaussian, scale: 2000 }
  spend_TV: { mechanism: laplace, scale: 150, cells_summed: 3 }
  spend_Radio: { mechanism: laplace, scale: 150, cells_summed: 3 }`,
  },
  {
    name: "a channel with Laplace noise beside one with normal noise and one that is known",
    file: `saturation: { kind: logistic }
noise:
  revenue: { mechanism: laplace, scale: 500, cells_summed: 9 }
  spend_Radio: { mechanism: discrete_laplace, scale: 250 }
  spend_Social: { mechanism: gaussian, scale: 300 }
priors: { spend_location: { Radio: uniform(-4, 4) }, spend_autocorrelation: uniform(-1, 1), sigma: lognormal(-1, 1) }`,
  },
  {
    name: "values clipped at zero",
    clipped: ["revenue", "spend_TV", "spend_Radio", "spend_Social"],
    file: `noise:
  revenue: { mechanism: laplace, scale: 9000, clip: { lower: 0 } }
  spend_TV: { mechanism: laplace, scale: 450, clip: { lower: 0 } }
  spend_Radio: { mechanism: gaussian, scale: 600, clip: { lower: 0 } }
  spend_Social: { mechanism: laplace, scale: 300, cells_summed: 2, clip: { lower: 0 } }`,
  },
  {
    name: "noise in revenue alone",
    file: "noise: { revenue: { mechanism: laplace, scale: 1500 } }",
  },
  {
    name: "noise too weak to matter, in revenue and in a channel",
    file: "noise: { revenue: { mechanism: laplace, scale: 0.5 }, spend_TV: { mechanism: laplace, scale: 5 } }",
  },
  {
    name: "strong noise, whose coordinates follow level and spread",
    file: `latent_spend: { force: true }
noise:
  spend_TV: { mechanism: laplace, scale: 900 }
  spend_Radio: { mechanism: gaussian, scale: 1200 }
priors: { spend_scale: { TV: fixed(0.6) } }`,
  },
];

export interface PreparedNoise {
  readonly table: MediaData;
  readonly spec: ResolvedSpec;
  readonly design: Design;
  posterior(backend?: "wasm" | "javascript"): Posterior;
}

/** Three channels over `weeks`; the columns that the file calls noisy get noise, of about the size it says. */
export async function prepareNoisy({ file, clipped = [] }: NoisyCase, weeks: number): Promise<PreparedNoise> {
  const document = await parseModelFile(`data: t.csv\ncontrols: none\nseasonality: none\n${file}\n`, "m.yaml");
  const random = randomStream([20250412]);
  const entries = typeof document.content.noise === "object" ? document.content.noise : {};
  const published = (name: string, truth: readonly number[]): readonly number[] => {
    const entry = entries[name];
    if (entry?.scale === undefined) return truth;
    const cells = entry.cells_summed ?? 1;
    return truth.map((value) => {
      let noise = 0;
      for (let k = 0; k < cells; k++) {
        noise += entry.mechanism.endsWith("laplace") ? laplace(random, entry.scale!) : entry.scale! * random.normal();
      }
      return clipped.includes(name) ? Math.max(0, value + noise) : value + noise;
    });
  };
  const spend = (): number[] => Array.from({ length: weeks }, () => 1000 * Math.exp(0.5 * random.normal()));
  const [tv, radio, social] = [spend(), spend(), spend()];
  const revenue = tv.map((value, t) => 14000 + 4 * value + 3 * radio[t] + 1500 * random.normal());
  const table = await mediaDataFromColumns(
    {
      week: tv.map((_, t) => t + 1),
      spend_TV: published("spend_TV", tv),
      spend_Radio: published("spend_Radio", radio),
      spend_Social: published("spend_Social", social),
      revenue: published("revenue", revenue),
    },
    { noised: noisedColumns(document, undefined) },
  );
  const { spec } = resolve(document, table);
  const design = makeDesign(table, spec);
  return {
    table,
    spec,
    design,
    posterior: (backend = "wasm") => compileModel(mediaMixModel(spec, design.weeks), modelData(design), { backend }),
  };
}

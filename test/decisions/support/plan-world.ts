// Fitted models made by hand: a table of constant or given spend and posterior draws of known parameters, so that plans have known answers.

import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import type { FittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { parameterBlocks } from "../../../src/mmm/response/natural-parameters.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { randomStream } from "../../../src/numerics/random.ts";

export interface WorldChannel {
  readonly name: string;
  /** Spend of every row. */
  readonly spend: readonly number[];
  /** As a model file writes them; default: geometric adstock, Hill curve. */
  readonly adstock?: string;
  readonly saturation?: string;
  /** In scaled units (spend as it is, target over its mean): one number, or one for each draw. */
  readonly parameters: Readonly<Record<string, number | readonly number[]>>;
}

/** Revenue of every row: its mean is the unit of the target, and nothing else of it matters to plans. */
export const revenueLevel = 100;

/** A fitted model with these draws; spend is not scaled, the target is divided by `revenueLevel`. */
export async function world(
  channels: readonly WorldChannel[],
  draws: number = 1,
  period: "week" | "day" = "week",
): Promise<FittedModel> {
  const rows = channels[0].spend.length;
  const data = await mediaDataFromColumns({
    [period]: Array.from({ length: rows }, (_, t) => t + 1),
    ...Object.fromEntries(channels.map(({ name, spend }) => [`spend_${name}`, [...spend]])),
    revenue: Array.from({ length: rows }, (_, t) => revenueLevel * (1 + [0.1, -0.1, 0.05, -0.05][t % 4])),
  });
  const text = `
data: table.csv
scaling: { media: none, target: mean }
seasonality: none
trend: none
channels:
${channels
  .map(
    ({ name, adstock = "{ kind: geometric }", saturation = "hill" }) =>
      `  spend_${name}: { adstock: ${adstock}, saturation: ${saturation} }`,
  )
  .join("\n")}
priors: { half_saturation: "lognormal(0, 1)", saturation_rate: "lognormal(0, 1)", coefficient: "half_normal(1)" }
`;
  const used = text
    .replace(
      channels.some(({ saturation = "hill" }) => saturation === "hill") ? "" : 'half_saturation: "lognormal(0, 1)", ',
      "",
    )
    .replace(
      channels.some(({ saturation }) => saturation === "logistic") ? "" : 'saturation_rate: "lognormal(0, 1)", ',
      "",
    );
  const { spec } = resolve(await parseModelFile(used, "model.yaml"), data);
  const design = makeDesign(data, spec);
  const blocks = parameterBlocks(spec);
  const width = blocks.reduce((sum, { size }) => sum + size, 0);
  const values = new Float64Array(draws * width);
  for (const { name, axes, start } of blocks) {
    axes[0]?.labels.forEach((member, k) => {
      const own = channels.find((channel) => channel.name === member)?.parameters[name] ?? 0;
      for (let draw = 0; draw < draws; draw++)
        values[draw * width + start + k] = typeof own === "number" ? own : own[draw];
    });
  }
  return { spec, data, design, chains: 1, posterior: { blocks, width, count: draws, values }, converged: true };
}

/** Log-normal draws around `center` with standard deviation `deviation` of the logarithm. */
export function around(center: number, deviation: number, draws: number, stream: number): readonly number[] {
  const random = randomStream([7, stream]);
  return Array.from({ length: draws }, () => center * Math.exp(deviation * random.normal()));
}

/** Spend that is the same in every row, but for the first, so that a column varies. */
export function constantSpend(amount: number, rows: number = 60): readonly number[] {
  return Array.from({ length: rows }, (_, t) => (t === 0 ? amount * 1.5 : amount));
}

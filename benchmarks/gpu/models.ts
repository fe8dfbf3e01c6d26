// The two models that the check runs: model A as the batch benchmark has it, and the default model, 104 weeks and five channels.

import {
  bindModel,
  columnsByName,
  compileProgram,
  densityRequest,
  fiveChannels,
  generate,
  type LaneData,
  type LaneTrajectories,
  makeDesign,
  type MediaData,
  mediaDataFromColumns,
  mediaMixModel,
  modelA,
  modelData,
  parseModelFile,
  type Posterior,
  randomStream,
  type Resolution,
  resolve,
  weeks,
} from "./engine.ts";

export const modelNames = ["model A", "default model"] as const;
export type ModelName = (typeof modelNames)[number];

export interface CheckedModel {
  readonly name: ModelName;
  readonly request: ReturnType<typeof densityRequest>;
  readonly dimension: number;
  /** Data of a table of the simulated world, by its seed (from 1). */
  fit(seed: number): Promise<CheckedFit>;
}

export interface CheckedFit {
  readonly data: MediaData;
  readonly resolution: Resolution;
  readonly lane: LaneData;
  readonly posterior: Posterior;
}

async function tableOf(seed: number): Promise<MediaData> {
  const { columns } = generate(fiveChannels, { weeks, seed });
  return mediaDataFromColumns(columnsByName(columns));
}

export async function checkedModel(name: ModelName): Promise<CheckedModel> {
  const document = name === "model A" ? await parseModelFile(`data: table.csv\n${modelA}`, "model.yaml") : undefined;
  const first = resolve(document, await tableOf(1));
  const model = mediaMixModel(first.spec, weeks);
  const program = compileProgram(model);
  const request = densityRequest(model);
  const fit = async (seed: number): Promise<CheckedFit> => {
    const data = await tableOf(seed);
    const resolution = resolve(document, data);
    const values: LaneData & Readonly<Record<string, Float64Array>> = modelData(makeDesign(data, resolution.spec));
    return { data, resolution, lane: values, posterior: bindModel(program, values) };
  };
  const { posterior } = await fit(1);
  return { name, request, dimension: posterior.dimension, fit };
}

export async function laneDataOf(model: CheckedModel, count: number): Promise<LaneData[]> {
  return Promise.all(Array.from({ length: count }, async (_, i) => (await model.fit(i + 1)).lane));
}

/** Lanes at rest in a box about the origin; every `repeat` lanes the same positions come again. */
export function lanesInBox(lanes: number, dimension: number, radius: number, repeat: number = lanes): LaneTrajectories {
  const vectors = (): Float32Array => new Float32Array(lanes * dimension);
  const position = vectors();
  const random = randomStream([20261127, dimension]);
  const own = Math.min(lanes, repeat) * dimension;
  for (let i = 0; i < own; i++) position[i] = radius * (2 * random.uniform() - 1);
  for (let i = own; i < position.length; i++) position[i] = position[i - own];
  return {
    position,
    momentum: vectors(),
    gradient: vectors(),
    logDensity: new Float32Array(lanes),
    stepSize: new Float32Array(lanes),
    steps: new Uint32Array(lanes),
  };
}

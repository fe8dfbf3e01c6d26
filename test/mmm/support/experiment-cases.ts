// What lift tests would read, by the book: plain loops over lags, weeks and geos, from the table and the parameters of one draw.

import type { MediaData } from "../../../src/data/panel/index.ts";
import type { Experiment } from "../../../src/mmm/experiments/index.ts";
import { type Design, makeDesign, mediaMixModel, modelData } from "../../../src/mmm/fit/index.ts";
import { parseModelFile, resolve, type Resolution } from "../../../src/mmm/specification/index.ts";
import type { Backend } from "../../../src/compile/index.ts";
import { compileModel, type Posterior } from "../../../src/model/index.ts";
import { plainCurve } from "./plain-kinds.ts";

export interface TestedModel {
  readonly data: MediaData;
  readonly resolution: Resolution;
  readonly experiments: readonly Experiment[];
  readonly design: Design;
  readonly posterior: Posterior;
}

/** A model of these tests, in the words of a model file, beside `file`. */
export async function testedModel(
  data: MediaData,
  experiments: string,
  file = "",
  backend: Backend = "javascript",
): Promise<TestedModel> {
  const text = `data: t.csv\nseasonality: none\ntrend: none\ncontrols: none\n${file}\n${experiments}\n`;
  const resolution = resolve(await parseModelFile(text, "m.yaml"), data);
  const { spec } = resolution;
  const design = makeDesign(data, spec);
  const posterior = compileModel(mediaMixModel(spec, design.weeks), modelData(design), { backend });
  return { data, resolution, experiments: spec.experiments ?? [], design, posterior };
}

/** Spend with and without a test in one geo, and the weeks that count. */
interface Trajectories {
  readonly channel: string;
  readonly geo: number;
  readonly spend: readonly number[];
  readonly without: readonly number[];
  readonly counts: (week: number) => boolean;
}

/**
 * The reading that the model expects of a test without bias.
 * @param of value of a parameter by the name of its element
 * @param trajectories in the table's own unit, of the people in the test
 */
export function plainReading(
  { data, design, resolution: { spec } }: TestedModel,
  test: Experiment,
  of: (name: string) => number,
  trajectories: readonly Trajectories[],
): number {
  let lift = 0;
  let spent = 0;
  for (const { channel, geo, spend, without, counts } of trajectories) {
    const c = spec.channels.findIndex(({ name }) => name === channel);
    const { name: geoName, population = 1 } = data.geos?.[geo] ?? { name: "" };
    const people = population * test.share;
    const scale = design.mediaScales[c].scale * people;
    const decay = of(`decay[${channel}]`);
    const curve = (series: readonly number[], t: number): number => {
      let stock = 0;
      for (let lag = 0; lag <= t; lag++) stock += (1 - decay) * decay ** lag * (series[t - lag] / scale);
      return stock <= 0 ? 0 : plainCurve("hill", stock, (name) => of(`${name}[${channel}]`));
    };
    const height = of(data.geos === undefined ? `coefficient[${channel}]` : `coefficient[${channel},${geoName}]`);
    for (let t = 0; t < spend.length; t++) {
      spent += spend[t] - without[t];
      if (counts(t)) lift += people * design.targetScale.scale * height * (curve(spend, t) - curve(without, t));
    }
  }
  if (test.metric === "roi") return (test.coverage * lift) / spent;
  return (test.coverage * lift) / (test.conversion_value ?? 1);
}

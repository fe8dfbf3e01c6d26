// What lift tests would read at every draw of a fit.

import type { Experiment } from "../../mmm/experiments/index.ts";
import { experimentData, modeledSpend } from "../../mmm/fit/index.ts";
import { experimentGraph, overDraws, rowWriter } from "../../mmm/response/index.ts";
import { type FittedModel, spendWriter } from "../draws/index.ts";

/**
 * [test][draw] The readings that the model expects of these tests, without error and bias, each in the unit of its lift. They need not be tests
 * of the model: those that might be made are asked in the same way.
 */
export function testReadings(model: FittedModel, experiments: readonly Experiment[]): readonly Float64Array[] {
  const { spec, design, data, posterior } = model;
  const spend = modeledSpend(design);
  const given = { spend, ...experimentData(spec, experiments, data, design) };
  const runs = overDraws(experimentGraph(spec, design, experiments), {
    data: given,
    writeParameters: rowWriter(posterior),
    writeData: spendWriter(model, spend),
  });
  const output = runs.output("readings");
  const readings = experiments.map(() => new Float64Array(posterior.count));
  for (let i = 0; i < posterior.count; i++) {
    runs.at(i);
    readings.forEach((own, k) => (own[i] = output[k]));
  }
  return readings;
}

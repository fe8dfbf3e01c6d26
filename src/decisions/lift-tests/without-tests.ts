// A model as it would be had it learned from no lift test.

import { leftOut, paretoKThreshold } from "../../diagnostics/index.ts";
import { isLearnedFrom } from "../../mmm/experiments/index.ts";
import { testsBySource } from "../../mmm/fit/index.ts";
import type { FittedModel } from "../draws/index.ts";
import { testReadings } from "./readings.ts";
import { logDensityOfSource } from "./sources.ts";
import { resampled } from "./weighted.ts";

export interface WithoutTests {
  /** The same model whose draws are weighted as if no lift had been read; they repeat, and are for figures of all draws together alone. */
  readonly model: FittedModel;
  readonly paretoK: number;
  /** Whether the weights can be relied on: otherwise the tests say so much that the model has to be fitted without them. */
  readonly reliable: boolean;
}

/** Undefined where the model learned from no test. */
export function withoutTests(model: FittedModel): WithoutTests | undefined {
  const { chains, posterior, spec, latentSpend } = model;
  const experiments = spec.experiments?.filter(isLearnedFrom) ?? [];
  if (experiments.length === 0) return undefined;
  const readings = testReadings(model, experiments);
  const sources = testsBySource(experiments).map((members) => ({
    tests: members.map((k) => experiments[k]),
    readings: members.map((k) => readings[k]),
  }));
  const values = Float64Array.from({ length: posterior.count }, (_, i) =>
    sources.reduce(
      (sum, source) =>
        sum +
        logDensityOfSource(
          source.tests,
          source.readings.map((own) => own[i]),
        ),
      0,
    ),
  );
  const { weights, paretoK } = leftOut({ chains, draws: posterior.count / chains, values });
  const chosen = resampled(weights);
  const rows = (all: Float64Array): Float64Array<ArrayBuffer> => {
    const width = all.length / posterior.count;
    const taken = new Float64Array(all.length);
    chosen.forEach((draw, i) => {
      taken.set(all.subarray(draw * width, (draw + 1) * width), i * width);
    });
    return taken;
  };
  return {
    model: {
      ...model,
      posterior: { ...posterior, values: rows(posterior.values) },
      ...(latentSpend === undefined ? {} : { latentSpend: rows(latentSpend) }),
    },
    paretoK,
    reliable: paretoK <= paretoKThreshold(posterior.count),
  };
}

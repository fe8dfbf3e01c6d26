// Read-outs of lift tests where the truth is known, for studies.

import { countedError, type Experiment } from "./experiment.ts";

/**
 * The same tests with lifts that are drawn: what each would read without error, the bias of its source, and an error of the size of its standard error.
 * @param expected reading of a test by its name
 * @param normal gives standard normal numbers
 */
export function readTests(
  experiments: readonly Experiment[],
  expected: (name: string) => number,
  normal: () => number,
): readonly Experiment[] {
  const biases = new Map<string, number>();
  return experiments.map((test) => {
    const { name, source, bias, bias_mean: mean, bias_unit: unit } = test;
    const key = JSON.stringify(source === undefined ? [name] : source);
    const own = biases.get(key) ?? mean + bias * normal();
    biases.set(key, own);
    const reading = expected(name);
    const lift = reading + own * (unit === "share" ? reading : 1) + countedError(test) * normal();
    return { ...test, lift };
  });
}

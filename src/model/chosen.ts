// Some of what a model reports, by name, without the cost of all the rest.

import { instantiate } from "../compile/index.ts";
import type { ChosenQuantities, RunningDraws, Watch } from "../sampling/index.ts";
import { unknownReported, modelError } from "../problems/model-problems.ts";
import { compileFor, type ModelProgram } from "./program.ts";

/**
 * Compiles what these names depend on and nothing else.
 * @param names of parameters and derived quantities, or of their elements
 */
export function chosenQuantities(
  program: ModelProgram,
  data: Readonly<Record<string, Float64Array>>,
  names: readonly string[],
): ChosenQuantities {
  const { model, backend } = program;
  const reported = [...model.parameters, ...model.derived];
  const chosen = names.map((wanted) => {
    const array = reported.find(({ name, elementNames }) => name === wanted || elementNames.includes(wanted));
    if (array === undefined) {
      const known = reported.flatMap(({ name, elementNames }) => [name, ...elementNames]);
      throw modelError(
        unknownReported(
          wanted,
          known,
          reported.map(({ name }) => name),
        ),
      );
    }
    return { array, elements: array.name === wanted ? array.elementNames : [wanted] };
  });
  const arrays = [...new Set(chosen.map(({ array }) => array))];
  const starts = new Map<(typeof arrays)[number], number>();
  let size = 0;
  for (const array of arrays) {
    starts.set(array, size);
    size += array.elementNames.length;
  }
  const places = chosen.flatMap(({ array, elements }) =>
    elements.map((element) => (starts.get(array) as number) + array.elementNames.indexOf(element)),
  );
  const executable = instantiate(
    compileFor(
      model.coordinates.map(({ input }) => input),
      backend,
      arrays.map(({ name, node }) => ({ name, node })),
    ),
  );
  executable.setData(data);
  return {
    names: chosen.flatMap(({ elements }) => elements),
    evaluate(position, out) {
      executable.parameters.set(position);
      executable.run();
      for (let i = 0; i < places.length; i++) out[i] = executable.outputs[places[i]];
    },
  };
}

/** A watch that is shown the model too, so that it can name its quantities. */
export function withModel(
  watch: Watch | undefined,
  { chosen }: { readonly chosen: NonNullable<RunningDraws["chosen"]> },
): Watch | undefined {
  return watch && ((running) => watch({ ...running, chosen }));
}

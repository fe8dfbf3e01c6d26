// Response programs of a model, compiled once for all its channels of one structure, its geos, and whatever is asked of it.

import type { Executable } from "../../compile/index.ts";
import type { Design } from "../../mmm/fit/index.ts";
import type { FittedModel } from "./fitted-model.ts";
import { responseProgram, type ResponseShape } from "./response-program.ts";

type Programs = Map<string, Executable>;

/** By the design of the model, which geos as models by themselves and other margins share. */
const known = new WeakMap<Design, Programs>();

/** Programs that a model keeps, the last used ones. */
const mostKept = 64;

function programsOf(design: Design): Programs {
  const found = known.get(design) ?? new Map<string, Executable>();
  known.set(design, found);
  return found;
}

/** Has the model of a geo use the programs of its panel. */
export function sharePrograms(own: Design, panel: Design): void {
  known.set(own, programsOf(panel));
}

/**
 * The response program of a channel. Who uses it gives it data and parameters and reads its outputs before anybody else can: it keeps nothing from one use
 * to the next.
 */
export function sharedProgram(
  { spec, design }: Pick<FittedModel, "spec" | "design">,
  index: number,
  shape: ResponseShape,
): Executable {
  const programs = programsOf(design);
  const channel = spec.channels[index];
  const { column: _, name: __, ...structure } = channel;
  const key = JSON.stringify([structure, shape]);
  const program = programs.get(key) ?? responseProgram(spec, channel, design.targetScale.scale, shape);
  programs.delete(key);
  programs.set(key, program);
  for (const oldest of programs.keys()) {
    if (programs.size <= mostKept) break;
    programs.delete(oldest);
  }
  return program;
}

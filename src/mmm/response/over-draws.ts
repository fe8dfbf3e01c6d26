// One way to run a compiled graph on one draw after another, and to take fewer draws than there are.

import { compile, type CompileRequest, type Executable, instantiate } from "../../compile/index.ts";
import type { ParameterMatrix } from "./natural-parameters.ts";

/** What a program is given at each draw. */
export interface DrawInputs {
  /** By the names of the graph's data inputs; may be rewritten in place between draws. */
  readonly data: Readonly<Record<string, ArrayLike<number>>>;
  /** Writes the parameters of a draw where the program reads them. */
  readonly writeParameters: (draw: number, parameters: Float64Array) => void;
  /** Writes into `data` what differs from draw to draw; undefined when nothing does. */
  readonly writeData?: ((draw: number) => void) | undefined;
}

export interface OverDraws {
  /** Runs the program at a draw; the outputs hold its values until the next run. */
  readonly at: (draw: number) => void;
  /** Values of an output, in place. */
  readonly output: (name: string) => Float64Array;
  /** To be called after `data` was changed from outside. */
  readonly dataChanged: () => void;
}

/** A graph or a program made from one, to be run at draws. */
export function overDraws(
  program: CompileRequest | Executable,
  { data, writeParameters, writeData }: DrawInputs,
): OverDraws {
  const executable = "run" in program ? program : executableOf(program);
  const dataChanged = (): void => executable.setData(data);
  dataChanged();
  return {
    at: (draw) => {
      writeParameters(draw, executable.parameters);
      if (writeData !== undefined) {
        writeData(draw);
        dataChanged();
      }
      executable.run();
    },
    output: (name) => executable.output(name),
    dataChanged,
  };
}

/** A program for this graph, with memory of its own. */
export function executableOf(request: CompileRequest): Executable {
  return instantiate(compile(request));
}

/** Gives a program all parameters of each draw, for graphs that take them as `parameterBlocks` has them. */
export function rowWriter({ width, values }: ParameterMatrix): DrawInputs["writeParameters"] {
  return (draw, parameters) => {
    const start = draw * width;
    for (let k = 0; k < width; k++) parameters[k] = values[start + k];
  };
}

/** Positions of at most `wanted` of `count` draws, evenly spread over all. */
export function thinned(count: number, wanted: number): readonly number[] {
  const taken = Math.min(count, wanted);
  return Array.from({ length: taken }, (_, k) => Math.floor(((k + 0.5) * count) / taken));
}

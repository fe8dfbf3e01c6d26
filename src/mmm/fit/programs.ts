// Compiled media mix models, kept for the fits that come after: one program serves every table of one shape and specification.

import { runSettings } from "../../settings/index.ts";
import type { Backend } from "../../compile/index.ts";
import { compileProgram, type ModelProgram } from "../../model/index.ts";
import { mediaMixModel } from "./model.ts";
import type { Experiment } from "../experiments/index.ts";
import { priorStructure } from "../priors/index.ts";
import type { ResolvedSpec } from "../specification/index.ts";

export interface ProgramCache {
  /** The program for tables of `weeks` rows under `spec`, compiled when it is first asked for. */
  program(spec: ResolvedSpec, weeks: number): ModelProgram;
}

/**
 * @param capacity programs kept; the one not used for longest gives way
 */
export function programCache(backend: Backend = runSettings.backend.default, capacity = 16): ProgramCache {
  const programs = new Map<string, ModelProgram>();
  return {
    program(spec, weeks) {
      const key = programKey(spec, weeks);
      const program = programs.get(key) ?? compileProgram(mediaMixModel(spec, weeks), { backend });
      // A Map keeps the order of insertion: the oldest use is first.
      programs.delete(key);
      programs.set(key, program);
      if (programs.size > capacity) programs.delete(programs.keys().next().value as string);
      return program;
    },
  };
}

/** Equal for fits that one program serves: everything of a specification but where its table lies and how it is sampled. */
export function programKey(spec: ResolvedSpec, weeks: number): string {
  const { data: _, date: __, sampling: ___, priors, experiments, ...structure } = spec;
  return JSON.stringify([weeks, structure, priorStructure(priors), experiments?.map(experimentStructure)]);
}

/** What was read of a test is data. */
function experimentStructure(test: Experiment): unknown {
  const { lift: _, se: __, age: ___, half_life: ____, ...structure } = test;
  return structure;
}

// The demonstration: a table with known truth, fitted, diagnosed and compared.

import { mediaDataFromColumns } from "../data/panel/index.ts";
import { simulate, columnsByName } from "../data/worlds/index.ts";
import { parseModelFile, writtenColumns, resolve } from "../mmm/specification/index.ts";
import { makeDesign } from "../mmm/fit/index.ts";
import { exitCodes } from "../problems/problem.ts";
import type { WorkerPool } from "../sampling/index.ts";
import { truthOfSimulation } from "../studies/recovery/index.ts";
import { withCompleteness } from "../store/run/index.ts";
import type { CommandContext } from "./commands/index.ts";
import { fitWithProgress } from "./fit-flow.ts";
import { timeLines, truthLines, verdictLines } from "./print/index.ts";
import type { ProgressMode } from "./progress/index.ts";
import { compareWithTruth } from "../services/fit/index.ts";

/** Resolves with the exit code. */
export async function demonstrate(
  { engine, terminal }: CommandContext,
  workers: Promise<WorkerPool>,
  progress: ProgressMode,
): Promise<number> {
  const { out } = terminal;
  const width = out.columns();
  const simulation = simulate("ecommerce");
  const { truth } = simulation;
  out.write(
    `Simulated ${truth.weeks} weeks with ${Object.keys(truth.channels).length} channels ` +
      `(the table of carryover simulate --preset ${truth.recipe}); now fitting.\n`,
  );
  const settings = { workers, backend: "wasm", progress } as const;
  const fitted = await fitWithProgress(engine, terminal, settings, async () => {
    const document = await parseModelFile(simulation.modelYaml, "model.yaml");
    const columns = columnsByName(simulation.columns);
    const data = await mediaDataFromColumns(columns, { source: "data.csv", ...writtenColumns(document) });
    return { data, resolution: resolve(document, data) };
  });
  if (fitted === undefined) return exitCodes.canceled;
  const { task, fit } = fitted;
  const diagnostics = withCompleteness(fit);
  const { spec } = task.resolution;
  const rows = compareWithTruth(fit.summary, truthOfSimulation(truth, spec, makeDesign(task.data, spec)));
  const lines = [
    "",
    ...verdictLines(diagnostics, width, out.style),
    "",
    ...truthLines(rows, width, out.style),
    "",
    ...timeLines(diagnostics, performance.now() / 1000, width),
  ];
  out.write(`${lines.join("\n")}\n`);
  if (!fit.complete) return exitCodes.canceled;
  return diagnostics.converged ? exitCodes.success : exitCodes.notConverged;
}

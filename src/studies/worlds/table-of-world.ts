// A table of a simulated world, read as that of a user who has the table and the model file that carryover simulate writes for it.

import { type MediaData, mediaDataFromColumns } from "../../data/panel/index.ts";
import { columnsByName, simulateWorld } from "../../data/worlds/index.ts";
import { type ModelDocument, parseModelFile, writtenColumns } from "../../mmm/specification/index.ts";

export interface TableOfWorld {
  readonly simulation: ReturnType<typeof simulateWorld>;
  readonly document: ModelDocument;
  readonly data: MediaData;
}

/**
 * @param more lines that are added to the model file
 * @throws CarryoverError for a world that there is not, and weeks or a seed that cannot be
 */
export async function tableOfWorld(
  world: string,
  { source = world, more = "", ...options }: { weeks?: number; seed: number; source?: string; more?: string },
): Promise<TableOfWorld> {
  const simulation = simulateWorld(world, options);
  const document = await parseModelFile(`${simulation.modelYaml}${more}`, "model.yaml");
  const columns = columnsByName(simulation.columns);
  const data = await mediaDataFromColumns(columns, { source, ...writtenColumns(document) });
  return { simulation, document, data };
}

// A model file with its table, read with the library as `carryover fit` reads them.

import { library } from "../harness/shipped.ts";
import type { MediaData } from "../../src/data/panel/media-data.ts";
import type { Resolution } from "../../src/mmm/specification/resolve.ts";

export interface Input {
  readonly data: MediaData;
  readonly resolution: Resolution;
}

export async function readInput(model: string, seed: number): Promise<Input> {
  const document = await library.readModelFile(model);
  const data = await library.readMediaData(library.tablePath(document), library.writtenColumns(document));
  return { data, resolution: library.resolveSpecification(document, data, { seed }) };
}

// A run folder whose files a test has changed, with a seal that fits them: as a fit would have written it.

import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { documentText } from "../../../src/documents/index.ts";
import { runFiles } from "../../../src/store/run/format.ts";
import { manifestDocument, manifestOf } from "../../../src/store/run/manifest.ts";

/** Seals the folder again. A report that was in it is of the run before and goes. */
export async function reseal(folder: string): Promise<void> {
  await rm(join(folder, runFiles.report), { force: true });
  const names = (await readdir(folder)).filter((name) => name !== runFiles.manifest);
  const files = await Promise.all(names.map(async (name) => ({ name, content: await readFile(join(folder, name)) })));
  await writeFile(join(folder, runFiles.manifest), documentText(manifestDocument(manifestOf(files))));
}

// The seal of a run folder: name, size and hash of every file, and one hash over all of them, by which the run is known.
//
// The seal finds accidents and careless edits. It holds no secret: whoever changes a file on purpose can make another seal.

import { type Document, documentOf } from "../../documents/index.ts";
import { sha256 } from "../../files/index.ts";

export interface SealedFile {
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

export interface Manifest {
  /** SHA-256 of name, size and hash of all files, in hexadecimal; the report of the run names it. */
  readonly seal: string;
  /** Every file of the run but manifest.json and report.html, in order of their names. */
  readonly files: readonly SealedFile[];
}

export const manifestSchema = "carryover/manifest/1";

/** What a run folder holds, as manifest.json has it. */
export function manifestDocument(manifest: Manifest): Document<"carryover/manifest/1", Manifest> {
  return documentOf(manifestSchema, manifest);
}

/** The manifest of a run with these files. */
export function manifestOf(
  contents: readonly { readonly name: string; readonly content: string | Uint8Array }[],
): Manifest {
  const files = contents
    .map(({ name, content }) => {
      const bytes = typeof content === "string" ? Buffer.from(content) : content;
      return { name, bytes: bytes.length, sha256: sha256(bytes) };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { seal: sealOf(files), files };
}

/** Whether a parsed manifest.json is one, and its seal that of its list. */
export function isManifest(parsed: unknown): parsed is Manifest {
  const { seal, files } = (parsed ?? {}) as Partial<Manifest>;
  if (!Array.isArray(files)) return false;
  const areFiles = (files as readonly Partial<SealedFile>[]).every(
    (file) => typeof file?.name === "string" && Number.isInteger(file.bytes) && typeof file.sha256 === "string",
  );
  return areFiles && seal === sealOf(files as readonly SealedFile[]);
}

function sealOf(files: readonly SealedFile[]): string {
  return sha256(files.map(({ name, bytes, sha256: hash }) => `${hash} ${bytes} ${JSON.stringify(name)}\n`).join(""));
}

// What this account remembers of its ledgers, in a folder of its own: every charge, so that a ledger that was restored from a backup, or copied
// before a charge was made, is recognized, and what it does not know counts as spent.
//
// A charge is remembered after it is an entry and before noise is drawn. So no answer was ever seen whose charge is in neither place, and a
// process that dies between the two has drawn nothing.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { documentText } from "../../documents/index.ts";
import { stateFolder } from "../../files/index.ts";
import { memoryDamaged, memoryNotWritable } from "../../problems/ledger-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import type { Disk } from "./disk.ts";
import { rememberedChargeDocument } from "./documents.ts";
import { publishText, unsealed } from "./entries.ts";
import type { ChargeEntry } from "./entry.ts";

const chargesFolder = (ledger: string): string => join(stateFolder(), "ledgers", ledger, "charges");

/** Identities of the charges to a ledger that are remembered. To be read before the entries: then every one of them has its entry, unless it was lost. */
export async function rememberedCharges(ledger: string): Promise<readonly string[]> {
  const names = await listed(chargesFolder(ledger));
  return names.flatMap((name) =>
    name.endsWith(".json") && !name.startsWith(".") ? [name.slice(0, -".json".length)] : [],
  );
}

/** A charge that is remembered. @throws CarryoverError when it is not as it was written */
export async function rememberedCharge(ledger: string, charge: string): Promise<ChargeEntry> {
  const content = await readSealed(join(chargesFolder(ledger), `${charge}.json`));
  return (content as { readonly charge: ChargeEntry }).charge;
}

/** Remembers charges that are entries of a ledger. @throws CarryoverError when that cannot be written */
export async function remember(ledger: string, charges: readonly ChargeEntry[], disk: Disk): Promise<void> {
  const folder = chargesFolder(ledger);
  await inMemory(async () => {
    await disk.makeFolder(folder);
    for (const charge of charges) {
      const text = documentText(rememberedChargeDocument({ ledger, charge }), 0);
      await publishText(folder, `${charge.charge}.json`, text, disk);
    }
  });
}

/** Names in a folder of the memory; none where there is no folder yet. */
export async function listed(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOENT") return [];
    throw new CarryoverError([memoryDamaged(folder, String(error.code))]);
  });
}

/** A document of the memory. @throws CarryoverError when it is not as it was written */
export async function readSealed(path: string): Promise<object> {
  try {
    return unsealed(await readFile(path, "utf8"), path).content;
  } catch (error) {
    const reason =
      error instanceof CarryoverError ? "its SHA-256 differs" : String((error as NodeJS.ErrnoException).code);
    throw new CarryoverError([memoryDamaged(path, reason)]);
  }
}

/** Does work that writes to the memory. @throws CarryoverError for what the disk refuses */
export async function inMemory<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new CarryoverError([memoryNotWritable(stateFolder(), code)], exitCodes.notWritten);
  }
}

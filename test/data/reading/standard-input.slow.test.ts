// A table that is piped in.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fieldTable } from "../../field-cases/support/tables.ts";

const source = (path: string): string => JSON.stringify(new URL(`../../../src/${path}`, import.meta.url).href);

/** What a module prints to which a text is piped. */
async function printed(code: string, text: string): Promise<unknown> {
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code]);
  const out = new Promise<string>((resolve) => {
    let all = "";
    child.stdout.on("data", (chunk: Buffer) => (all += chunk.toString()));
    child.on("close", () => resolve(all));
  });
  child.stdin.end(text);
  return JSON.parse(await out);
}

describe("standard input", () => {
  it("is a table like a file", async () => {
    const code = `import { readTable } from ${source("data/reading/read-table.ts")};
      const { source, rows, hash } = await readTable("-"); console.log(JSON.stringify({ source, rows, hash }));`;
    const told = await printed(code, "week,spend_TV,revenue\n1,2,3\n2,3,4\n");
    expect(told).toMatchObject({ source: "standard input", rows: 2 });
  }, 60_000);

  it("is a table that init writes a model file of", async () => {
    const folder = await mkdtemp(join(tmpdir(), "carryover-piped-"));
    const out = join(folder, "m.yaml");
    const code = `import { initModel } from ${source("services/init/init.ts")};
      const { target } = await initModel({ table: "-", out: ${JSON.stringify(out)} }); console.log(JSON.stringify(target));`;
    expect(await printed(code, await readFile(fieldTable("03-base.csv"), "utf8"))).toMatchObject({ name: "revenue" });
    expect(await readFile(out, "utf8")).toContain('data: "-"');
    await rm(folder, { recursive: true });
  }, 60_000);
});

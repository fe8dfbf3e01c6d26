// A table that is piped in.

import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";

describe("standard input", () => {
  it("is a table like a file", async () => {
    const code = `import { readTable } from ${JSON.stringify(new URL("../../../src/data/reading/read-table.ts", import.meta.url).href)};
      const { source, rows, hash } = await readTable("-"); console.log(JSON.stringify({ source, rows, hash }));`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code]);
    const out = new Promise<string>((resolve) => {
      let text = "";
      child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
      child.on("close", () => resolve(text));
    });
    child.stdin.end("week,spend_TV,revenue\n1,2,3\n2,3,4\n");
    expect(JSON.parse(await out)).toMatchObject({ source: "standard input", rows: 2 });
  }, 60_000);
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

describe("carryover serve as it is installed", () => {
  it("tells where it listens, answers there, refuses a second one on its folder, and ends when it is told to", async () => {
    const folder = mkdtempSync(join(tmpdir(), "carryover-serve-"));
    const start = (): ReturnType<typeof spawn> =>
      spawn(process.execPath, [main, "serve", "--home", "home", "--port", "0", "--json"], { cwd: folder });
    const server = start();
    const lines = createInterface({ input: server.stdout as NodeJS.ReadableStream });
    let text = "";
    for await (const line of lines) {
      text += line;
      if (line.startsWith("}")) break;
    }
    const { schema, url, login_url } = JSON.parse(text) as { schema: string; url: string; login_url: string };
    expect(schema).toBe("carryover/serve/1");
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await fetch(login_url, { redirect: "manual" })).status).toBe(303);

    const second = start();
    let said = "";
    second.stdout?.on("data", (data: Buffer) => (said += data.toString()));
    const [code] = (await once(second, "close")) as [number];
    expect(code).toBe(2);
    expect(said).toContain("database-in-use");

    server.kill("SIGTERM");
    expect(await once(server, "exit")).toEqual([0, null]);
  }, 60_000);
});

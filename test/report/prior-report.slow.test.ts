// carryover prior: a page, lines and a document, and refusals.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../cli/support/harness.ts";

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-prior-"));
  await run(["simulate", "--preset", "panel", "--out", at("panel"), "--weeks", "52"]);
  await writeFile(
    at("model.yaml"),
    "data: panel/data.csv\npriors: { roi: { TV: { distribution: lognormal, mean: 1.2, sd: 0.4, window: { from: 2024-03-04, to: 2024-06-24 } } } }\n",
  );
});
afterAll(() => rm(folder, { recursive: true }));

describe("The prior page", () => {
  it("says what the priors imply, with charts and every prior, and is the same each time", async () => {
    const { stdout, code, stderr } = await run([
      "prior",
      at("panel/model.yaml"),
      "--out",
      at("prior.html"),
      "--draws",
      "200",
    ]);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^What the priors imply\nMedians and 90% intervals of 200 draws from the prior/);
    expect(stdout).toContain("All media together bring ");
    expect(stdout).toContain(`Report: ${at("prior.html")}`);
    const page = await readFile(at("prior.html"), "utf8");
    for (const part of [
      "Nothing is fitted here",
      "What the priors imply",
      "Tables that the priors expect",
      "Response curves before the data",
      "All priors",
    ])
      expect(page).toContain(part);
    expect(page.match(/<svg /g)).toHaveLength(3);
    expect(page).not.toMatch(/posterior/i);
    const again = await run(["prior", at("panel/model.yaml"), "--out", at("prior.html"), "--draws", "200"]);
    expect(again.stdout).toBe(stdout);
  });

  it("refuses to replace what is no report, and says what is wrong with a model file", async () => {
    const own = await run(["prior", at("panel/model.yaml"), "--out", at("model.yaml")]);
    expect(own.code).toBe(2);
    expect(await readFile(at("model.yaml"), "utf8")).toMatch(/^data: /);
    await writeFile(at("bad.yaml"), "data: panel/data.csv\npriors: { roi: { TV: fixed(1) } }\n");
    const bad = await run(["prior", at("bad.yaml"), "--out", at("bad.html")]);
    expect([bad.code, bad.stdout]).toEqual([3, ""]);
    expect(bad.stderr).toContain("A return cannot be fixed");
    expect((await run(["prior", at("model.yaml"), "--draws", "7"])).code).toBe(2);
  });
});

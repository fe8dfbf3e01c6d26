import { readdir, readFile } from "node:fs/promises";
import { expect, it } from "vitest";

it("has every snapshot on the gallery's page, and nothing that is not there", async () => {
  const page = await readFile(new URL("README.md", import.meta.url), "utf8");
  const linked = [...page.matchAll(/snapshots\/([\w-]+\.svg)/g)].map(([, name]) => name);
  const there = (await readdir(new URL("snapshots/", import.meta.url))).filter((name) => name.endsWith(".svg"));
  expect([...new Set(linked)].sort()).toEqual(there.sort());
});

// Services are called by a server as well as by the command line: nothing in them knows a terminal or owns the process.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const folder = fileURLToPath(new URL("../../src/services/", import.meta.url));
const files = (readdirSync(folder, { recursive: true }) as string[]).filter((file) => file.endsWith(".ts"));

it.each(files)("%s writes to no stream, listens to no signal, ends no process and reads no arguments", (file) => {
  const text = readFileSync(join(folder, file), "utf8");
  expect(text).not.toMatch(/\bprocess\.(stdout|stderr|stdin|on|once|exit|exitCode|argv|env)\b|\bconsole\.|\\u001b/);
});

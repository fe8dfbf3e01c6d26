#!/usr/bin/env node
// The command `carryover`. CARRYOVER_TIMING=1 in the environment shows where its time goes.

import { availableParallelism } from "node:os";
import { engine } from "../services/engine/index.ts";
import { codeOf, runCommandLine } from "./run.ts";
import { processTerminal } from "./terminal/index.ts";
import { mark, timingLines } from "./terminal/index.ts";

mark("entry");
// Files of all threads are written by one pool, which is made when it is first used: four threads of it, unless told otherwise, would have
// those of a batch wait for the disk one after another.
process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, availableParallelism()));
const terminal = processTerminal(process.stdout, process.stderr, process.env);
const code = await runCommandLine(process.argv.slice(2), { terminal, engine });
mark("end");
for (const line of timingLines(process.env)) terminal.err.write(`${line}\n`);
const lost = await terminal.flush();
process.exit(await codeOf(code, lost, terminal));

// The check of a GPU: sections, each in a process of its own with a limit on its time, the most valuable first. One JSON, written after
// every section. Its tables are made by tables.ts.
//
//   node check.mjs [--out FILE] [--seconds 470] [--only a,b] [--skip a,b] [--quick]

import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type CheckRecord, type Section, type SectionRecord, writeWhole } from "./record.ts";
import { adapter } from "./sections/adapter.ts";
import { commandSection, sweepSection } from "./sections/batches.ts";
import { ceilings } from "./sections/ceilings.ts";
import { groups } from "./sections/groups.ts";
import { kernels } from "./sections/kernels.ts";
import { lanesSection } from "./sections/lanes.ts";
import { numpyro } from "./sections/numpyro.ts";

interface Planned {
  readonly run: Section;
  /** Seconds that it may take. */
  readonly seconds: number;
  readonly quickSeconds?: number;
  /** The bundle that runs it, made with another constant. */
  readonly bundle?: string;
  /** Options of Dawn. */
  readonly dawn?: string;
  /** The Vulkan loader says what it does. */
  readonly tells?: boolean;
}

const powers = [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536];
const shapes = [1024, 16_384, 65_536];

/** In the order of their value. */
const planned: Readonly<Record<string, Planned>> = {
  adapter: { run: adapter, seconds: 40 },
  "batch-gpu": { run: commandSection("gpu", 3072, 1001), seconds: 100, quickSeconds: 120 },
  groups: { run: groups, seconds: 60, quickSeconds: 90 },
  "executor-1024": { run: sweepSection({ fitsAtOnce: 1024, groups: 3 }, 20_001), seconds: 60 },
  "batch-threads": { run: commandSection("threads", 240, 1), seconds: 50 },
  kernels: { run: kernels, seconds: 40, quickSeconds: 90 },
  ceilings: { run: ceilings, seconds: 20 },
  "lanes-model-a": { run: lanesSection("model A", powers), seconds: 45 },
  "executor-256": { run: sweepSection({ fitsAtOnce: 256, groups: 8 }, 30_001), seconds: 50 },
  numpyro: { run: numpyro, seconds: 150, quickSeconds: 120 },
  "lanes-default-model": { run: lanesSection("default model", powers), seconds: 40 },
  "workgroup-64": { run: lanesSection("model A", shapes), seconds: 20, bundle: "workgroup-64" },
  "workgroup-128": { run: lanesSection("model A", shapes), seconds: 20, bundle: "workgroup-128" },
  "side-by-side-1": { run: lanesSection("model A", shapes), seconds: 20, bundle: "side-by-side-1" },
  "side-by-side-8": { run: lanesSection("model A", shapes), seconds: 20, bundle: "side-by-side-8" },
  "no-robustness": {
    run: lanesSection("model A", shapes),
    seconds: 20,
    dawn: "enable-dawn-features=disable_robustness",
  },
  "steps-a-call": { run: lanesSection("model A", [2048, 16_384], [1, 4, 16, 64]), seconds: 25 },
};

const here = fileURLToPath(import.meta.url);
const smi = existsSync("/usr/local/nvidia/bin/nvidia-smi") ? "/usr/local/nvidia/bin/nvidia-smi" : "nvidia-smi";
const { values } = parseArgs({
  options: {
    out: { type: "string", default: "gpu-check.json" },
    seconds: { type: "string", default: "470" },
    only: { type: "string" },
    skip: { type: "string" },
    quick: { type: "boolean", default: false },
    section: { type: "string" },
    budget: { type: "string" },
  },
});
const begun = performance.now();
const elapsed = (): number => (performance.now() - begun) / 1000;

if (values.section === undefined) await all();
else await one(values.section);

/** A section in this process. */
async function one(name: string): Promise<void> {
  const { run } = planned[name];
  const out = values.out;
  try {
    await run({
      quick: values.quick,
      budget: Number(values.budget),
      elapsed,
      keep: (result) => writeWhole(out, { result }),
      log: (line) => console.log(line),
    });
    const kept = existsSync(out) ? (JSON.parse(readFileSync(out, "utf8")) as object) : {};
    writeWhole(out, { ...kept, done: true });
  } catch (error) {
    const kept = existsSync(out) ? (JSON.parse(readFileSync(out, "utf8")) as object) : {};
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    writeWhole(out, { ...kept, error: `${text}\n${JSON.stringify(error)}` });
    console.error(text);
  }
  // Not by the usual way out: drivers may hang in theirs.
  process.kill(process.pid, "SIGKILL");
}

async function all(): Promise<void> {
  const { quick } = values;
  const most = Number(values.seconds);
  const chosen = (list: string | undefined): Set<string> | undefined =>
    list === undefined ? undefined : new Set(list.split(","));
  const [only, skip] = [chosen(values.only), chosen(values.skip)];
  const sections: Record<string, SectionRecord> = {};
  const load = watchLoad();
  const machine = machineHere();
  const out = resolve(values.out);
  const write = (): void => {
    const record: CheckRecord = {
      format: "carryover gpu check 1",
      quick,
      date: new Date().toISOString(),
      commit: process.env.CARRYOVER_COMMIT ?? firstLine("git", ["rev-parse", "--short", "HEAD"]),
      seconds: elapsed(),
      machine,
      sections,
    };
    writeWhole(out, record);
  };
  say(`${machine.processor}, ${machine.cores} cores; ${String(machine.gpu)}`);
  write();
  for (const [name, plan] of Object.entries(planned)) {
    if ((only !== undefined && !only.has(name)) || skip?.has(name)) {
      sections[name] = { status: "skipped", seconds: 0, error: "not asked for" };
      continue;
    }
    const wanted = quick ? (plan.quickSeconds ?? 60) : plan.seconds;
    const budget = Math.min(wanted, most - elapsed() - 4);
    if (budget < Math.min(12, wanted / 2)) {
      sections[name] = { status: "skipped", seconds: 0, error: "no time was left" };
      say(`${name}: no time is left`);
      continue;
    }
    say(`${name}: at most ${budget.toFixed(0)} s`);
    const from = load.length;
    sections[name] = { ...(await inProcess(name, plan, budget)), ...loadOf(load.slice(from)) };
    say(`${name}: ${sections[name].status} after ${sections[name].seconds.toFixed(1)} s`);
    write();
    if (name === "adapter" && !("name" in ((sections[name].result ?? {}) as object))) {
      say("There is no GPU to check. What the Vulkan loader says of it:");
      const told = await inProcess(name, { ...plan, tells: true }, 20);
      sections["vulkan-loader"] = { ...told, status: "failed" };
      break;
    }
  }
  write();
  say(`written: ${out}`);
  process.exit(0);
}

function say(line: string): void {
  console.log(`[${elapsed().toFixed(1).padStart(6)} s] ${line}`);
}

/** Runs a section in a group of processes, which all end with it. */
function inProcess(name: string, plan: Planned, budget: number): Promise<SectionRecord> {
  const part = `${resolve(values.out)}.${name}`;
  rmSync(part, { force: true });
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  return new Promise((resolved) => {
    const script = plan.bundle === undefined ? here : join(dirname(here), `check-${plan.bundle}.mjs`);
    const line = [
      "--section",
      name,
      "--budget",
      String(budget - 2),
      "--out",
      part,
      ...(values.quick ? ["--quick"] : []),
    ];
    const env = {
      ...process.env,
      ...(plan.dawn === undefined ? {} : { CARRYOVER_DAWN: plan.dawn }),
      ...(plan.tells === true ? { VK_LOADER_DEBUG: "error,warn,driver" } : {}),
    };
    const child = spawn(process.execPath, [...process.execArgv, script, ...line], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env,
    });
    let errors = "";
    let late = false;
    const tell = (text: string): void => {
      for (const each of text.split("\n")) if (each.trim() !== "") say(`  ${each}`);
    };
    child.stdout.setEncoding("utf8").on("data", tell);
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors = (errors + text).slice(-3000);
      tell(text);
    });
    const killAll = (): void => {
      try {
        process.kill(-child.pid!, "SIGKILL");
      } catch {
        // All of them have ended.
      }
    };
    const timer = setTimeout(() => {
      late = true;
      killAll();
    }, 1000 * budget);
    let over = false;
    const end = (code: number | null, signal: string | null): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      killAll();
      let kept: { result?: unknown; error?: string; done?: boolean } = {};
      try {
        kept = JSON.parse(readFileSync(part, "utf8")) as typeof kept;
      } catch {
        // It kept nothing.
      }
      rmSync(part, { force: true });
      rmSync(`${part}.part`, { force: true });
      const status = late && kept.done !== true ? "timed out" : kept.done === true ? "done" : "failed";
      const ended = kept.done === true || kept.error !== undefined ? "" : `ended with ${signal ?? code}; ${errors}`;
      const error = [kept.error ?? "", ended].filter((text) => text !== "").join("\n");
      resolved({
        status,
        seconds: seconds(),
        ...(kept.result === undefined ? {} : { result: kept.result }),
        ...(error === "" ? {} : { error }),
      });
    };
    child.once("error", (error) => {
      errors += error.message;
      end(null, "error");
    });
    // Not "close": a process that outlives the section may hold its pipes.
    child.once("exit", (code, signal) => setTimeout(() => end(code, signal), 100));
  });
}

function firstLine(command: string, words: readonly string[]): string {
  try {
    return execFileSync(command, words, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 20_000,
    }).trim();
  } catch {
    return "not there";
  }
}

function machineHere(): Record<string, unknown> {
  const fields =
    "name,driver_version,memory.total,clocks.max.sm,clocks.max.mem,power.limit,pcie.link.gen.current,mig.mode.current";
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `linux ${release()}`,
    node: process.versions.node,
    gpu: firstLine(smi, [`--query-gpu=${fields}`, "--format=csv,noheader"]),
    gpuFields: fields,
    drivers: process.env.VK_DRIVER_FILES ?? process.env.VK_ICD_FILENAMES ?? "found by the loader",
  };
}

interface Load {
  readonly at: number;
  readonly busy: number;
  readonly memory: number;
  readonly clock: number;
  readonly power: number;
}

/** What nvidia-smi says of the GPU twice a second, where there is one. */
function watchLoad(): Load[] {
  const seen: Load[] = [];
  const query = "--query-gpu=utilization.gpu,memory.used,clocks.sm,power.draw";
  const child = spawn(smi, [query, "--format=csv,noheader,nounits", "-lms", "500"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  child.on("error", () => {});
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    for (const line of text.trim().split("\n")) {
      const [busy, memory, clock, power] = line.split(",").map(Number);
      seen.push({ at: elapsed(), busy, memory, clock, power });
    }
  });
  process.once("exit", () => child.kill("SIGKILL"));
  return seen;
}

function loadOf(seen: readonly Load[]): { readonly load?: object } {
  if (seen.length === 0) return {};
  const mean = (key: keyof Load): number => seen.reduce((sum, each) => sum + each[key], 0) / seen.length;
  const largest = (key: keyof Load): number => Math.max(...seen.map((each) => each[key]));
  return {
    load: {
      samples: seen.length,
      meanBusyPercent: mean("busy"),
      mostBusyPercent: largest("busy"),
      mostMemoryMiB: largest("memory"),
      meanClockMHz: mean("clock"),
      meanPowerWatts: mean("power"),
    },
  };
}

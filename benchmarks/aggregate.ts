// Largest resident set and time of `carryover aggregate` on a table of events larger than its memory, and on a tenth of it.
//
//   npm run bench:aggregate -- [--megabytes 2000] [--runs 1] [--quick]
//
// Events are generated with a fixed seed, streamed to a temporary file and not kept. About a quarter of them are of users
// whose cost exceeds its total.

import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statfsSync, writeFileSync, writeSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { commandLine } from "./harness/shipped.ts";
import { shortSpread, spread } from "./harness/statistics.ts";

const { runs, megabytes, quick } = readOptions({ runs: [1, 1], megabytes: [2000, 50] });
const megabyte = 1e6;
const memoryTarget = 512;
const weeks = 104;
const firstDay = Date.UTC(2024, 0, 1);
const channels = ["search", "social", "video", "display", "email"];

const privacyFile = `weeks: { from: 2024-01-01, to: 2025-12-28 }
channels: [${channels.join(", ")}]
measures:
  revenue: { cap: 200, total: 400 }
  conversions: { cap: 2, total: 4 }
  impressions: { cap: 10, total: 120 }
  cost: { cap: 5, total: 60 }
`;

/** Writes events until the file has this size; resolves with their number. One in twenty is a purchase without a channel. */
function generate(path: string, bytes: number): number {
  const file = openSync(path, "wx", 0o600);
  const days = Array.from({ length: weeks * 7 }, (_, day) =>
    new Date(firstDay + day * 864e5).toISOString().slice(0, 10),
  );
  const two = (value: number): string => (value < 10 ? `0${value}` : String(value));
  // Some 20 events a user, however large the file is. The square makes some users far busier than others: of the user at a part x of
  // all, 10 / sqrt(x) are expected, at a mean cost of 1.5, so that a total of 60 is exceeded up to x = 0.06, by sqrt(x) = 0.25 of the events.
  const users = Math.max(1, Math.floor(bytes / 1000));
  let state = 1;
  const below = (bound: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  let events = 0;
  let written = writeSync(file, "user,time,channel,cost,impressions,conversion,value\n");
  try {
    while (written < bytes) {
      const lines: string[] = [];
      for (let i = 0; i < 20_000; i++) {
        const share = below(2 ** 30) / 2 ** 30;
        const user = `user-${String(Math.floor(share * share * users)).padStart(9, "0")}`;
        const time = `${days[below(days.length)]} ${two(below(24))}:${two(below(60))}:${two(below(60))}`;
        const rest =
          below(20) === 0
            ? `,,,1,${20 + below(200)}.${two(below(100))}`
            : `${channels[below(channels.length)]},${below(3)}.${two(below(100))},${1 + below(4)},,`;
        lines.push(`${user},${time},${rest}\n`);
      }
      events += lines.length;
      written += writeSync(file, lines.join(""));
    }
  } finally {
    closeSync(file);
  }
  return events;
}

interface Run {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

const hook = fileURLToPath(new URL("harness/note-peak-memory.mjs", import.meta.url));

async function aggregate(folder: string, events: string): Promise<Run> {
  const [peak, out] = [join(folder, "peak"), join(folder, "out")];
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [
      "--import",
      hook,
      commandLine,
      "aggregate",
      events,
      "--spec",
      join(folder, "privacy.yaml"),
      "--out",
      out,
      "--force",
    ],
    { env: { ...process.env, CARRYOVER_BENCHMARK_PEAK: peak, TMPDIR: folder }, stdio: ["ignore", "ignore", "pipe"] },
  );
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`carryover aggregate ended with ${code}:\n${errors}`);
  const rows = readFileSync(join(out, "table.csv"), "utf8").trimEnd().split("\n").length - 1;
  if (rows !== weeks) throw new Error(`The table has ${rows} weeks, not ${weeks}.`);
  return { seconds, peakMegabytes: (Number(readFileSync(peak, "utf8")) * 1024) / megabyte };
}

const folder = mkdtempSync(join(tmpdir(), "carryover-benchmark-"));
try {
  const { bavail, bsize } = statfsSync(folder);
  // The events, and as much again for temporary files.
  const needed = 2.2 * megabytes * megabyte;
  if (bavail * bsize < needed) throw new Error(`${folder} needs ${(needed / 1e9).toFixed(1)} GB of free space.`);
  writeFileSync(join(folder, "privacy.yaml"), privacyFile);
  const sizes = [megabytes / 10, megabytes].map((size, index) => {
    const path = join(folder, `events-${index}.csv`);
    return { size, path, events: generate(path, size * megabyte), runs: [] as Run[] };
  });
  const [before] = loadavg();
  for (let i = 0; i < runs; i++) for (const size of sizes) size.runs.push(await aggregate(folder, size.path));
  const made = machine();
  const rows = sizes.map(({ size, events, runs: own }, index) => {
    const peaks = spread(own.map(({ peakMegabytes }) => peakMegabytes));
    return [
      `${size} MB of CSV`,
      `${(events / 1e6).toFixed(1)} million`,
      `${shortSpread(spread(own.map(({ seconds }) => seconds)))} s`,
      `${shortSpread(peaks)} MB`,
      index === 0 ? "" : targetWords(peaks.most, "at most", memoryTarget, " MB in every run"),
    ];
  });
  publish(
    {
      name: "aggregate",
      result: {
        machine: made,
        loadBefore: before,
        sizes: sizes.map(({ size, events, runs: own }) => ({ megabytes: size, events, runs: own })),
      },
      lines: [
        `${machineLine(made)}. Load of the machine before the first run: ${before.toFixed(1)}. Runs of each size: ${runs}.`,
        "",
        ...table(["`carryover aggregate events.csv`", "events", "time", "largest resident set", ""], rows),
        "",
        `Default memory (256 MB for DuckDB), ${weeks} weeks, ${channels.length} channels, four measures; read with getrusage when the process ends.`,
        "MB are millions of bytes.",
      ],
    },
    !quick,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

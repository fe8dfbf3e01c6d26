// Loaded into a measured process with --import: writes its largest resident set (KiB, of getrusage) to a file when it ends.

import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

if (isMainThread) {
  process.on("exit", () => writeFileSync(process.env.CARRYOVER_BENCHMARK_PEAK, String(process.resourceUsage().maxRSS)));
}

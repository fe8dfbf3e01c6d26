// A process that writes the same run folder over and over until it is killed; its argument is the folder.

import { saveRun } from "../../../src/store/run/index.ts";
import { fakeFit } from "./fake-fit.ts";

const folder = process.argv[2];
const origin = { command: "test", dataPath: "/data.csv", backend: "wasm", threads: 1 } as const;
process.stdout.write("ready\n");
for (let seed = 2; ; seed++) {
  const fit = fakeFit({ seed, chains: 4, draws: 20_000 });
  await saveRun(fit, folder, origin);
}

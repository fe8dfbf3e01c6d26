// A process that takes the lock at the path it is given and holds it until its input ends or it is killed.

import { acquireLock } from "../../../src/files/lock.ts";

await acquireLock(process.argv[2]);
process.stdout.write("held\n");
process.stdin.on("data", () => process.exit(0));
setInterval(() => undefined, 1000);

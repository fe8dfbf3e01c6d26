// What is typed wrong is refused with exit code 2 and says what to do instead.

import { describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands/index.ts";
import { panelNames } from "../../src/data/worlds/panels/names.ts";
import { worldNames } from "../../src/data/worlds/presets/names.ts";
import { problemsIn, run } from "./support/harness.ts";

const names = commands.map(({ name }) => name).join(", ");

const badUsage: readonly (readonly [line: string, messages: readonly string[]])[] = [
  ["", ["A command is missing. Try carryover demo, or see carryover --help."]],
  ["--json", ["A command is missing. Try carryover demo, or see carryover --help."]],
  ["fti data.csv", [`There is no such command. Received "fti". Did you mean "fit"? The commands are ${names}.`]],
  ["predict run", [`There is no such command. Received "predict". The commands are ${names}.`]],
  [
    "fit",
    ["carryover fit needs a table, a model file or - for a table from standard input. See carryover fit --help."],
  ],
  ["diagnose", ["carryover diagnose needs a run folder. See carryover diagnose --help."]],
  ["summary", ["carryover summary needs a run folder. See carryover summary --help."]],
  ["spec --explain", ["carryover spec needs a table, a model file or the word schema. See carryover spec --help."]],
  [
    "fit a.csv b.csv",
    [
      'carryover fit takes one argument: a table, a model file or - for a table from standard input. Received "b.csv". Quote names that have spaces; run the command once for each file.',
    ],
  ],
  [
    "demo data.csv",
    [
      'carryover demo takes no arguments besides options. Received "data.csv". Quote names that have spaces; run the command once for each file.',
    ],
  ],
  ["fit a.csv --drws 5", ['carryover fit has no option --drws. Did you mean "--draws"? See carryover fit --help.']],
  ["fit a.csv --frobnicate", ["carryover fit has no option --frobnicate. See carryover fit --help."]],
  ["fit a.csv -d 5", ["carryover fit has no option -d. See carryover fit --help."]],
  ["fit a.csv --no-json", ['carryover fit has no option --no-json. Did you mean "--json"? See carryover fit --help.']],
  ["demo --weeks 10", ["carryover demo has no option --weeks. See carryover demo --help."]],
  ["fit a.csv --chains 0", ['--chains must be a whole number from 1 to 10000. Received "0". The default is 4.']],
  ["fit a.csv --chains 2.5", ['--chains must be a whole number from 1 to 10000. Received "2.5". The default is 4.']],
  ["fit a.csv --chains=four", ['--chains must be a whole number from 1 to 10000. Received "four". The default is 4.']],
  ["fit a.csv --draws -1", ['--draws must be a whole number from 1 to 10000000. Received "-1". The default is 1000.']],
  [
    "fit a.csv --draws abc",
    ['--draws must be a whole number from 1 to 10000000. Received "abc". The default is 1000.'],
  ],
  [
    "fit a.csv --draws 1e3",
    ['--draws must be a whole number from 1 to 10000000. Received "1e3". The default is 1000.'],
  ],
  [
    "fit a.csv --draws",
    ["--draws needs a value: a whole number from 1 to 10000000. Write it after the option, with a space between."],
  ],
  [
    "fit a.csv --draws --json",
    ["--draws needs a value: a whole number from 1 to 10000000. Write it after the option, with a space between."],
  ],
  [
    "fit a.csv --warmup 0",
    [
      '--warmup must be a whole number from 1 to 1000000. Received "0". The default is 500, 1000 with schedule stan, 300 with algorithm chees.',
    ],
  ],
  ["fit a.csv --seed 1.5", ['--seed must be a whole number from 0 to 2^53 - 1. Received "1.5". The default is 1.']],
  ["fit a.csv --seed -3", ['--seed must be a whole number from 0 to 2^53 - 1. Received "-3". The default is 1.']],
  [
    "fit a.csv --seed 9007199254740993",
    ['--seed must be a whole number from 0 to 2^53 - 1. Received "9007199254740993". The default is 1.'],
  ],
  ["fit a.csv --seed 1 --seed 2", ['--seed is given more than once. Received "1", "2". Give it once.']],
  [
    "fit a.csv --target-accept 1",
    [
      '--target-accept must be a number above 0 and below 1. Received "1". The default is 0.8, of panels 0.9; higher values give shorter steps and fewer divergences.',
    ],
  ],
  [
    "fit a.csv --target-accept 0",
    [
      '--target-accept must be a number above 0 and below 1. Received "0". The default is 0.8, of panels 0.9; higher values give shorter steps and fewer divergences.',
    ],
  ],
  [
    "fit a.csv --target-accept 80%",
    [
      '--target-accept must be a number above 0 and below 1. Received "80%". The default is 0.8, of panels 0.9; higher values give shorter steps and fewer divergences.',
    ],
  ],
  ["fit a.csv --max-depth 99", ['--max-depth must be a whole number from 1 to 20. Received "99". The default is 10.']],
  [
    "fit a.csv --metric lowrank",
    [
      '--metric must be one of auto, diagonal, low-rank, dense. Received "lowrank". Did you mean "low-rank"? The default is auto.',
    ],
  ],
  ["fit a.csv --schedule pymc", ['--schedule must be one of nutpie, stan. Received "pymc". The default is nutpie.']],
  [
    "fit a.csv --backend gpu",
    ['--backend must be one of wasm, wasm-fma, javascript. Received "gpu". The default is wasm.'],
  ],
  [
    "fit a.csv --progress fancy",
    ['--progress must be one of auto, plain, json, none. Received "fancy". The default is auto.'],
  ],
  [
    "fit a.csv --threads 0",
    [
      '--threads must be a whole number from 1 to 1024. Received "0". The default is one per core; a single fit uses one per chain, and more only for gradients of large panels.',
    ],
  ],
  ["fit a.csv --json=maybe", ["--json takes no value. Write --json alone, or leave it out."]],
  ["fit a.csv --out", ["--out needs a value: a folder. Write it after the option, with a space between."]],
  [
    "fit a.csv --resume",
    [
      "--resume needs --out: the folder of the run to continue. Give the command that made the run, with --out and --resume.",
    ],
  ],
  ["spec a.csv --json --explain", ["Only one of --explain, --json can be given. Choose one."]],
  ["summary run --json --csv", ["Only one of --json, --csv can be given. Choose one."]],
  [
    "simulate --preset retail",
    [
      `--preset must be one of ${[...worldNames, ...panelNames].join(", ")}. Received "retail". The default is ecommerce.`,
    ],
  ],
  [
    "simulate --weeks 5",
    [
      '--weeks must be a whole number from 20 to 5200. Received "5". The default is 104; 30 for the world short-history.',
    ],
  ],
  [
    "fit a.csv b.csv --chains 0 --metric x --nope",
    [
      '--chains must be a whole number from 1 to 10000. Received "0". The default is 4.',
      '--metric must be one of auto, diagonal, low-rank, dense. Received "x". The default is auto.',
      "carryover fit has no option --nope. See carryover fit --help.",
      'carryover fit takes one argument: a table, a model file or - for a table from standard input. Received "b.csv". Quote names that have spaces; run the command once for each file.',
    ],
  ],
];

describe("wrong usage", () => {
  it.each(badUsage)("carryover %s", async (line, messages) => {
    const { code, stdout, stderr } = await run(line === "" ? [] : line.split(" "));
    expect(problemsIn(stderr)).toEqual(messages);
    expect(code).toBe(2);
    // Who asked for JSON gets the same as JSON.
    const asked = line.split(" ").includes("--json");
    expect(asked ? JSON.parse(stdout) : stdout).toEqual(
      asked ? { schema: "carryover/problems/1", exit_code: 2, problems: expect.any(Array) } : "",
    );
  });

  it("shows no stack trace unless --debug is given", async () => {
    expect((await run(["fit", "--chains", "0", "a.csv"])).stderr).not.toContain("    at ");
    expect((await run(["fit", "--chains", "0", "a.csv", "--debug"])).stderr).toContain("    at ");
  });
});

describe("help", () => {
  it.each(["demo", "fit", "diagnose", "summary", "spec", "simulate", "doctor"])(
    "of carryover %s has a purpose, examples and exit codes",
    async (name) => {
      const { code, stdout, stderr } = await run([name, "--help"]);
      expect(code).toBe(0);
      expect(stderr).toBe("");
      expect(stdout).toMatch(new RegExp(`^carryover ${name} `));
      expect(stdout).toContain("Examples:");
      expect(stdout).toMatch(/Exit codes:\n +0 {2}/);
      expect(stdout).toMatch(/^ +2 {2}wrong usage$/m);
    },
  );

  it("comes before anything else on the line is judged, and -h is the same", async () => {
    const long = await run(["fit", "--chains", "0", "--help"]);
    expect(long.code).toBe(0);
    expect((await run(["fit", "-h"])).stdout).toBe(long.stdout);
  });

  it("of carryover names every command and every exit code", async () => {
    const { stdout } = await run(["--help"]);
    for (const word of ["demo", "fit", "diagnose", "summary", "spec", "simulate", "doctor", "130", "not converged"]) {
      expect(stdout).toContain(word);
    }
  });

  it("--version prints the version of package.json", async () => {
    const { default: manifest } = await import("../../package.json", { with: { type: "json" } });
    expect((await run(["--version"])).stdout).toBe(`${manifest.version}\n`);
  });
});

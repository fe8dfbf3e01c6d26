// Every JSON document that commands print and write, held to the JSON Schema that is shipped for it.

import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands/index.ts";
import { simulate, simulationFiles } from "../../src/data/worlds/simulate.ts";
import { engine } from "../../src/services/engine/index.ts";
import { schemas, validated, violations } from "../documents/support/schemas.ts";
import { run } from "./support/harness.ts";

let root: string;
const at = (...parts: readonly string[]): string => join(root, ...parts);
const short = ["--chains", "2", "--warmup", "150", "--draws", "60", "--threads", "1"];
const quiet = ["--progress", "none"];

/** Commands that have printed JSON. */
const printed = new Set<string>();

/** What a command prints with --json where it has a result. */
async function documentOf(...tokens: readonly string[]): Promise<unknown> {
  const { stdout, stderr, code } = await run([...tokens, "--json"], { engine });
  expect(stdout, `exit code ${code}: ${stderr}`).not.toBe("");
  printed.add(tokens[0]);
  const document = JSON.parse(stdout) as object;
  expect(document, stderr).not.toHaveProperty("problems");
  return document;
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, "utf8"));
}

async function readLines(path: string): Promise<readonly unknown[]> {
  const text = await readFile(path, "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

/** What is wrong with the JSON files of a folder, by file. */
async function wrongIn(folder: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, readonly string[]> = {};
  for (const name of (await readdir(folder, { recursive: true })).filter((file) => /\.(nd)?json$/.test(file))) {
    const path = join(folder, name);
    const documents = name.endsWith(".ndjson") ? await readLines(path) : [await readJson(path)];
    expect(documents.length).toBeGreaterThan(0);
    const wrong = documents.flatMap(violations);
    if (wrong.length > 0) found[name] = wrong;
  }
  return found;
}

/** The document inside of a page. */
async function figuresIn(path: string): Promise<unknown> {
  const page = await readFile(path, "utf8");
  const [, figures] = /<script type="application\/json" id="carryover-report">(.*?)<\/script>/s.exec(page) ?? [];
  return JSON.parse(figures);
}

/** The last three rows of a table of numbered weeks, three weeks later. */
function nextOf(table: string): string {
  const [head, ...rows] = table.trim().split("\n");
  return [head, ...rows.slice(-3).map((row) => row.replace(/^\d+/, (week) => String(Number(week) + 3)))].join("\n");
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-documents-"));
  await mkdir(at("tables"));
  for (const seed of [1, 2]) {
    const table = simulationFiles(simulate("ecommerce", { weeks: 60, seed }))["data.csv"];
    await writeFile(at("tables", `t${seed}.csv`), table);
  }
  await writeFile(at("bare.yaml"), "data: tables/t1.csv\nseasonality: none\n");
  await run(["simulate", "--preset", "panel", "--out", at("panel"), "--weeks", "52"]);
  for (const [table, name] of [
    [at("tables", "t1.csv"), "run"],
    [at("panel", "model.yaml"), "geos"],
    [at("bare.yaml"), "bare"],
  ]) {
    const { code, stderr } = await run(["fit", table, "--out", at(name), ...short, ...quiet], { engine });
    // Two chains of few draws need not converge (4).
    expect([0, 4], stderr).toContain(code);
  }
}, 120_000);
afterAll(() => rm(root, { recursive: true }));

describe("A run folder", () => {
  it("holds documents by their schemas, and so does the page of its report", async () => {
    expect(await wrongIn(at("run"))).toEqual({});
    expect(violations(await figuresIn(at("run", "report.html")))).toEqual([]);
  });
});

describe("A document on a run", () => {
  const asked: readonly (readonly [title: string, tokens: () => readonly string[]])[] = [
    ["summary", () => ["summary", at("run")]],
    ["diagnose", () => ["diagnose", at("run")]],
    ["contributions", () => ["contributions", at("run")]],
    ["contributions --weekly", () => ["contributions", at("run"), "--weekly"]],
    ["roi", () => ["roi", at("run")]],
    ["curves", () => ["curves", at("run")]],
    ["contributions --cohorts", () => ["contributions", at("geos"), "--cohorts", "--weeks", "4"]],
    ["contributions --against", () => ["contributions", at("geos"), "--weeks", "4", "--against", "previous"]],
    ["contributions --by-geo", () => ["contributions", at("geos"), "--by-geo"]],
    ["contributions --geo", () => ["contributions", at("geos"), "--geo", "North", "--weekly"]],
    ["roi --by-geo", () => ["roi", at("geos"), "--by-geo"]],
    ["curves --geo", () => ["curves", at("geos"), "--geo", "North"]],
    ["check", () => ["check", at("run")]],
    ["check --holdout", () => ["check", at("run"), "--holdout", "6", "--threads", "1", ...quiet]],
    ["compare of one", () => ["compare", at("run")]],
    ["compare of two", () => ["compare", at("run"), at("bare")]],
    ["recommend", () => ["recommend", at("run")]],
    ["optimize", () => ["optimize", at("run"), "--draws", "50"]],
    ["scenarios", () => ["scenarios", at("run"), at("plans.yaml"), "--draws", "50"]],
    ["forecast", () => ["forecast", at("run"), "--future", at("next.csv"), "--chart", at("forecast.svg")]],
    [
      "refresh",
      () => [
        "refresh",
        at("run"),
        at("newer.csv"),
        "--out",
        at("newer"),
        "--report",
        "none",
        "--threads",
        "1",
        ...quiet,
      ],
    ],
    ["experiment", () => ["experiment", at("run"), "--draws", "50", "--tests", "2", "--margin", "0.5"]],
    ["report", () => ["report", at("run"), "--out", at("report.html")]],
    ["export", () => ["export", at("run"), "--format", "csv", "--out", at("draws.csv")]],
    ["fit", () => ["fit", at("tables", "t2.csv"), "--out", at("again"), ...short, ...quiet]],
    ["spec", () => ["spec", at("bare.yaml")]],
    ["prior", () => ["prior", at("panel", "model.yaml"), "--out", at("prior.html"), "--draws", "100"]],
    ["init", () => ["init", at("tables", "t1.csv"), "--out", at("made.yaml")]],
    ["doctor", () => ["doctor"]],
  ];

  it.each(asked)("is by its schema: %s", { timeout: 60_000 }, async (_, tokens) => {
    const table = await readFile(at("tables", "t1.csv"), "utf8");
    await writeFile(at("next.csv"), nextOf(table));
    await writeFile(at("newer.csv"), `${table.trim()}\n${nextOf(table).split("\n").slice(1).join("\n")}\n`);
    await writeFile(at("plans.yaml"), 'plans:\n  more TV:\n    spend_TikTok: "+20%"\n');
    expect(violations(await documentOf(...tokens()))).toEqual([]);
  });

  it("is where a server listens", { timeout: 60_000 }, async () => {
    // The signal that ends it is heard once it listens.
    const before = process.listenerCount("SIGTERM");
    const ending = setInterval(() => {
      if (process.listenerCount("SIGTERM") === before) return;
      clearInterval(ending);
      process.emit("SIGTERM");
    }, 50);
    const tokens = ["serve", "--home", at("home"), "--port", "0"];
    expect(violations(await documentOf(...tokens))).toEqual([]);
  });

  it("is in the page of priors too", async () => {
    await run(["prior", at("bare.yaml"), "--out", at("bare-prior.html"), "--draws", "100"]);
    expect(violations(await figuresIn(at("bare-prior.html")))).toEqual([]);
  });

  it("is one of problems where there is no result, and nothing else is printed", async () => {
    for (const tokens of [
      ["roi", at("nowhere")],
      ["roi", at("run"), "--level", "7"],
      ["fit", at("none.csv")],
      ["nothing"],
    ]) {
      const { stdout, stderr, code } = await run([...tokens, "--json"], { engine });
      const document = JSON.parse(stdout) as { schema: string; exit_code: number; problems: readonly object[] };
      expect(violations(document)).toEqual([]);
      expect(document).toMatchObject({ schema: "carryover/problems/1", exit_code: code });
      expect(document.problems).not.toHaveLength(0);
      expect(stderr).toContain("error: ");
    }
  });
});

describe("Progress as JSON", () => {
  it("is a document a line: of fits, batches and studies", { timeout: 60_000 }, async () => {
    const fits = ["fit", at("tables", "t1.csv"), "--out", at("progress"), ...short, "--report", "none"];
    const batch = ["batch", at("tables"), "--out", at("progress-batch"), ...short];
    const study = ["recover", at("bare.yaml"), "--datasets", "2", ...short];
    for (const tokens of [fits, batch, study]) {
      const { stderr } = await run([...tokens, "--progress", "json"], { engine });
      const lines = stderr
        .trimEnd()
        .split("\n")
        .filter((line) => line.startsWith("{"));
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.flatMap((line) => violations(JSON.parse(line)))).toEqual([]);
    }
  });
});

describe("A folder of documents", () => {
  it("is that of a batch, with its runs, and of its overview", { timeout: 60_000 }, async () => {
    await cp(at("tables"), at("three"), { recursive: true });
    await writeFile(at("three", "bad.csv"), "week,revenue\n1,2\n");
    const tokens = ["batch", at("three"), "--out", at("batch"), ...short, ...quiet];
    expect(violations(await documentOf(...tokens, "--dry-run"))).toEqual([]);
    expect(violations(await documentOf(...tokens))).toEqual([]);
    expect(violations(await documentOf(...tokens, "--overview"))).toEqual([]);
    expect(await wrongIn(at("batch"))).toEqual({});
  });

  it("is that of a simulation", async () => {
    for (const preset of ["media", "delayed-effect", "panel"]) {
      await run(["simulate", "--preset", preset, "--out", at(preset)]);
      expect(await wrongIn(at(preset))).toEqual({});
    }
  });

  it("is that of a recovery study, its journal too", { timeout: 60_000 }, async () => {
    const tokens = ["recover", at("bare.yaml"), "--datasets", "3", "--calibrate", "--fits", "all", ...short, ...quiet];
    const document = await documentOf(...tokens, "--out", at("recovery"));
    expect(violations(document)).toEqual([]);
    expect(await wrongIn(at("recovery"))).toEqual({});
    const { openJournal } = await import("../../src/studies/recovery/index.ts");
    const { camelForm } = await import("../../src/documents/index.ts");
    const { sets } = camelForm(document) as import("../../src/studies/recovery/index.ts").Recovery;
    const journal = await openJournal(at("recovery", "recovery.ndjson"), { truth: "prior", seed: 1 });
    for (const set of sets) await journal.add(set, 1);
    expect(await wrongIn(at("recovery"))).toEqual({});
  });

  it("is that of worlds in which models fail", { timeout: 60_000 }, async () => {
    const worlds = ["--worlds", "easy,delayed-effect", "--datasets", "2"];
    const tokens = ["recover", "--scenarios", ...worlds, ...short, ...quiet, "--out", at("worlds")];
    expect(violations(await documentOf(...tokens))).toEqual([]);
    expect(await wrongIn(at("worlds"))).toEqual({});
  });

  it("is that of a trade-off", { timeout: 60_000 }, async () => {
    const bounds = ["--cap", "200", "--total", "1000", "--typical", "revenue=60000"];
    const sweep = ["--epsilons", "3", "--datasets", "2", "--threads", "1"];
    const tokens = ["tradeoff", at("tables", "t1.csv"), ...bounds, ...sweep, "--out", at("tradeoff")];
    expect(violations(await documentOf(...tokens))).toEqual([]);
    expect(await wrongIn(at("tradeoff"))).toEqual({});
  });
});

describe("Documents of privacy", () => {
  const bounds = ["--columns", "revenue", "--cap", "200", "--total", "1000", "--epsilon", "1"];
  const open = ["--public", "week=calendar,spend_Shopify=paid,spend_TikTok=paid,spend_Meta=paid,promotions=ours"];

  it("are bounds, releases, ledgers and notes, in files and printed", { timeout: 60_000 }, async () => {
    await mkdir(at("private"));
    await cp(at("tables", "t1.csv"), at("private", "weekly.csv"));
    await writeFile(at("private", "events.csv"), "user,time,channel,revenue\nann,2024-01-02,TV,20\n");
    const privacy = [
      "columns: { user: user, time: time, channel: channel }",
      "weeks: { from: 2024-01-01, to: 2024-01-22 }",
      "channels: [TV]",
      "measures: { revenue: { column: revenue, cap: 100, total: 400 } }",
    ];
    await writeFile(at("private", "privacy.yaml"), privacy.join("\n"));
    const table = at("private", "weekly.csv");
    const elsewhere = ["--ledger", at("private", "elsewhere")];
    for (const tokens of [
      ["aggregate", at("private", "events.csv"), "--spec", at("private", "privacy.yaml"), "--out", at("private", "b")],
      ["ledger", table, "--create", "--epsilon", "8", "--delta", "1e-6", "--accounting", "zcdp", ...elsewhere],
      ["privatize", table, ...bounds, ...open, "--out", at("private", "noised")],
      ["ledger", table],
    ]) {
      expect(violations(await documentOf(...tokens))).toEqual([]);
    }
    // The note beside the table has no ending of its own.
    expect(violations(await readJson(at("private", "weekly.csv.ledger")))).toEqual([]);
    expect(await wrongIn(at("private"))).toEqual({});
    // What the account remembers of it.
    expect(await wrongIn(process.env.XDG_STATE_HOME!)).toEqual({});
  });

  it("are the privacy of runs too, and of what is exported", { timeout: 60_000 }, async () => {
    const noised = at("private", "noised", "noised.csv");
    await run(["fit", noised, "--out", at("noised-run"), ...short, ...quiet], { engine });
    expect(await wrongIn(at("noised-run"))).toEqual({});
    for (const tokens of [
      ["roi", at("noised-run")],
      ["compare", at("noised-run"), at("run")],
      ["export", at("noised-run"), "--format", "csv", "--out", at("exported", "draws.csv")],
    ]) {
      await mkdir(at("exported"), { recursive: true });
      const document = await documentOf(...tokens);
      expect(violations(document)).toEqual([]);
      expect(document).toHaveProperty("privacy");
    }
    expect(await wrongIn(at("exported"))).toEqual({});
  });
});

describe("A canceled fit", () => {
  it("leaves documents from which it can go on", { timeout: 60_000 }, async () => {
    const { saveRun } = await import("../../src/store/run/index.ts");
    const { fakeFit } = await import("../store/support/fake-fit.ts");
    const origin = { command: "carryover fit", dataPath: at("tables", "t1.csv"), backend: "wasm", threads: 1 } as const;
    await saveRun(fakeFit({ complete: false }), at("canceled"), origin);
    expect(await wrongIn(at("canceled"))).toEqual({});
    expect(await readdir(at("canceled"))).toContain("resume.json");
  });
});

describe("A fit of a model of one's own", () => {
  it("leaves documents by their schemas", async () => {
    const { data, eightSchools } = await import("../fitting/support/eight-schools.ts");
    const fit = await eightSchools().fit(data, { chains: 2, warmup: 50, draws: 20, inThisThread: true });
    await fit.save(at("schools"));
    const page = await readFile(await fit.report(), "utf8");
    expect(await wrongIn(at("schools"))).toEqual({});
    const [, figures] = /<script type="application\/json" id="carryover-report">(.*?)<\/script>/s.exec(page) ?? [];
    expect(violations(JSON.parse(figures))).toEqual([]);
  });
});

describe("Every document", () => {
  it("of a command that has --json was printed here", async () => {
    const loaded = await Promise.all(
      commands.map(async ({ name, load }) => ({ name, options: (await load()).command.options })),
    );
    const withJson = loaded.filter(({ options }) => "json" in options).map(({ name }) => name);
    expect(withJson.filter((name) => !printed.has(name))).toEqual([]);
  });

  it("that is shipped a schema for was made here", () => {
    // What people write, and the first release left: tests of their own hold those to what they are read by.
    const read = ["privacy-file"];
    expect([...schemas.keys()].filter((name) => !validated.has(name) && !read.includes(name))).toEqual([]);
  });

  it("is shown by carryover spec schema", async () => {
    const { stdout } = await run(["spec", "schema", "roi"]);
    expect(JSON.parse(stdout)).toEqual(schemas.get("roi"));
    const { code, stderr } = await run(["spec", "schema", "rio"]);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean "roi"?');
  });
});

// Proof that exports mean to ArviZ what they mean here: fits runs, exports them in every format, opens them with ArviZ from PyPI and
// compares dimensions, names, every number, R-hat, effective sample sizes, Monte Carlo errors and leave-one-out estimates.
//
//   npx tsx benchmarks/arviz.ts
//
// Makes a virtual environment under benchmarks/.cache/venv-arviz if there is none (python3 with venv, PyPI). Fails when a check fails.

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Loo, psisLoo } from "../src/diagnostics/index.ts";
import { loadRun, type StoredRun } from "../src/store/run/index.ts";
import { cached, places } from "./harness/places.ts";
import { table } from "./harness/report.ts";

interface Check {
  readonly name: string;
  readonly difference: number;
  readonly allowed: number;
}

interface Findings {
  readonly versions: Readonly<Record<string, string>>;
  readonly checks: readonly Check[];
  readonly loo: {
    readonly relativeEfficiency: number;
    readonly elpd: number;
    readonly se: number;
    readonly pLoo: number;
    readonly pointwise: readonly number[];
    readonly paretoK: readonly number[];
    /** With az.loo's own efficiency. */
    readonly defaultElpd: number;
  };
  readonly arvizStats: { readonly relativeEfficiency: number; readonly paretoK: readonly number[] };
}

const packages = ["arviz<1", "arviz-stats", "h5netcdf", "netCDF4", "pyarrow"];
const python = environment();
const work = cached("arviz/");
let failed = 0;

for (const { name, input } of cases()) {
  const stem = `${work}${name}`;
  for (const file of readdirSync(work)) if (file.startsWith(name)) rmSync(`${work}${file}`, { recursive: true });
  carryover(["fit", input, "--out", `${stem}-run`, "--seed", "1", "--draws", "500", "--progress", "none"]);
  const ends = { netcdf: ".nc", "stan-csv": ".csv", csv: ".table.csv", parquet: ".parquet" };
  for (const [format, end] of Object.entries(ends)) {
    carryover(["export", `${stem}-run`, "--format", format, "--out", `${stem}${end}`]);
  }
  const script = fileURLToPath(new URL("arviz/check.py", import.meta.url));
  const printed = execFileSync(python, [script, `${stem}-run`, stem], { encoding: "utf8", maxBuffer: 1e9 });
  // Python writes an infinite difference as Infinity, which is not JSON.
  const findings = JSON.parse(printed.replaceAll(/\bInfinity\b/g, "1e999")) as Findings;
  const checks = [...findings.checks, ...looChecks(await loadRun(`${stem}-run`), findings)];
  const rows = checks.map(({ name: what, difference, allowed }) => [
    what,
    difference === 0 ? "0" : difference.toExponential(1),
    allowed === 0 ? "0" : String(allowed),
    difference <= allowed ? "ok" : "FAILED",
  ]);
  failed += rows.filter(([, , , outcome]) => outcome === "FAILED").length;
  const versions = Object.entries(findings.versions).map((each) => each.join(" "));
  console.log(`\n${name}: ${versions.join(", ")}\n`);
  console.log(table(["check", "largest difference", "allowed", "outcome"], rows).join("\n"));
}
if (failed > 0) process.exitCode = 1;
console.log(failed === 0 ? "\nAll checks passed." : `\n${failed} checks FAILED.`);

/** A table with everything in its place, and a model in which parameters belong to some channels only. */
function cases(): readonly { readonly name: string; readonly input: string }[] {
  carryover(["simulate", "--preset", "media", "--out", `${work}simulated`, "--force"]);
  const mixed = `${work}simulated/mixed.yaml`;
  const text = [
    "data: data.csv",
    "likelihood: student_t",
    "channels:",
    "  spend_TV: { saturation: none }",
    "  spend_Radio: { adstock: none }",
    "  spend_Digital: { saturation: logistic }",
    "  spend_Social: {}",
  ];
  writeFileSync(mixed, `${text.join("\n")}\n`);
  return [
    { name: "weekly", input: places.weekly },
    { name: "mixed", input: mixed },
  ];
}

/** A fit that has not converged is exported like any other: its numbers serve as well. */
function carryover(values: readonly string[]): void {
  const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
  try {
    execFileSync(process.execPath, ["--import", "tsx", main, ...values], { stdio: "pipe" });
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: Buffer };
    const notConverged = 4;
    if (status !== notConverged) throw new Error(`carryover ${values.join(" ")}: ${stderr}`);
  }
}

/** The Python of the virtual environment, made and completed where something is missing. */
function environment(): string {
  const folder = cached("venv-arviz"); // PyMC in `venv` asks for other versions
  const path = `${folder}/bin/python`;
  if (!existsSync(path)) execFileSync("python3", ["-m", "venv", folder], { stdio: "inherit" });
  try {
    execFileSync(path, ["-c", "import arviz, arviz_stats, h5netcdf, netCDF4, pyarrow"], { stdio: "ignore" });
  } catch {
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages];
    execFileSync(path, pip, { stdio: "inherit" });
  }
  return path;
}

/**
 * az.loo takes one relative efficiency for all rows, the mean over the posterior's variables; psisLoo takes that of each row's
 * likelihood unless it is told otherwise. Told the same, the two must agree; left alone, they differ by much less than the
 * standard error of the estimate.
 */
function looChecks({ draws }: StoredRun, { loo: theirs, arvizStats }: Findings): readonly Check[] {
  const logLikelihood = draws.pointwise!;
  const { observations } = logLikelihood;
  const withEfficiency = (value: number): Loo =>
    psisLoo(logLikelihood, { relativeEfficiency: new Float64Array(observations).fill(value) });
  const same = withEfficiency(theirs.relativeEfficiency);
  const own = psisLoo(logLikelihood);
  const furthest = (found: readonly number[], expected: readonly number[]): number =>
    found.reduce((most, value, row) => Math.max(most, Math.abs(value - expected[row])), 0);
  const elpds = same.pointwise.map(({ elpd }) => elpd);
  const shapesOf = ({ pointwise }: Loo): readonly number[] => pointwise.map(({ paretoK }) => paretoK);
  const shapes = shapesOf(withEfficiency(arvizStats.relativeEfficiency));
  return [
    { name: "elpd of az.loo, same efficiency", difference: Math.abs(same.elpd - theirs.elpd), allowed: 1e-6 },
    { name: "p_loo of az.loo, same efficiency", difference: Math.abs(same.pLoo - theirs.pLoo), allowed: 1e-6 },
    { name: "elpd of each row, same efficiency", difference: furthest(elpds, theirs.pointwise), allowed: 1e-6 },
    {
      name: "Pareto k of each row, same efficiency",
      difference: furthest(shapesOf(same), theirs.paretoK),
      allowed: 1e-6,
    },
    {
      name: "Pareto k of arviz-stats, another efficiency",
      difference: furthest(shapes, arvizStats.paretoK),
      allowed: 1e-6,
    },
    {
      name: "elpd of az.loo, each with its own efficiency, in standard errors",
      difference: Math.abs(own.elpd - theirs.defaultElpd) / theirs.se,
      allowed: 0.1,
    },
  ];
}

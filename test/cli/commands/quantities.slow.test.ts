// carryover contributions, roi and curves on a run that was sampled.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CurvesResult } from "../../../src/services/analyze/quantities.ts";
import { camelForm } from "../../../src/documents/index.ts";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import type { Contributions } from "../../../src/decisions/quantities/contributions.ts";
import type { Returns } from "../../../src/decisions/quantities/returns.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import type { MediaMixFit } from "../../../src/mmm/fit/fit-types.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { saveRun } from "../../../src/store/run/index.ts";
import { reseal } from "../../store/support/reseal.ts";
import { run } from "../support/harness.ts";
import { resultFaults } from "../../words/support/style.ts";

let root: string;
let folder: string;
let fit: MediaMixFit;
const origin = { command: "carryover fit table.csv", dataPath: "table.csv", backend: "wasm", threads: 1 } as const;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-quantities-"));
  folder = join(root, "run");
  const { columns } = simulate("ecommerce", { weeks: 70, seed: 2 });
  const data = await mediaDataFromColumns(columnsByName(columns));
  const file = "data: table.csv\nsampling: { chains: 2, warmup: 200, draws: 200, seed: 3 }\n";
  fit = await fitMediaMix(data, resolve(await parseModelFile(file, "model.yaml"), data), { threads: 1 });
  await saveRun(fit, folder, origin);
}, 60_000);
afterAll(async () => {
  await rm(root, { recursive: true });
});

const rowsOf = (text: string): string[][] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));

const json = async <T>(...tokens: string[]): Promise<T & { converged: boolean }> =>
  camelForm(JSON.parse((await run([...tokens, "--json"])).stdout)) as T & { converged: boolean };

describe("carryover contributions", () => {
  it("prints a table of components with intervals and shares", async () => {
    const { code, stdout } = await run(["contributions", folder]);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("Components of revenue");
    expect(lines[1]).toBe("1 to 70, 70 weeks; posterior means with 90% credible intervals");
    const names = ["base", ...fit.spec.controls, ...fit.spec.channels.map(({ name }) => name), "media", "observed"];
    for (const name of names) expect(stdout).toMatch(new RegExp(`^${name} +[\\d,]+`, "m"));
  });

  it("has the contributions that the fit reports", async () => {
    const { components, expected, level, converged } = await json<Contributions>("contributions", folder);
    expect([level, converged]).toEqual([0.9, fit.diagnostics.converged]);
    for (const { name } of fit.spec.channels) {
      const { total } = components.find((component) => component.name === name)!;
      const reported = fit.summary.quantities.find((row) => row.name === `contribution[${name}]`)!;
      expect(total.mean / reported.mean).toBeCloseTo(1, 10);
      expect(total.lower / reported.q5).toBeCloseTo(1, 10);
      expect(total.upper / reported.q95).toBeCloseTo(1, 10);
    }
    const sum = components.reduce((before, { total }) => before + total.mean, 0);
    expect(sum / expected.mean).toBeCloseTo(1, 10);
  });

  it("goes week by week, in a period, as a table", async () => {
    const { stdout } = await run(["contributions", folder, "--weekly", "--weeks", "4", "--csv", "--level", "0.5"]);
    const [header, ...rows] = rowsOf(stdout);
    expect(header).toEqual(["date", "kind", "name", "unit", "estimate", "mean", "median", "lower", "upper"]);
    expect([...new Set(rows.map(([date]) => date))]).toEqual(["67", "68", "69", "70"]);
    const kinds = new Set(rows.map(([, kind]) => kind));
    for (const kind of ["base", "channel", "expected", "predictive", "observed"]) expect(kinds).toContain(kind);
    const text = (await run(["contributions", folder, "--weekly", "--weeks", "4", "--level", "0.5"])).stdout;
    expect(text).toContain("67 to 70, 4 weeks; posterior means with 50% credible intervals");
    expect(text).toMatch(/^70 +[\d,]+ +[\d,]+ \([\d,]+ to [\d,]+\)/m);
  });
});

describe("carryover roi", () => {
  it("has the returns that the fit reports", async () => {
    const { channels, breakEven, headline } = await json<Returns>("roi", folder);
    expect([breakEven, headline]).toEqual([1, "roi"]);
    for (const { name, roi } of channels) {
      const reported = fit.summary.quantities.find((row) => row.name === `roi[${name}]`)!;
      expect(roi.mean / reported.mean).toBeCloseTo(1, 10);
      expect(roi.median / reported.median).toBeCloseTo(1, 10);
    }
  });

  it("prints returns, and marginal returns and pairs when asked", async () => {
    const plain = (await run(["roi", folder])).stdout;
    expect(plain).toMatch(
      /^channel +spend +contribution to revenue +share of media, % +ROI +ROI with carry-over +P\(ROI > 1\)$/m,
    );
    expect(plain).not.toContain("marginal");
    const all = (await run(["roi", folder, "--marginal", "--pairs", "--break-even", "2.5", "--weeks", "13"])).stdout;
    expect(all).toContain("P(ROI with carry-over > 2.5)");
    expect(all).toContain("P(marginal ROI > 2.5)");
    expect(all).toMatch(/^Probability that the marginal ROI/m);
    expect(all).toContain("58 to 70, 13 weeks");
  });

  it("writes a row for each channel and one for all as a table", async () => {
    const [header, ...rows] = rowsOf((await run(["roi", folder, "--csv"])).stdout);
    expect(rows.map(([kind]) => kind)).toEqual([...fit.spec.channels.map(() => "channel"), "media"]);
    expect(header).toContain("marginal_roi_upper");
    expect(header).not.toContain("cost_per_conversion_mean");
    for (const row of rows) expect(row).toHaveLength(header.length);
  });
});

describe("carryover curves", () => {
  it("prints carry-over, saturation and curves", async () => {
    const { code, stdout } = await run(["curves", folder]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Carry-over, in weeks$/m);
    expect(stdout).toMatch(/^Saturation, spend per week$/m);
    for (const { name } of fit.spec.channels) {
      expect(stdout).toContain(`${name}: constant spend per week, long-run revenue per week`);
      expect(stdout).toContain(`${name}: observed spend of 70 weeks times a factor, total revenue`);
    }
    expect(stdout.match(/observed$/gm)).toHaveLength(2 * fit.spec.channels.length);
  });

  it("prints one curve of one channel with all its points", async () => {
    const { name } = fit.spec.channels[1];
    const { stdout } = await run(["curves", folder, "--channel", name, "--steady", "--csv"]);
    const [, ...rows] = rowsOf(stdout);
    expect(rows).toHaveLength(41);
    expect(new Set(rows.map(([channel, curve]) => `${channel} ${curve}`))).toEqual(new Set([`${name} steady`]));
    const { curves, carryOver } = await json<CurvesResult>("curves", folder, "--channel", name);
    expect([curves.channels.length, carryOver.channels.length]).toEqual([1, 1]);
    const reported = fit.summary.quantities.find((row) => row.name === `half_life[${name}]`)!;
    expect(carryOver.channels[0].halfLife!.median / reported.median).toBeCloseTo(1, 10);
    const half = fit.summary.quantities.find((row) => row.name === `half_saturation[${name}]`)!;
    expect(curves.channels[0].position.halfSaturation!.mean / half.mean).toBeCloseTo(1, 10);
  });
});

describe.each(["contributions", "roi", "curves"])("carryover %s", (name) => {
  it("says first when the run has not converged", async () => {
    const broken = join(root, `not-converged-${name}`);
    await saveRun(fit, broken, origin);
    const file = join(broken, "diagnostics.json");
    await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, "utf8")), converged: false }));
    await reseal(broken);
    const { code, stderr, stdout } = await run([name, broken]);
    expect(stderr).toBe(`NOT CONVERGED: see carryover diagnose ${broken}\n`);
    expect([code, stdout.length > 0]).toEqual([0, true]);
    expect((await json(name, broken)).converged).toBe(false);
  });

  it.each([
    [["--json", "--csv"], 2, "Only one of --json, --csv can be given."],
    [["--weeks", "5", "--to", "20"], 2, "Only one of --weeks, --to can be given."],
    [["--weeks", "500"], 2, "The table has only 70 rows."],
    [["--from", "2024-01-01"], 2, "--from must be a number of the table's column of weeks."],
    [["--level", "1"], 2, "--level must be a number above 0 and below 1."],
  ])("refuses %j", async (tokens, expectedCode, message) => {
    const { code, stderr } = await run([name, folder, ...tokens]);
    expect(code).toBe(expectedCode);
    expect(stderr).toContain(message);
  });

  it("says what is wrong with a folder that is not a run", async () => {
    const { code, stderr } = await run([name, join(root, "none")]);
    expect(code).toBe(3);
    expect(stderr).toContain("There is no such run folder.");
  });
});

describe("carryover curves with wrong options", () => {
  it("names the channels there are", async () => {
    const { code, stderr } = await run(["curves", folder, "--channel", "Telly"]);
    expect(code).toBe(2);
    for (const { name } of fit.spec.channels) expect(stderr).toContain(name);
    expect((await run(["curves", folder, "--steady", "--flighting"])).code).toBe(2);
  });
});

describe("What is printed of quantities", () => {
  it.each([["contributions"], ["contributions", "--weekly"], ["roi", "--marginal", "--pairs"], ["curves"]])(
    "reads as the style guide says, numbers included: carryover %s %s %s",
    async (...[command, ...options]) => {
      const { code, stdout } = await run([command, folder, ...options]);
      expect(code).toBe(0);
      expect(stdout.split("\n").flatMap(resultFaults)).toEqual([]);
    },
  );
});

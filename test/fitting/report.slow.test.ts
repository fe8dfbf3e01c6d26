import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadFit } from "../../src/fitting/index.ts";
import { data, eightSchools } from "./support/eight-schools.ts";

const model = eightSchools();
const root = await mkdtemp(join(tmpdir(), "carryover-fit-report-"));
afterAll(() => rm(root, { recursive: true }));
const read = (path: string): Promise<string> => readFile(path, "utf8");
/** What a page says, without its fonts and charts. */
const wordsOf = (page: string): string => page.replace(/<style>.*?<\/style>/gs, "").replace(/<svg.*?<\/svg>/gs, "");

describe("The report of a fit of a model of one's own", () => {
  it("has verdict, table, charts of convergence, leave-one-out and replications in one file", async () => {
    const fit = await model.fit(data, { chains: 4, warmup: 300, draws: 300, seed: 3, inThisThread: true });
    const path = await fit.report(join(root, "report.html"), { title: "Eight <schools>" });
    const page = await read(path);
    const text = wordsOf(page);
    expect(text).toContain("<h1>Eight &lt;schools&gt;</h1>");
    for (const chart of ["rhat-ess", "ranks", "trace", "energy", "pairs", "mcse"]) {
      expect(page.includes(`class="carryover-chart convergence-${chart}"`), chart).toBe(true);
    }
    for (const part of ["theta[Hotchkiss]", "effect[Choate] in points", "Expected log predictive density", "maximum"]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/<script(?! type="application)|src=|NaN|undefined/);
    const [, figures] = /<script type="application\/json" id="carryover-report">(.*?)<\/script>/s.exec(page) ?? [];
    const document = JSON.parse(figures) as { replications: { statistic: string; at_least: number }[] };
    expect(document.replications.map(({ statistic }) => statistic)).toEqual([
      "mean",
      "standard deviation",
      "minimum",
      "maximum",
    ]);
    // A well-known result: the spread of the schools is as the model expects.
    for (const { at_least } of document.replications) expect(Math.abs(at_least - 0.5)).toBeLessThan(0.45);
    await writeFile(join(root, "mine.html"), "<p>mine</p>");
    await expect(fit.report(join(root, "mine.html"))).rejects.toThrow("mine.html");
    await expect(fit.report()).rejects.toThrow("no place yet");
  });

  it("goes into the folder of the fit under its seal, and says what keeps the draws from being used", async () => {
    const fit = await eightSchools(true).fit(data, { chains: 2, warmup: 60, draws: 40, seed: 1, inThisThread: true });
    const folder = await fit.save(join(root, "run"));
    expect(await fit.report()).toBe(join(folder, "report.html"));
    const again = await loadFit(folder);
    await again.report(join(folder, "report.html"));
    const page = await read(join(folder, "report.html"));
    expect(wordsOf(page)).toContain("NOT CONVERGED");
    expect(wordsOf(page)).not.toContain("--draws");
    await loadFit(folder);
    await writeFile(join(folder, "report.html"), page.replace("NOT CONVERGED", "CONVERGED"));
    await expect(loadFit(folder)).rejects.toThrow("report.html");
  });
});

// A daily table whose Search spends, and whose people buy, at weekends: the day of the week is in the model by default.

import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readMediaData } from "../../src/data/panel/index.ts";
import { fittedModel } from "../../src/decisions/draws/index.ts";
import { type ModelChecks, modelChecks } from "../../src/decisions/review/index.ts";
import { fitMediaMix, type MediaMixFit } from "../../src/mmm/fit/index.ts";
import { parseModelFile, resolve } from "../../src/mmm/specification/index.ts";

const path = fileURLToPath(new URL("tables/02-daily2.csv", import.meta.url));
const truth: Readonly<Record<string, number>> = { TV: 0.96, Search: 0.974 };
const sampling = "sampling: { warmup: 300, draws: 500 }";

async function fitOf(text: string): Promise<MediaMixFit> {
  const data = await readMediaData(path);
  return fitMediaMix(data, resolve(await parseModelFile(`data: t.csv\n${sampling}\n${text}\n`, "m.yaml"), data));
}

const roi = (fit: MediaMixFit, channel: string) =>
  fit.summary.quantities.find(({ name }) => name === `roi[${channel}]`)!;
const check = ({ review }: ModelChecks) => review.checks.find((each) => each.check === "weekday-pattern")!;

describe("a daily table with a pattern over the week", () => {
  it.each(["", "seasonality: { harmonics: 2 }"])("has the right returns, whatever the season: `%s`", async (text) => {
    const fit = await fitOf(text);
    expect(fit.diagnostics.divergences).toBe(0);
    for (const [channel, value] of Object.entries(truth)) {
      const { q5, q95 } = roi(fit, channel);
      expect(q5).toBeLessThan(value);
      expect(q95).toBeGreaterThan(value);
    }
    expect(check(modelChecks(fittedModel(fit), fit)).status).toBe("PASS");
  });

  it("has wrong ones without, and the review says what is missing", async () => {
    const fit = await fitOf("weekday: false");
    expect(roi(fit, "Search").q5).toBeGreaterThan(truth.Search);
    const found = check(modelChecks(fittedModel(fit), fit));
    expect(found.status).toBe("REVIEW");
    expect(found.advice).toContain("`weekday: true`");
  });
});

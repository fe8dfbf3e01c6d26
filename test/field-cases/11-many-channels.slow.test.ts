// 24 channels in 120 weeks: what media bring before the data does not grow with their number, and a prior that does is doubted.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { MediaData } from "../../src/data/panel/media-data.ts";
import { fittedModel } from "../../src/decisions/draws/index.ts";
import { priorPredictive, priorSample } from "../../src/decisions/predictions/predictive-prior.ts";
import { priorPredictiveShare } from "../../src/decisions/review/checks/prior-predictive.ts";
import { judged, type ReviewCheck } from "../../src/decisions/review/review-check.ts";
import { drawsOf } from "../../src/mmm/axes/index.ts";
import { makeDesign } from "../../src/mmm/fit/design.ts";
import { fitMediaMix } from "../../src/mmm/fit/fit.ts";
import type { MediaMixFit } from "../../src/mmm/fit/fit-types.ts";
import { readTableWithModel } from "../../src/mmm/fit/input.ts";
import { parseModelFile } from "../../src/mmm/specification/document.ts";
import type { ResolvedSpec } from "../../src/mmm/specification/resolved-spec.ts";
import { quantile, sum } from "../../src/numerics/index.ts";
import { sharedData } from "../support/optional.ts";

const tables = fileURLToPath(new URL("tables/", import.meta.url));
const table = `${tables}11-w24x120.csv`;
const truth = JSON.parse(readFileSync(`${tables}11-w24x120.truth.json`, "utf8")) as Record<
  string,
  { readonly spend: number; readonly contribution: number }
>;

/** A table under a model file of these lines. */
async function inputOf(path: string, lines = ""): Promise<{ readonly data: MediaData; readonly spec: ResolvedSpec }> {
  const { data, resolution } = await readTableWithModel(
    path,
    await parseModelFile(`data: table.csv\n${lines}`, "m.yaml"),
  );
  return { data, spec: resolution.spec };
}

/** What the check of the prior says before there are any draws of the posterior. */
function priorCheck({ data, spec }: { readonly data: MediaData; readonly spec: ResolvedSpec }): ReviewCheck {
  const model = { data, spec, design: makeDesign(data, spec), chains: 1 } as unknown as ReturnType<typeof fittedModel>;
  return judged(priorPredictiveShare, priorPredictive(model, priorSample(model)));
}

describe("24 channels in 120 weeks", () => {
  let data: MediaData;
  let fit: MediaMixFit;
  beforeAll(async () => {
    const { data: read, resolution } = await readTableWithModel(table, undefined, {
      chains: 2,
      warmup: 400,
      draws: 400,
      seed: 4,
    });
    data = read;
    fit = await fitMediaMix(data, resolution, { threads: 1 });
  }, 240_000);

  it("have their true return in the interval, and near its middle", () => {
    const channels = Object.keys(truth);
    const spend = sum(channels.map((name) => truth[name].spend));
    const roi = sum(channels.map((name) => truth[name].contribution)) / spend;
    expect(roi).toBeCloseTo(0.936, 2);
    const columns = channels.map((name) => drawsOf(fit.quantities, "contribution", { channel: name }).values);
    const draws = columns[0].map((_, i) => sum(columns.map((column) => column[i])) / spend);
    const [lower, median, upper] = [0.05, 0.5, 0.95].map((level) => quantile(draws, level));
    expect(lower).toBeLessThan(roi);
    expect(upper).toBeGreaterThan(roi);
    expect(Math.abs(Math.log(median / roi))).toBeLessThan(0.3);
  });

  it("have a prior that the review passes", () => {
    const model = fittedModel(fit);
    expect(judged(priorPredictiveShare, priorPredictive(model, priorSample(model))).status).toBe("PASS");
  });
});

describe("The check of the prior", () => {
  const own = "priors: { coefficient: half_normal(2) }\n";

  it("doubts coefficients that bring more the more channels there are", async () => {
    const check = priorCheck(await inputOf(table, own));
    expect(check.status).not.toBe("PASS");
    expect(check.advice).toContain("impossible shares");
  });

  it("is made before sampling too: a written prior that it would doubt comes with a warning", async () => {
    const codesOf = async (lines: string): Promise<readonly string[]> => {
      const document = await parseModelFile(`data: table.csv\n${lines}`, "m.yaml");
      const { resolution } = await readTableWithModel(table, document);
      return (resolution.notices ?? []).map(({ code }) => code);
    };
    expect(await codesOf("")).not.toContain("prior-share");
    expect(await codesOf("priors: { coefficient: half_normal(0.5) }\n")).not.toContain("prior-share");
    expect(await codesOf(own)).toContain("prior-share");
    expect(await codesOf("priors: { coefficient: half_normal(0.001) }\n")).toContain("prior-share");
  });

  it("fails a prior under which media most likely bring more than everything, and doubts one under which they bring nothing", async () => {
    expect(priorCheck(await inputOf(table, "priors: { coefficient: half_normal(10) }\n")).status).toBe("FAIL");
    const none = priorCheck(await inputOf(table, "priors: { coefficient: half_normal(0.001) }\n"));
    expect(none.status).toBe("REVIEW");
    expect(none.advice).toContain("next to nothing");
  });

  const spent = "Channel0_spend, Channel1_spend, Channel2_spend, Channel3_spend";
  const seen = spent.replaceAll("spend", "impression");
  const index = "controls: [competitor_activity_score_control, sentiment_score_control]";
  const robyn = "channels: [tv_S, ooh_S, print_S, search_S, facebook_S]\ncontrols: [competitor_sales_B, newsletter]";
  it.each([
    ["robyn_weekly.csv", `target: revenue\n${robyn}\n`, true],
    ["meridian_national_media.csv", `target: conversions\nchannels: [${seen}, ${spent}]\n${index}\n`, true],
    ["meridian_national_media.csv", `target: conversions\nchannels: [${spent}]\n${index}\n`, false],
    // With two channels and this spread the old default said about what the new one says.
    ["mutinex_example.csv", "target: revenue\nchannels: [radio, TV]\ncontrols: [event_1, event_2]\n", false],
    ["pymc_mmm_example.csv", "target: y\nchannels: [x1, x2]\ncontrols: [event_1, event_2]\n", false],
  ])("passes the default on the public table %s", async (file, lines, doubted) => {
    const { path, present } = sharedData(`third-party/${file}`);
    if (!present) return;
    expect(priorCheck(await inputOf(path, lines)).status).toBe("PASS");
    if (doubted) expect(priorCheck(await inputOf(path, `${lines}${own}`)).status).not.toBe("PASS");
  });
});

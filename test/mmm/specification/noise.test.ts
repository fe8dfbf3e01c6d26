// Noise in a model file, and beside a table: what it resolves to, what is said of it, and what is refused.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseModelFile, readModelFile, tablePath } from "../../../src/mmm/specification/document.ts";
import { findNoise, noisedColumns } from "../../../src/mmm/specification/noise-source.ts";
import { toJson, toYaml } from "../../../src/mmm/specification/print.ts";
import { resolve, type Resolution } from "../../../src/mmm/specification/resolve.ts";
import type { DetectedTable } from "../../../src/mmm/specification/detected-table.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { badNoise } from "../support/bad-noise.ts";

/** Spend of mean 100 and sample variance 100 (to rounding), revenue likewise. */
const wave = Float64Array.from({ length: 52 }, (_, t) => 100 + (t % 2 === 0 ? 1 : -1) * 10 * Math.sqrt(51 / 52));
const table: DetectedTable = {
  source: "t.csv",
  cadence: "weekly",
  dateColumn: "week",
  target: { name: "revenue", values: wave },
  channels: [
    { name: "TV", column: "spend_TV", spend: wave },
    { name: "TikTok", column: "spend_TikTok", spend: wave },
  ],
  controls: [{ name: "promotions" }],
};
const resolveText = async (text: string): Promise<Resolution> =>
  resolve(await parseModelFile(`data: t.csv\n${text}`, "m.yaml"), table);
/** b of Laplace noise that is this share of the variance of `wave`. */
const scaleOf = (share: number): number => Math.sqrt((100 * share) / 2);

describe("the size of the noise in a channel's spend", () => {
  const withShare = (share: number, more = ""): Promise<Resolution> =>
    resolveText(`noise: { spend_TV: { mechanism: laplace, scale: ${scaleOf(share)} } }\n${more}`);

  it("below half a per cent of the variance leaves the spend known, with a note", async () => {
    const { spec, notices } = await withShare(0.0049);
    expect(spec.noise).toHaveProperty("spend_TV");
    expect(spec.latent_spend).toBeUndefined();
    expect(spec.priors.spend_location).toBeUndefined();
    expect(notices?.map(({ level, code, received }) => [level, code, received])).toEqual([
      ["note", "noise-weak", "noise of standard deviation 0.700 in values that vary by 10.0: 0.5% of their variance"],
    ]);
  });

  it("above that makes it latent, autocorrelated unless it is said otherwise", async () => {
    const { spec, notices } = await withShare(0.1);
    expect(spec.latent_spend).toEqual({
      prior: "lognormal",
      autocorrelated: true,
      force: false,
      channels: ["spend_TV"],
    });
    expect(Object.keys(spec.priors.spend_autocorrelation ?? {})).toEqual(["TV"]);
    expect(notices).toEqual([]);
  });

  it("above a quarter is warned of", async () => {
    expect((await withShare(0.3)).notices?.map(({ level, code }) => `${level} ${code}`)).toEqual([
      "warning noise-strong",
    ]);
  });

  it("as large as the variance is refused with the figures, unless forced", async () => {
    await expect(withShare(1.1)).rejects.toThrow(
      'm.yaml:2:20: The noise in "spend_TV" is as large as the variation of the spend, so its effect cannot be estimated. ' +
        "Received noise of standard deviation 10.5 in values that vary by 10.0: 110% of their variance.",
    );
    const { notices } = await withShare(1.1, "latent_spend: { force: true }");
    expect(notices?.map(({ level, code }) => `${level} ${code}`)).toEqual(["warning noise-drowns-signal"]);
  });

  it("counts the cells that were summed, and the variance of normal noise once", async () => {
    const share = async (entry: string): Promise<string | undefined> =>
      (await resolveText(`noise: { spend_TV: ${entry} }`)).notices?.[0]?.received;
    expect(await share("{ mechanism: laplace, scale: 2, cells_summed: 4 }")).toContain("32% of");
    expect(await share("{ mechanism: gaussian, scale: 6 }")).toContain("36% of");
  });

  it("in conversions is continuous, which is said", async () => {
    const document = await parseModelFile(
      "data: t.csv\nnoise: { revenue: { mechanism: laplace, scale: 3 } }\n",
      "m.yaml",
    );
    const counts = { ...table, target: { ...table.target, kind: "conversions" as const } };
    expect(resolve(document, counts).notices?.map(({ code }) => code)).toEqual(["noise-on-counts"]);
  });

  it("does not matter for a channel that the file calls latent, or does not", async () => {
    const files = [
      ["noise: { spend_TV: { mechanism: laplace, scale: 0.1 } }\nlatent_spend: { channels: [spend_TV] }", ["spend_TV"]],
      [
        "noise: { spend_TV: { mechanism: laplace, scale: 2 }, spend_TikTok: { mechanism: laplace, scale: 2 } }\nlatent_spend: { channels: [spend_TikTok] }",
        ["spend_TikTok"],
      ],
    ] as const;
    for (const [text, channels] of files) {
      expect((await resolveText(text)).spec.latent_spend?.channels).toEqual(channels);
    }
    const ignored = (await resolveText(files[1][0])).notices;
    expect(ignored?.map(({ level, code, where }) => `${level} ${code} ${where}`)).toEqual([
      "warning noise-ignored m.yaml:2:20",
    ]);
  });
});

describe("a specification with noise", () => {
  it("comes back from the model file that is printed of it, with the table and without", async () => {
    const { spec } = await resolveText(
      "noise: { revenue: { mechanism: discrete_laplace, scale: 3, cells_summed: 7, clip: { lower: 0 } }, spend_TV: { mechanism: gaussian, scale: 2 } }\n",
    );
    for (const text of [toJson(spec), await toYaml(spec)]) {
      const document = await parseModelFile(text, "printed.yaml");
      expect(resolve(document, table).spec).toEqual(spec);
      expect(resolve(document).spec).toEqual(spec);
    }
    const naive = (await resolveText("noise: none\n")).spec;
    expect(naive.noise).toBe("none");
    expect(resolve(await parseModelFile(toJson(naive), "printed.json")).spec).toEqual(naive);
  });

  it("says where every value comes from", async () => {
    const { provenance } = await resolveText("noise: { revenue: { mechanism: laplace, scale: 3 } }\n");
    const own = provenance.filter(({ key }) => key.startsWith("noise"));
    expect(own.map(({ key, value, origin }) => [key, value, origin])).toEqual([
      ["noise.mechanism[revenue]", "laplace", "model file"],
      ["noise.scale[revenue]", "3", "model file"],
      ["noise.cells_summed[revenue]", "1", "default"],
      ["noise.clip[revenue]", "none", "default"],
    ]);
    expect(own[1].reason).toBe("m.yaml:2:48");
  });
});

it.each(badNoise(Math.min(...wave)))("says what is wrong with %j", async (text, problem) => {
  const error = await resolveText(text).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CarryoverError);
  expect((error as CarryoverError).problems).toEqual([problem]);
});

describe("noise.json", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "carryover-noise-"));
    const columns = [
      { column: "revenue", mechanism: "discrete_laplace", epsilon: 0.5, sensitivity: { norm: "L1", value: 1000 } },
      { column: "spend_TV", mechanism: "laplace", scale: 2, scaleKind: "b", cellsSummed: 7, clip: { lower: 0 } },
      { column: "promotions", mechanism: "laplace", scale: 1, scaleKind: "b" },
      { column: "conversions", mechanism: "laplace", scale: 1, scaleKind: "b" },
    ];
    writeFileSync(join(folder, "noise.json"), JSON.stringify({ columns }));
    writeFileSync(join(folder, "other.json"), JSON.stringify({ columns: columns.slice(0, 1) }));
    writeFileSync(join(folder, "clipped.json"), JSON.stringify({ columns: [{ ...columns[1], clip: { upper: 9 } }] }));
    writeFileSync(join(folder, "named.yaml"), "data: t.csv\nnoise: other.json\n");
    writeFileSync(join(folder, "clipped.yaml"), "data: t.csv\nnoise: clipped.json\n");
    writeFileSync(join(folder, "none.yaml"), "data: t.csv\nnoise: none\n");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("beside the table is used, with a note; what it says of columns that are not modeled is told or passed over", async () => {
    const found = await findNoise(undefined, join(folder, "t.csv"));
    expect(noisedColumns(undefined, found)).toEqual(["revenue", "spend_TV", "promotions", "conversions"]);
    const { spec, notices } = resolve(undefined, table, {}, found);
    expect(spec.noise).toEqual({
      revenue: { mechanism: "laplace", scale: 2000, cells_summed: 1, clip: "none" },
      spend_TV: { mechanism: "laplace", scale: 2, cells_summed: 7, clip: { lower: 0 } },
    });
    expect(notices?.map(({ code }) => code)).toEqual(["noise-on-control", "noise-found", "noise-strong"]);
  });

  it("is the one that the model file names, where it names one", async () => {
    const document = await readModelFile(join(folder, "named.yaml"));
    const found = await findNoise(document, tablePath(document));
    expect(Object.keys((resolve(document, table, {}, found).spec.noise as object) ?? {})).toEqual(["revenue"]);
  });

  it("is ignored where the model file says none", async () => {
    const document = await readModelFile(join(folder, "none.yaml"));
    expect(await findNoise(document, tablePath(document))).toBeUndefined();
  });

  it("with values clipped from above is refused", async () => {
    const document = await readModelFile(join(folder, "clipped.yaml"));
    await expect(findNoise(document, tablePath(document))).rejects.toThrow(
      'Noise in "spend_TV" that was clipped from above cannot be modeled.',
    );
  });
});

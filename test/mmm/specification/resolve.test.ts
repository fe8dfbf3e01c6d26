// From model file and table to a specification, and back.
import { priorsByName } from "../../../src/mmm/specification/resolved-spec.ts";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type ModelDocument,
  parseModelFile,
  tablePath,
  writtenColumns,
} from "../../../src/mmm/specification/document.ts";
import { toJson, toYaml } from "../../../src/mmm/specification/print.ts";
import { explain } from "../../../src/mmm/specification/provenance.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import type { DetectedTable } from "../../../src/mmm/specification/detected-table.ts";
import type { ResolvedSpec } from "../../../src/mmm/specification/resolved-spec.ts";
import { defaultsOf, fitSettings } from "../../../src/settings/index.ts";
import { jsonSchema } from "../../../src/mmm/specification/schema.ts";
import { sharedData } from "../../support/optional.ts";

const weekly: DetectedTable = {
  source: "t.csv",
  cadence: "weekly",
  dateColumn: "week",
  target: { name: "revenue", values: Float64Array.of(10, 12, 9, 14) },
  channels: [
    { name: "TV", column: "spend_TV", spend: Float64Array.of(1, 2, 1, 3) },
    { name: "TikTok", column: "spend_TikTok", spend: Float64Array.of(2, 0, 1, 1) },
  ],
  controls: [{ name: "promotions" }, { name: "price" }],
};
const parse = (text: string): Promise<ModelDocument> => parseModelFile(text, "m.yaml");
const resolveText = async (text: string): Promise<ResolvedSpec> => resolve(await parse(text), weekly).spec;

const { url: reference, present } = sharedData("stan_reference/");

describe.skipIf(!present)("the reference models", () => {
  it("model A resolves to the model of its Stan program: no trend, promotions, one harmonic", async () => {
    const document = await parseModelFile(readFileSync(new URL("a.yaml", reference), "utf8"), "a.yaml");
    const perChannel = (distribution: string, ...parameters: number[]): Record<string, unknown> =>
      Object.fromEntries(["Shopify", "TikTok", "Meta"].map((name) => [name, { distribution, parameters }]));
    expect(resolve(document).spec).toEqual({
      data: "../weekly.csv",
      date: "week",
      target: "revenue",
      scaling: { media: "mean", target: "zscore", controls: "auto" },
      channels: ["Shopify", "TikTok", "Meta"].map((name) => ({
        column: `spend_${name}`,
        name,
        adstock: { kind: "geometric", normalize: false, window: "infinite" },
        saturation: { kind: "hill" },
        order: "adstock_first",
      })),
      controls: ["promotions"],
      seasonality: { period: 52, harmonics: 1 },
      trend: "none",
      likelihood: "normal",
      priors: {
        decay: perChannel("beta", 2, 2),
        slope: perChannel("gamma", 4, 2),
        half_saturation: perChannel("lognormal", 0, 0.7),
        coefficient: perChannel("half_normal", 1),
        control: { promotions: { distribution: "normal", parameters: [0, 1] } },
        season: { distribution: "normal", parameters: [0, 1] },
        intercept: { distribution: "normal", parameters: [0, 5] },
        sigma: { distribution: "half_normal", parameters: [0.5] },
      },
      sampling: defaultsOf(fitSettings),
    });
  });

  it("model B resolves to the model of its Stan program: noise by column, spend latent and not autocorrelated", async () => {
    const { spec } = resolve(await parseModelFile(readFileSync(new URL("b.yaml", reference), "utf8"), "b.yaml"));
    const laplace = (scale: number): unknown => ({ mechanism: "laplace", scale, cells_summed: 1, clip: "none" });
    expect(spec.noise).toEqual({
      revenue: laplace(2000),
      spend_Shopify: laplace(1500),
      spend_TikTok: laplace(1500),
      spend_Meta: laplace(1500),
    });
    expect(spec.latent_spend).toEqual({
      prior: "lognormal",
      autocorrelated: false,
      force: false,
      channels: ["spend_Shopify", "spend_TikTok", "spend_Meta"],
    });
    expect(priorsByName(spec, "spend_scale").Meta).toEqual({ distribution: "half_normal", parameters: [1] });
    expect(spec.priors.spend_autocorrelation).toBeUndefined();
  });
});

describe("defaults", () => {
  it("are the same for a bare table and for a file that only names it", async () => {
    expect(await resolveText("data: t.csv\n")).toEqual(resolve(undefined, weekly).spec);
  });

  it("give a bare table normalized geometric adstock, Hill saturation, a yearly season (a daily one levels of weekdays too) and a linear trend", () => {
    const { spec } = resolve(undefined, weekly);
    expect(spec.channels[0].adstock).toEqual({ kind: "geometric", normalize: true, window: "infinite" });
    expect(spec.channels[0].saturation).toEqual({ kind: "hill" });
    expect(spec.seasonality).toEqual({ period: 52, harmonics: 2 });
    expect(spec.trend).toBe("linear");
    expect(spec.controls).toEqual(["promotions", "price"]);
    expect(spec.weekday).toBeUndefined();
    const daily = resolve(undefined, { ...weekly, cadence: "daily" }).spec;
    expect(daily.seasonality).toEqual({ period: 365.25, harmonics: 2 });
    expect(daily.weekday).toBe(true);
  });

  it("of trend follow seasonality, and nothing else depends on another key", async () => {
    const bare = await resolveText("data: t.csv\n");
    const seasonal = await resolveText("data: t.csv\nseasonality: { harmonics: 2 }\n");
    const { trend: _trend, ...priors } = bare.priors;
    expect(seasonal).toEqual({ ...bare, trend: "none", priors });
    expect(await resolveText("data: t.csv\nseasonality: { harmonics: 2 }\ntrend: linear\n")).toEqual(bare);
    expect((await resolveText("data: t.csv\ntrend: none\n")).seasonality).toEqual(bare.seasonality);
    expect((await resolveText("data: t.csv\ncontrols: none\n")).trend).toBe("linear");
  });

  it.each([
    ["", true],
    ["seasonality: { harmonics: 1 }", true],
    ["seasonality: none", true],
    ["seasonality: [{ period: 365.25 }, { period: 7, harmonics: 2 }]", false],
    ["weekday: false", false],
    ["weekday: true", true],
  ])("of the day of the week, in a daily table with `%s`: %s", async (text, wanted) => {
    const document = await parseModelFile(`data: t.csv\n${text}\n`, "m.yaml");
    const { spec } = resolve(document, { ...weekly, cadence: "daily" });
    expect(spec.weekday).toBe(wanted);
    expect(Object.hasOwn(spec.priors, "weekday")).toBe(wanted);
    // What is printed says the same again.
    const again = await parseModelFile(await toYaml(spec), "again.yaml");
    expect(resolve(again, { ...weekly, cadence: "daily" }).spec.weekday).toBe(wanted);
  });

  it("of warm-up follow the schedule", async () => {
    expect((await resolveText("data: t.csv\nsampling: { schedule: stan }\n")).sampling.warmup).toBe(1000);
    expect(resolve(undefined, weekly, { schedule: "stan" }).spec.sampling.warmup).toBe(1000);
  });
});

const rich = `
data: t.csv
scaling: { media: none, controls: zscore }
adstock: { window: 8 }
channels:
  spend_TV: { saturation: logistic, adstock: { normalize: false } }
  spend_TikTok:
controls: [price]
reference_values: { price: 19.99 }
seasonality: none
likelihood: student_t
priors:
  decay: { default: beta(2, 2), TikTok: beta(1, 3) }
  half_saturation: truncated_normal(1e4, 5000, 0, inf)
  saturation_rate: { TV: 'gamma(shape=3, rate=3e4)' }
  sigma: fixed(0.25)
sampling: { chains: 2, metric: low-rank }
`;

describe("channels and priors of their own", () => {
  it("differ from the model only where they say so", async () => {
    const spec = await resolveText(rich);
    expect(spec.channels.map(({ name, adstock, saturation }) => [name, adstock, saturation.kind])).toEqual([
      ["TV", { kind: "geometric", normalize: false, window: 8 }, "logistic"],
      ["TikTok", { kind: "geometric", normalize: true, window: 8 }, "hill"],
    ]);
    expect(spec.priors.decay).toEqual({
      TV: { distribution: "beta", parameters: [2, 2] },
      TikTok: { distribution: "beta", parameters: [1, 3] },
    });
    expect(Object.keys(spec.priors.slope ?? {})).toEqual(["TikTok"]);
    expect(spec.priors.saturation_rate).toEqual({ TV: { distribution: "gamma", parameters: [3, 30_000] } });
    expect(spec.priors.degrees_of_freedom).toEqual({ distribution: "gamma", parameters: [2, 0.1] });
    expect(spec.priors).not.toHaveProperty("season");
  });
});

describe("a printed specification", () => {
  it.each([
    ["a bare table", "data: t.csv\n"],
    ["a file that writes much", rich],
    ["no carry-over", "data: t.csv\nadstock: none\nsaturation: none\ncontrols: none\n"],
    ["one channel apart", "data: t.csv\nchannels: { spend_TV: { adstock: none }, spend_TikTok: {} }\n"],
  ])("of %s resolves to the same again, from YAML and JSON, without the table", async (_name, text) => {
    const spec = await resolveText(text);
    for (const printed of [await toYaml(spec), toJson(spec)]) {
      const again = resolve(await parse(printed));
      expect(again.spec).toEqual(spec);
      expect(new Set(again.provenance.map(({ origin }) => origin))).toEqual(new Set(["model file"]));
    }
  });
});

describe("provenance", () => {
  it("tells default, model file, table and flag apart, with the reason", async () => {
    const document = await parse("data: t.csv\npriors:\n  decay: { TikTok: beta(1, 3) }\n");
    const { provenance } = resolve(document, weekly, { seed: 7, draws: undefined });
    const of = (key: string): unknown => provenance.find((entry) => entry.key === key);
    expect(of("data")).toEqual({ key: "data", value: "t.csv", origin: "model file", reason: "m.yaml:1:7" });
    expect(of("priors.decay[TikTok]")).toEqual({
      key: "priors.decay[TikTok]",
      value: "beta(1, 3)",
      origin: "model file",
      reason: "m.yaml:3:20",
    });
    expect(of("priors.decay[TV]")).toMatchObject({ value: "beta(2, 2)", origin: "default" });
    expect(of("channels")).toMatchObject({ value: "[spend_TV, spend_TikTok]", origin: "detected" });
    expect(of("sampling.seed")).toEqual({ key: "sampling.seed", value: "7", origin: "flag", reason: "--seed" });
    expect(of("sampling.draws")).toMatchObject({ value: "1000", origin: "default" });
    expect(provenance.every(({ reason }) => reason !== "")).toBe(true);
  });

  it("has one row for channels that agree and one for each where they do not", async () => {
    const document = await parse("data: t.csv\npriors:\n  decay: { TikTok: beta(1, 3) }\n");
    const keys = explain(resolve(document, weekly).provenance).map(({ key }) => key);
    expect(keys).toContain("adstock.kind");
    expect(keys.filter((key) => key.startsWith("priors.decay"))).toEqual(["priors.decay[TV]", "priors.decay[TikTok]"]);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("the model file", () => {
  it("names its table relative to itself, and the columns it knows", async () => {
    const document = await parseModelFile("data: ../t.csv\ncontrols: none\nchannels: { spend_TV: }\n", "/a/b/m.yaml");
    expect(tablePath(document)).toBe("/a/t.csv");
    expect(writtenColumns(document)).toEqual({ channels: ["spend_TV"], controls: [] });
  });

  it("has a JSON Schema with every key, closed against others", () => {
    const schema = jsonSchema() as { properties: Record<string, unknown>; additionalProperties: boolean };
    expect(Object.keys(schema.properties)).toEqual([
      ..."data date geo population national target margin currency title target_kind decimal date_format sheet scaling adstock saturation order channels controls reference_values treatments revenue_per_conversion seasonality".split(
        " ",
      ),
      ..."terms trend weekday week_effects week_effects_form likelihood noise latent_spend pooling mundlak priors experiments sampling schema".split(
        " ",
      ),
    ]);
    expect(schema.additionalProperties).toBe(false);
    expect(schema).toMatchObject({
      required: ["data"],
      properties: { priors: { properties: { slope: { default: "gamma(4, 2)" } } } },
    });
  });

  it("cannot be resolved without its table when it leaves the channels out", async () => {
    const document = await parse("data: t.csv\ndate: week\ntarget: revenue\ncontrols: none\nseasonality: none\n");
    expect(() => resolve(document)).toThrow(
      "m.yaml: `channels` is not given, and it cannot be found without the table. Write `channels` in the model file, or give the table.",
    );
  });
});

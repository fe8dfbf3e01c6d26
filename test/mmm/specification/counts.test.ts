// Counts in a model file: what they resolve to, what is said of noise in them, and what is refused.
import { describe, expect, it } from "vitest";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { toJson, toYaml } from "../../../src/mmm/specification/print.ts";
import { resolve, type Resolution } from "../../../src/mmm/specification/resolve.ts";
import type { DetectedTable } from "../../../src/mmm/specification/detected-table.ts";
import { jsonSchema } from "../../../src/mmm/specification/schema.ts";
import * as countProblems from "../../../src/problems/count-problems.ts";
import * as modelFileProblems from "../../../src/problems/model-file-problems.ts";
import { CarryoverError, exitCodes } from "../../../src/problems/problem.ts";

const counts = Float64Array.from({ length: 52 }, (_, t) => 3 + (t % 5));
const tableOf = (name: string, values: Float64Array): DetectedTable => ({
  source: "t.csv",
  cadence: "weekly",
  dateColumn: "week",
  target: { name, kind: name.includes("conversions") ? "conversions" : "revenue", values },
  channels: [{ name: "TV", column: "spend_TV", spend: counts }],
  controls: [],
});
const resolveText = async (text: string, table = tableOf("conversions", counts)): Promise<Resolution> =>
  resolve(await parseModelFile(`data: t.csv\n${text}`, "m.yaml"), table);
const likelihood = "likelihood: negative_binomial\n";

describe("likelihood: negative_binomial", () => {
  it("has an overdispersion in the place of sigma, and says where both come from", async () => {
    const { spec, provenance, notices } = await resolveText(likelihood);
    expect(spec.likelihood).toBe("negative_binomial");
    expect(spec.priors.sigma).toBeUndefined();
    expect(spec.priors.overdispersion).toEqual({ distribution: "half_normal", parameters: [0.5] });
    const own = provenance.filter(({ key }) => key === "likelihood" || key === "priors.overdispersion");
    expect(own.map(({ key, value, origin }) => [key, value, origin])).toEqual([
      ["likelihood", "negative_binomial", "model file"],
      ["priors.overdispersion", "half_normal(0.5)", "default"],
    ]);
    expect(provenance.some(({ key }) => key === "priors.sigma")).toBe(false);
    expect(notices).toEqual([]);
  });

  it("is the default of small counts of conversions, with a note; not of large ones, nor where sigma has a prior", async () => {
    const small = await resolveText("");
    expect(small.spec.likelihood).toBe("negative_binomial");
    expect(small.notices).toEqual([countProblems.smallCountsFound("t.csv", "conversions", 257 / 52, 0)]);
    const large = tableOf(
      "conversions",
      counts.map((value) => 100 * value),
    );
    for (const { spec, notices } of [
      await resolveText("", large),
      await resolveText("", tableOf("revenue", counts)),
      await resolveText("priors: { sigma: half_normal(2) }\n"),
    ]) {
      expect(spec.likelihood).toBe("normal");
      expect(spec.priors.overdispersion).toBeUndefined();
      expect(notices).toEqual([]);
    }
  });

  it("comes back from the model file that is printed of it, with the table and without", async () => {
    const noise = "noise: { conversions: { mechanism: discrete_laplace, scale: 1, clip: { lower: 0 } } }\n";
    const { spec } = await resolveText(`${likelihood}${noise}priors: { overdispersion: lognormal(-2, 1) }\n`);
    for (const text of [toJson(spec), await toYaml(spec)]) {
      const document = await parseModelFile(text, "printed.yaml");
      expect(resolve(document, tableOf("conversions", counts)).spec).toEqual(spec);
      expect(resolve(document).spec).toEqual(spec);
    }
  });

  it("is in the JSON Schema, with its parameter", () => {
    const { properties } = jsonSchema() as { properties: Record<string, Record<string, unknown>> };
    expect(properties["likelihood"]).toMatchObject({
      enum: ["normal", "student_t", "negative_binomial"],
      default: "normal",
    });
    const { properties: priors } = properties["priors"] as { properties: Record<string, Record<string, unknown>> };
    expect(priors["overdispersion"]["default"]).toBe("half_normal(0.5)");
  });
});

describe("noise in counts", () => {
  const noticeOf = async (entry: string): Promise<string[]> => {
    const { notices } = await resolveText(`${likelihood}noise: { conversions: { ${entry} } }\n`);
    return notices?.map(({ code, message, hint }) => `${code}: ${message} ${hint}`) ?? [];
  };
  const summed =
    'noise-on-counts: The noise in "conversions" is modeled exactly: the likelihood of a published value sums over all possible counts. Nothing to do.';
  const normal = (widest: number): string =>
    'noise-on-counts: The noise in "conversions" is added to a normal approximation of the counts. ' +
    `The approximation is good if the noise is wide. Noise with a scale up to ${widest}, in one cell and not clipped, is modeled exactly.`;

  it("is summed over where it is small, and told of", async () => {
    for (const entry of [
      "mechanism: discrete_laplace, scale: 10",
      "mechanism: laplace, scale: 0.5",
      "mechanism: discrete_gaussian, scale: 40",
      "mechanism: discrete_laplace, scale: 2, clip: { lower: 0 }",
    ]) {
      expect(await noticeOf(entry)).toEqual([summed]);
    }
  });

  it("is added to a normal where it is wide, of several cells, or clipped in a way that sums do not take", async () => {
    expect(await noticeOf("mechanism: discrete_laplace, scale: 10.5")).toEqual([normal(10)]);
    expect(await noticeOf("mechanism: laplace, scale: 1, cells_summed: 3")).toEqual([normal(10)]);
    expect(await noticeOf("mechanism: gaussian, scale: 41")).toEqual([normal(40)]);
    expect(await noticeOf("mechanism: gaussian, scale: 1, clip: { lower: 0 }")).toEqual([normal(40)]);
  });

  it("makes values that are negative or not whole no mistake", async () => {
    const published = counts.map((value, t) => value - 4.5 + (t % 3));
    const noise = "noise: { conversions: { mechanism: laplace, scale: 2 } }\n";
    const { notices } = await resolveText(likelihood + noise, tableOf("conversions", published));
    expect(notices?.map(({ code }) => code)).toEqual(["noise-on-counts"]);
  });

  it("is continuous under another likelihood, which is said with what would be better", async () => {
    const { notices } = await resolveText("noise: { conversions: { mechanism: laplace, scale: 2 } }\n");
    expect(notices?.map(({ hint }) => hint)).toEqual([
      "This is appropriate for dozens of conversions per week or more. For fewer, use `likelihood: negative_binomial`.",
    ]);
  });
});

describe("a target that is no count", () => {
  const errorOf = async (text: string, table: DetectedTable): Promise<CarryoverError> =>
    resolveText(text, table).then(
      () => {
        throw new Error("It was accepted.");
      },
      (problem: unknown) => problem as CarryoverError,
    );

  it.each([
    ["revenue", counts.with(7, 4.25), countProblems.notCounts("m.yaml:2:13", "revenue", 8, 4.25)],
    ["conversions", counts.with(2, -1), countProblems.negativeCount("m.yaml:2:13", "conversions", 3, -1)],
  ])("is refused: %s", async (name, values, problem) => {
    const error = await errorOf(likelihood, tableOf(name, values));
    expect(error).toBeInstanceOf(CarryoverError);
    expect(error.problems).toEqual([problem]);
    expect(error.exitCode).toBe(exitCodes.badInput);
  });

  it("is warned of where it may be money in whole units", async () => {
    const { notices } = await resolveText(likelihood, tableOf("revenue", counts));
    expect(notices?.map(({ level, code, where, message }) => `${level} ${code} ${where} ${message}`)).toEqual([
      'warning counts-of-money m.yaml:2:13 "revenue" of t.csv is modeled as a count of events, but its name does not suggest a count.',
    ]);
  });

  it.each([
    [
      `${likelihood}priors: { sigma: half_normal(1) }\n`,
      modelFileProblems.priorWithoutParameter("m.yaml:3:11", "sigma", "likelihood: normal or student_t", [
        "decay",
        "slope",
        "half_saturation",
        "coefficient",
        "season",
        "trend",
        "intercept",
        "overdispersion",
      ]),
    ],
    [
      "likelihood: normal\npriors: { overdispersion: half_normal(1) }\n",
      modelFileProblems.priorWithoutParameter("m.yaml:3:11", "overdispersion", "likelihood: negative_binomial", [
        "decay",
        "slope",
        "half_saturation",
        "coefficient",
        "season",
        "trend",
        "intercept",
        "sigma",
      ]),
    ],
    [
      `${likelihood}priors: { overdispersion: normal(0, 1) }\n`,
      modelFileProblems.priorOutsideDomain(
        "m.yaml:3:27",
        "overdispersion",
        "above 0",
        "normal(0, 1)",
        "half_normal(1)",
      ),
    ],
  ])("priors of the other likelihood are refused: %j", async (text, problem) => {
    expect((await errorOf(text, tableOf("conversions", counts))).problems).toEqual([problem]);
  });
});

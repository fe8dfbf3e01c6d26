import { describe, expect, it } from "vitest";
import { normal } from "../../src/distributions/index.ts";
import { compileModel, ModelBuilder } from "../../src/model/index.ts";
import { sample, sampleOnThreads } from "../../src/sampling/index.ts";

const builder = new ModelBuilder();
builder.parameter("x", normal(0, 1));
const model = builder.build();
const posterior = compileModel(model);

describe("what is no density is told by what it is", () => {
  it.each([
    [posterior, "Received a posterior. Give `posterior.density()`."],
    [
      posterior.densitySource(),
      "Received the source of a density. Give `posterior.density()`, or call `sampleOnThreads`",
    ],
    [
      model,
      "Received a model. Give `posterior.density()`, where `posterior` is what `compileModel(model, data)` returned.",
    ],
    [builder, "Received a model builder."],
    [undefined, "Received undefined."],
    [normal, "Received the function normal."],
    [{}, "Received an object of another kind."],
  ])("by sample (case %#)", async (given, message) => {
    await expect(sample(given as never)).rejects.toThrow(
      `sample: \`sample\` takes a log density with its gradient. ${message}`,
    );
  });

  it.each([
    [posterior, "Received a posterior. Give `posterior.densitySource()`."],
    [posterior.density(), "Received a density. A density cannot be sent to threads: give `posterior.densitySource()`"],
    [model, "Received a model. Give `posterior.densitySource()`, where `posterior` is what"],
    [null, "Received null."],
  ])("by sampleOnThreads (case %#)", async (given, message) => {
    await expect(sampleOnThreads(given as never)).rejects.toThrow(
      `sampleOnThreads: \`sampleOnThreads\` takes the source of a log density, from which each thread makes its own. ${message}`,
    );
  });
});

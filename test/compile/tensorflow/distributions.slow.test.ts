import { describe, it } from "vitest";
import { everyDistribution } from "../../model/support/every-distribution.ts";
import { checkModel } from "../support/tensorflow-model.ts";

describe("every distribution on TensorFlow.js", () => {
  it("agrees with float64 in log density and gradient", async () => {
    await checkModel(everyDistribution(), [{}], false);
  });
});

import { describe, expect, it } from "vitest";
import { flat } from "../../src/distributions/index.ts";
import { differentiated, divide, less, multiply, negate, select, sqrt, square } from "../../src/graph/index.ts";
import { compileModel, ModelBuilder } from "../../src/model/index.ts";
import { sample } from "../../src/sampling/index.ts";

describe("a gradient that is NaN where the density is finite", () => {
  const m = new ModelBuilder();
  const a = m.parameter("a", flat());
  const slope = negate(multiply(a, divide(sqrt(a), sqrt(a))));
  m.potential("normal", differentiated(multiply(-0.5, square(a)), [{ by: a, is: slope }]));
  const model = m.build();

  it.each(["wasm", "javascript"] as const)("stops the run and names the parameter, on %s", async (backend) => {
    await expect(sample(compileModel(model, {}, { backend }).density(), { draws: 200 })).rejects.toThrow(
      "The gradient of a is NaN at a finite density",
    );
  });

  it("stops HMC too", async () => {
    await expect(sample(compileModel(model).density(), { draws: 200, algorithm: "hmc" })).rejects.toThrow(
      "The gradient of a is NaN at a finite density",
    );
  });
});

describe("the square root of a parameter where it is positive", () => {
  it.each(["wasm", "javascript"] as const)("is sampled as the density is, on %s", async (backend) => {
    const m = new ModelBuilder();
    const a = m.parameter("a", flat());
    const root = select(less(0, a), sqrt(a), 0);
    m.potential("tilted normal", multiply(-0.5, square(multiply(root, a))));
    m.potential("normal", multiply(-0.5, square(a)));
    const { chains } = await sample(compileModel(m.build(), {}, { backend }).density(), { seed: 3 });
    const below = chains.map(({ positions }) => positions.filter((x) => x < 0).length);
    // Of exp(-a^2 / 2) below 0 and exp(-a^2 / 2 - a^3 / 2) above, 0.5875 of the mass is below (numerical integration).
    const share = below.reduce((total, count) => total + count, 0) / 4000;
    expect(Math.abs(share - 0.5875)).toBeLessThan(0.05);
  });
});

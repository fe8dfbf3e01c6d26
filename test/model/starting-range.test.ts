import { describe, expect, it } from "vitest";
import { flat, gamma, logNormal, normal } from "../../src/distributions/index.ts";
import { multiply } from "../../src/graph/index.ts";
import { compileModel, ModelBuilder } from "../../src/model/index.ts";
import { sample } from "../../src/sampling/index.ts";

describe("the chains of a model", () => {
  const m = new ModelBuilder();
  const level = m.parameter("level", normal(40, 0.5));
  const length = m.parameter("length", gamma(25, 4));
  m.parameter("rates", logNormal(-3, 0.4), { shape: [2] });
  m.parameter("vague", normal(0, 1000));
  m.parameter("free", flat());
  m.parameter("group", normal(level, length), { shape: [2] });
  m.derive("twice", multiply(2, length));
  const posterior = compileModel(m.build());

  it("start where priors put parameters, and within the sampler's radius where priors are vague or depend on others", async () => {
    const { chains } = await sample(posterior.density(), { warmup: 10, draws: 1, chains: 8 });
    const ranges = posterior.coordinateNames.map((_, i) => {
      const starts = chains.map(({ start }) => start![i]);
      return [Math.min(...starts), Math.max(...starts)] as const;
    });
    const within = (name: string, low: number, high: number): void => {
      const [from, to] = ranges[posterior.coordinateNames.indexOf(name)];
      expect(from).toBeGreaterThan(low);
      expect(to).toBeLessThan(high);
      // Eight chains are in different eighths, so that they span three quarters of the range at least.
      expect(to - from).toBeGreaterThan(0.3 * (high - low));
    };
    within("level", 38, 42);
    // Of gamma(25, 4), 99.8% is between 3.1 and 10.8.
    within("length", Math.log(3), Math.log(11));
    within("rates[1]", -3 - 1.6, -3 + 1.6);
    for (const name of ["vague", "free", "group[1]"]) within(name, -3, 3);
  });

  it("start around the center that is given, whatever the priors say", async () => {
    const initialCenter = posterior.coordinateNames.map((_, i) => i);
    const { chains } = await sample(posterior.density(), { warmup: 10, draws: 1, initialRadius: 0 }, { initialCenter });
    for (const { start } of chains) expect([...start!]).toEqual(initialCenter);
  });

  it("start at the same places on threads", () => {
    expect(posterior.density().start).toEqual((posterior.densitySource().payload as { start: unknown }).start);
  });
});

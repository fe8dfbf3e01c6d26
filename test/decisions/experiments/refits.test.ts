import { describe, expect, it } from "vitest";
import { fromDraws, fromRefits, rankCorrelation } from "./support/refits.ts";

describe("information and value of tests from draws", () => {
  const ours = fromDraws(1000, 3);
  const refits = fromRefits(20_000, 1);

  it("are those of refits after simulated results, within 15%", () => {
    for (const [k, own] of ours.entries()) {
      // Values are judged where they matter: at a twentieth of the largest and above.
      if (refits[k].value > 0.05 * Math.max(...refits.map(({ value }) => value)))
        expect(Math.abs(own.value / refits[k].value - 1), `value of design ${k}`).toBeLessThan(0.15);
      own.information.forEach((nats, channel) => {
        const exact = refits[k].information[channel];
        // The standard error of an information of r^2 from n draws is about sqrt(2 nats / n).
        const allowed = Math.max(0.15 * exact, 4 * Math.sqrt((2 * exact + 0.001) / 1000));
        expect(Math.abs(nats - exact), `design ${k}, channel ${channel}`).toBeLessThan(allowed);
      });
    }
  });

  it("put designs in the same order", () => {
    const values = [ours, refits].map((all) => all.map(({ value }) => value));
    expect(rankCorrelation(values[0], values[1])).toBeGreaterThan(0.9);
    const nats = [ours, refits].map((all) => all.flatMap(({ information }) => information[0]));
    expect(rankCorrelation(nats[0], nats[1])).toBeGreaterThan(0.9);
  });
});

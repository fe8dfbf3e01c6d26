import { describe, expect, it } from "vitest";
import { roundEnds, windowsOf } from "../../../src/sampling/chees/schedule.ts";

describe("the warm-up of chains that adapt together", () => {
  it("has windows and rounds that follow on each other and end with it, however short it is", () => {
    for (let warmup = 1; warmup <= 400; warmup++) {
      const windows = windowsOf(warmup);
      expect(windows[0].kind).toBe("way in");
      expect(windows.at(-1)!.end).toBe(warmup);
      windows.forEach((window, i) => {
        expect(window.start).toBe(i === 0 ? 0 : windows[i - 1].end);
        const ends = roundEnds(window);
        expect(ends.at(-1)).toBe(window.end);
        expect(ends).toEqual(ends.toSorted((a, b) => a - b));
      });
    }
  });

  it("computes metrics from its second and third window, and none from the last", () => {
    expect(windowsOf(300)).toEqual([
      { start: 0, end: 100, kind: "way in" },
      { start: 100, end: 135, kind: "metric" },
      { start: 135, end: 240, kind: "metric" },
      { start: 240, end: 300, kind: "last" },
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { english, numberFormats, type Locale } from "../../src/words/index.ts";

const numbers = numberFormats(english);

describe("Numbers in charts", () => {
  it.each([
    [0, "0"],
    [0.1234, "0.123"],
    [9.5, "9.5"],
    [940, "940"],
    [999.6, "1k"],
    [1234, "1.23k"],
    [12_345, "12.3k"],
    [1_250_000, "1.25M"],
    [-45_600, "−45.6k"],
    [2.5e9, "2.5B"],
    [1e20, "100,000,000T"],
    [Number.NaN, "–"],
  ])("%d is short as %s", (value, text) => expect(numbers.short(value)).toBe(text));

  it("a share below ten percent keeps a decimal, and zero is plainly zero", () => {
    expect([0.123, 0.0456, 0.0996, 0, 1e-9, 1].map(numbers.percent)).toEqual([
      "12%",
      "4.6%",
      "10%",
      "0%",
      "0%",
      "100%",
    ]);
  });

  it("a probability never claims certainty", () => {
    expect([0, 0.004, 0.5, 0.97, 0.999, 1].map(numbers.probability)).toEqual([
      "<1%",
      "<1%",
      "50%",
      "97%",
      ">99%",
      ">99%",
    ]);
  });

  it("a change has its sign", () => {
    expect([0.12, -0.3, 0.004, 0].map(numbers.change)).toEqual(["+12%", "−30%", "+0.4%", "0%"]);
  });

  it.each([
    [
      [0, 50_000, 100_000],
      ["0", "50k", "100k"],
    ],
    [
      [0, 500_000, 1_000_000, 1_500_000],
      ["0", "0.5M", "1.0M", "1.5M"],
    ],
    [
      [0, 2000, 4000],
      ["0", "2k", "4k"],
    ],
    [
      [0, 500, 1000, 1500],
      ["0", "500", "1,000", "1,500"],
    ],
    [
      [0, 0.25, 0.5],
      ["0", "0.25", "0.50"],
    ],
    [
      [-20, 0, 20],
      ["−20", "0", "20"],
    ],
  ])("the ticks %j look alike", (ticks, texts) => expect(ticks.map(numbers.ticks(ticks))).toEqual(texts));

  it("follow the locale", () => {
    const german: Locale = {
      ...english,
      decimal: ",",
      thousands: ".",
      powers: [" Tsd.", " Mio.", " Mrd.", " Bio."],
    };
    const formats = numberFormats(german);
    expect(formats.short(1_250_000)).toBe("1,25 Mio.");
    expect(formats.ratio(0.5)).toBe("0,50");
    expect([0, 500, 1000].map(formats.ticks([0, 500, 1000]))).toEqual(["0", "500", "1.000"]);
  });
});

import { describe, expect, it } from "vitest";
import {
  alike,
  bytes,
  change,
  count,
  decimalsFor,
  duration,
  estimateAlone,
  estimated,
  estimatedInText,
  figure,
  fixed,
  given,
  interval,
  level,
  listed,
  listedApart,
  money,
  nameList,
  percent,
  probability,
  pText,
  quote,
  range,
  signedMoney,
} from "../../src/words/index.ts";

describe("a number with fixed decimals", () => {
  it("is written alike whatever sums in another order left in its last digits", () => {
    const parts = Array.from({ length: 13 }, () => 21_666.5 / 13);
    const sum = parts.reduce((total, part) => total + part, 0);
    for (const value of [sum, 21_666.5, 21_666.5 * (1 - 2 ** -51), 21_666.5 * (1 + 2 ** -51)])
      expect(fixed(value, 0)).toBe("21,667");
    expect([fixed(-0.5, 0), fixed(0.1 + 0.2, 1)]).toEqual(["−1", "0.3"]);
    expect(fixed(9_007_199_254_740_991, 0)).toBe("9,007,199,254,740,991");
  });
});

describe("A number", () => {
  it.each([
    [0, "0"],
    [1.234, "1.23"],
    [0.9996, "1.00"],
    [12.345, "12.3"],
    [123.45, "123"],
    [12_345.6, "12,346"],
    [-0.01234, "−0.0123"],
    [1e20, "1.00e20"],
    [1.2e-7, "1.20e−7"],
    [Number.NaN, "–"],
    [Number.POSITIVE_INFINITY, "∞"],
  ])("%d has three significant digits or all before the point: %s", (value, text) => expect(figure(value)).toBe(text));

  it.each([
    [0.123456, 0.05, "0.123"],
    [1_234_567.8, 23_456, "1,234,568"],
    [-0.0001, 0.5, "0.00"],
    [-12.345, 1.2, "−12.3"],
  ])("%d with a spread of %d has the decimals of the spread: %s", (value, spread, text) =>
    expect(fixed(value, decimalsFor(spread))).toBe(text),
  );

  it.each([
    [0.25, "0.25"],
    [1e-5, "0.00001"],
    [1500, "1,500"],
    [-3, "−3"],
    [1e-9, "1e−9"],
    [2 / 3, "0.666667"],
  ])("%d that a user gave keeps its digits: %s", (value, text) => expect(given(value)).toBe(text));
});

describe("An interval", () => {
  it("shows the same decimals throughout: three significant digits of its largest number", () => {
    expect(interval(0.8412, 0.612, 1.1234)).toBe("0.84 (0.61 to 1.12)");
    expect(interval(12_345.6, 11_000.2, 13_900.9)).toBe("12,346 (11,000 to 13,901)");
    expect(interval(0.4331, 0.169, 0.7552)).toBe("0.43 (0.17 to 0.76)");
    expect(interval(0.0331, 0.0169, 0.0552)).toBe("0.0331 (0.0169 to 0.0552)");
    expect(interval(-0.5, -1, 0.25)).toBe("−0.50 (−1.00 to 0.25)");
  });

  it("shows more where its ends would look alike", () =>
    expect(interval(1.0432, 1.0421, 1.0443)).toBe("1.0432 (1.0421 to 1.0443)"));

  it("has no ends where nothing is uncertain, no bound where there is none, and a dash where there is no figure", () => {
    expect(interval(2, 2, 2)).toBe("2.00");
    expect(interval(120, 69, Number.POSITIVE_INFINITY)).toBe("120 (69 to ∞)");
    expect(interval(Number.NaN, 0, 1)).toBe("–");
  });

  it("of large numbers, of shares and of money has one unit and the same decimals", () => {
    expect(interval(1.2e6, 0.949e6, 1.46e6, alike.shorts)).toBe("1.20M (0.95M to 1.46M)");
    expect(interval(0.123, 0.081, 0.164, alike.percents)).toBe("12% (8% to 16%)");
    expect(interval(0.009, 0.002, 0.014, alike.percents)).toBe("0.9% (0.2% to 1.4%)");
    expect(interval(150, 90.5, 210, alike.amounts)).toBe("150 (91 to 210)");
    expect(range(-5, 12.25)).toBe("−5.0 to 12.3");
  });
});

describe("A share", () => {
  it.each([
    [0, "0%"],
    [0.05, "5%"],
    [0.049, "4.9%"],
    [0.0004, "0.04%"],
    [0.00001, "0.00%"],
    [0.5049, "50%"],
    [-0.5, "−50%"],
    [12, "1,200%"],
  ])("%d is %s", (share, text) => expect(percent(share)).toBe(text));

  it("that is a level keeps its decimals", () => expect([0.9, 0.975, 0.5].map(level)).toEqual(["90%", "97.5%", "50%"]));

  it("that is a change has its sign", () => expect([0.12, -0.052, 0].map(change)).toEqual(["+12%", "−5.2%", "0%"]));

  it("that is a probability never claims certainty, and is as fine as its draws", () => {
    expect([0, 0.5, 1].map((value) => probability(value))).toEqual(["<1%", "50%", ">99%"]);
    expect([0, 0.0062, 0.9962, 1].map((value) => probability(value, 4000))).toEqual([
      "<0.1%",
      "0.6%",
      "99.6%",
      ">99.9%",
    ]);
  });

  it("that is a p-value has three decimals", () =>
    expect([0.0344, 0.0001].map(pText)).toEqual(["p = 0.034", "p < 0.001"]));
});

describe("Money", () => {
  it("has cents where it is below a hundred and not whole", () =>
    expect([0, 12, 9.5, -250_000].map(money)).toEqual(["0", "12", "9.50", "−250,000"]));
  it("has its sign where it is a gain", () => expect([1200, -3.5].map(signedMoney)).toEqual(["+1,200", "−3.50"]));
});

describe("A list", () => {
  it.each([
    [["A"], "A"],
    [["A", "B"], "A and B"],
    [["A", "B", "C"], "A, B and C"],
    [["A", "B", "C", "D", "E", "F", "G"], "A, B, C, D, E and 2 more"],
  ])("%j reads as %s", (names, text) => expect(listed(names)).toBe(text));

  it("of names that hold commas has semicolons between them", () => {
    expect(listedApart(["A"])).toBe("A");
    expect(listedApart(["A, of B", "C"])).toBe("A, of B; C");
    expect(listedApart(["A", "B", "C", "D", "E", "F", "G"])).toBe("A; B; C; D; E; and 2 more");
  });

  it("of names has quotes, and long values are cut", () => {
    expect(nameList(["a", "b"])).toBe('"a" and "b"');
    expect(quote("x".repeat(100))).toHaveLength(60);
  });

  it("of things is counted in singular and plural", () =>
    expect([count(1, "week"), count(1200, "row"), count(0, "fit")]).toEqual(["1 week", "1,200 rows", "0 fits"]));
});

describe("A length of time and a size of memory", () => {
  it.each([
    [0.0421, "0.04 s"],
    [0.996, "1.0 s"],
    [9.96, "10 s"],
    [59.7, "1 min 0 s"],
    [185, "3 min 5 s"],
    [7800, "2 h 10 min"],
  ])("%d seconds are %s", (seconds, text) => expect(duration(seconds)).toBe(text));

  it("bytes are counted in powers of 1,024", () =>
    expect([12, 1536, 3.2 * 2 ** 30].map(bytes)).toEqual(["12 bytes", "1.5 KiB", "3.2 GiB"]));
});

describe("An estimate with its interval", () => {
  const forms = [alike.figures, alike.amounts, alike.percents, alike.shorts] as const;

  it("never reads 0 where it is not 0, however far the ends of the interval are", () => {
    for (const form of forms) {
      for (const [center, lower, upper] of [
        [0.0042, 0.0001, 0.9],
        [0.00004, 0, 2.5],
        [0.0042, -1, 120.4],
        [0.0000012, 0.0000001, 0.0000045],
        [400, -3000, 5_000_000],
        [-0.003, -250, 0],
      ]) {
        const [text] = interval(center, lower, upper, form).split(" (");
        expect(text).toMatch(/[1-9]/);
      }
    }
  });

  it("has a mark in tables and a word in sentences where it is a median", () => {
    const ends = { estimate: 1.2, lower: 0.5, upper: 9.5 } as const;
    expect(estimated({ ...ends, statistic: "mean" })).toBe("1.20 (0.50 to 9.50)");
    expect(estimated({ ...ends, statistic: "median" })).toBe("1.20† (0.50 to 9.50)");
    expect(estimatedInText({ ...ends, statistic: "median" })).toBe("1.20 (median; 0.50 to 9.50)");
    expect(estimateAlone({ ...ends, statistic: "median" }, figure)).toBe("1.20†");
    expect(estimated({ ...ends, estimate: Number.NaN, statistic: "mean" })).toBe("–");
  });
});

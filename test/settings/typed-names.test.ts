import { describe, expect, it } from "vitest";
import { typedEntries, typedNames } from "../../src/settings/typed-names.ts";

const known = ["TV", "TV, national ($)", "Télé [Été] 50%", "spend_A=B..C", "Radio", "radio online", 'Say "hi"', "a"];

describe("typedNames", () => {
  it.each([
    ["TV,Radio", ["TV", "Radio"]],
    [" TV , Radio ", ["TV", "Radio"]],
    ["TV, national ($),Radio", ["TV, national ($)", "Radio"]],
    ["Radio,TV, national ($)", ["Radio", "TV, national ($)"]],
    ["TV,national", ["TV", "national"]],
    ["Télé [Été] 50%,spend_A=B..C", ["Télé [Été] 50%", "spend_A=B..C"]],
    ["radio online,Radio", ["radio online", "Radio"]],
    ["tv, RADIO", ["TV", "Radio"]],
    ['"TV, national ($)",Radio', ["TV, national ($)", "Radio"]],
    ['"Say ""hi""",TV', ['Say "hi"', "TV"]],
    ['Say "hi",TV', ['Say "hi"', "TV"]],
    ["Tvv,other name", ["Tvv", "other name"]],
    ["TV,,Radio,", ["TV", "Radio"]],
    ["", []],
    [",", []],
  ])("finds in %s the names %j", (text, names) => {
    expect(typedNames(text, known)).toEqual(names);
  });

  it("finds accents however they are composed", () => {
    const [composed, apart] = ["NFC", "NFD"].map((form) => "Télé [Été] 50%".normalize(form));
    expect(typedNames(composed, [apart])).toEqual([apart]);
    expect(typedNames(apart, [composed])).toEqual([composed]);
  });

  it("finds every list of known names again", () => {
    for (const first of known) {
      for (const second of known) expect(typedNames(`${first},${second}`, known)).toEqual([first, second]);
    }
  });
});

describe("typedEntries", () => {
  it.each([
    [
      "TV=-20%..+30%,Radio=1000..5000",
      [
        ["TV", "-20%..+30%"],
        ["Radio", "1000..5000"],
      ],
    ],
    [
      "TV, national ($)=+10%,Télé [Été] 50%=0",
      [
        ["TV, national ($)", "+10%"],
        ["Télé [Été] 50%", "0"],
      ],
    ],
    ["spend_A=B..C=1..2", [["spend_A=B..C", "1..2"]]],
    ["X=Y=3", [["X=Y", "3"]]],
    ['"X, Y"=3', [["X, Y", "3"]]],
  ])("finds in %s the entries %j", (text, entries) => {
    expect(typedEntries(text, known)).toEqual(entries);
  });

  it.each(["TV", "TV=", "=3", "TV=1,,Radio=2", "TV=1,Radio"])("finds none in %s", (text) => {
    expect(typedEntries(text, known)).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import {
  type Axis,
  elementAt,
  elementName,
  labelsOfElements,
  namesOfElements,
  nation,
  shapeOfAxes,
  sizeOfAxes,
} from "../../../src/mmm/axes/index.ts";

const channel: Axis = { name: "channel", labels: ["TV", "a[1],b", "]"] };
const geo: Axis = { name: "geo", labels: ["North", "South, East"] };
const national: Axis = { name: "geo", labels: [nation] };

describe("Names of elements", () => {
  it("have the labels in brackets, and none without labels", () => {
    expect(elementName("sigma", [])).toBe("sigma");
    expect(elementName("decay", ["TV"])).toBe("decay[TV]");
    expect(elementName("coefficient", ["TV", "North"])).toBe("coefficient[TV,North]");
  });

  it("do not show the only geo of a national table", () => {
    expect(namesOfElements("intercept", [national])).toEqual(["intercept"]);
    expect(namesOfElements("coefficient", [channel, national])).toEqual(namesOfElements("coefficient", [channel]));
    expect(namesOfElements("intercept", [geo])).toEqual(["intercept[North]", "intercept[South, East]"]);
  });

  it("are listed with the last axis fastest", () => {
    expect(namesOfElements("x", [channel, geo])).toEqual([
      "x[TV,North]",
      "x[TV,South, East]",
      "x[a[1],b,North]",
      "x[a[1],b,South, East]",
      "x[],North]",
      "x[],South, East]",
    ]);
  });
});

describe("Places on axes", () => {
  it("are where the element's labels stand, whatever the labels hold", () => {
    const axes = [channel, geo];
    expect(sizeOfAxes(axes)).toBe(6);
    expect(shapeOfAxes(axes)).toEqual([3, 2]);
    labelsOfElements(axes).forEach(([one, two], k) => {
      expect(elementAt("x", axes, { channel: one, geo: two })).toBe(k);
    });
  });

  it("need no label for an axis of one element", () => {
    expect(elementAt("x", [channel, national], { channel: "]" })).toBe(2);
    expect(elementAt("x", [], {})).toBe(0);
  });

  it("are refused for labels that an axis lacks, and without a label for one of several elements", () => {
    expect(() => elementAt("x", [channel], { channel: "Radio" })).toThrow('x has no element for the channel "Radio"');
    expect(() => elementAt("x", [channel], {})).toThrow("one of its 3 elements");
  });
});

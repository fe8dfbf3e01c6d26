// The checks that every chart must pass, on pictures that must fail them.

import { describe, expect, it } from "vitest";
import { expectSound, textBoxes } from "./support/harness.ts";

const picture = (body: string): string =>
  `<svg viewBox="0 0 200 100" role="img" aria-label="A"><title>A</title><desc id="a">B</desc>${body}</svg>`;

describe("The check of charts", () => {
  it("passes a sound picture", () => {
    expectSound(picture('<text x="10" y="20">one</text><text x="10" y="40">two</text>'));
  });

  it.each([
    ["text over text", '<text x="10" y="20">one</text><text x="14" y="24">two</text>'],
    [
      "text over text of moved groups",
      '<g transform="translate(10,20)"><text>one</text></g><text x="12" y="22">two</text>',
    ],
    ["text that leaves the picture", '<text x="190" y="20">a long text</text>'],
    [
      "text anchored at its end that leaves the picture",
      '<g text-anchor="end"><text x="20" y="20">a long text</text></g>',
    ],
    ["a broken number", '<path d="M0 NaN"/>'],
    ["a number with needless digits", '<path d="M0 1.23456"/>'],
  ])("fails %s", (_, body) => expect(() => expectSound(picture(body))).toThrow());

  it("fails a picture without a name", () =>
    expect(() => expectSound(picture("").replace("<title>A</title>", ""))).toThrow());

  it("reads anchors and sizes from groups", () => {
    const [box] = textBoxes(picture('<g class="small" text-anchor="middle"><text x="50" y="20">WWWW</text></g>'));
    expect(box.left).toBeCloseTo(50 - 2 * 0.99 * 11, 6);
    expect(box.right).toBeCloseTo(50 + 2 * 0.99 * 11, 6);
  });
});

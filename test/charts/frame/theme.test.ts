import { describe, expect, it } from "vitest";
import { darkColors, darkCss, defaultTheme, lightColors, lightCss } from "../../../src/charts/frame/theme.ts";

/** Relative luminance of an sRGB color (WCAG 2.1). */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colors (WCAG 2.1). */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe.each([
  ["light", lightColors],
  ["dark", { ...lightColors, ...darkColors }],
])("The colors of a %s page", (_, colors) => {
  // 4.5 is what WCAG 2.1 AA asks of small text.
  it.each(["ink", "muted", "good", "warning", "bad", "accent", "contrast"])(
    "%s can be read on the background",
    (name) => {
      expect(contrast(colors[name], colors["background"])).toBeGreaterThanOrEqual(4.5);
    },
  );

  it("has muted text that can be read on a shaded region", () => {
    expect(contrast(colors["muted"], colors["shade"])).toBeGreaterThanOrEqual(4.5);
  });

  it("has hues of channels that stand out from the background", () => {
    for (let index = 1; index <= 10; index++) {
      expect(contrast(colors[`series-${index}`], colors["background"])).toBeGreaterThanOrEqual(2);
    }
  });
});

describe("The theme", () => {
  it("refers to properties that both pages may set", () => {
    const names = Object.keys(lightColors);
    expect(Object.keys(darkColors).filter((name) => !names.includes(name))).toEqual([]);
    expect(defaultTheme.ink).toBe("var(--carryover-ink, #1b1f24)");
    expect(lightCss).toContain("--carryover-series-10:#44aa99");
    expect(darkCss).toContain("--carryover-background:#14181d");
  });
});

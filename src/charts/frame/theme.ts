// Colors, type and style shared by all charts. Every color is a CSS custom property with a fallback, so that a chart inside a
// page follows the page's light or dark mode. Hues: Okabe and Ito's color-blind-safe set (2008), extended with Paul Tol's muted set.

/** Colors are CSS colors; the defaults are `var(--carryover-..., fallback)`. */
export interface Theme {
  readonly ink: string;
  /** Secondary text: axis labels, notes. */
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  /** The one color of charts that do not tell channels apart: estimates and their intervals. */
  readonly accent: string;
  /** Second color, for what the accent is compared with: priors, current plans, averages. */
  readonly contrast: string;
  /** Observed data. */
  readonly observed: string;
  /** Regions: holdout, range of observed spend. */
  readonly shade: string;
  readonly good: string;
  readonly warning: string;
  readonly bad: string;
  /** Hues by order of channels; what lies beyond them repeats the hues with a texture (see `series.ts`). */
  readonly series: readonly string[];
  /** Shades for what is no channel: base, trend, seasonality, controls. */
  readonly neutral: readonly string[];
  readonly fontFamily: string;
}

const hues = [
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#d55e00",
  "#56b4e9",
  "#cc79a7",
  "#999933",
  "#aa4499",
  "#8c6d46",
  "#44aa99",
];
const shades = ["#c6ccd4", "#98a3b0", "#6d7a89", "#4b5766"];

/** Values of the custom properties on a light page, by name without `--carryover-`: the fallbacks inside charts. */
export const lightColors: Readonly<Record<string, string>> = {
  ink: "#1b1f24",
  muted: "#57606a",
  grid: "#dde1e6",
  background: "#ffffff",
  accent: "#0072b2",
  contrast: "#b35900",
  observed: "#1b1f24",
  shade: "#e9edf2",
  good: "#00795a",
  warning: "#b35900",
  bad: "#b3261e",
  ...Object.fromEntries(hues.map((hue, index) => [`series-${index + 1}`, hue])),
  ...Object.fromEntries(shades.map((shade, index) => [`neutral-${index + 1}`, shade])),
};

/** Values of the custom properties on a dark page, by name without `--carryover-`; `darkCss` holds them as CSS. */
export const darkColors: Readonly<Record<string, string>> = {
  ink: "#e6e9ed",
  muted: "#a2abb5",
  grid: "#343b44",
  background: "#14181d",
  accent: "#58b3ea",
  contrast: "#f0a24a",
  observed: "#e6e9ed",
  shade: "#222830",
  good: "#3cc49a",
  warning: "#f0a24a",
  bad: "#ff8a80",
  "neutral-1": "#4d5763",
  "neutral-2": "#6d7a89",
  "neutral-3": "#93a0ae",
  "neutral-4": "#bcc6d1",
  "series-1": "#3d9bd6",
  "series-8": "#c77cc0",
  "series-9": "#b5936a",
};

const declarations = (colors: Readonly<Record<string, string>>): string =>
  Object.entries(colors)
    .map(([name, value]) => `--carryover-${name}:${value}`)
    .join(";");

/** Declarations for a rule of a page that is light, for the page's own use of the colors: charts have them as fallbacks. */
export const lightCss: string = declarations(lightColors);

/** Declarations for a rule of a page that is dark. */
export const darkCss: string = declarations(darkColors);

const property = (name: string): string => `var(--carryover-${name}, ${lightColors[name]})`;

export const defaultTheme: Theme = {
  ink: property("ink"),
  muted: property("muted"),
  grid: property("grid"),
  background: property("background"),
  accent: property("accent"),
  contrast: property("contrast"),
  observed: property("observed"),
  shade: property("shade"),
  good: property("good"),
  warning: property("warning"),
  bad: property("bad"),
  series: hues.map((_, index) => property(`series-${index + 1}`)),
  neutral: shades.map((_, index) => property(`neutral-${index + 1}`)),
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
};

export const resolveTheme = (changes: Partial<Theme> | undefined): Theme => ({ ...defaultTheme, ...changes });

/** Sizes of type in pixels. */
export const fontSize = { label: 12, small: 11 } as const;

/** The style that stands inside every chart. Class names are few, because a style inside a page reaches all of the page's charts. */
export function chartStyle(theme: Theme): string {
  const rules: readonly (readonly [string, string])[] = [
    ["", `font-family:${theme.fontFamily};font-size:${fontSize.label}px;max-width:100%;height:auto`],
    ["text", `fill:${theme.ink}`],
    [".small", `font-size:${fontSize.small}px`],
    [".muted,.carryover-chart .muted text", `fill:${theme.muted}`],
    [".strong", "font-weight:600"],
    [
      ".halo,.carryover-chart .halo text",
      `paint-order:stroke;stroke:${theme.background};stroke-width:3px;stroke-linejoin:round`,
    ],
    [".grid", `stroke:${theme.grid};fill:none`],
    [".rule", `stroke:${theme.muted};fill:none`],
    [".line", "fill:none;stroke-width:1.75;stroke-linejoin:round"],
  ];
  return rules.map(([selector, body]) => `.carryover-chart${selector && ` ${selector}`}{${body}}`).join("");
}

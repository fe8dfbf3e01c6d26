// The charts of a fitted model and what is needed to draw them in a browser. Drawing without one: server.ts; benchmarks have
// calibration-coverage.ts and privacy-tradeoff.ts, which load Observable Plot and so are not listed here.

export {
  type Chart,
  type ChartOptions,
  type Interval,
  darkColors,
  darkCss,
  defaultTheme,
  lightColors,
  lightCss,
  type Theme,
} from "./frame/index.ts";
export { english, type Locale as ChartLocale } from "../words/index.ts";

export * from "./budget/index.ts";
export * from "./convergence/index.ts";
export * from "./fit/index.ts";
export * from "./geos/index.ts";
export * from "./returns/index.ts";

// Lift tests beside the model: what was read, and what the model expects without and with the test, one panel for each test.

import { scaleLinear } from "d3";
import {
  type Chart,
  domainOf,
  drawInterval,
  drawLegend,
  drawPanelAxes,
  drawPanelNames,
  type Interval,
  intervalKey,
  legendHeight,
  type LegendItem,
  panelAxis,
  panelGrid,
  settingsOf,
  startChart,
} from "../frame/index.ts";

export interface LiftTestsData {
  readonly tests: readonly {
    readonly name: string;
    readonly read: { readonly estimate: number; readonly lower: number; readonly upper: number };
    /** The read-out that the model expects without the test; absent where only a fit without it can tell. */
    readonly without?: Interval;
    /** What it expects the test to read with it, without error; absent where the model did not learn from it. */
    readonly expected?: Interval;
    /** Distance of the read-out from what is expected without it, in standard deviations; absent as `without`. */
    readonly z?: number;
  }[];
}

/** Distances from which a test is in conflict with the model. */
const conflict = 2;

/** Every panel has a scale of its own: tests may be in different units. */
export const reviewLiftTests: Chart<LiftTestsData> = ({ tests }, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  const rows = [
    { color: theme.ink, of: (test: LiftTestsData["tests"][number]) => test.read },
    { color: theme.contrast, of: (test: LiftTestsData["tests"][number]) => test.without },
    { color: theme.accent, of: (test: LiftTestsData["tests"][number]) => test.expected },
  ];
  const learned = tests.some(({ expected }) => expected !== undefined);
  const legend: LegendItem[] = [
    { label: "read, 90% interval", key: intervalKey(theme.ink) },
    { label: "expected without the test", key: intervalKey(theme.contrast) },
    ...(learned ? [{ label: "effect in the model with it", key: intervalKey(theme.accent) }] : []),
  ];
  const distance = (z: number | undefined): string =>
    z === undefined
      ? "not known without it"
      : `${numbers.plain(Math.round(Math.abs(z) * 10) / 10)} sd ${z < 0 ? "below" : "above"}`;
  const grid = panelGrid(options, {
    names: tests.map(({ name }) => name),
    notes: tests.map(({ z }) => distance(z)),
    plotHeight: 54,
    axisWidth: 4,
    top: legendHeight(options, legend),
    xTitle: "Lift, in the unit of each test",
  });
  const drawing = startChart(options, {
    name: "review-lift-tests",
    title: "Lift tests beside the model",
    description: tests
      .map(({ name, z }) => `${name}: ${distance(z)}${z === undefined ? "" : " what the model expects without it"}`)
      .join("; "),
    height: grid.height,
  });
  drawLegend(drawing, legend);
  tests.forEach((test, index) => {
    const panel = grid.panels[index];
    const own = rows.flatMap(({ of, color }) => {
      const interval = of(test);
      return interval === undefined ? [] : [{ interval, color }];
    });
    const ends = own.flatMap(({ interval: { lower, upper } }) => [lower, upper]);
    const x = scaleLinear(domainOf(ends, [0]), [panel.left, panel.right]);
    drawPanelAxes(drawing, panel, panelAxis(x, 4, numbers.ticks), undefined);
    const marks = drawing.group();
    own.forEach(({ interval, color }, row) => {
      const y = panel.top + ((row + 0.5) * (panel.bottom - panel.top)) / rows.length;
      drawInterval(marks, x, interval, { y, color });
    });
  });
  drawPanelNames(drawing, grid, (panel) => (Math.abs(tests[panel].z ?? 0) > conflict ? theme.warning : undefined));
  return drawing.svg.node()!;
};

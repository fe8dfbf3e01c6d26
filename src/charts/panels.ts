// The layout of small multiples: panels of one size in rows, each under its name.

import type { ChartOptions } from "./chart.ts";
import { chartWidth } from "./chart.ts";

export interface Panel {
  /** Outer left edge and width. */
  readonly x: number;
  readonly width: number;
  /** Where the panel (with its name) begins, and where it ends. */
  readonly y: number;
  readonly height: number;
}

export interface PanelGrid {
  readonly columns: number;
  readonly panels: readonly Panel[];
  /** Where the last row ends. */
  readonly bottom: number;
}

export interface PanelOptions {
  /** Panels are at least this wide; 165 by default: four beside each other on a page, two on a telephone. */
  readonly minimumWidth?: number;
  readonly height: number;
  /** Where the first row begins; room for a legend. 0 by default. */
  readonly top?: number;
  readonly gap?: number;
}

export function panelGrid(options: ChartOptions, count: number, panel: PanelOptions): PanelGrid {
  const width = chartWidth(options);
  const gap = panel.gap ?? 16;
  const top = panel.top ?? 0;
  const minimum = panel.minimumWidth ?? 165;
  const columns = Math.max(1, Math.min(count, 4, Math.floor((width + gap) / (minimum + gap))));
  const panelWidth = (width - gap * (columns - 1)) / columns;
  const panels = Array.from({ length: count }, (_, index) => ({
    x: (index % columns) * (panelWidth + gap),
    y: top + Math.floor(index / columns) * (panel.height + gap),
    width: panelWidth,
    height: panel.height,
  }));
  const rows = Math.ceil(count / columns);
  return { columns, panels, bottom: top + rows * panel.height + Math.max(0, rows - 1) * gap };
}

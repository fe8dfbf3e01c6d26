// The density of a panel for worker threads, which can share its gradients.

import { compile } from "../../../src/compile/index.ts";
import { makeDensity } from "../../../src/model/density.ts";
import type { LogDensity } from "../../../src/sampling/density.ts";
import { samplerModules } from "../../../src/sampling/index.ts";
import { panelRequest, type PanelSize, panelValues } from "../../compile/support/panel-graph.ts";

/** @param size.divided whether threads may share it */
export function sharedPanel({ divided, ...size }: PanelSize & { readonly divided: boolean }): LogDensity {
  const program = compile(panelRequest(size), "wasm", divided);
  return makeDensity({ program, data: panelValues(size), sampler: samplerModules(program.team !== undefined) });
}

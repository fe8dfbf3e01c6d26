// Programs that threads share: what is divided, that no two turns write the same number, and that the numbers are those of one thread.

import { describe, expect, it } from "vitest";
import { compile, type CompileRequest, instantiate } from "../../src/compile/index.ts";
import { divisionOf } from "../../src/compile/divide.ts";
import { accessOf, type LoopProgram, type Nest, type Statement } from "../../src/compile/loops.ts";
import { lower } from "../../src/compile/lower.ts";
import * as g from "../../src/graph/index.ts";
import { panelRequest, panelValues } from "./support/panel-graph.ts";

const size = { channels: 5, geos: 150, weeks: 53 };

/** Elements that a statement writes in one turn of a loop. */
function written(statement: Statement, { extents }: Nest, axis: number, turn: number): Set<number> {
  const { offset, strides } = accessOf(statement)!;
  let places = [offset];
  extents.forEach((extent, k) => {
    const turns = k === axis ? [turn] : Array.from({ length: extent }, (_, i) => i);
    places = [...new Set(places.flatMap((place) => turns.map((i) => place + strides[k] * i)))];
  });
  return new Set(places);
}

const writes = ({ statements }: Nest): Statement[] =>
  statements.filter(({ kind }) => kind === "store" || kind === "accumulate");

function divided(program: LoopProgram): { nest: Nest; axis: number }[] {
  const division = divisionOf(program);
  return program.run.flatMap((nest) => {
    const axis = division?.axisOf(nest);
    return axis === undefined ? [] : [{ nest, axis }];
  });
}

describe("programs that are divided among threads", () => {
  it("are those of panels: by channel, and by geo where channels are added up", () => {
    const { program } = lower(panelRequest(size));
    const nests = divided(program);
    const sumOverChannels = nests.filter(({ axis }) => axis === 1);
    expect(nests.length).toBeGreaterThan(2);
    expect(sumOverChannels.length).toBeGreaterThan(0);
    expect(nests.every(({ nest, axis }) => axis < nest.extents.length - 1)).toBe(true);
    expect(divisionOf(program)!.most).toBe(size.channels);
  });

  it("write every number in one turn of the loop that is shared", () => {
    for (const { nest, axis } of divided(lower(panelRequest(size)).program)) {
      for (const statement of writes(nest)) {
        const places = Array.from({ length: nest.extents[axis] }, (_, turn) => written(statement, nest, axis, turn));
        const all = new Set(places.flatMap((each) => [...each]));
        expect(all.size).toBe(places.reduce((total, each) => total + each.size, 0));
      }
    }
  });

  it("are not those of national tables, nor those whose sums are of everything", () => {
    expect(divisionOf(lower(panelRequest({ ...size, geos: 1 })).program)).toBeUndefined();
    const x = g.parameterInput("x", []);
    const rows = g.dataInput("rows", [300, 300]);
    const value = g.sum(g.exp(g.multiply(g.broadcastTo(x, [300, 300]), rows)));
    const request: CompileRequest = { parameters: [x], data: [rows], outputs: [{ name: "value", node: value }] };
    expect(divisionOf(lower(request).program)).toBeUndefined();
    expect(compile(request, "wasm", true).team).toBeUndefined();
    expect(compile(panelRequest(size), "javascript", true).team).toBeUndefined();
  });

  it("give the numbers of one thread to the last bit when one thread runs them", () => {
    const request = panelRequest(size);
    const results = [false, true].map((shared) => {
      const program = compile(request, "wasm", shared);
      expect(program.team === undefined).toBe(!shared);
      const executable = instantiate(program);
      executable.setData(panelValues(size));
      executable.parameters.forEach((_, i, all) => {
        all[i] = 0.3 * Math.sin(i);
      });
      executable.run();
      return Array.from(executable.outputs);
    });
    expect(results[1]).toEqual(results[0]);
  });
});

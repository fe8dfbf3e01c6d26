// A made-up panel of two geos against two national models, each the slow twin that samples every parameter as itself.

import { describe, expect, it } from "vitest";
import { compile, instantiate } from "../../../src/compile/index.ts";
import { type Design, makeDesign, mediaMixModel, modelData } from "../../../src/mmm/fit/index.ts";
import { parameterBlocks, responseGraph } from "../../../src/mmm/response/index.ts";
import { priorOf, type ResolvedSpec } from "../../../src/mmm/specification/index.ts";
import { termsOf } from "../../../src/mmm/terms/baseline/index.ts";
import { compileModel } from "../../../src/model/index.ts";
import { madeUpModel } from "../../decisions/support/made-up-model.ts";
import { positions } from "../support/cases.ts";
import { plainModel } from "../support/plain-model.ts";
import { expectGradient } from "../support/gradient.ts";

const geos = ["North", "South, East"];

/** Rows [element][week] of each geo as [element][geo][week]. */
function stacked(parts: readonly Float64Array[], weeks: number): Float64Array {
  const count = parts[0].length / weeks;
  const rows = Array.from({ length: count }, (_, k) =>
    parts.flatMap((part) => [...part.subarray(k * weeks, (k + 1) * weeks)]),
  );
  return Float64Array.from(rows.flat());
}

/** The design of a panel whose geos have these designs, of one set of scales. */
function panelOf(spec: ResolvedSpec, [first, second]: readonly [Design, Design]): Design {
  const { weeks } = first;
  const both = (of: (design: Design) => Float64Array): Float64Array => stacked([of(first), of(second)], weeks);
  return {
    ...first,
    geos,
    panel: {
      population: new Float64Array(2).fill(1),
      hasRow: new Float64Array(2 * weeks).fill(1),
      hasTarget: new Float64Array(2 * weeks).fill(1),
    },
    media: both((design) => design.media),
    target: both((design) => design.target),
    totalSpend: first.totalSpend.map((spend, c) => spend + second.totalSpend[c]),
    terms: Object.fromEntries(
      termsOf(spec).map(({ name, rowAxes }) => [
        name,
        rowAxes.includes("geo")
          ? { ...first.terms[name], values: both(({ terms }) => terms[name].values) }
          : first.terms[name],
      ]),
    ),
  };
}

const files = [
  { name: "the default model", file: "trend: linear" },
  {
    name: "Student-t errors and logistic curves",
    file: "likelihood: student_t\nsaturation: logistic\nadstock: { window: 6 }",
  },
  { name: "several seasons", file: "seasonality: [{ period: 52, harmonics: 2 }, { period: 13, harmonics: 2 }]" },
];

describe.each(files)("Two geos under $name", ({ file }) => {
  const made = async () => {
    const [north, south] = await Promise.all([1, 2].map((seed) => madeUpModel({ file, seed, draws: 1 })));
    const { spec, design } = north;
    const designs = [design, makeDesign(south.data, spec, design)] as const;
    const panelSpec: ResolvedSpec = { ...spec, geos };
    return { spec, designs, panelSpec, panel: panelOf(panelSpec, designs) };
  };

  it("have the log likelihood of both, and the prior of shared parameters once", async () => {
    const { spec, designs, panelSpec, panel } = await made();
    const { weeks } = panel;
    const engine = compileModel(mediaMixModel(panelSpec, weeks), modelData(panel));
    const nations = designs.map((design) => {
      const twin = plainModel(spec, weeks);
      const data = modelData(design);
      const own = new Set(twin.data.map(({ name }) => name));
      return compileModel(twin, Object.fromEntries(Object.entries(data).filter(([name]) => own.has(name))));
    });
    const names = engine.reported.filter(({ kind }) => kind === "parameter").map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["intercept[North]", "intercept[South, East]", "coefficient[TV]"]));
    for (const position of positions(engine.dimension, 3, 1)) {
      const draw = engine.constrainDraws(position, 1);
      const values = Object.fromEntries(names.map((name) => [name, draw.columns.get(name)![0]]));
      const shared = Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith("intercept")));
      const [a, b] = geos.map((geo, k) => {
        const at = nations[k].unconstrain({ ...shared, intercept: values[`intercept[${geo}]`] });
        return nations[k].constrainDraws(at, 1);
      });
      const expected = a.logLikelihood[0] + b.logLikelihood[0];
      expect(Math.abs(draw.logLikelihood[0] - expected)).toBeLessThan(1e-9 * Math.abs(expected));
      // The prior of the second intercept is that of the first elsewhere: normal around 0.
      const [, sd] = priorOf(spec, "intercept").parameters;
      const own = (x: number): number => -0.5 * (x / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
      const prior = a.logPrior[0] + own(values[`intercept[${geos[1]}]`]);
      expect(Math.abs(draw.logPrior[0] - prior)).toBeLessThan(1e-9 * Math.abs(prior));
    }
  });

  it("have a gradient that is the derivative of the density", async () => {
    const { panelSpec, panel } = await made();
    const density = compileModel(mediaMixModel(panelSpec, panel.weeks), modelData(panel)).density();
    const [position] = positions(density.dimension, 1, 0.5);
    expectGradient(density, position);
  });

  it("respond to spend as two nations do", async () => {
    const { spec, designs, panelSpec, panel } = await made();
    const { weeks } = panel;
    const contributions = (own: ResolvedSpec, design: Design): Float64Array => {
      const graph = responseGraph(own, design, { weeks });
      const outputs = [{ name: "contribution", node: graph.contribution.node }];
      const executable = instantiate(compile({ parameters: graph.parameters, data: [graph.spend], outputs }));
      const count = design.media.length / spec.channels.length;
      executable.setData({
        spend: design.media.map((value, k) => value * design.mediaScales[Math.floor(k / count)].scale),
      });
      let at = 0;
      for (const { name, size } of parameterBlocks(own)) {
        for (let k = 0; k < size; k++) executable.parameters[at++] = name === "decay" ? 0.3 + 0.1 * k : 0.8 + 0.1 * k;
      }
      executable.run();
      return executable.output("contribution").slice();
    };
    const both = contributions(panelSpec, panel);
    const each = stacked(
      designs.map((design) => contributions(spec, design)),
      weeks,
    );
    expect(both.length).toBe(spec.channels.length * 2 * weeks);
    for (let k = 0; k < both.length; k++) expect(both[k]).toBeCloseTo(each[k], 8);
  });
});

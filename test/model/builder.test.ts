import { describe, expect, it } from "vitest";
import {
  dirichlet,
  flat,
  gamma,
  halfNormal,
  interval,
  logNormal,
  multivariateNormal,
  negativeBinomial,
  normal,
  poisson,
  positive,
  simplex,
  uniform,
  real,
} from "../../src/distributions/index.ts";
import { constant, dataInput } from "../../src/graph/index.ts";
import {
  compileModel,
  type DataValues,
  elementNames,
  type Model,
  ModelBuilder,
  type Posterior,
} from "../../src/model/index.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { CarryoverError } from "../../src/problems/problem.ts";

const n01 = normal(0, 1);

/** One statement on a new builder, and what it says. */
const mistakes: readonly (readonly [string, (m: ModelBuilder) => unknown, string])[] = [
  ["an empty name", (m) => m.parameter("", n01), "Every parameter needs a name."],
  ["spaces around a name", (m) => m.data(" y", [2]), "Every data array needs a name."],
  [
    "the same parameter twice",
    (m) => [m.parameter("mu", n01), m.parameter("mu", n01)],
    'parameter "mu": This name is already used by a parameter.',
  ],
  [
    "data named like a parameter",
    (m) => [m.parameter("mu", n01), m.data("mu", [2])],
    'data array "mu": This name is already used by a parameter.',
  ],
  [
    "a derived quantity named like a parameter",
    (m) => m.derive("mu", m.parameter("mu", n01)),
    'derived quantity "mu": This name is already used by a parameter.',
  ],
  [
    "the same observation twice",
    (m) => [m.observe("y", n01, m.data("y", [2])), m.observe("y", n01, m.data("z", [2]))],
    'observation "y": This name is already used by an observation.',
  ],
  [
    "parameters of a distribution that do not fit each other",
    (m) => m.parameter("b", normal([1, 2], [1, 2, 3])),
    'parameter "b": The mean and the sd of normal do not broadcast together. Received shapes [2] and [3].',
  ],
  [
    "a distribution that was not called",
    (m) => m.parameter("b", normal as never),
    'parameter "b": A distribution is wanted here. Received the function normal. Call it with its parameters: normal(0, 1).',
  ],
  [
    "a number for a distribution",
    (m) => m.parameter("b", 3 as never),
    "Give one such as normal(0, 1), or flat() for none.",
  ],
  [
    "an observation without a distribution",
    (m) => m.observe("y", undefined as never, [1]),
    "A distribution is wanted here.",
  ],
  ["a distribution for a name", (m) => m.parameter(n01 as never, n01), "Every parameter needs a name."],
  [
    "a number for a shape",
    (m) => m.data("y", 8 as never),
    'data "y": A shape is an array of extents. Received 8. Write [8]',
  ],
  ["no shape", (m) => m.data("y", undefined as never), "Write [3] for a vector of three, [3, 2] for three rows of two"],
  [
    "an option of a quantity that there is not",
    (m) => m.derive("twice", m.parameter("b", n01).mul(2), { label: ["a"] } as never),
    'quantity "twice": There is no option "label" here. Did you mean "labels"?',
  ],
  [
    "an option of a coordinate that there is not",
    (m) => m.coordinate("c", real, { shapes: [2] } as never),
    'coordinate "c": There is no option "shapes" here. Did you mean "shape"?',
  ],
  [
    "an option that there is not",
    (m) => m.parameter("b", n01, { shapes: [2] } as never),
    'parameter "b": There is no option "shapes" here. Did you mean "shape"? There is: "shape", "labels" and "centered".',
  ],
  [
    "an operand that is none",
    (m) => m.parameter("b", normal("1" as never, 1)),
    'mean of normal: An operand is a node, a number, or an array of them. Received the text "1".',
  ],
  [
    "observed values of another shape",
    (m) => m.observe("y", normal(m.parameter("mu", n01, { shape: [3] }), 1), [1, 2]),
    'observation "y": The mean of normal must broadcast to shape [2]. Received [3].',
  ],
  [
    "elements that would be reported under one name",
    (m) => {
      m.parameter("a[1]", n01);
      m.parameter("a", n01, { shape: [2] });
      m.build();
    },
    'element of "a" "a[1]": This name is already used by a reported quantity.',
  ],
  [
    "a prior whose parameters do not broadcast",
    (m) => m.parameter("b", normal(constant([1, 2, 3]), 1), { shape: [2] }),
    'parameter "b": The mean of normal must broadcast to shape [2]. Received [3].',
  ],
  [
    "observations smaller than their parameters",
    (m) => m.observe("y", normal(constant([1, 2, 3]), 1), m.data("y", [1])),
    'observation "y": The mean of normal must broadcast to shape [1]. Received [3].',
  ],
  [
    "a vector of another length than its distribution",
    (m) => m.parameter("w", dirichlet(constant([1, 1, 1])), { shape: [4] }),
    "Vectors of dirichlet have length 3, along the last axis. Received [4].",
  ],
  [
    "a simplex without a length",
    (m) => m.coordinate("w", simplex),
    "It is a vector of positive numbers that sum to 1: its last axis has two or more elements. Received [].",
  ],
  ["an empty axis", (m) => m.parameter("b", n01, { shape: [0] }), "Extents are whole numbers above 0. Received [0]."],
  [
    "too few labels",
    (m) => m.parameter("b", n01, { shape: [3], labels: ["a", "b"] }),
    '"b": Axis 1 has 3 elements. Received 2 labels.',
  ],
  [
    "repeated labels",
    (m) => m.parameter("b", n01, { shape: [2], labels: ["a", "a"] }),
    'Labels must differ and not be empty. Received "a" and "a".',
  ],
  [
    "labels for one of two axes",
    (m) => m.parameter("b", n01, { shape: [2, 2], labels: ["a", "b"] }),
    "Shape [2, 2] takes 2 lists of labels. Received 1.",
  ],
  [
    "a whole number as a parameter",
    (m) => m.parameter("n", poisson(3)),
    'parameter "n": The distribution poisson is over whole numbers.',
  ],
  [
    "a whole number as a coordinate",
    (m) => m.coordinate("n", { kind: "whole", lower: 0, upper: 3 }),
    "It is a whole number from 0 to 3, which cannot be sampled.",
  ],
  [
    "standardized coordinates for a distribution without a location",
    (m) => m.parameter("s", halfNormal(1), { centered: false }),
    'parameter "s": The distribution half_normal has no location and scale to take out.',
  ],
  ["a recovery of nothing", (m) => m.recover("level", 0), "There is no coordinate of this name."],
  [
    "a recovery of another shape",
    (m) => {
      m.coordinate("level", positive, { shape: [2] });
      m.recover("level", 0);
    },
    'recover "level": The coordinate has shape [2]. Received [].',
  ],
  ["a model without parameters", (m) => m.build(), "model: There is nothing to sample."],
];

describe("the builder refuses", () => {
  it.each(mistakes)("%s", (_, statement, message) => {
    const attempt = (): unknown => statement(new ModelBuilder());
    expect(attempt).toThrow(CarryoverError);
    expect(attempt).toThrow(message);
  });
});

describe("a parameter", () => {
  it("is as large as its distribution's parameters unless a shape is given", () => {
    const m = new ModelBuilder();
    expect(m.parameter("a", n01).shape).toEqual([]);
    expect(m.parameter("b", normal(constant([1, 2, 3]), 1)).shape).toEqual([3]);
    expect(m.parameter("c", dirichlet(constant([1, 2, 3, 4]))).shape).toEqual([4]);
    expect(m.parameter("d", multivariateNormal(0, [1, 0, 0, 1])).shape).toEqual([2]);
    expect(m.parameter("e", n01, { shape: [2, 3] }).shape).toEqual([2, 3]);
  });

  it("may have a flat prior on a support", () => {
    const m = new ModelBuilder();
    m.parameter("slope", flat(), { shape: [2] });
    m.parameter("share", flat(interval(0, 1)));
    const posterior = compileModel(m.build());
    const gradient = new Float64Array(3);
    const position = Float64Array.of(5, -3, 0.4);
    const share = 1 / (1 + Math.exp(-0.4));
    // Nothing but the Jacobian of the logistic function.
    expect(posterior.density().evaluate(position, gradient)).toBeCloseTo(Math.log(share * (1 - share)), 14);
    const draws = posterior.constrainDraws(position, 1);
    expect(draws.logPrior[0]).toBe(0);
    expect(draws.columns.get("share")![0]).toBeCloseTo(share, 15);
  });

  it("may have bounds that depend on another parameter", () => {
    const m = new ModelBuilder();
    const lower = m.parameter("lower", n01);
    m.parameter("x", uniform(lower, 10));
    const posterior = compileModel(m.build());
    const values = { lower: 2, x: 5 };
    const position = posterior.unconstrain(values);
    const { columns } = posterior.constrainDraws(position, 1);
    expect(columns.get("lower")![0]).toBe(2);
    expect(columns.get("x")![0]).toBeCloseTo(5, 14);
  });
});

describe("elements", () => {
  it("are named by labels, or by counting from 1", () => {
    expect(elementNames("sigma", [])).toEqual(["sigma"]);
    expect(elementNames("theta", [2])).toEqual(["theta[1]", "theta[2]"]);
    expect(elementNames("decay", [2], ["TV", "Radio"])).toEqual(["decay[TV]", "decay[Radio]"]);
    expect(
      elementNames(
        "effect",
        [2, 2],
        [
          ["north", "south"],
          ["TV", "Radio"],
        ],
      ),
    ).toEqual(["effect[north,TV]", "effect[north,Radio]", "effect[south,TV]", "effect[south,Radio]"]);
  });
});

describe("data", () => {
  const m = new ModelBuilder();
  const rate = m.parameter("rate", gamma(2, 1));
  m.observe("sales", logNormal(rate, 1), m.data("sales", [2], { labels: ["Monday", "Tuesday"] }));
  m.observe("orders", negativeBinomial(rate, 2), m.data("orders", [2]));
  m.observe("score", uniform(0, m.data("limit", [])), m.data("score", [2]));
  const model = m.build();
  const good = { sales: [1, 2], orders: [0, 3], limit: [4], score: [1, 4] };

  it("are accepted when complete and inside their supports", () => {
    expect(compileModel(model, good).dimension).toBe(1);
  });

  it.each([
    ["missing", { ...good, orders: undefined }, 'data "orders": No values were given for these data.'],
    ["unknown", { ...good, order: [1, 2] }, 'data "order": The model has no data of this name. Did you mean "orders"?'],
    ["too short", { ...good, sales: [1] }, 'data "sales": Shape [2] takes 2 values. Received 1.'],
    [
      "not finite",
      { ...good, sales: [1, Number.NaN] },
      "data sales[Tuesday]: Data must be finite numbers. Received NaN.",
    ],
    [
      "not positive",
      { ...good, sales: [0, 1] },
      "data sales[Monday]: An observation of lognormal is a number above 0. Received 0.",
    ],
    [
      "not whole",
      { ...good, orders: [1, 2.5] },
      "data orders[2]: An observation of negative_binomial is a whole number, 0 or more. Received 2.5.",
    ],
    [
      "below zero",
      { ...good, orders: [-1, 2] },
      "data orders[1]: An observation of negative_binomial is a whole number, 0 or more. Received -1.",
    ],
    [
      "above a bound that is data itself",
      { ...good, score: [1, 5] },
      "data score[2]: An observation of uniform is a number between 0 and its upper bound. Received 5.",
    ],
  ])("are refused when %s", (_, data, message) => {
    expect(() => compileModel(model, data as Record<string, number[]>)).toThrow(CarryoverError);
    expect(() => compileModel(model, data as Record<string, number[]>)).toThrow(message);
  });

  it.each([
    [
      "of another nesting",
      { ...good, sales: [[1], [2]] },
      'data "sales": The values are nested as another shape than [2]. Received [2, 1].',
    ],
    [
      "of uneven nesting",
      { ...good, sales: [[1, 2], [3]] },
      'data "sales": The parts of a nested array must have one shape.',
    ],
    ["text", { ...good, sales: ["1", "x"] }, "data sales[Tuesday]: Data must be finite numbers."],
  ])("are refused when %s", (_, data, message) => {
    expect(() => compileModel(model, data as never)).toThrow(message);
  });

  it("may be nested as their shape, and a number where there is one", () => {
    const nested = new ModelBuilder();
    const slopes = nested.parameter("slopes", n01, { shape: [2] });
    nested.observe("y", normal(nested.data("x", [3, 2]).matmul(slopes), nested.data("sd", [])), nested.data("y", [3]));
    const at = Float64Array.of(0.3, -1);
    const density = (data: DataValues): number => compileModel(nested.build(), data).logDensity()(at);
    const y = [0.1, 2, -3];
    expect(
      density({
        x: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        sd: 2,
        y,
      }),
    ).toBe(density({ x: [1, 2, 3, 4, 5, 6], sd: [2], y }));
  });

  it("may stand in the model as arrays, and are checked there too", () => {
    const inline = (values: number[]): Model => {
      const m2 = new ModelBuilder();
      m2.observe("y", logNormal(m2.parameter("mu", n01), 1), values);
      return m2.build();
    };
    const declared = new ModelBuilder();
    declared.observe("y", logNormal(declared.parameter("mu", n01), 1), declared.data("y", [2]));
    const at = Float64Array.of(0.3);
    expect(compileModel(inline([1, 2])).logDensity()(at)).toBe(
      compileModel(declared.build(), { y: [1, 2] }).logDensity()(at),
    );
    expect(() => compileModel(inline([1, -2]))).toThrow(
      "data y[2]: An observation of lognormal is a number above 0. Received -2.",
    );
    expect(() => compileModel(inline([1, Number.NaN]))).toThrow(
      "data y[2]: Data must be finite numbers. Received NaN.",
    );
  });

  it("that are vectors are checked as a whole", () => {
    const shares = new ModelBuilder();
    shares.observe("y", dirichlet(shares.parameter("a", gamma(2, 1), { shape: [2] })), shares.data("y", [2, 2]));
    expect(() =>
      compileModel(shares.build(), {
        y: [
          [0.5, 0.5],
          [0.5, 0.6],
        ],
      }),
    ).toThrow(
      'data "y": An observation of dirichlet is a vector of positive numbers that sum to 1. A vector on the simplex must sum to 1, not 1.1.',
    );
  });

  it("are for a finished model", () => {
    expect(() => compileModel(m as never)).toThrow(
      "model: A finished model is wanted here. Received a ModelBuilder. Give what its `build()` returns.",
    );
  });

  it("are reported with all their problems at once", () => {
    let problems = 0;
    try {
      compileModel(model, { sales: [1], limit: [4] });
    } catch (error) {
      problems = (error as CarryoverError).problems.length;
    }
    expect(problems).toBe(3);
  });

  it("must be declared by the builder, and so must coordinates", () => {
    const undeclared = new ModelBuilder();
    undeclared.observe("y", normal(undeclared.parameter("mu", n01), 1), dataInput("y", [2]));
    expect(() => undeclared.build()).toThrow('data "y": It is used in the model but was not declared by it.');
    const foreign = new ModelBuilder();
    foreign.parameter("mu", normal(new ModelBuilder().parameter("other", n01), 1));
    expect(() => foreign.build()).toThrow('parameter "other": It is used in the model but was not declared by it.');
  });
});

describe("initial values", () => {
  const m = new ModelBuilder();
  m.parameter("mu", n01);
  m.parameter("sigma", halfNormal(1), { shape: [2] });
  const posterior = compileModel(m.build());

  it.each([
    [
      "unknown",
      { mu: 0, sigma: [1, 1], mü: 1 },
      'value "mü": The model has no parameter of this name. Did you mean "mu"?',
    ],
    ["missing", { mu: 0 }, 'The coordinates of "sigma" do not follow from the values given.'],
    ["too few", { mu: 0, sigma: 1 }, 'value "sigma": It takes 2 values, not 1.'],
    ["outside the support", { mu: 0, sigma: [1, -1] }, 'value "sigma": Element 2 must be a number above 0, not -1.'],
  ])("are refused when %s", (_, values, message) => {
    expect(() => posterior.unconstrain(values as Record<string, number>)).toThrow(message);
  });
});

describe("a potential with pointwise values", () => {
  const y = [0.3, -1, 2.5];
  const written = (as: "observation" | "potential" | "prior"): Posterior => {
    const m = new ModelBuilder();
    const mu = m.parameter("mu", n01);
    const labels = ["first", "second", "third"];
    if (as === "observation") m.observe("y", normal(mu, 2), y, { labels });
    else {
      const logDensity = normal(mu, 2).logDensity(constant(y));
      if (as === "prior") m.potential("y", logDensity);
      else m.potential("y", logDensity, { pointwise: true, labels });
    }
    return compileModel(m.build());
  };
  const positions = Float64Array.of(0.4, -2);

  it("is an observation in all but predictive draws", () => {
    const [observation, potential] = [written("observation"), written("potential")];
    expect(potential.observed).toEqual(observation.observed);
    expect(potential.observed).toEqual(["y[first]", "y[second]", "y[third]"]);
    const [a, b] = [observation, potential].map((posterior) => {
      const pointwise = new Float64Array(6);
      return { ...posterior.constrainDraws(positions, 2, pointwise), pointwise };
    });
    expect(b.pointwise).toEqual(a.pointwise);
    expect(b.logLikelihood).toEqual(a.logLikelihood);
    expect(b.logPrior).toEqual(a.logPrior);
    expect(potential.posteriorPredictive(randomStream([1]), positions, 2).observations).toEqual([]);
  });

  it("counts as prior without them", () => {
    const { logLikelihood, logPrior } = written("prior").constrainDraws(positions, 2);
    const observed = written("observation").constrainDraws(positions, 2);
    expect([...logLikelihood]).toEqual([0, 0]);
    logPrior.forEach((value, i) => expect(value).toBeCloseTo(observed.logPrior[i] + observed.logLikelihood[i], 12));
    expect(written("prior").observed).toEqual([]);
  });

  it("takes no name of an observation, nor an option that there is not", () => {
    const m = new ModelBuilder();
    const mu = m.parameter("mu", n01);
    m.observe("y", normal(mu, 1), y);
    expect(() => m.potential("y", mu, { pointwise: true })).toThrow(
      'observation "y": This name is already used by an observation.',
    );
    expect(() => m.potential("z", mu, { point: true } as never)).toThrow(
      'potential "z": There is no option "point" here.',
    );
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import {
  type Draws,
  essBulk,
  essTail,
  rhat,
  type RunningConvergence,
  watchConvergence,
  type WatchOptions,
} from "../../../src/diagnostics/index.ts";
import { commonDraws } from "../../../src/diagnostics/watch/common-draws.ts";
import { compileModel } from "../../../src/model/index.ts";
import { type RunningDraws, sample, type SampleResult } from "../../../src/sampling/index.ts";
import { eightSchools, schools } from "../../model/support/eight-schools.ts";

const posterior = compileModel(eightSchools(false), schools);
let result: SampleResult;
beforeAll(async () => {
  result = await sample(posterior.density(), { seed: 3, chains: 4, draws: 400 });
});

/** The run as it was when its chains had so many draws. */
function running(
  draws: readonly number[],
  seconds: number,
  more: Partial<RunningDraws["completed"][number]> = {},
): RunningDraws {
  const { dimension } = result;
  return {
    dimension,
    names: posterior.coordinateNames,
    seconds,
    secondsLeft: 5,
    chains: draws.map((own) => ({
      phase: own > 0 ? "sampling" : "warm-up",
      iteration: 500 + own,
      total: 900,
      draws: own,
      divergences: 0,
      stepSize: 0.5,
      leapfrogs: 7,
      gradients: 1000,
    })),
    completed: result.chains.map((chain, i) => ({
      draws: draws[i],
      restarts: 0,
      positions: chain.positions.subarray(0, draws[i] * dimension),
      logDensity: chain.logDensity.subarray(0, draws[i]),
      ...more,
    })),
  };
}

/** Shows states in turn, each until a look at it is done, and returns what was told. */
function watched(options: Partial<WatchOptions>, states: readonly RunningDraws[]): RunningConvergence[] {
  const told: RunningConvergence[] = [];
  const watch = watchConvergence({ every: 0, ...options, onUpdate: (update) => told.push(update) });
  states.forEach((state, k) => {
    for (let call = 0; call < 1000 && told.length <= k; call++) watch({ ...state, seconds: 1e6 * (k + 1) + call });
  });
  return told;
}

/** Of the first draws of some chains. */
function quantity(
  { chains, draws }: { readonly chains: readonly number[]; readonly draws: number },
  of: (chain: number, draw: number) => number,
): Draws {
  const values = chains.flatMap((chain) => Array.from({ length: draws }, (_, k) => of(chain, k)));
  return { chains: chains.length, draws, values: Float64Array.from(values) };
}

describe("what is told of a running fit", () => {
  it("is what the diagnostics say of the same draws, of coordinates and of parameters in their own units", () => {
    const states = [
      [101, 99, 250, 100],
      [400, 400, 30, 0],
    ].map((draws) => running(draws, 1));
    const all = ["log density", ...posterior.coordinateNames];
    const coordinates = watched({ quantities: all }, states);
    const named = watched({ posterior, quantities: ["tau", "log density", "theta"] }, states);
    expect(coordinates.map(({ of }) => of)).toEqual([
      { chains: [0, 1, 2, 3], draws: 99 },
      { chains: [0, 1], draws: 400 },
    ]);
    const constrained = result.chains.map((chain) => posterior.constrainDraws(chain.positions, chain.draws).columns);
    for (const [k, { of, quantities, leftOut }] of coordinates.entries()) {
      expect(leftOut).toEqual([]);
      expect(quantities.map(({ name }) => name)).toEqual(all);
      expect(named[k].of).toEqual(of);
      expect(named[k].quantities.map(({ name }) => name)).toEqual([
        "log density",
        "tau",
        ...Array.from({ length: 8 }, (_, i) => `theta[${i + 1}]`),
      ]);
      quantities.forEach((figures, i) => {
        const draws = quantity(of!, (chain, draw) => {
          const { logDensity, positions } = result.chains[chain];
          return i === 0 ? logDensity[draw] : positions[draw * result.dimension + i - 1];
        });
        expect(figures).toEqual({
          name: figures.name,
          rhat: rhat(draws),
          ess_bulk: essBulk(draws),
          ess_tail: essTail(draws),
        });
      });
      for (const figures of named[k].quantities.slice(1)) {
        const draws = quantity(of!, (chain, draw) => constrained[chain].get(figures.name)![draw]);
        expect(figures).toEqual({
          name: figures.name,
          rhat: rhat(draws),
          ess_bulk: essBulk(draws),
          ess_tail: essTail(draws),
        });
      }
    }
    expect(coordinates[0].worst!.rhat).toBe(Math.max(...coordinates[0].quantities.map((each) => each.rhat)));
  });

  it("is of the coordinates that disagree most where there are many, and names the others", () => {
    const many: RunningDraws = {
      ...running([60, 60, 60, 60], 1),
      dimension: 30,
      names: undefined,
      completed: running([60, 60, 60, 60], 1).completed.map((chain, c) => ({
        ...chain,
        // Chains lie apart in the last seven coordinates.
        positions: Float64Array.from(
          { length: 60 * 30 },
          (_, k) => Math.sin(k * (c + 3.7)) + (k % 30 >= 23 ? 3 * c : 0),
        ),
      })),
    };
    const [{ quantities, leftOut }] = watched({}, [many]);
    expect(quantities.map(({ name }) => name)).toEqual([
      "log density",
      ...Array.from({ length: 7 }, (_, i) => `x[${23 + i}]`),
    ]);
    expect(leftOut).toEqual(Array.from({ length: 23 }, (_, i) => `x[${i}]`));
  });

  it("has counters alone while chains have fewer than twelve draws, and is plain data", () => {
    const [update] = watched({}, [running([11, 3, 0, 0], 1)]);
    expect(update).toMatchObject({ quantities: [], leftOut: [], secondsLeft: 5 });
    expect("of" in update).toBe(false);
    expect(JSON.parse(JSON.stringify(update))).toEqual(update);
  });

  it("comes at most as often as was asked for, and takes at most a hundredth of the time", () => {
    const times: { seconds: number; milliseconds: number }[] = [];
    const watch = watchConvergence({
      every: 1000,
      onUpdate: ({ seconds, milliseconds }) => times.push({ seconds, milliseconds }),
    });
    for (let seconds = 0; seconds < 60; seconds += 0.1) watch(running([400, 400, 400, 400], seconds));
    expect(times[0].seconds).toBeGreaterThanOrEqual(1);
    const gaps = times.slice(1).map(({ seconds }, k) => seconds - times[k].seconds);
    gaps.forEach((gap, k) => expect(gap).toBeGreaterThan(Math.max(1, times[k].milliseconds / 10) - 0.5));
    const spent = times.slice(0, -1).reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
    expect(spent).toBeLessThan(0.01 * 60);
  });

  it("is not told of draws that were given up meanwhile, and begins anew with a new run", () => {
    const told: RunningConvergence[] = [];
    const watch = watchConvergence({
      every: 0,
      posterior,
      quantities: ["mu"],
      onUpdate: (update) => told.push(update),
    });
    let seconds = 1;
    const show = (state: RunningDraws, until: () => boolean): void => {
      for (let call = 0; call < 100 && !until(); call++) watch({ ...state, seconds: (seconds += 1000) });
    };
    show(running([400, 400, 400, 400], 1), () => told.length === 1);
    show(running([40, 40, 40, 40], 1, { restarts: 1 }), () => told.length === 2);
    expect(told[1].of).toEqual({ chains: [0, 1, 2, 3], draws: 40 });
    // Another run in other memory, at an earlier time.
    const before = told.length;
    const copied = running([50, 50, 50, 50], 1);
    const completed = copied.completed.map((chain) => ({
      ...chain,
      positions: chain.positions.map((value) => -value),
    }));
    seconds = 0;
    show({ ...copied, completed }, () => told.length > before);
    expect(told.at(-1)!.of!.draws).toBe(50);
    expect(told.at(-1)!.quantities[0].rhat).not.toBe(told[1].quantities[0].rhat);
  });

  it("says what there is when a name is unknown", () => {
    const onUpdate = (): void => undefined;
    const state = running([20, 20, 20, 20], 1);
    expect(() => watched({ posterior, quantities: ["taw"] }, [state])).toThrow('Did you mean "tau"?');
    expect(() => watched({ quantities: ["taw"] }, [{ ...state, chosen: posterior.chosen }])).toThrow(
      'Did you mean "tau"?',
    );
    expect(() => watched({ quantities: ["tau2"] }, [state])).toThrow("The run has no coordinate of this name.");
    expect(() => watchConvergence({ every: -1, onUpdate })).toThrow("every must be a number of milliseconds");
    expect(() => watchConvergence({ onUpdates: onUpdate } as never)).toThrow('Did you mean "onUpdate"?');
  });

  it("does not change the draws", async () => {
    let updates = 0;
    const watch = watchConvergence({ every: 0, onUpdate: () => updates++ });
    const seen = await sample(posterior.density(), result.settings, { watch });
    seen.chains.forEach(({ positions }, chain) => expect(positions).toEqual(result.chains[chain].positions));
    expect(updates).toBeGreaterThan(0);
  });
});

describe("commonDraws", () => {
  it.each([
    [[100, 100, 100, 90], { chains: [0, 1, 2, 3], draws: 90 }],
    [[1000, 20, 1000, 0], { chains: [0, 2], draws: 1000 }],
    [[12, 0, 0, 0], { chains: [0], draws: 12 }],
    [[11, 11, 11, 11], undefined],
    [[], undefined],
  ])("of chains with %j draws", (draws, wanted) => {
    expect(commonDraws(draws.map((each) => ({ draws: each })))).toEqual(wanted);
  });
});

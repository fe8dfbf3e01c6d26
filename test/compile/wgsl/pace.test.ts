import { describe, expect, it } from "vitest";
import { dispatchMilliseconds, makePace } from "../../../src/compile/wgsl/pace.ts";

/** The pace after dispatches of all that it asks for, on a device that does so many steps of a lane in a millisecond. */
function after(rates: readonly number[]): { readonly pace: ReturnType<typeof makePace>; readonly work: () => number } {
  const pace = makePace();
  const work = (): number => {
    const { lanes, steps } = pace.next(1e9, 1);
    return lanes * steps;
  };
  for (const rate of rates) pace.took({ lanes: work(), steps: 1 }, work() / rate);
  return { pace, work };
}

const steady = 1000;
const planned = steady * dispatchMilliseconds;

describe("the pace of dispatches", () => {
  it("grows to what the device does in the time that a dispatch should take", () => {
    expect(after(Array<number>(10).fill(steady)).work()).toBeCloseTo(planned, 6);
  });

  it("does no less after a dispatch that waited for the work of others", () => {
    const { pace, work } = after(Array<number>(10).fill(steady));
    pace.took({ lanes: work(), steps: 1 }, 3 * dispatchMilliseconds);
    expect(work()).toBeCloseTo(planned, 6);
  });

  it("does less when dispatches go on taking longer", () => {
    const slow = [...Array<number>(10).fill(steady), ...Array<number>(20).fill(steady / 3)];
    expect(Math.abs(after(slow).work() - planned / 3)).toBeLessThan(1);
  });

  it("does less at once after a dispatch that took far too long, by a factor of 8 at most", () => {
    const { pace, work } = after(Array<number>(10).fill(steady));
    pace.took({ lanes: work(), steps: 1 }, 5 * dispatchMilliseconds);
    expect(work()).toBeCloseTo(planned / 5, 6);
    pace.took({ lanes: work(), steps: 1 }, 100 * dispatchMilliseconds);
    expect(work()).toBeCloseTo(planned / 40, 6);
  });
});

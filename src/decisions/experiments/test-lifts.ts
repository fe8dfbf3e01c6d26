// What tests change at every draw: the outcome with the spend of the test against that with the spend there would have been, both carried in from the
// table and out after the test.

import type { FittedModel } from "../draws/index.ts";
import { channelTotals, currentPlan, flatSpend, planResponse, type PlanResponse } from "../plans/index.ts";
import type { TestDesign } from "./test-design.ts";
import { testLines } from "./test-lines.ts";

export interface TestLift {
  /** [draw] What is read: in the periods of the test and its cooldown. */
  readonly read: Float64Array;
  /** [draw] All that follows from the test, until its carry-over has faded. */
  readonly whole: Float64Array;
  /** Spend of the test less usual spend, over all its periods. */
  readonly spend: number;
  /** Usual spend of a period of all channels and geos of the test. */
  readonly usual: number;
}

/** Computes lifts of designs of one model; designs of one length share compiled programs. */
export function liftsOf(model: FittedModel, draws: number): (design: TestDesign) => TestLift {
  const lines = testLines(model);
  const responses = new Map<string, PlanResponse>();
  const responseOf = (horizon: number, carryOut?: number): PlanResponse => {
    const key = `${horizon} ${carryOut ?? ""}`;
    const found = responses.get(key);
    if (found !== undefined) return found;
    const made = planResponse(model, { horizon, draws, lines, ...(carryOut === undefined ? {} : { carryOut }) });
    responses.set(key, made);
    return made;
  };
  return ({ channels, geos, factor, weeks, start, cooldown }) => {
    const first = start - 1;
    const horizon = first + weeks;
    const { plan } = currentPlan(model, { horizon }, lines);
    const isTested = lines.map(
      ({ channel, geos: own }) => channels.includes(channel) && own.some(({ index }) => geos.includes(index)),
    );
    const tested = {
      name: "test",
      spend: plan.spend.map((own, line) =>
        isTested[line] ? own.map((spend, t) => (t < first ? spend : factor * spend)) : own,
      ),
    };
    const [before, after] = [channelTotals(plan), channelTotals(tested)];
    const spend = after.reduce((total, value, line) => total + value - before[line], 0);
    const usual = plan.spend.reduce((total, own, line) => total + (isTested[line] ? own[horizon - 1] : 0), 0);
    const difference = (response: PlanResponse): Float64Array => {
      const size = response.draws * lines.length;
      const [usually, inTest] = [plan, tested].map((each) => {
        const revenue = new Float64Array(size);
        response.run(flatSpend(each), revenue);
        return revenue;
      });
      return Float64Array.from({ length: response.draws }, (_, draw) => {
        let total = 0;
        isTested.forEach((is, line) => {
          const k = draw * lines.length + line;
          if (is) total += inTest[k] - usually[k];
        });
        return total;
      });
    };
    return { read: difference(responseOf(horizon, cooldown)), whole: difference(responseOf(horizon)), spend, usual };
  };
}

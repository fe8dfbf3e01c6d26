// Second pass, part by part: what each user may contribute, and the sums of it.
//
// For every measure, a user's events are summed in each cell and the sum is clamped to [0, cap]; cells are kept in an order drawn for
// this user until the total is reached, the last one in part. What a user contributes is a function of that user's events and the salt
// alone, has cells in [0, cap] and a sum of at most the total: adding or removing a user moves the table by no more than that, whatever
// the salt. The order comes from a hash of user, week and channel under the salt, never from amounts: keeping the largest or the
// earliest would be as private but would bend the table toward large orders or early weeks.

import type { Database } from "./database.ts";
import type { StagedEvents } from "./stage-events.ts";
import type { AggregateSpecification, Measure } from "./specification.ts";
import { literal } from "./sql.ts";

/** Sums in steps by measure, then week by week, each with its outputs: `sums[measure][week * outputs + output]`. */
export type CellSums = readonly (readonly bigint[])[];

/** Bounds the contributions of every user and sums them over users. */
export async function boundedSums(
  database: Database,
  staged: StagedEvents,
  { weeks, measures }: AggregateSpecification,
  salt: string,
): Promise<CellSums> {
  const sums = measures.map(({ outputs }) => new Array<bigint>(weeks.length * outputs.length).fill(0n));
  // A list of weeks may leave some out: position on the grid by weeks since the first one.
  const position = new Map(weeks.map((week, index) => [(week - weeks[0]) / 7, index]));
  const listed = `(${[...position.keys()].join(", ")})`;
  const totals = measures.map((_, index) => `sum(m${index}) AS m${index}`).join(", ");
  for (const [index, folder] of staged.parts.entries()) {
    const files = `${folder}/*.parquet`;
    const [[present]] = await database.rows(`SELECT count(*) > 0 FROM glob(${literal(files)})`);
    if (present !== true) continue;
    await database.run(
      `CREATE OR REPLACE TEMP TABLE cells AS SELECT k, w, c, ${totals} ` +
        `FROM read_parquet(${literal(files)}, hive_partitioning = false) WHERE w IN ${listed} GROUP BY k, w, c`,
    );
    await staged.drop(index);
    for (const [at, measure] of measures.entries()) {
      const rows = await database.rows(boundedCells(measure, `m${at}`, salt));
      for (const [w, c, kept] of rows) {
        const { length } = measure.outputs;
        sums[at][position.get(Number(w))! * length + (measure.byChannel ? Number(c) : 0)] += BigInt(kept as bigint);
      }
    }
  }
  await database.run("DROP TABLE IF EXISTS cells");
  return sums;
}

/** Week, channel and kept sum over the users of one part. */
function boundedCells({ byChannel, capSteps, totalSteps }: Measure, amount: string, salt: string): string {
  const clamp = (sum: string): string => `CAST(least(${sum}, ${capSteps}) AS BIGINT)`;
  const capped = byChannel
    ? `SELECT k, w, c, ${clamp(amount)} AS v FROM cells WHERE c >= 0 AND ${amount} > 0`
    : `SELECT k, w, 0 AS c, ${clamp(`sum(${amount})`)} AS v FROM cells GROUP BY k, w HAVING sum(${amount}) > 0`;
  const order = `md5_number_lower(concat('${salt}/', k, '/', w, '/', c)), w, c`;
  return `WITH capped AS MATERIALIZED (${capped}),
    beyond AS MATERIALIZED (SELECT k FROM capped GROUP BY k HAVING sum(v) > ${totalSteps}),
    kept AS (
      SELECT w, c, v FROM capped ANTI JOIN beyond USING (k)
      UNION ALL
      SELECT w, c, greatest(0, least(v, ${totalSteps} - (running - v))) AS v FROM (
        SELECT w, c, v, sum(v) OVER (PARTITION BY k ORDER BY ${order} ROWS UNBOUNDED PRECEDING) AS running
        FROM capped SEMI JOIN beyond USING (k)
      )
    )
    SELECT w, c, sum(v) FROM kept GROUP BY w, c`;
}

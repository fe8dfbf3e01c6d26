// A private release of a table: which columns are noised under which bounds, charged to a ledger, with a description of the noise.

import { protectionSettings } from "../../settings/index.ts";
import {
  columnsUndeclared,
  columnTwiceDeclared,
  noSuchColumns,
  noSuchGranularity,
  nothingNoised,
  notNumbers,
  offLattice,
  reasonMissing,
} from "../../problems/privacy-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import {
  type RandomSource,
  systemRandomness,
  add,
  compare,
  decimalOf,
  decimalText,
  divide,
  multiply,
  type Rational,
  rational,
  round,
  subtract,
  sum,
  toDecimalNumber,
  toNumber,
} from "../exact/index.ts";
import {
  type Answers,
  answerThroughLedger,
  type Disk,
  disk as realDisk,
  type LedgerState,
  readLedger,
} from "../ledger/index.ts";
import {
  calibrate,
  type CalibratedNoise,
  checkMechanism,
  type Mechanism,
  mechanismOfNoise,
  sampler,
  type ContributionBounds,
  type LatticeRounding,
  type Sensitivity,
  sensitivityOf,
  underZcdp,
  zcdpEpsilon,
} from "../mechanisms/index.ts";
import type { PrivacyUnit, ReleaseStatement } from "./noise-terms.ts";
import { contentOf } from "./table-content.ts";
import type { WrittenColumn, WrittenNoise } from "./noise-schema.ts";

/** A table of one row for each cell of a public grid (weeks): every row is published. */
export interface PrivateTable {
  /** Names the table in problems. */
  readonly source: string;
  readonly columns: readonly {
    readonly name: string;
    /** Cells as they are to be published, or numbers to be noised. */
    readonly values: readonly string[] | Float64Array;
  }[];
  /** All of the table in one text, by which its versions are told apart; made from the columns where it is left out. */
  readonly content?: string | undefined;
  /** Identity of the aggregation that made it, as in its bounds.json. */
  readonly aggregation?: string | undefined;
}

/** Columns that share one bound and one charge: `total` holds over all their cells together. */
export interface NoisedGroup extends ContributionBounds {
  readonly columns: readonly string[];
  readonly mechanism: Mechanism;
  /** Noised values are whole multiples of this; 0.01 for cents, 1 for counts. */
  readonly granularity: number;
  readonly rounding?: LatticeRounding;
}

export interface ReleaseRequest {
  readonly table: PrivateTable;
  readonly groups: readonly NoisedGroup[];
  /** Columns published as they are, and why that reveals nothing of a unit. */
  readonly notProtected: readonly { readonly column: string; readonly reason: string }[];
  /** Columns that are left out. */
  readonly dropped?: readonly string[];
  /** The privacy unit the bounds hold for; default "user". */
  readonly unit?: PrivacyUnit;
  /** For the statement: what neighboring data sets differ by, the public grid, and what the bounds do not promise. */
  readonly neighbors?: string;
  readonly grid?: string;
  readonly limits?: readonly string[];
  /** Counts the table as a new version of the one that the ledger has charged so far, whether it has changed or not. Default false. */
  readonly newVersion?: boolean | undefined;
}

export interface Release {
  /** The published columns in the order of the table, noised values as exact decimals. */
  readonly columns: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** What noise.json holds. */
  readonly noise: WrittenNoise & { readonly statement: ReleaseStatement };
  /** Noised columns that had been released before and cost nothing now. */
  readonly cachedColumns: readonly string[];
  readonly ledger: LedgerState;
}

/** Counts above this are not whole numbers any more when they are read back as floats. */
const largestCount = 2n ** 53n;
/**
 * Sums of cents in floats miss the lattice by rounding: by this part of the sum (16 units in the last place) and of a step, and never by
 * more than a quarter of a step.
 */
const floatError = { ofSum: rational(1n, 2n ** 48n), ofStep: rational(1n, 1_000_000n), most: rational(1n, 4n) };

/**
 * Noises columns of a table with the system's randomness and charges the ledger at `ledgerPath`. What was released before is returned as it
 * was, at no cost. Noise is not clipped: negative values stay.
 *
 * @throws CarryoverError when a column is not accounted for, values are no numbers or off the lattice, parameters are out of range, or the
 *   budget does not suffice; no problem holds a value of the table
 */
export function releaseTable(ledgerPath: string, request: ReleaseRequest): Promise<Release> {
  return releaseFrom(ledgerPath, request, systemRandomness(), realDisk);
}

/** The same with a source of randomness and a disk of the caller's choice: for tests, and not public. */
export async function releaseFrom(
  ledgerPath: string,
  request: ReleaseRequest,
  source: RandomSource,
  disk: Disk,
): Promise<Release> {
  const { table, unit = protectionSettings.unit.default } = request;
  checkColumns(request);
  const { accounting } = (await readLedger(ledgerPath)).budget;
  const prepared = request.groups.map((group) => prepare(table, group, accounting === "zcdp"));
  const { content = contentOf(table.columns), aggregation } = table;
  const { answers, ledger, version, others } = await answerThroughLedger(
    ledgerPath,
    { unit, content, aggregation, newVersion: request.newVersion },
    prepared.map(({ group, counts, noise }) => ({
      material: materialOf(group, noise, unit),
      earlier: earlierMaterialOf(group, counts, noise, unit),
      label: group.columns.join(", "),
      loss: { mechanism: noise.mechanism, epsilon: noise.epsilon, delta: noise.delta, rho: noise.rho },
    })),
    (index) => noised(prepared[index], source),
    disk,
  );
  const columns = new Map<string, readonly string[]>();
  answers.forEach(({ value }, index) => {
    const cells = value as readonly (readonly string[])[];
    prepared[index].group.columns.forEach((name, position) => columns.set(name, cells[position]));
  });
  for (const { column } of request.notProtected) {
    const { values } = table.columns.find(({ name }) => name === column)!;
    columns.set(column, Array.from(values as ArrayLike<string | number>, String));
  }
  return {
    columns: table.columns.flatMap(({ name }) => (columns.has(name) ? [{ name, values: columns.get(name)! }] : [])),
    noise: {
      statement: statementOf(request, prepared, unit, { ledger, version, others }),
      columns: prepared.flatMap((each, index) => describeGroup(each, unit, answers[index])),
    },
    cachedColumns: prepared.flatMap(({ group }, index) => (answers[index].cached ? group.columns : [])),
    ledger,
  };
}

interface PreparedGroup {
  readonly group: NoisedGroup;
  readonly sensitivity: Sensitivity;
  readonly noise: CalibratedNoise;
  /** Cells of each column in steps of the lattice. */
  readonly counts: readonly (readonly bigint[])[];
  readonly step: Rational;
}

function prepare(table: PrivateTable, group: NoisedGroup, zcdp: boolean): PreparedGroup {
  const { columns, granularity, rounding = "exact", mechanism } = group;
  if (!(granularity > 0 && Number.isFinite(granularity))) {
    throw new CarryoverError([noSuchGranularity(String(granularity))], exitCodes.usage);
  }
  checkMechanism(mechanism);
  const step = decimalOf(granularity);
  const counts = columns.map((name) => {
    const { values } = table.columns.find((column) => column.name === name)!;
    return Array.from(values as ArrayLike<number | string>, (value) => {
      const number = typeof value === "number" ? value : Number.NaN;
      if (!Number.isFinite(number)) throw new CarryoverError([notNumbers(table.source, name)]);
      return inSteps(number, step, rounding, () => offLattice(table.source, name, String(granularity)));
    });
  });
  const cells = counts.reduce((total, column) => total + column.length, 0);
  const sensitivity = sensitivityOf(group, granularity, cells, rounding);
  const calibrated = zcdp ? underZcdp(mechanism) : mechanism;
  return { group, sensitivity, noise: calibrate(calibrated, sensitivity), counts, step };
}

function inSteps(value: number, step: Rational, rounding: LatticeRounding, problem: () => Problem): bigint {
  const steps = divide(decimalOf(value), step);
  const whole = round(steps);
  const allowed = add(multiply(size(steps), floatError.ofSum), floatError.ofStep);
  const distance = size(subtract(steps, rational(whole)));
  const tooFar = compare(distance, allowed) > 0 || compare(distance, floatError.most) > 0;
  if ((rounding === "exact" && tooFar) || whole > largestCount || whole < -largestCount) {
    throw new CarryoverError([problem()]);
  }
  return whole;
}

function size(value: Rational): Rational {
  return value.numerator < 0n ? { ...value, numerator: -value.numerator } : value;
}

/** Noised cells as exact decimals, one list for each column. */
function noised({ counts, noise, step }: PreparedGroup, source: RandomSource): readonly (readonly string[])[] {
  const draw = sampler(noise);
  return counts.map((column) => column.map((count) => decimalText(multiply(rational(count + draw(source)), step))!));
}

/** Everything the noised values depend on besides the table, in one text. */
function materialOf(
  { columns, cap, total, granularity, rounding = "exact" }: NoisedGroup,
  { mechanism, scale, epsilon, delta }: CalibratedNoise,
  unit: string,
): string {
  return JSON.stringify({
    unit,
    columns,
    bounds: { cap, total, granularity, rounding },
    noise: { mechanism, scale: `${scale.numerator}/${scale.denominator}`, epsilon, delta },
  });
}

/** The same as the first release had it, with the cells of the columns in place of the table. */
function earlierMaterialOf(
  { columns, cap, total, granularity, rounding = "exact" }: NoisedGroup,
  counts: PreparedGroup["counts"],
  { mechanism, scale, epsilon, delta }: CalibratedNoise,
  unit: string,
): string {
  return JSON.stringify({
    unit,
    columns: columns.map((name, index) => [name, counts[index].map(String)]),
    bounds: { cap, total, granularity, rounding },
    noise: { mechanism, scale: `${scale.numerator}/${scale.denominator}`, epsilon, delta },
  });
}

function describeGroup(
  { group, sensitivity, noise, step }: PreparedGroup,
  unit: PrivacyUnit,
  { charge, query }: Answers["answers"][number],
): readonly WrittenColumn[] {
  const { cap, total, granularity } = group;
  const { scaleKind, norm } = mechanismOfNoise(noise.mechanism);
  const sensitivities = {
    L1: () => toNumber(multiply(rational(sensitivity.l1), step), "up"),
    L2: () => sensitivity.l2 * toNumber(step),
  };
  return group.columns.map((column) => ({
    column,
    mechanism: noise.mechanism,
    scale: toNumber(multiply(noise.scale, step)),
    scaleKind,
    granularity,
    unit,
    clip: null,
    suppressedBelow: null,
    cellsSummed: 1,
    epsilon: noise.epsilon,
    delta: noise.delta,
    sensitivity: { norm, value: sensitivities[norm]() },
    bounds: { cap, total },
    rescale: 1,
    // Groups of one charge are releases of their own, each with its epsilon.
    release: `${charge}/${query.slice(0, 8)}`,
    source: "carryover",
  }));
}

function statementOf(
  { notProtected, neighbors, grid, limits = [] }: ReleaseRequest,
  prepared: readonly PreparedGroup[],
  unit: string,
  { ledger, version, others }: Pick<Answers, "ledger" | "version" | "others">,
): ReleaseStatement {
  const { budget, spent } = ledger;
  const parts = prepared.map(({ noise }) => noise);
  const totalOf = (of: (noise: CalibratedNoise) => number): number =>
    toDecimalNumber(parts.map((part) => decimalOf(of(part))).reduce(add), "up");
  const pure = parts.every(({ delta }) => delta === 0);
  const zcdp = budget.accounting === "zcdp" && parts.length > 1 && !pure;
  const delta = zcdp ? budget.delta : totalOf((noise) => noise.delta);
  const epsilon = zcdp
    ? zcdpEpsilon(
        totalOf(({ rho }) => rho),
        delta,
      )
    : totalOf((noise) => noise.epsilon);
  const rule = zcdp ? "rho adds up (zCDP)" : pure ? "epsilons add up" : "epsilons add up, deltas add up";
  const one = `one release of ${prepared[0].counts.length === 1 ? "one column" : `${prepared[0].counts.length} columns under one bound`}`;
  return {
    unit,
    neighbors: neighbors ?? `adding or removing one ${unit}`,
    epsilon,
    delta,
    ...(unit === "user-week" ? { wholeUserEpsilon: wholeUser(parts, prepared[0].counts[0].length, delta) } : {}),
    composition: parts.length === 1 ? one : `${parts.length} releases in sequence, ${rule}`,
    // Charges that were lost for a time may have taken the ledger beyond its budget.
    budget: {
      epsilon: Math.max(budget.epsilon, spent.epsilon),
      delta: Math.max(budget.delta, spent.delta),
      accounting: budget.accounting,
    },
    ledger: {
      id: ledger.id,
      version,
      restores: ledger.restores,
      separate: [...new Set([...ledger.separate, ...others.map(({ id }) => id)])].toSorted(),
    },
    randomness: "csprng",
    ...(grid === undefined ? {} : { grid }),
    notProtected,
    ...(limits.length === 0 ? {} : { limits }),
  };
}

/** Epsilon of a user who is in every week: each week is a release of its own to that user, with the cells of that week. */
function wholeUser(parts: readonly CalibratedNoise[], weeks: number, delta: number): number {
  const over = (of: (noise: CalibratedNoise) => number): number =>
    toDecimalNumber(multiply(rational(BigInt(weeks)), sum(parts.map((part) => decimalOf(of(part))))), "up");
  return delta === 0
    ? over(({ epsilon }) => epsilon)
    : zcdpEpsilon(
        over(({ rho }) => rho),
        delta,
      );
}

function checkColumns({ table, groups, notProtected, dropped = [] }: ReleaseRequest): void {
  const { source } = table;
  const known = table.columns.map(({ name }) => name);
  const named = [...groups.flatMap(({ columns }) => columns), ...notProtected.map(({ column }) => column), ...dropped];
  const problems: Problem[] = [];
  if (groups.length === 0 || groups.some(({ columns }) => columns.length === 0)) problems.push(nothingNoised(source));
  const unknown = named.filter((name) => !known.includes(name));
  const twice = [...new Set(named.filter((name, index) => named.indexOf(name) !== index))];
  const undeclared = known.filter((name) => !named.includes(name));
  const unreasoned = notProtected.filter(({ reason }) => reason.trim() === "");
  if (unknown.length > 0) problems.push(noSuchColumns(source, unknown, known));
  if (twice.length > 0) problems.push(columnTwiceDeclared(source, twice));
  if (undeclared.length > 0) problems.push(columnsUndeclared(source, undeclared));
  for (const { column } of unreasoned) problems.push(reasonMissing(column));
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
}

/** Expected size of the noise in the sum of a noised column, relative to that sum: theory over what is published, nothing else. */
export function relativeErrorOfTotal(values: readonly string[], standardDeviation: number): number {
  const total = Math.abs(toNumber(sum(values.map((value) => decimalOf(Number(value))))));
  return (standardDeviation * Math.sqrt(values.length)) / total;
}

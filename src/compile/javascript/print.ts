// Loop program to JavaScript: the short, readable printer, and the reference for the others.

import {
  type Access,
  accumulationOf,
  isFixed,
  type LoopProgram,
  type Lookup,
  type Nest,
  piecesOf,
  placedProblem,
  straightNest,
  type Statement,
} from "../loops.ts";
import type { BinaryFunction, UnaryFunction } from "../../graph/index.ts";

const unaryForms: Readonly<Record<UnaryFunction, (x: string) => string>> = {
  negate: (x) => `-${x}`,
  absolute: (x) => `Math.abs(${x})`,
  sqrt: (x) => `Math.sqrt(${x})`,
  exp: (x) => `math.exp(${x})`,
  log: (x) => `math.log(${x})`,
  log1p: (x) => `math.log1p(${x})`,
  expm1: (x) => `math.expm1(${x})`,
  tanh: (x) => `math.tanh(${x})`,
  logistic: (x) => `math.logistic(${x})`,
  softplus: (x) => `math.softplus(${x})`,
  lgamma: (x) => `math.lgamma(${x})`,
  digamma: (x) => `math.digamma(${x})`,
  trigamma: (x) => `math.trigamma(${x})`,
  erf: (x) => `math.erf(${x})`,
  erfc: (x) => `math.erfc(${x})`,
  erfcx: (x) => `math.erfcx(${x})`,
  sin: (x) => `math.sin(${x})`,
  cos: (x) => `math.cos(${x})`,
  tan: (x) => `math.tan(${x})`,
  atan: (x) => `math.atan(${x})`,
};

const binaryForms: Readonly<Record<BinaryFunction, (a: string, b: string) => string>> = {
  add: (a, b) => `${a} + ${b}`,
  subtract: (a, b) => `${a} - ${b}`,
  multiply: (a, b) => `${a} * ${b}`,
  divide: (a, b) => `${a} / ${b}`,
  maximum: (a, b) => `${a} > ${b} ? ${a} : ${b}`,
  minimum: (a, b) => `${a} < ${b} ? ${a} : ${b}`,
  less: (a, b) => `${a} < ${b} ? 1 : 0`,
};

/** Source of a function body over `memory` (Float64Array), `tables`, `math` and `solveOde` that returns { prepare, run }. */
export function printJavaScript(program: LoopProgram, placed: ReadonlyMap<Int32Array, number>): string {
  const tables = [...placed.keys()];
  const entry = (name: string, nests: readonly Nest[]): string =>
    `function ${name}() {\n${printNests(nests, tables, 0)}}\n`;
  return `"use strict";\n${entry("prepare", program.prepare)}${entry("run", program.run)}return { prepare, run };\n`;
}

/** Nests one after another; those that share a loop at `depth` take turns inside it. */
function printNests(nests: readonly Nest[], tables: readonly Int32Array[], depth: number): string {
  return piecesOf(nests, depth)
    .map((piece) => {
      if (!("loop" in piece)) return printNest(piece, tables);
      const { loop, nests: inside } = piece;
      if (loop.solver !== undefined) {
        const derive = printNests(inside, tables, depth + 1);
        return `solveOde(memory, ${JSON.stringify(placedProblem(loop.solver))}, () => {\n${derive}});\n`;
      }
      const straight = straightNest(inside, depth);
      return [
        "{",
        ...(straight === undefined
          ? [loopHead(depth, loop.extent, loop.reverse), printNests(inside, tables, depth + 1)]
          : [
              printNest(straight, tables, (statement) => isFixed(statement, straight)),
              ...printCarries(straight),
              loopHead(depth, loop.extent, loop.reverse),
              printNest(straight, tables, (statement) => !isFixed(statement, straight)),
            ]),
        "}",
        "}",
        "",
      ].join("\n");
    })
    .join("");
}

/** What a nest carries from step to step, read before the first. */
function printCarries(nest: Nest): string[] {
  const depth = nest.around.length - 1;
  return nest.statements.flatMap((statement) => {
    if (statement.kind !== "carried") return [];
    const { extent, reverse } = nest.around[depth]!;
    const { from } = statement;
    const first = { ...from, offset: from.offset + (reverse ? extent - 1 : 0) * from.strides[depth]! };
    return [`let carried${statement.target} = ${element({ ...first, strides: first.strides.with(depth, 0) })};`];
  });
}

function loopHead(axis: number, extent: number, reverse: boolean): string {
  const i = `i${axis}`;
  return reverse
    ? `for (let ${i} = ${extent - 1}; ${i} >= 0; ${i}--) {`
    : `for (let ${i} = 0; ${i} < ${extent}; ${i}++) {`;
}

function element(access: Access, lookup?: string): string {
  let text = `${access.buffer.start + access.offset}`;
  access.strides.forEach((stride, axis) => {
    if (stride !== 0) text += stride === 1 ? ` + i${axis}` : ` + ${stride} * i${axis}`;
  });
  return `memory[${text}${lookup ?? ""}]`;
}

/** A nest, or those of its statements that are `wanted`; what only some of them are is not in a block of its own. */
function printNest(nest: Nest, tables: readonly Int32Array[], wanted?: (statement: Statement) => boolean): string {
  const loops = nest.extents.length;
  const outer = nest.around.length;
  const lines: string[] = [];
  /** What changes in no loop of the nest itself is computed at its start, in every step of the loops around it. */
  const levelOf = (statement: Statement): number =>
    "target" in statement && statement.kind !== "recur"
      ? Math.max(outer - 1, nest.levels[statement.target]!)
      : loops - 1;

  const address = (access: Access, lookup?: Lookup): string =>
    element(access, lookup && ` + ${lookup.stride} * tables[${tables.indexOf(lookup.table)}][i${lookup.axis}]`);

  const print = (statement: Statement, index: number): string => {
    switch (statement.kind) {
      case "constant":
        return `const r${statement.target} = ${Object.is(statement.value, -0) ? "-0" : statement.value};`;
      case "load":
        return `const r${statement.target} = ${address(statement.from, statement.lookup)};`;
      case "unary":
        return `const r${statement.target} = ${unaryForms[statement.function](`r${statement.x}`)};`;
      case "binary":
        return `const r${statement.target} = ${binaryForms[statement.function](`r${statement.a}`, `r${statement.b}`)};`;
      case "select":
        return `const r${statement.target} = r${statement.condition} !== 0 ? r${statement.a} : r${statement.b};`;
      case "recur":
        return `const r${statement.target} = carry${index} = r${statement.factor} * carry${index} + r${statement.x};`;
      case "carried":
        return `const r${statement.target} = carried${statement.target};`;
      case "store":
        return `${address(statement.to)} = r${statement.x};`;
      case "accumulate": {
        const { level } = accumulationOf(statement, loops, outer);
        if (level === loops - 1) return `${address(statement.to, statement.lookup)} += r${statement.x};`;
        return `sum${index} += r${statement.x};`;
      }
    }
  };

  const emit = (level: number): void => {
    const indent = "  ".repeat(level + 2);
    nest.statements.forEach((statement, index) => {
      if (levelOf(statement) === level && (wanted?.(statement) ?? true)) lines.push(indent + print(statement, index));
    });
    if (level === loops - 1) return;
    const inner = level + 1;
    nest.statements.forEach((statement, index) => {
      if (statement.kind === "recur" && inner === loops - 1) lines.push(`${indent}let carry${index} = 0;`);
      if (statement.kind === "accumulate" && accumulationOf(statement, loops, outer).level === level)
        lines.push(`${indent}let sum${index} = 0;`);
    });
    const extent = nest.extents[inner]!;
    lines.push(indent + loopHead(inner, extent, nest.reverse[inner]!));
    emit(inner);
    lines.push(`${indent}}`);
    nest.statements.forEach((statement, index) => {
      if (statement.kind !== "accumulate") return;
      const accumulation = accumulationOf(statement, loops, outer);
      if (accumulation.level !== level) return;
      lines.push(`${indent}${address(statement.to)} ${accumulation.partial ? "+=" : "="} sum${index};`);
    });
  };

  if (wanted === undefined) lines.push("  {");
  for (const statement of nest.statements) {
    if (statement.kind !== "accumulate" || !accumulationOf(statement, loops, outer).partial) continue;
    const { start, size } = statement.to.buffer;
    lines.push(`  memory.fill(0, ${start}, ${start + size});`);
  }
  emit(outer - 1);
  for (const statement of nest.statements) {
    if (statement.kind === "carried" && (wanted?.(statement) ?? true))
      lines.push(`  carried${statement.target} = r${statement.next};`);
  }
  if (wanted === undefined) lines.push("  }", "");
  return lines.join("\n");
}

// Builder of WebAssembly modules in the binary format (core specification 2.0, chapter 5), float64 and SIMD, no toolchain.
import { ByteBuffer } from "./encoder-bytes.ts";
import type { FunctionReference, ValueType } from "./encoder-expression.ts";
import { FunctionBuilder, typeCodes } from "./encoder-function.ts";

export {
  call,
  type Expression,
  type FunctionReference,
  type Local,
  select,
  tee,
  type ValueType,
} from "./encoder-expression.ts";
export { FunctionBuilder, type Label } from "./encoder-function.ts";
export {
  type F64,
  type F64Operand,
  type I32,
  type I32Operand,
  type I64,
  type I64Operand,
  type VoidExpression,
} from "./encoder-scalar.ts";
export { atomic, f64, i32, i64 } from "./encoder-scalar.ts";
export { type F64x2Operand, type I32x4Operand, type I64x2Operand, type Vector } from "./encoder-vector.ts";
export { f64x2, i32x4, i64x2, v128 } from "./encoder-vector.ts";

/** Size of a linear memory, in pages of 64 KiB. */
export interface MemoryLimits {
  readonly minimumPages: number;
  readonly maximumPages?: number;
  /** Shared between threads; needs `maximumPages`. */
  readonly shared?: boolean;
}

interface Import {
  readonly module: string;
  readonly name: string;
  readonly describe: (out: ByteBuffer) => void;
}

/**
 * One WebAssembly module. Imports come first, then functions in any order; `encode` gives the bytes.
 *
 *     const module = new ModuleBuilder();
 *     module.importMemory("host", "memory", { minimumPages: 1 });
 *     const f = module.function("twice", ["i32"], [], { export: true });
 *     f.do(v128.store(f.parameters[0], f64x2.mul(v128.load(f.parameters[0]), 2)));
 *     const instance = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { host: { memory } });
 */
export class ModuleBuilder {
  private readonly fused: boolean;
  private readonly types = new Map<
    string,
    { index: number; parameters: readonly ValueType[]; results: readonly ValueType[] }
  >();
  private readonly imports: Import[] = [];
  private importedFunctions = 0;
  private memoryImported = false;
  private ownMemory: MemoryLimits | undefined;
  private readonly functions: FunctionBuilder[] = [];
  private readonly byName = new Map<string, FunctionReference>();
  private readonly exports: { name: string; kind: number; index: number }[] = [];
  private readonly segments: { address: number; bytes: Uint8Array }[] = [];

  /**
   * @param options.fused sums of vectors with a product become one instruction, which needs relaxed SIMD and leaves the product unrounded
   *   where the processor can do so
   */
  constructor(options: { readonly fused?: boolean } = {}) {
    this.fused = options.fused ?? false;
  }

  /** The memory comes from the host. */
  importMemory(module: string, name: string, limits: MemoryLimits): void {
    this.refuseSecondMemory();
    this.memoryImported = true;
    this.imports.push({
      module,
      name,
      describe: (out) => {
        out.byte(0x02);
        writeLimits(out, limits);
      },
    });
  }

  /** The module has a memory of its own, exported when `exportName` is given. */
  memory(limits: MemoryLimits, exportName?: string): void {
    this.refuseSecondMemory();
    this.ownMemory = limits;
    if (exportName !== undefined) this.exports.push({ name: exportName, kind: 0x02, index: 0 });
  }

  private refuseSecondMemory(): void {
    if (this.memoryImported || this.ownMemory !== undefined) throw new Error("a module has one memory");
  }

  /** A function of the host. Functions of the host must be named before the first function of the module. */
  importFunction<const P extends readonly ValueType[], const R extends readonly ValueType[]>(
    module: string,
    name: string,
    parameterTypes: P,
    resultTypes: R,
  ): FunctionReference<P, R> {
    if (this.functions.length > 0)
      throw new Error(`import of ${name}: imports come before the functions of the module`);
    const type = this.typeIndex(parameterTypes, resultTypes);
    const index = this.importedFunctions++;
    this.imports.push({
      module,
      name,
      describe: (out) => {
        out.byte(0x00);
        out.unsigned(type);
      },
    });
    return this.register({ name, index, parameterTypes, resultTypes });
  }

  /**
   * A new function; its body is built through the result. Names are unique in a module, and are those of the exports.
   * The builder may be called (it is a `FunctionReference`) before its body is complete.
   */
  function<const P extends readonly ValueType[], const R extends readonly ValueType[]>(
    name: string,
    parameterTypes: P,
    resultTypes: R,
    options: { readonly export?: boolean } = {},
  ): FunctionBuilder<P, R> {
    const index = this.importedFunctions + this.functions.length;
    const builder = new FunctionBuilder(name, index, parameterTypes, resultTypes, this.fused);
    this.register(builder);
    this.typeIndex(parameterTypes, resultTypes);
    this.functions.push(builder as unknown as FunctionBuilder);
    if (options.export === true) this.exports.push({ name, kind: 0x00, index });
    return builder;
  }

  private register<F extends FunctionReference>(reference: F): F {
    if (this.byName.has(reference.name)) throw new Error(`the module already has a function named ${reference.name}`);
    this.byName.set(reference.name, reference);
    return reference;
  }

  /** The function of that name, if there is one: for functions that are emitted once, when first needed. */
  find(name: string): FunctionReference | undefined {
    return this.byName.get(name);
  }

  /** Bytes that are copied into the memory, at that address, when the module is instantiated. */
  data(address: number, bytes: Uint8Array): void {
    this.segments.push({ address, bytes });
  }

  private typeIndex(parameters: readonly ValueType[], results: readonly ValueType[]): number {
    const key = `${parameters.join()}:${results.join()}`;
    const known = this.types.get(key);
    if (known !== undefined) return known.index;
    const index = this.types.size;
    this.types.set(key, { index, parameters, results });
    return index;
  }

  /** The module in the binary format. */
  encode(): Uint8Array<ArrayBuffer> {
    const out = new ByteBuffer(1 << 15);
    out.bytes([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
    writeSection(out, 1, [...this.types.values()], (section, type) => {
      section.byte(0x60);
      for (const values of [type.parameters, type.results]) {
        section.unsigned(values.length);
        for (const value of values) section.byte(typeCodes[value]);
      }
    });
    writeSection(out, 2, this.imports, (section, entry) => {
      section.name(entry.module);
      section.name(entry.name);
      entry.describe(section);
    });
    writeSection(out, 3, this.functions, (section, f) =>
      section.unsigned(this.typeIndex(f.parameterTypes, f.resultTypes)),
    );
    writeSection(out, 5, this.ownMemory === undefined ? [] : [this.ownMemory], writeLimits);
    writeSection(out, 7, this.exports, (section, entry) => {
      section.name(entry.name);
      section.byte(entry.kind);
      section.unsigned(entry.index);
    });
    writeSection(out, 10, this.functions, (section, f) => f.writeTo(section));
    writeSection(out, 11, this.segments, (section, segment) => {
      section.bytes([0x00, 0x41]);
      section.signed(segment.address);
      section.byte(0x0b);
      section.unsigned(segment.bytes.length);
      section.bytes(segment.bytes);
    });
    return out.toBytes();
  }
}

function writeLimits(out: ByteBuffer, limits: MemoryLimits): void {
  const { minimumPages, maximumPages, shared = false } = limits;
  if (shared && maximumPages === undefined) throw new Error("a shared memory needs a maximum size");
  out.byte((maximumPages === undefined ? 0 : 1) | (shared ? 2 : 0));
  out.unsigned(minimumPages);
  if (maximumPages !== undefined) out.unsigned(maximumPages);
}

/** A section is left out when it has no entries. */
function writeSection<T>(
  out: ByteBuffer,
  id: number,
  entries: readonly T[],
  write: (section: ByteBuffer, entry: T) => void,
): void {
  if (entries.length === 0) return;
  const section = new ByteBuffer();
  section.unsigned(entries.length);
  for (const entry of entries) write(section, entry);
  out.byte(id);
  out.unsigned(section.length);
  out.append(section);
}

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

/** Rooms of `src/` from the ground up: each may import from those before it. */
const rooms = [
  ["words", "problems", "package", "documents", "settings", "files", "numerics", "threads"],
  ["graph", "compile", "sampling", "distributions", "model", "diagnostics"],
  ["privacy", "data", "mmm", "decisions"],
  ["store", "charts", "report", "fitting", "jobs", "studies", "services"],
  ["database", "queue", "server", "dashboard", "cli"],
].flat();

/** `model.fit` gives what is written in rooms above: what it needs of them is loaded when it is called. */
const oneCall = { from: ["model/fit.ts", "model/model.ts"], to: "fitting/index.ts" };

const root = fileURLToPath(new URL("../../src/", import.meta.url));
const files = (readdirSync(root, { recursive: true }) as string[]).filter((file) => file.endsWith(".ts"));
const text = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));
const room = (file: string): string => file.split("/")[0];

/** Imports of a file, those that wait until they are needed told apart. */
const imports = new Map(
  files.map((file) => {
    const found = [...(text.get(file) ?? "").matchAll(/(?:\bfrom\s+|\bimport\s+|(\bimport\()\s*)"(\.[^"]+)"/g)];
    return [
      file,
      found.map(([, late, path]) => ({
        to: relative(root, join(root, dirname(file), path)),
        late: late !== undefined,
      })),
    ];
  }),
);
const edges = files.flatMap((from) => (imports.get(from) ?? []).map(({ to, late }) => ({ from, to, late })));

describe("The folders of src", () => {
  it("are those of the list", () => {
    const there = new Set(files.filter((file) => file.includes("/")).map(room));
    expect([...there].filter((name) => !rooms.includes(name))).toEqual([]);
  });

  it("import only from folders before them in the list, at any depth, but for the one call from a model to its fit, late", () => {
    const upward = edges.filter(
      ({ from, to }) => from.includes("/") && rooms.indexOf(room(to)) > rooms.indexOf(room(from)),
    );
    const others = upward.filter(({ from, to, late }) => !(late && oneCall.from.includes(from) && to === oneCall.to));
    expect(others.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
    expect(upward.length).toBeGreaterThan(others.length);
  });

  it("are taken by others through index.ts alone, but for what is loaded late and the wording of problems", () => {
    const past = edges.filter(({ from, to, late }) => {
      const folder = dirname(to);
      const inside = folder === "." || `${dirname(from)}/`.startsWith(`${folder}/`);
      return !late && !inside && !to.endsWith("/index.ts") && room(to) !== "problems";
    });
    expect(past.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it("hold no import cycle, of files or of folders beside each other", () => {
    expect(cycles(needs((file) => file))).toEqual([]);
    expect(cycles(needs(dirname))).toEqual([]);
  });

  it("hold no file above 500 lines", () => {
    expect(files.filter((file) => (text.get(file) ?? "").split("\n").length > 501)).toEqual([]);
  });

  it("export no type of the same name twice", () => {
    const types = exported(/^export (?:abstract )?(?:interface|type|class|enum) (\w+)/gm);
    expect([...types].filter(([, places]) => places.length > 1)).toEqual([]);
  });

  it("are named in kebab-case, and so are their files", () => {
    expect(files.filter((file) => !/^[a-z0-9-]+(\/[a-z0-9-]+)*(\.d)?\.ts$/.test(file))).toEqual([]);
  });
});

/** Exported declarations by name, each with the files that hold one. */
function exported(pattern: RegExp): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [file, source] of text) {
    for (const name of new Set([...source.matchAll(pattern)].map((match) => match[1]))) {
      found.set(name, [...(found.get(name) ?? []), file]);
    }
  }
  return found;
}

/** Strongly connected components of more than one node (Tarjan). */
function cycles(next: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    stack.push(node);
    for (const to of next.get(node) ?? []) {
      if (!index.has(to)) visit(to);
      if (stack.includes(to)) low.set(node, Math.min(low.get(node) as number, low.get(to) as number));
    }
    if (low.get(node) !== index.get(node)) return;
    const component = stack.splice(stack.indexOf(node));
    if (component.length > 1) found.push(component);
  };
  for (const node of next.keys()) if (!index.has(node)) visit(node);
  return found;
}

/** What each needs before it runs, by files or by their folders. */
function needs(of: (file: string) => string): ReadonlyMap<string, ReadonlySet<string>> {
  const result = new Map<string, Set<string>>(files.map((file) => [of(file), new Set()]));
  for (const { from, to, late } of edges) {
    // A folder and those in it may need each other.
    const [a, b] = [`${of(from)}/`, `${of(to)}/`];
    if (!late && text.has(to) && !a.startsWith(b) && !b.startsWith(a)) result.get(of(from))?.add(of(to));
  }
  return result;
}

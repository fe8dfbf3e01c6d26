// What `console.log` asks of an object that prints itself.

/** Has `console.log` print an object by its own `toString`, in Node; browsers show it as it is. */
export function printsItself(object: object): void {
  Object.defineProperty(object, Symbol.for("nodejs.util.inspect.custom"), {
    value: () => String(object),
    enumerable: false,
  });
}

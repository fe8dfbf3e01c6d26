// What is used of d3-node, which comes without types.

declare module "d3-node" {
  export class D3Node {
    readonly document: Document;
    readonly window: Window & { readonly XMLSerializer: new () => { serializeToString(node: Node): string } };
  }
}

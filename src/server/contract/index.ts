// The contract of the service: what its requests and answers are.

export * from "./resources.ts";

// What other folders take from documents.

export { type Document, documentOf, documentText, type SchemaId } from "./document.ts";
export { type AsIs, asIs, camelCase, type JsonForm, jsonForm, snakeCase } from "./json-form.ts";
export { camelForm, type Identified, identify, isDocument, snakeForm } from "./read-document.ts";

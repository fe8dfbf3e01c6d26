// The packages of the server in one module, which is bundled into one file with all that they need: they are only there for `carryover serve`, and
// everyone else would install forty megabytes for nothing.

export { default as fastify } from "fastify";
export { default as cookies } from "@fastify/cookie";
export { default as helmet } from "@fastify/helmet";
export { default as multipart } from "@fastify/multipart";
export { default as rateLimit } from "@fastify/rate-limit";
export { default as openApi } from "@fastify/swagger";
export {
  hasZodFastifySchemaValidationErrors,
  isResponseSerializationError,
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from "fastify-type-provider-zod";

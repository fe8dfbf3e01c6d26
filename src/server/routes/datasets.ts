// Tables: sent, simulated, listed, read about, deleted.

import type { MultipartFile } from "@fastify/multipart";
import type { FastifyRequest } from "fastify";
import { Readable } from "node:stream";
import { simulateWorld, simulationFiles } from "../../data/worlds/index.ts";
import { fileTooLarge, noFile } from "../../problems/service-problems.ts";
import {
  type DatasetAnswer,
  datasetSchema,
  type IdParameter,
  idParameter,
  pageOf,
  type PageQuery,
  pageQuery,
  type SimulationBody,
  simulationBody,
} from "../contract/index.ts";
import { addDataset, datasetOf, deleteDataset, formatOf } from "../datasets.ts";
import { Refusal } from "../refusal.ts";
import { datasetAnswer } from "./answers.ts";
import { pageFrom } from "./pages.ts";
import { type AddRoutes, callerOf } from "./route.ts";

export const datasetRoutes: AddRoutes = (server, context) => {
  const upload = async (request: FastifyRequest): Promise<DatasetAnswer> => {
    const { tenant } = callerOf(request);
    const sent = await sentFile(request);
    const row = await addDataset(context, tenant, { ...sent, source: "uploaded" });
    if (sent.part?.file.truncated) {
      await deleteDataset(context, tenant, row.id);
      throw new Refusal(413, [fileTooLarge(context.limits.upload / 2 ** 20)]);
    }
    return datasetAnswer(row);
  };
  const simulate = async (tenant: string, { preset, weeks, seed }: SimulationBody): Promise<DatasetAnswer> => {
    const options = { ...(weeks === undefined ? {} : { weeks }), ...(seed === undefined ? {} : { seed }) };
    const files = simulationFiles(simulateWorld(preset, options));
    const [name, text] = Object.entries(files).find(([file]) => file.endsWith(".csv")) ?? ["table.csv", ""];
    const body = Readable.from([Buffer.from(text)]);
    return datasetAnswer(await addDataset(context, tenant, { name, format: "csv", source: "simulated", body }));
  };

  for (const url of ["/datasets", "/data/upload"]) {
    server.route({
      method: "POST",
      url,
      config: { need: "write" },
      schema: { tags: ["datasets"], summary: "Send a table", response: { 201: datasetSchema } },
      handler: async (request, reply) => {
        const made = await upload(request);
        return reply.code(201).header("location", `/api/v1/datasets/${made.id}`).send(made);
      },
    });
  }
  for (const url of ["/datasets/simulate", "/data/generate"]) {
    server.route<{ Body: SimulationBody }>({
      method: "POST",
      url,
      config: { need: "write" },
      schema: {
        tags: ["datasets"],
        summary: "Make a table of a simulated world",
        body: simulationBody,
        response: { 201: datasetSchema },
      },
      handler: async (request, reply) => {
        const made = await simulate(callerOf(request).tenant, request.body);
        return reply.code(201).header("location", `/api/v1/datasets/${made.id}`).send(made);
      },
    });
  }
  server.route<{ Querystring: PageQuery }>({
    method: "GET",
    url: "/datasets",
    config: { need: "read" },
    schema: {
      tags: ["datasets"],
      summary: "Tables, newest first",
      querystring: pageQuery,
      response: { 200: pageOf(datasetSchema) },
    },
    handler: async (request) =>
      pageFrom(context, "dataset", callerOf(request).tenant, request.query, (row) => datasetAnswer(row)),
  });
  server.route<{ Params: IdParameter }>({
    method: "GET",
    url: "/datasets/:id",
    config: { need: "read" },
    schema: { tags: ["datasets"], summary: "A table", params: idParameter, response: { 200: datasetSchema } },
    handler: async (request) => datasetAnswer(await datasetOf(context, callerOf(request).tenant, request.params.id)),
  });
  server.route<{ Params: IdParameter }>({
    method: "DELETE",
    url: "/datasets/:id",
    config: { need: "write" },
    schema: { tags: ["datasets"], summary: "Delete a table that no fit uses", params: idParameter },
    handler: async (request, reply) => {
      await deleteDataset(context, callerOf(request).tenant, request.params.id);
      return reply.code(204).send();
    },
  });
};

interface SentFile {
  readonly name: string;
  readonly format: string;
  readonly body: Readable;
  readonly part?: MultipartFile;
}

/** The table of a request, as a part of a form or as its body. */
async function sentFile(request: FastifyRequest): Promise<SentFile> {
  if (request.isMultipart()) {
    const part = await request.file();
    if (part === undefined) throw new Refusal(400, [noFile()]);
    return { name: part.filename, format: formatOf(part.filename, part.mimetype), body: part.file, part };
  }
  const { body } = request;
  if (!(body instanceof Readable)) throw new Refusal(400, [noFile()]);
  const type = request.headers["content-type"]?.split(";")[0].trim();
  const { name } = request.query as { readonly name?: string };
  const format = formatOf(name, type);
  return { name: name ?? `table.${format}`, format, body };
}

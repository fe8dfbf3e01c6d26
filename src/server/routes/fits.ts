// Fits: begun, listed, followed, deleted; and what they say once they are made.

import type { FastifyRequest } from "fastify";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { notFoundHere } from "../../problems/service-problems.ts";
import type { QuestionName } from "../analysis/index.ts";
import {
  type AcceptedQuery,
  acceptedQuery,
  addedFitSchema,
  documentAnswer,
  fitSchema,
  type IdParameter,
  idParameter,
  type NewFitBody,
  newFitBody,
  pageOf,
  type PageQuery,
  pageQuery,
  type PlanBody,
  planBody,
  type QuantityQuery,
  quantityQuery,
} from "../contract/index.ts";
import { addFit, checkConverged, deleteFit, fitOf, type StoredFit, jobOfFit, runOf } from "../fits.ts";
import { Refusal } from "../refusal.ts";
import { fitAnswer, jobAnswer } from "./answers.ts";
import { pageFrom } from "./pages.ts";
import { type AddRoutes, callerOf, sendDocument } from "./route.ts";

/** Questions about a fit as it is, and those from which something is decided, which a fit that has not converged does not answer by itself. */
const facts: readonly QuestionName[] = ["summary", "diagnostics", "review"];
const quantities: readonly QuestionName[] = ["contributions", "roi", "curves"];
const plans: readonly QuestionName[] = ["optimize", "scenarios"];

export const fitRoutes: AddRoutes = (server, context) => {
  const found = (request: FastifyRequest): Promise<StoredFit> =>
    fitOf(context, callerOf(request).tenant, (request.params as IdParameter).id);

  const ask = async (fit: StoredFit, of: QuestionName, request: object): Promise<{ text: string; etag: string }> => {
    const run = await runOf(context, fit);
    return context.analysis.ask({ of, run, name: fit.id, request }, fit.fingerprint);
  };

  for (const url of ["/fits", "/model/fit"]) {
    server.route<{ Body: NewFitBody }>({
      method: "POST",
      url,
      config: { need: "write" },
      schema: {
        tags: ["fits"],
        summary: "Fit a model to a table",
        description: "An equal fit that is made already is answered with 200, and with 202 one that is being made.",
        body: newFitBody,
        response: { 200: addedFitSchema, 202: addedFitSchema },
      },
      handler: async (request, reply) => {
        const { fit, job } = await addFit(context, callerOf(request).tenant, request.body);
        const answer = { fit: fitAnswer(fit, job), ...(job === undefined ? {} : { job: jobAnswer(job) }) };
        return reply
          .code(job === undefined ? 200 : 202)
          .header("location", `/api/v1/fits/${fit.id}`)
          .send(answer);
      },
    });
  }
  server.route<{ Querystring: PageQuery }>({
    method: "GET",
    url: "/fits",
    config: { need: "read" },
    schema: {
      tags: ["fits"],
      summary: "Fits, newest first",
      querystring: pageQuery,
      response: { 200: pageOf(fitSchema) },
    },
    handler: async (request) =>
      pageFrom(context, "fit", callerOf(request).tenant, request.query, async (row) =>
        fitAnswer(row, await jobOfFit(context, row)),
      ),
  });
  server.route<{ Params: IdParameter }>({
    method: "GET",
    url: "/fits/:id",
    config: { need: "read" },
    schema: { tags: ["fits"], summary: "A fit", params: idParameter, response: { 200: fitSchema } },
    handler: async (request) => {
      const fit = await found(request);
      return fitAnswer(fit, await jobOfFit(context, fit));
    },
  });
  server.route<{ Params: IdParameter }>({
    method: "DELETE",
    url: "/fits/:id",
    config: { need: "write" },
    schema: { tags: ["fits"], summary: "Delete a fit; a job that makes it ends", params: idParameter },
    handler: async (request, reply) => {
      await deleteFit(context, callerOf(request).tenant, request.params.id);
      return reply.code(204).send();
    },
  });
  for (const of of facts) {
    server.route<{ Params: IdParameter }>({
      method: "GET",
      url: `/fits/:id/${of}`,
      config: { need: "read" },
      schema: {
        tags: ["results"],
        summary: `The ${of} of a fit`,
        params: idParameter,
        response: { 200: documentAnswer },
      },
      handler: async (request, reply) => {
        const { text, etag } = await ask(await found(request), of, {});
        return sendDocument(request, reply, text, etag);
      },
    });
  }
  for (const of of quantities) {
    const urls = [`/fits/:id/${of}`, ...(of === "roi" ? ["/model/:id/roi"] : [])];
    for (const url of urls) {
      server.route<{ Params: IdParameter; Querystring: QuantityQuery }>({
        method: "GET",
        url,
        config: { need: "read" },
        schema: {
          tags: ["results"],
          summary: `The ${of} of a fit`,
          params: idParameter,
          querystring: quantityQuery,
          response: { 200: documentAnswer },
        },
        handler: async (request, reply) => {
          const fit = await found(request);
          const { accept_not_converged, from, to, last, by_geo, ...rest } = request.query;
          await checkConverged(context, fit, accept_not_converged ?? false);
          const period = { from, to, last };
          const isWhole = Object.values(period).every((each) => each === undefined);
          const wanted = { ...rest, byGeo: by_geo, ...(isWhole ? {} : { period }) };
          const { text, etag } = await ask(fit, of, JSON.parse(JSON.stringify(wanted)) as object);
          return sendDocument(request, reply, text, etag);
        },
      });
    }
  }
  server.route<{ Params: IdParameter; Querystring: AcceptedQuery }>({
    method: "GET",
    url: "/fits/:id/advice",
    config: { need: "read" },
    schema: {
      tags: ["results"],
      summary: "What a fit advises",
      params: idParameter,
      querystring: acceptedQuery,
      response: { 200: documentAnswer },
    },
    handler: async (request, reply) => {
      const fit = await found(request);
      await checkConverged(context, fit, request.query.accept_not_converged ?? false);
      const { text, etag } = await ask(fit, "advice", {});
      return sendDocument(request, reply, text, etag);
    },
  });
  for (const of of plans) {
    server.route<{ Params: IdParameter; Body: PlanBody }>({
      method: "POST",
      url: `/fits/:id/${of}`,
      config: { need: "read" },
      schema: {
        tags: ["plans"],
        summary: of === "optimize" ? "The best split of a budget" : "What plans would bring",
        params: idParameter,
        body: planBody,
        response: { 200: documentAnswer },
      },
      handler: async (request, reply) => {
        const fit = await found(request);
        const { plan, geo, accept_not_converged } = request.body;
        await checkConverged(context, fit, accept_not_converged ?? false);
        const wanted = {
          ...(of === "optimize" ? { settings: plan } : { plans: plan }),
          ...(geo === undefined ? {} : { geo }),
        };
        const { text, etag } = await ask(fit, of, wanted);
        return sendDocument(request, reply, text, etag);
      },
    });
  }
  server.route<{ Params: IdParameter }>({
    method: "GET",
    url: "/fits/:id/report",
    config: { need: "read" },
    schema: { tags: ["results"], summary: "The report of a fit, one HTML file", params: idParameter },
    handler: async (request, reply) => {
      const fit = await found(request);
      const path = join(await runOf(context, fit), "report.html");
      const html = await readFile(path).catch(() => undefined);
      if (html === undefined) throw new Refusal(404, [notFoundHere("report", fit.id)]);
      return reply
        .header(
          "content-security-policy",
          "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox",
        )
        .header("cache-control", "private, no-cache")
        .type("text/html; charset=utf-8")
        .send(html);
    },
  });
};

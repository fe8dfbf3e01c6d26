// Jobs: looked at, ended, tried again, and followed in one stream.

import { notFoundHere } from "../../problems/service-problems.ts";
import type { Job } from "../../queue/index.ts";
import { type IdParameter, idParameter, jobSchema } from "../contract/index.ts";
import { Refusal } from "../refusal.ts";
import { jobAnswer } from "./answers.ts";
import { type AddRoutes, callerOf } from "./route.ts";

/** Milliseconds between two signs of life of a stream, which proxies would otherwise end. */
const pulse = 15_000;

export const jobRoutes: AddRoutes = (server, context) => {
  const { queue } = context;
  const there = (job: Job | undefined, id: string): Job => {
    if (job === undefined) throw new Refusal(404, [notFoundHere("job", id)]);
    return job;
  };
  const actions = {
    cancel: { summary: "End a job and keep what it has", act: queue.cancel.bind(queue) },
    retry: { summary: "Try a job again that failed", act: queue.retry.bind(queue) },
  };

  server.route<{ Params: IdParameter }>({
    method: "GET",
    url: "/jobs/:id",
    config: { need: "read" },
    schema: { tags: ["jobs"], summary: "A job", params: idParameter, response: { 200: jobSchema } },
    handler: async (request) => {
      const { id } = request.params;
      return jobAnswer(there(await queue.job(callerOf(request).tenant, id), id));
    },
  });
  for (const [name, { summary, act }] of Object.entries(actions)) {
    server.route<{ Params: IdParameter }>({
      method: "POST",
      url: `/jobs/:id/${name}`,
      config: { need: "write" },
      schema: { tags: ["jobs"], summary, params: idParameter, response: { 202: jobSchema } },
      handler: async (request, reply) => {
        const { id } = request.params;
        const job = there(await act(callerOf(request).tenant, id), id);
        return reply.code(202).send(jobAnswer(job));
      },
    });
  }

  server.route({
    method: "GET",
    url: "/events",
    config: { need: "read" },
    schema: {
      tags: ["jobs"],
      summary: "What happens to jobs, as server-sent events",
      description: "Goes on after the event of the header Last-Event-ID. One stream of a client tells of all its jobs.",
      produces: ["text/event-stream"],
    },
    handler: async (request, reply) => {
      const { tenant } = callerOf(request);
      const from = Number(request.headers["last-event-id"] ?? 0);
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      raw.write("retry: 2000\n\n");
      let after = Number.isSafeInteger(from) && from >= 0 ? from : 0;
      let sending = false;
      let again = false;
      const send = async (): Promise<void> => {
        again = true;
        if (sending) return;
        sending = true;
        try {
          while (again && !raw.destroyed) {
            again = false;
            for (const { seq, job, at, type, data } of await queue.events(tenant, after)) {
              after = seq;
              raw.write(`id: ${seq}\nevent: ${type}\ndata: ${JSON.stringify({ job, at, data })}\n\n`);
              again = true;
            }
          }
        } catch (error) {
          request.log.error(error);
          raw.end();
        } finally {
          sending = false;
        }
      };
      const stop = queue.onChange(() => void send());
      const beating = setInterval(() => raw.write(": \n\n"), pulse);
      raw.on("close", () => {
        stop();
        clearInterval(beating);
      });
      await send();
    },
  });
};

// carryover serve: an API over HTTP for what the other commands do.

import { exitCodes } from "../../problems/problem.ts";
import { optionsFor, serveSettings, valuesFrom } from "../../settings/index.ts";
import { exitLines } from "../options/index.ts";
import { listenForInterrupts } from "../terminal/index.ts";
import { type Command, defineCommand } from "./command.ts";

export const command: Command = defineCommand({
  name: "serve",
  describe:
    "Serves tables, fits and what follows from them over HTTP, on this machine alone (127.0.0.1). Prints a link that logs a " +
    "browser in once, within five minutes. Everything lies in one folder: the database, the tables that were sent, and a run " +
    "folder for each fit, which the other commands read too. Fits run in processes of their own; the first Ctrl-C lets them keep " +
    "what they have sampled, and they go on when the server starts again. The API is described at /api/v1/openapi.json.",
  options: {
    home: {
      kind: "text",
      what: "a folder",
      describe: "Folder of everything that the server keeps",
      fallback: "carryover-home",
    },
    ...optionsFor("serve", serveSettings),
    json: { kind: "flag", describe: "Print one JSON document with the addresses once the server listens" },
  },
  examples: [
    ["serve", "listen on 127.0.0.1:8420 and keep everything in carryover-home"],
    ["serve --home /srv/carryover --port 9000 --fits 4", "another folder and port, four fits at a time"],
  ],
  exits: exitLines(0, 1, 2),
  run: async (_argument, options, { terminal }) => {
    const [{ serveDocument, startServer }, { printResult }] = await Promise.all([
      import("../../server/start.ts"),
      import("../print/result.ts"),
    ]);
    const {
      port = serveSettings.port.default,
      fits,
      jobMemory,
      log,
    } = valuesFrom("serve", options, serveSettings) as {
      readonly port?: number;
      readonly fits?: number;
      readonly jobMemory?: number;
      readonly log?: (typeof serveSettings.log.choices)[number];
    };
    const home = options.home ?? "carryover-home";
    let stop = (): void => undefined;
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const server = await startServer({
      home,
      port,
      fits,
      jobMemory: jobMemory ?? serveSettings.job_memory.default,
      log: log ?? serveSettings.log.default,
    });
    const { url, loginUrl } = server;
    const interrupts = listenForInterrupts(() => {
      terminal.err.write("Ending; running fits keep what they have. Ctrl-C again ends at once.\n");
      stop();
    });
    await printResult(
      terminal,
      { json: options.json },
      {
        document: () => serveDocument({ url, loginUrl, home }),
        lines: () => [`Carryover listens on ${url}. Log in, once, with:`, `  ${loginUrl}`, "Ctrl-C ends it."],
      },
    );
    await stopped;
    interrupts.release();
    await server.close();
    return exitCodes.success;
  },
});

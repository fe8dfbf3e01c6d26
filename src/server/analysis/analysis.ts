// Questions on threads of their own: the event loop only passes them on. What was answered once is remembered.

import { createHash } from "node:crypto";
import { codeUrl } from "../../package/index.ts";
import { busyServer } from "../../problems/service-problems.ts";
import { startTaskThreads } from "../../threads/index.ts";
import { Refusal } from "../refusal.ts";
import type { Look, Looked, Question } from "./analysis-task.ts";

export interface Questions {
  /** @param seal of the run: answers about it hold as long as it is this one */
  ask(question: Question, seal: string): Promise<Answered>;
  look(table: Look): Promise<Looked>;
  close(): Promise<void>;
}

export interface Answered {
  /** The document as text. */
  readonly text: string;
  /** Names question and run: the same question about the same run has the same answer. */
  readonly etag: string;
}

/** Answers that are remembered, and questions that may wait. */
const kept = 200;
const mostWaiting = 20;

export function startQuestions(threads: number): Questions {
  const pool = startTaskThreads(threads);
  const module = codeUrl("server/analysis/analysis-task").href;
  const answers = new Map<string, Promise<string>>();
  let open = 0;

  const run = async (name: "answer" | "look", payload: unknown): Promise<unknown> => {
    if (open >= threads + mostWaiting) throw new Refusal(503, [busyServer()], 5);
    open++;
    try {
      return await pool.run({ module, function: name, payload });
    } finally {
      open--;
    }
  };

  return {
    async ask(question, seal) {
      const { of, request } = question;
      const etag = createHash("sha256")
        .update(JSON.stringify([seal, of, request]))
        .digest("hex")
        .slice(0, 32);
      const found = answers.get(etag) ?? run("answer", question).then((document) => JSON.stringify(document));
      answers.delete(etag);
      answers.set(etag, found);
      // What failed is asked again.
      found.catch(() => answers.delete(etag));
      if (answers.size > kept) answers.delete([...answers.keys()][0]);
      return { text: await found, etag };
    },
    look: (table) => run("look", table) as Promise<Looked>,
    close: () => pool.close(),
  };
}

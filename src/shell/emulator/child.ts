/**
 * The process of the emulators: every terminal of the editor, its program, and what it draws. It ends
 * with the editor, however that ends.
 */
import { messageOf } from "../../base/errors.ts";
import { createTracker } from "../integration/tracker.ts";
import { Outbox } from "./outbox.ts";
import type { ToEmulator } from "./protocol.ts";
import { GRACE, type PtyLibrary, startProblem } from "./pty.ts";
import { Session, type SessionHost } from "./session.ts";

/** When the editor is gone, and what ignored the hangup was killed, the process is too, ms. */
const LAST = 2 * GRACE;

async function loadLibrary(): Promise<PtyLibrary | string> {
  try {
    const library = (await import("node-pty")) as PtyLibrary & { readonly default?: PtyLibrary };
    return library.default ?? library;
  } catch (error) {
    return `The library for pseudo terminals is not there: ${messageOf(error).split("\n", 1)[0]}`;
  }
}

async function serve(): Promise<void> {
  const library = await loadLibrary();
  const sessions = new Map<number, Session>();
  const outbox = new Outbox(process);
  const post = outbox.post.bind(outbox);
  const host: SessionHost | null =
    typeof library === "string"
      ? null
      : {
          post,
          crowded: () => outbox.crowded,
          library,
          makeTracker: createTracker,
          lastInput: Number.NEGATIVE_INFINITY,
          echoing: null,
          typing: null,
        };
  if (typeof library === "string") post({ type: "unavailable", reason: library });

  const start = (message: ToEmulator & { type: "start" }): void => {
    const { id } = message;
    if (host === null) {
      post({ type: "failed", id, message: String(library) });
      return;
    }
    const problem = startProblem(message);
    if (problem !== null) {
      post({ type: "failed", id, message: problem });
      return;
    }
    try {
      sessions.set(id, new Session(message, host));
    } catch (error) {
      post({ type: "failed", id, message: messageOf(error) });
    }
  };

  const close = (id: number): void => {
    const session = sessions.get(id);
    sessions.delete(id);
    const done = () => post({ type: "closed", id });
    if (session === undefined) {
      done();
      return;
    }
    session.close().then(done, done);
  };

  const receive = (message: ToEmulator): void => {
    if (message.type === "start") {
      start(message);
      return;
    }
    if (message.type === "close") {
      close(message.id);
      return;
    }
    const session = sessions.get(message.id);
    if (session === undefined) {
      if (message.type === "read") {
        const { id, ask, from } = message;
        post({ type: "lines", id, ask, from, lines: [], styles: [] });
      }
      return;
    }
    switch (message.type) {
      case "input":
        session.input(message.data);
        break;
      case "resize":
        session.resize(message.rows, message.cols);
        break;
      case "shown":
        session.shown();
        break;
      case "watch":
        session.watch(message.on);
        break;
      case "read":
        session.read(message.ask, message.from, message.to);
        break;
      case "clear":
        session.clear();
        break;
      case "signal":
        session.signal(message.signal);
        break;
      case "colours":
        session.colours(message.colours);
        break;
    }
  };

  process.on("message", (message: ToEmulator) => {
    try {
      receive(message);
    } catch (error) {
      // A bug with one terminal: the others live on.
      if (!sessions.has(message.id)) throw error;
      post({ type: "failed", id: message.id, message: messageOf(error) });
      close(message.id);
    }
  });
  process.on("uncaughtException", (error) =>
    outbox.last({ type: "bug", reason: messageOf(error) }),
  );
  process.once("disconnect", () => {
    for (const id of [...sessions.keys()]) close(id);
    // Nothing else may keep it alive; this does not either.
    setTimeout(() => process.kill(process.pid, "SIGKILL"), LAST).unref();
  });
}

// Importing this file where nobody is at the other end has no effect.
if (process.send !== undefined) await serve();

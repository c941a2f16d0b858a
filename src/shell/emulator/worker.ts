/** The thread of the emulators: every terminal of the editor, its program, and what it draws. */
import { isMainThread, parentPort } from "node:worker_threads";
import { messageOf } from "../../base/errors.ts";
import { createTracker } from "../integration/tracker.ts";
import type { FromEmulator, ToEmulator } from "./protocol.ts";
import { type PtyLibrary, startProblem } from "./pty.ts";
import { Session, type SessionHost } from "./session.ts";

interface Port {
  postMessage(message: FromEmulator): void;
  on(event: "message", listener: (message: ToEmulator) => void): unknown;
}

/** What ignores the hangup is killed after this when the editor ends, ms. */
const LAST_GRACE = 150;

async function loadLibrary(): Promise<PtyLibrary | string> {
  try {
    const library = (await import("node-pty")) as PtyLibrary & { readonly default?: PtyLibrary };
    return library.default ?? library;
  } catch (error) {
    return `The library for pseudo terminals is not there: ${messageOf(error).split("\n", 1)[0]}`;
  }
}

async function serve(port: Port): Promise<void> {
  const library = await loadLibrary();
  const sessions = new Map<number, Session>();
  const post = (message: FromEmulator): void => port.postMessage(message);
  const host: SessionHost | null =
    typeof library === "string"
      ? null
      : {
          post,
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

  const closing = new Set<Promise<void>>();
  const close = (id: number): void => {
    const session = sessions.get(id);
    sessions.delete(id);
    const done = () => post({ type: "closed", id });
    if (session === undefined) {
      done();
      return;
    }
    const end = session.close().then(done, done);
    closing.add(end);
    void end.then(() => closing.delete(end));
  };

  const quit = async (done: Int32Array): Promise<void> => {
    const all = [...sessions.values()].map((session) => session.close(LAST_GRACE));
    sessions.clear();
    await Promise.allSettled([...all, ...closing]);
    Atomics.store(done, 0, 1);
    Atomics.notify(done, 0);
  };

  const receive = (message: ToEmulator): void => {
    if (message.type === "quit") {
      void quit(message.done);
      return;
    }
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

  port.on("message", (message) => {
    try {
      receive(message);
    } catch (error) {
      // A bug with one terminal: the others live on.
      if (message.type !== "quit" && sessions.has(message.id)) {
        post({ type: "failed", id: message.id, message: messageOf(error) });
        close(message.id);
      } else throw error;
    }
  });
}

// Importing this file anywhere else has no effect.
if (!isMainThread && parentPort !== null) await serve(parentPort as Port);

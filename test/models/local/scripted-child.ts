/**
 * A process that does as the text of the prompt says, in the protocol of the process of models:
 * `say a|b`, `begin a`, `load`, `crash`, `fault`; `stopped` tells how many were called off. It has a
 * cache of the last prompt, as the real one has.
 */
import type { AskBody, FromChild, ToChild } from "../../../src/models/local/protocol.ts";

const send = (message: FromChild | object): void => void process.send!(message);
let stopped = 0;
let before = "";

process.on("message", (message: ToChild) => {
  if (message.kind === "stop") stopped++;
  else if (message.kind === "health") {
    send({ kind: "health", memory: 12_345_678, model: "/m/tiny.gguf", threads: 1 });
  } else {
    const { id } = message;
    const ask = JSON.parse(message.body) as AskBody;
    if (ask.prompt.kind !== "text") throw new Error("a text is wanted");
    const [word = "", rest = ""] = ask.prompt.text.split(/ (.*)/s);
    const { text } = ask.prompt;
    let cached = 0;
    while (cached < text.length - 1 && text[cached] === before[cached]) cached++;
    before = text;
    const usage = { promptTokens: text.length, cachedTokens: cached, answerTokens: 1 };
    const end = { kind: "end", id, finish: "stop", usage } as const;
    if (word === "crash") process.kill(process.pid, "SIGKILL");
    else if (word === "abort") {
      process.stderr.write("GGML_ASSERT(n > 0) failed\n", () => process.abort());
    } else if (word === "fault") send({ kind: "fault", id, fault: "refused", message: "too long" });
    else if (word === "load") send({ kind: "loading", on: true });
    else if (word === "begin") send({ kind: "text", id, text: rest });
    else if (word === "stopped") {
      send({ kind: "text", id, text: String(stopped) });
      send(end);
    } else if (word === "body") {
      send({ kind: "text", id, text: message.body });
      send(end);
    } else if (word === "env") {
      send({ kind: "text", id, text: Object.keys(process.env).sort().join(" ") });
      send(end);
    } else {
      for (const piece of rest.split("|")) send({ kind: "text", id, text: piece });
      send(end);
    }
  }
});
process.on("disconnect", () => process.exit(0));

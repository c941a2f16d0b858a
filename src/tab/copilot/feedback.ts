/** Tells the server what became of its suggestions: shown, taken, taken in part. */
import type { Prediction } from "../../text/prediction.ts";
import type { Fates, Happening } from "../arbiter/fates.ts";
import { onlyHunk, rawLength } from "./changes.ts";
import { type CopilotMark, SOURCE } from "./predictor.ts";
import type { CopilotServer } from "./server.ts";

export interface FeedbackPorts {
  /** What holds now. */
  held(): readonly Prediction[];
  afterFrame(callback: () => void): void;
}

/** Returns the function that stops it. */
export function tellFates(fates: Fates, server: CopilotServer, ports: FeedbackPorts): () => void {
  const shown = new WeakSet<object>();
  const watch = (what: Happening, { source, mark }: Prediction): void => {
    // Others may have said the same; the mark says whose it is.
    if (source !== SOURCE || !isMark(mark)) return;
    const { suggestion } = mark;
    const own = suggestion.kind === "item" ? suggestion.item : suggestion.edit;
    if (what === "seen" && shown.has(own)) return;
    if (what === "seen") shown.add(own);
    ports.afterFrame(() => {
      if (what === "seen") tellShown(server, mark);
      else if (what === "accepted") {
        if (own.command !== null) server.execute(mark.client, own.command);
      } else tellPart(server, mark, ports.held());
    });
  };
  fates.watchers.add(watch);
  return () => fates.watchers.delete(watch);
}

function isMark(mark: object | undefined): mark is CopilotMark {
  return mark !== undefined && "suggestion" in mark && "client" in mark;
}

function tellShown(server: CopilotServer, { client, suggestion }: CopilotMark): void {
  if (suggestion.kind === "item") {
    server.tell(client, "textDocument/didShowCompletion", { item: suggestion.item.raw });
  } else {
    server.tell(client, "textDocument/didShowInlineEdit", { item: suggestion.edit.raw });
  }
}

/** What is taken is told as all from the start of the item's text on. */
function tellPart(server: CopilotServer, mark: CopilotMark, held: readonly Prediction[]): void {
  const { client, suggestion } = mark;
  // Edits have no such message; they are told of when the last of them is made.
  if (suggestion.kind !== "item" || !suggestion.ghost) return;
  const left = held.find((prediction) => prediction.mark === mark);
  const hunk = left && onlyHunk(left.changes);
  if (!hunk || hunk.from !== hunk.to) return;
  const { insertText, raw } = { insertText: suggestion.item.insertText, raw: suggestion.item.raw };
  const whole = insertText.replaceAll("\r\n", "\n").length;
  const taken = whole - suggestion.rest - hunk.insert.length;
  if (taken <= 0) return;
  server.tell(client, "textDocument/didPartiallyAcceptCompletion", {
    item: raw,
    acceptedLength: rawLength(insertText, taken),
  });
}

/**
 * Copilot as a predictor: text at the cursor while one types, and the next edit when there is none, or
 * in normal mode. One request is under way at a time; the state that is asked about next waits for it,
 * and is only asked about when the answer does not hold for it.
 */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { LanguageClient } from "../../language/lsp/client.ts";
import { pathOfUri } from "../../language/lsp/uri.ts";
import {
  type DocumentSnapshot,
  isClosed,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
} from "../../text/prediction.ts";
import type { Text } from "../../text/text.ts";
import { changeOfEdit, changeOfItem } from "./changes.ts";
import { type InlineEdit, type InlineItem, readEdits, readItems } from "./protocol.ts";
import type { Answered, CopilotServer } from "./server.ts";

export const SOURCE = "copilot";

const COMPLETION = "textDocument/inlineCompletion";
const NEXT_EDIT = "textDocument/copilotInlineEdit";
/** `triggerKind`. */
const INVOKED = 1;
const AUTOMATIC = 2;
/** How likely its first answers are wanted, before the gate has learned anything about them. */
const CHANCE = { item: 0.6, edit: 0.55 } as const;
/** Where the cursor goes matters this long (ms) after an edit. */
const RECENT_MS = 60_000;

/** What is known of a prediction that is Copilot's. */
export interface CopilotMark {
  readonly client: LanguageClient;
  readonly suggestion:
    | {
        readonly kind: "item";
        readonly item: InlineItem;
        /** How much of the item's text (with `\n` for its line breaks) is behind what is put in. */
        readonly rest: number;
        /** Whether it puts text in at the cursor, and nothing else. */
        readonly ghost: boolean;
      }
    | { readonly kind: "edit"; readonly edit: InlineEdit };
}

export interface PredictorPorts {
  /** Milliseconds since the epoch. */
  now(): number;
  /** A suggestion of ours at the cursor holds for the present text. */
  holds(): boolean;
  /** A file that is not open and was read, by its absolute path. */
  closed(path: string): DocumentSnapshot | null;
  bring(paths: readonly string[], signal: AbortSignal): Promise<void>;
  /** Why a file is not for the server; null: it is. */
  refusal(path: string): Promise<string | null>;
}

export function copilotPredictor(
  editor: Editor,
  server: CopilotServer,
  ports: PredictorPorts,
): Predictor {
  let turn: Promise<void> = Promise.resolve();
  /** Where the next edit was asked for last. */
  let askedAt = "";

  const documentOf = (snapshot: PredictionSnapshot): Document | null => {
    const doc = editor.docs.find(({ id }) => id === snapshot.doc.id);
    // Texts that are not there (what an accept would lead to) are none that the server has.
    return doc !== undefined && doc.text === snapshot.doc.text ? doc : null;
  };

  async function* answers(
    snapshot: PredictionSnapshot,
    signal: AbortSignal,
  ): AsyncGenerator<readonly PredictionAnswer[]> {
    const before = turn;
    let free = (): void => {};
    turn = new Promise((resolve) => {
      free = resolve;
    });
    let mine = false;
    void before.then(() => {
      mine = true;
    });
    try {
      await called(before, signal);
      const doc = documentOf(snapshot);
      if (signal.aborted || doc === null || !server.mayAsk(doc)) return;
      if (snapshot.mode === "insert") {
        if (snapshot.trigger !== "ask" && ports.holds()) return;
        const items = await complete(snapshot, doc, signal);
        if (signal.aborted || items === null) return;
        yield items;
        if (items.length > 0 || documentOf(snapshot) === null) return;
      }
      const place = `${doc.id}:${doc.revision}:${doc.text.lineAt(snapshot.doc.pos).number}`;
      if (place === askedAt && snapshot.trigger !== "ask") return;
      askedAt = place;
      const edits = await nextEdit(snapshot, doc, signal);
      if (signal.aborted || edits === null) {
        askedAt = "";
        return;
      }
      yield edits;
    } finally {
      // Who gives up early leaves the turn to the one before.
      if (mine) free();
      else void before.then(free);
    }
  }

  async function complete(
    { doc: { pos, text }, trigger }: PredictionSnapshot,
    doc: Document,
    signal: AbortSignal,
  ): Promise<readonly PredictionAnswer[] | null> {
    const { options } = doc;
    const tabSize = options.get("shiftwidth") || options.get("tabstop");
    const answer = await server.suggest(
      COMPLETION,
      doc,
      (client) => ({
        textDocument: { ...client.textDocument(doc), version: doc.revision },
        position: client.position(doc, pos),
        context: { triggerKind: trigger === "ask" ? INVOKED : AUTOMATIC },
        formattingOptions: { tabSize, insertSpaces: options.get("expandtab") },
      }),
      signal,
    );
    if (answer === null) return null;
    const items = readItems(answer.value);
    if (items === null) {
      server.garbage(COMPLETION);
      return null;
    }
    const { client, revision } = answer;
    return items.flatMap((item) => {
      const found = changeOfItem(text, pos, item, doc.file.format.endofline);
      if (found === null) return [];
      const ghost = found.start + found.rest > 0 || isAt(found.changes, pos);
      const suggestion = { kind: "item", item, rest: found.rest, ghost } as const;
      const mark: CopilotMark = { client, suggestion };
      return [answerOf(doc.id, revision, found, CHANCE.item, mark)];
    });
  }

  async function nextEdit(
    { doc: { pos } }: PredictionSnapshot,
    doc: Document,
    signal: AbortSignal,
  ): Promise<readonly PredictionAnswer[] | null> {
    const answer = await server.suggest(
      NEXT_EDIT,
      doc,
      (client) => ({
        textDocument: { ...client.textDocument(doc), version: doc.revision },
        position: client.position(doc, pos),
        context: { triggerKind: AUTOMATIC },
      }),
      signal,
    );
    if (answer === null) return null;
    const edits = readEdits(answer.value);
    if (edits === null) {
      server.garbage(NEXT_EDIT);
      return null;
    }
    const found: PredictionAnswer[] = [];
    for (const edit of edits) {
      const target = await targetOf(edit, answer, doc, signal);
      if (signal.aborted) return null;
      const change = target && changeOfEdit(target.text, edit, target.finalBreak);
      if (!target || !change) continue;
      const mark: CopilotMark = { client: answer.client, suggestion: { kind: "edit", edit } };
      found.push(answerOf(target.id, target.revision, change, CHANCE.edit, mark));
    }
    return found;
  }

  /** The text that an edit is for; null: there is none such (any more). */
  async function targetOf(
    edit: InlineEdit,
    { client, revision: asked }: Answered,
    doc: Document,
    signal: AbortSignal,
  ): Promise<Target | null> {
    const path = pathOfUri(edit.uri);
    if (path === null) return null;
    const open = editor.docs.find((doc) => doc.loaded && doc.path === path);
    if (open !== undefined) {
      const sent = client.sentRevision(open);
      // What the server does not have it can't change.
      if (sent === null) return null;
      // Who does not say it means the text that was asked about, not what was sent since.
      const revision = edit.version ?? (open === doc ? asked : sent);
      const text = client.rebase(open, revision)?.text;
      if (text === undefined || revision > open.revision) return null;
      return { id: open.id, revision, text, finalBreak: open.file.format.endofline };
    }
    if ((await ports.refusal(path)) !== null) return null;
    if (ports.closed(path) === null) await ports.bring([path], signal);
    const closed = ports.closed(path);
    if (closed === null || !isClosed(closed.id)) return null;
    return { id: closed.id, revision: closed.revision, text: closed.text, finalBreak: true };
  }

  return {
    name: SOURCE,
    live: true,
    inFlight: 2,
    predict(snapshot, signal) {
      const doc = documentOf(snapshot);
      if (doc === null || !server.mayAsk(doc) || !isDue(snapshot, ports.now())) return [];
      return answers(snapshot, signal);
    },
  };
}

interface Target {
  readonly id: number;
  readonly revision: number;
  readonly text: Text;
  readonly finalBreak: boolean;
}

/** Whether a state is worth a request: after edits, and where the cursor goes soon behind one. */
function isDue({ trigger, edits, mode }: PredictionSnapshot, now: number): boolean {
  if (trigger === "idle") return false;
  if (trigger !== "move" || mode === "insert") return true;
  const last = edits.at(-1);
  return last !== undefined && now - last.time < RECENT_MS;
}

function answerOf(
  doc: number,
  revision: number,
  { changes, cursor }: Pick<PredictionAnswer, "changes" | "cursor">,
  probability: number,
  mark: CopilotMark,
): PredictionAnswer {
  const reason = mark.suggestion.kind === "item" ? "text at the cursor" : "the next edit";
  return { doc, revision, changes, cursor, probability, reason, mark };
}

function isAt(changes: PredictionAnswer["changes"], pos: number): boolean {
  let at = true;
  changes.iterChangedRanges((from, to) => {
    at &&= from === pos && to === pos;
  });
  return at;
}

/** Waits for those before; no longer than somebody wants it. */
function called(before: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      signal.removeEventListener("abort", end);
      resolve();
    };
    signal.addEventListener("abort", end);
    void before.then(end);
  });
}

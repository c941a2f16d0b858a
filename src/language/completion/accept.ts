/** Putting an item in: its text, the edits that belong to it, the command behind it. */
import { messageOf } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { ChangeSet, slice, textOf } from "../../text/text.ts";
import type { LanguageClient } from "../lsp/client.ts";
import { isTable } from "../lsp/server-table.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { changeOfEdits } from "../lsp/text-edits.ts";
import { type Expansion, expandSnippet } from "../snippet/expansion.ts";
import type { Snippets } from "../snippet/snippets.ts";
import { variableAt } from "../snippet/variables.ts";
import type { CompletionItem, ServerItem } from "./item.ts";
import { resolveItem } from "./resolve.ts";
import { whenQuiet } from "./when-quiet.ts";

const COMPLETE_ORIGIN = "input.complete";
/** Edits that come later than this after the item are not made any more, ms. */
const PATIENCE_MS = 10_000;

export interface AcceptPorts {
  readonly editor: Editor;
  readonly servers: LanguageServers;
  readonly fields: Snippets;
  readonly redraw: () => void;
  readonly afterFrame: (callback: () => void) => void;
}

/** Puts an item in at the cursor; `start` is where the word starts, a UTF-16 offset. */
export function acceptItem(ports: AcceptPorts, item: CompletionItem, start: number): void {
  const { editor, fields } = ports;
  const { doc, win } = editor;
  const { pos } = win.cursor;
  const from = Math.max(0, Math.min(start + item.offset, pos));
  const to = Math.max(pos, Math.min(pos + item.tail, doc.text.lineAt(pos).to));
  const { server } = item;
  const known = server === null ? null : knownEdits(ports, doc, server);
  const indent = /^[ \t]*/.exec(doc.text.lineAt(from).text)![0];
  editor.modal.placeholder = null;
  const dispatch = (text: string): number => {
    const main = ChangeSet.of({ from, to, insert: textOf(text) }, doc.text.length);
    const more = known?.change ?? null;
    const both = more === null || touches(more, from, to) ? null : more.map(main);
    const before = doc.text;
    const changes = both === null ? main : main.compose(both);
    editor.dispatch(doc, { changes, origin: COMPLETE_ORIGIN });
    if (both !== null) editor.modal.insertion?.carried(more!, before);
    return both === null ? from : both.mapPos(from, 1);
  };
  const taken = { before: slice(doc.text, from, pos), after: [...slice(doc.text, pos, to)].length };
  const expansion = expansionOf(editor, item, from, indent);
  if (item.snippet) fields.insert(expansion, taken, dispatch);
  else {
    const { insertion } = editor.modal;
    const at = dispatch(expansion.text);
    insertion?.put(expansion.text, taken);
    editor.setCursor(win, at + expansion.text.length);
  }
  if (server === null) return;
  const { client } = server;
  const command = server.resolved?.raw.command ?? server.raw.command;
  if (known === null && client.supports("completionItem/resolve", doc)) {
    void resolveItem(item).then(() => lateEdits(ports, doc, server));
  }
  if (isTable(command)) void runCommand(ports, client, command);
}

function expansionOf(editor: Editor, item: CompletionItem, pos: number, indent: string): Expansion {
  const { doc } = editor;
  const rows = item.indents ? indent : "";
  if (item.snippet) {
    const { options } = doc;
    const width = options.get("shiftwidth") || options.get("tabstop");
    const unit = options.get("expandtab") && item.indents ? " ".repeat(width) : "\t";
    return expandSnippet(item.insert, {
      variable: variableAt(editor, doc, pos),
      indent: rows,
      unit,
    });
  }
  return { text: item.insert.replaceAll("\n", `\n${rows}`), places: [] };
}

/** The edits that come with an item, for the present text; null: they have to be asked for. */
function knownEdits(
  ports: AcceptPorts,
  doc: Document,
  server: ServerItem,
): { readonly change: ChangeSet | null } | null {
  const { resolved, raw, revision } = server;
  if (Array.isArray(resolved?.raw.additionalTextEdits)) {
    const asked = resolved.revisions.get(doc) ?? revision;
    return { change: editsNow(ports, doc, server, resolved.raw.additionalTextEdits, asked) };
  }
  if (Array.isArray(raw.additionalTextEdits)) {
    return { change: editsNow(ports, doc, server, raw.additionalTextEdits, revision) };
  }
  return resolved === null ? null : { change: null };
}

/** Edits for a revision as a change of the present text; null when they can't be used. */
function editsNow(
  { servers }: AcceptPorts,
  doc: Document,
  { client }: ServerItem,
  edits: readonly unknown[],
  revision: number,
): ChangeSet | null {
  if (edits.length === 0) return null;
  const since = servers.history(doc).since(revision, doc.revision);
  if (since === null) return null;
  const text = since[0]?.before ?? doc.text;
  const finalBreak = client.documents.get(doc)?.finalBreak ?? true;
  let change = changeOfEdits(text, edits as never, client.encoding, finalBreak);
  if (change === null) client.log.note("edits of a completion that overlap are left out");
  for (const past of since) change = change?.map(past.change) ?? null;
  return change === null || change.empty ? null : change;
}

function touches(change: ChangeSet, from: number, to: number): boolean {
  let found = false;
  change.iterChangedRanges((fromA, toA) => {
    if (fromA <= to && toA >= from && !(fromA === toA && (fromA === from || fromA === to)))
      found = true;
  });
  return found;
}

/** Edits that came after the item was put in are made as soon as nothing is half typed. */
function lateEdits(ports: AcceptPorts, doc: Document, server: ServerItem): void {
  const { editor, redraw, afterFrame } = ports;
  if (!Array.isArray(server.resolved?.raw.additionalTextEdits)) return;
  whenQuiet(editor, afterFrame, PATIENCE_MS, () => {
    if (!editor.docs.includes(doc) || !doc.options.get("modifiable")) return;
    const change = knownEdits(ports, doc, server)?.change ?? null;
    if (change === null) return;
    const before = doc.text;
    const { insertion } = editor.modal;
    const inside = insertion !== null && editor.doc === doc;
    // Behind the insertion it is a step of its own.
    if (!inside) doc.undo.sync();
    editor.dispatch(doc, { changes: change, origin: COMPLETE_ORIGIN });
    if (inside) insertion.carried(change, before);
    else doc.undo.sync();
    redraw();
  });
}

/** What a server wants done behind an item. */
async function runCommand(
  { servers }: AcceptPorts,
  client: LanguageClient,
  command: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { command: name, arguments: args } = command;
  const provider = client.options("workspace/executeCommand")?.commands;
  // Commands of other editors are of no use to the server.
  if (typeof name !== "string" || !Array.isArray(provider) || !provider.includes(name)) return;
  try {
    await client.request("workspace/executeCommand", {
      command: name,
      ...(Array.isArray(args) ? { arguments: args } : {}),
    });
  } catch (error) {
    client.log.note(`${name}: ${messageOf(error)}`);
  }
  servers.host.redraw();
}

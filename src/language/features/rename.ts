/**
 * `grn`: renames what is under the cursor everywhere. While the new name is typed, the places that are
 * seen show it: the server is asked once for a name that nobody uses, and that is put in place of.
 */
import type { TextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";
import { Cancelled, UserError } from "../../base/errors.ts";
import type { Command, CommandContext } from "../../editor/command.ts";
import type { Document } from "../../editor/document.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { Highlight, Inlay } from "../../text/slots.ts";
import { type Span, slice } from "../../text/text.ts";
import type { LanguageClient } from "../lsp/client.ts";
import { isTable } from "../lsp/server-table.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { applyWorkspaceEdit, type EditResult, operationsOf } from "../lsp/workspace-edit.ts";
import { clientsFor, waitFor } from "./ask.ts";
import { wordOf } from "./places.ts";
import type { LanguagePorts } from "./ports.ts";

const METHOD = "textDocument/rename";
const PREPARE = "textDocument/prepareRename";
/** A rename may have to look through the whole project, ms. */
const TIMEOUT_MS = 60_000;
/** A name that no text has. */
const PROBE = "hunchRenamePreview";
const NAMESPACE = "rename";
const MOST_SHOWN = 2000;

export function renameCommand(servers: LanguageServers, ports: LanguagePorts): Command {
  return {
    name: "language.rename",
    doc: "Rename what is under the cursor, in all files; the new name is shown while it is typed",
    run: (context) => rename(servers, ports, context),
  };
}

function* rename(
  servers: LanguageServers,
  ports: LanguagePorts,
  { doc, win }: CommandContext,
): Fiber {
  const client = clientsFor(servers, doc, METHOD)[0]!;
  const { pos } = win.cursor;
  const { revision } = doc;
  const name = yield* nameAt(client, doc, pos);
  const preview = new RenamePreview(servers, client, doc, pos);
  let typed: string | null;
  try {
    typed = yield* ports.readLine("New name: ", name, (text) => preview.show(text));
  } finally {
    preview.close();
  }
  if (typed === null || typed === "" || typed === name) return;
  if (doc.revision !== revision) throw new UserError("The text has changed meanwhile");
  yield* applyName(servers, client, doc, pos, typed);
}

/** Renames what is at a place. Throws UserError when the server refuses. */
function* applyName(
  servers: LanguageServers,
  client: LanguageClient,
  doc: Document,
  pos: number,
  newName: string,
): Fiber {
  const answer = yield* waitFor(client.name, (signal) =>
    client.request<WorkspaceEdit | null>(METHOD, () => ({ ...client.at(doc, pos), newName }), {
      doc,
      signal,
      timeoutMs: TIMEOUT_MS,
    }),
  );
  if (!isTable(answer.value)) throw new UserError("Nothing to rename here");
  const edit = answer.value as WorkspaceEdit;
  const request = { client, edit, origin: "lsp.rename", revisions: answer.revisions };
  const result = yield* applyWorkspaceEdit(servers.editor, request);
  servers.editor.showMessage(summary(edit, result));
}

/** As in `12 changes in 4 files`. */
export function summary(edit: WorkspaceEdit, { docs, files }: EditResult): string {
  const changes = operationsOf(edit).reduce(
    (sum, op) => sum + (op.kind === "edit" ? op.edits.length : 0),
    0,
  );
  const count = (n: number, word: string) => `${n} ${word}${n === 1 ? "" : "s"}`;
  const renamed = files > 0 ? `, ${count(files, "file")} made, renamed or deleted` : "";
  return `${count(changes, "change")} in ${count(docs.length, "file")}${renamed}`;
}

/** The name to begin with. Throws UserError where nothing can be renamed. */
function* nameAt(client: LanguageClient, doc: Document, pos: number): Fiber<string> {
  if (!client.supports(PREPARE, doc)) return wordAt(doc, pos);
  const { value, revision } = yield* waitFor(client.name, (signal) =>
    client.request(PREPARE, () => client.at(doc, pos), { doc, signal }),
  );
  if (!isTable(value)) throw new UserError("Nothing to rename here");
  if (value.defaultBehavior === true) return wordAt(doc, pos);
  if (typeof value.placeholder === "string") return wordOf(value.placeholder);
  const range = isTable(value.range) ? value.range : value;
  if (!isTable(range.start) || !isTable(range.end)) return wordAt(doc, pos);
  const span = client.span(doc, revision, range as never);
  if (span === null || span.to - span.from > 1000) return wordAt(doc, pos);
  return slice(doc.text, span.from, span.to).replaceAll("\n", " ");
}

function wordAt(doc: Document, pos: number): string {
  const line = doc.text.lineAt(pos);
  const col = pos - line.from;
  for (const { index, 0: word } of line.text.matchAll(/[\p{L}\p{N}\p{M}_$]+/gu)) {
    if (index + word.length > col && index <= col) return word;
  }
  throw new UserError("E349: No identifier under cursor");
}

interface ShownEdit extends Span {
  /** What comes in place of the span, with the probe for the name. */
  readonly insert: string;
}

/** What a rename will do, in the buffers that are seen. */
class RenamePreview {
  private readonly servers: LanguageServers;
  private readonly controller = new AbortController();
  private edits = new Map<Document, { readonly revision: number; readonly list: ShownEdit[] }>();
  private name: string | null = null;
  private readonly client: LanguageClient;

  constructor(servers: LanguageServers, client: LanguageClient, doc: Document, pos: number) {
    this.servers = servers;
    this.client = client;
    void this.ask(doc, pos);
  }

  private async ask(doc: Document, pos: number): Promise<void> {
    const { client, controller } = this;
    try {
      const { value, revisions } = await client.request<WorkspaceEdit | null>(
        METHOD,
        { ...client.at(doc, pos), newName: PROBE },
        { doc, signal: controller.signal, timeoutMs: TIMEOUT_MS },
      );
      if (controller.signal.aborted || !isTable(value)) return;
      this.take(value as WorkspaceEdit, revisions);
      if (this.name !== null) this.show(this.name);
      this.servers.host.redraw();
    } catch (error) {
      // Without a preview; what is wrong is said when the rename itself is refused.
      if (!(error instanceof UserError || error instanceof Cancelled)) {
        this.servers.editor.reportBug("the preview of a rename", error);
      }
    }
  }

  private take(edit: WorkspaceEdit, revisions: ReadonlyMap<Document, number>): void {
    for (const op of operationsOf(edit)) {
      if (op.kind !== "edit") continue;
      const doc = this.servers.documentOf(op.path);
      const revision = doc && revisions.get(doc);
      if (doc === null || revision === undefined || revision !== doc.revision) continue;
      const known = this.edits.get(doc)?.list ?? [];
      const list = [...known, ...op.edits.flatMap((each) => this.shown(doc, each))];
      this.edits.set(doc, { revision: doc.revision, list: list.slice(0, MOST_SHOWN) });
    }
  }

  private shown(doc: Document, edit: TextEdit): ShownEdit[] {
    if (!isTable(edit) || !isTable(edit.range) || typeof edit.newText !== "string") return [];
    const span = this.client.span(doc, doc.revision, edit.range);
    if (span === null || edit.newText.includes("\n")) return [];
    return [{ ...span, insert: edit.newText }];
  }

  /** Shows a name in all places. */
  show(name: string): void {
    this.name = name;
    for (const [doc, { revision, list }] of this.edits) {
      const known = doc.revision === revision ? list : [];
      doc.slots.publish(
        "highlights",
        NAMESPACE,
        known
          .filter(({ from, to }) => from < to)
          .map(({ from, to }) => new Highlight("diff.delete", 200).range(from, to)),
      );
      doc.slots.publish(
        "inlays",
        NAMESPACE,
        known.map(({ to, insert }) => {
          const text = insert.replaceAll(PROBE, name);
          return new Inlay([{ text, group: "ui.substitute" }], "inline").range(to);
        }),
      );
    }
  }

  close(): void {
    this.controller.abort();
    for (const doc of this.edits.keys()) {
      doc.slots.clear("highlights", NAMESPACE);
      doc.slots.clear("inlays", NAMESPACE);
    }
    this.edits = new Map();
  }
}

/** Formatting by servers: `:Format`, `gq` with `formatexpr=lsp`, and before a file is written. */
import type { TextEdit } from "vscode-languageserver-protocol";
import { UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { ExCommand } from "../../editor/ex-command.ts";
import { type Fiber, until } from "../../editor/fiber.ts";
import type { Answer, LanguageClient } from "../lsp/client.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { changeOfEdits } from "../lsp/text-edits.ts";
import { clientsFor } from "./ask.ts";

const WHOLE = "textDocument/formatting";
const RANGE = "textDocument/rangeFormatting";

interface FormatRequest {
  readonly doc: Document;
  /** 0-based, both included; null: the whole text. */
  readonly rows: { readonly first: number; readonly last: number } | null;
  /** A server by its name. */
  readonly name?: string;
  readonly origin: string;
  readonly timeoutMs?: number;
}

/** Formats by the first server that can. True: something was changed. Throws UserError. */
function* formatDocument(servers: LanguageServers, request: FormatRequest): Fiber<boolean> {
  const { doc, rows, name = "", origin, timeoutMs } = request;
  const whole = rows === null || (rows.first <= 0 && rows.last >= doc.text.lines - 1);
  const client = formatterOf(servers, doc, whole, name);
  const asWhole = whole && client.supports(WHOLE, doc);
  const controller = new AbortController();
  const params = () => ({
    textDocument: client.textDocument(doc),
    options: formatOptions(doc),
    ...(asWhole ? {} : { range: rowRange(client, doc, rows) }),
  });
  let answer: Answer<TextEdit[] | null>;
  try {
    const limit = timeoutMs === undefined ? {} : { timeoutMs };
    const asked = client.request<TextEdit[] | null>(asWhole ? WHOLE : RANGE, params, {
      doc,
      signal: controller.signal,
      ...limit,
    });
    answer = yield* until(asked, client.name);
  } finally {
    controller.abort();
  }
  const { value, revision } = answer;
  if (!Array.isArray(value)) return false;
  if (revision !== doc.revision) throw new UserError("The text has changed meanwhile");
  const { finalBreak } = client.documents.get(doc) ?? { finalBreak: true };
  const change = changeOfEdits(doc.text, value, client.encoding, finalBreak);
  if (change === null) throw new UserError(`${client.name}: edits that overlap`);
  if (change.empty) return false;
  doc.undo.sync();
  servers.editor.dispatch(doc, { changes: change, origin });
  doc.undo.sync();
  return true;
}

function formatterOf(
  servers: LanguageServers,
  doc: Document,
  whole: boolean,
  name: string,
): LanguageClient {
  const methods = whole ? [WHOLE, RANGE] : [RANGE];
  for (const method of methods) {
    const found = servers
      .clients(doc, method)
      .find((client) => name === "" || client.name === name);
    if (found !== undefined) return found;
  }
  if (name !== "") throw new UserError(`${name} formats nothing here`);
  // It says why there is none.
  return clientsFor(servers, doc, methods[0]!)[0]!;
}

/** Whole rows, without the break behind the last one. */
function rowRange(client: LanguageClient, doc: Document, rows: FormatRequest["rows"]): object {
  const { text } = doc;
  const first = text.line(Math.max(0, rows?.first ?? 0) + 1);
  const last = text.line(Math.min(text.lines - 1, rows?.last ?? text.lines - 1) + 1);
  return client.range(doc, first.from, last.to);
}

function formatOptions({ options, file }: Document): object {
  const width = options.get("shiftwidth");
  return {
    tabSize: width > 0 ? width : options.get("tabstop"),
    insertSpaces: options.get("expandtab"),
    insertFinalNewline: file.format.endofline,
  };
}

export function formatCommand(servers: LanguageServers): ExCommand {
  return {
    name: "Format",
    min: 3,
    range: "lines",
    whole: true,
    bar: true,
    args: true,
    modify: true,
    doc: "Format the buffer, or the lines of a range, by its server, or by the one that is named",
    complete: ({ doc }) => servers.clients(doc).map(({ name }) => name),
    *run({ editor, args, line1, line2 }): Fiber {
      const { doc } = editor;
      const rows = { first: line1 - 1, last: line2 - 1 };
      const name = args.trim();
      const done = yield* formatDocument(servers, { doc, rows, name, origin: "lsp.format" });
      editor.showMessage(done ? "Formatted" : "Nothing to format");
    },
  };
}

/** With 'formatonsave'. What goes wrong is said; the file is written anyway. */
export function* formatBeforeSaving(servers: LanguageServers, doc: Document): Fiber {
  if (!doc.options.get("formatonsave") || !doc.options.get("modifiable")) return;
  const can = [WHOLE, RANGE].some((method) => servers.clients(doc, method).length > 0);
  if (!can) return;
  try {
    yield* formatDocument(servers, {
      doc,
      rows: null,
      origin: "lsp.format",
      timeoutMs: servers.patienceOnSaving,
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    servers.editor.showMessage(`Not formatted: ${error.message}`, "warning");
  }
}

/** `gq` with `formatexpr=lsp`. */
export function formatRows(servers: LanguageServers): NonNullable<Editor["formatRows"]> {
  return function* (doc, first, last): Fiber {
    yield* formatDocument(servers, { doc, rows: { first, last }, origin: "lsp.format" });
  };
}

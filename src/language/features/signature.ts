/**
 * Signature help: what a call takes, above the cursor, with the argument that is being typed marked.
 * Asked with CTRL-S, and where 'signaturehelp' is on by the characters that the server names. Nothing
 * waits for it: the answer is shown when it still fits.
 */
import { Cancelled, UserError } from "../../base/errors.ts";
import type { Command } from "../../editor/command.ts";
import type { FloatLine, FloatSpan } from "../../editor/float.ts";
import { floatsOf, type OpenFloat } from "../../editor/float.ts";
import type { LanguageClient } from "../lsp/client.ts";
import { isTable } from "../lsp/server-table.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { askServers, clientsFor } from "./ask.ts";
import { colouredLines } from "./colour-code.ts";
import { contentLines, joined, plainLines, type RichLine } from "./markdown.ts";

const METHOD = "textDocument/signatureHelp";
const KIND = "signature";
/** `SignatureHelpTriggerKind` */
const INVOKED = 1;
const CHARACTER = 2;
const CONTENT = 3;
/** What is said about a call is cut there, in lines. */
const MOST_ABOUT = 8;

export class SignatureHelp {
  private readonly servers: LanguageServers;
  private controller: AbortController | null = null;
  private float: OpenFloat | null = null;
  /** What was answered last, which the server is told. */
  private last: unknown = null;
  private asking = false;

  constructor(servers: LanguageServers) {
    this.servers = servers;
    const { editor } = servers;
    editor.events.on("mode", ({ to }) => {
      if (to !== "insert" && to !== "replace") this.close();
    });
    editor.events.on("window-enter", () => this.close());
    editor.events.on("change", ({ origin }) => {
      if (this.float !== null || (origin.startsWith("input.") && this.isAutomatic)) this.later();
    });
    // A cursor key in insert mode may lead out of the call.
    editor.events.on("command-done", () => {
      if (this.float !== null) this.later();
    });
  }

  private get isAutomatic(): boolean {
    const { editor } = this.servers;
    return editor.options.get("signaturehelp") && editor.mode === "insert";
  }

  command(): Command {
    return {
      name: "language.signature",
      doc: "Show what the call at the cursor takes; again: hide it",
      run: ({ doc }) => {
        if (this.float !== null) return this.close();
        clientsFor(this.servers, doc, METHOD);
        this.ask({ triggerKind: INVOKED, isRetrigger: false });
        return undefined;
      },
    };
  }

  close(): void {
    this.controller?.abort();
    this.controller = null;
    if (this.float === null) return;
    const floats = floatsOf(this.servers.editor);
    if (floats.current === this.float) floats.close();
    this.float = null;
    this.last = null;
  }

  /** Behind the frame of the key. */
  private later(): void {
    if (this.asking) return;
    this.asking = true;
    this.servers.host.afterFrame(() => {
      this.asking = false;
      const { editor } = this.servers;
      if (editor.mode !== "insert" && editor.mode !== "replace") return this.close();
      const before = this.characterBefore();
      const isTrigger = before !== "" && this.triggers().includes(before);
      if (this.float !== null) {
        const kind = isTrigger ? CHARACTER : CONTENT;
        const character = isTrigger ? { triggerCharacter: before } : {};
        this.ask({ triggerKind: kind, isRetrigger: true, ...character });
      } else if (isTrigger && this.isAutomatic) {
        const context = { triggerKind: CHARACTER, isRetrigger: false, triggerCharacter: before };
        this.ask(context);
      }
    });
  }

  private characterBefore(): string {
    const { doc, win } = this.servers.editor;
    const { pos } = win.cursor;
    return pos === 0 ? "" : doc.text.sliceString(pos - 1, pos);
  }

  private triggers(): string[] {
    const { servers } = this;
    const { doc } = servers.editor;
    return servers.clients(doc, METHOD).flatMap((client) => {
      const options = client.options(METHOD, doc) ?? {};
      const lists = [options.triggerCharacters, this.float && options.retriggerCharacters];
      return lists.flatMap((list) => (Array.isArray(list) ? list.map(String) : []));
    });
  }

  private ask(context: Readonly<Record<string, unknown>>): void {
    const { servers } = this;
    const { doc, win } = servers.editor;
    const clients = servers.clients(doc, METHOD);
    if (clients.length === 0) return;
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    const { pos } = win.cursor;
    const { revision } = doc;
    const active = this.last === null ? {} : { activeSignatureHelp: this.last };
    const params = (client: LanguageClient) => ({
      ...client.at(doc, Math.min(pos, doc.text.length)),
      context: { ...context, ...active },
    });
    askServers(clients, { doc, method: METHOD, params }, controller.signal).then(
      (answers) => {
        if (controller.signal.aborted || servers.editor.doc !== doc) return;
        // Another question is on its way where the text is another one by now.
        if (doc.revision !== revision) return;
        const found = answers.find(({ value }) => signatureLines(value).length > 0);
        this.take(found?.value ?? null, context.triggerKind === INVOKED);
      },
      (error: unknown) => {
        if (error instanceof Cancelled) return;
        if (error instanceof UserError) {
          if (context.triggerKind === INVOKED) this.say(error.message);
        } else servers.editor.reportBug("signature help", error);
      },
    );
  }

  private take(value: unknown, isAsked: boolean): void {
    const { editor, host } = this.servers;
    const lines = signatureLines(value);
    if (lines.length === 0) {
      if (this.float !== null) this.close();
      else if (isAsked) this.say("No signature here");
      host.redraw();
      return;
    }
    this.last = value;
    const floats = floatsOf(editor);
    if (this.float !== null && floats.current === this.float) floats.update(this.float, lines);
    else this.float = floats.show({ kind: KIND, lines, side: "above", until: "told" });
    host.redraw();
    const { float } = this;
    if (float === null || !lines.some(({ language }) => language)) return;
    void colouredLines(editor, lines).then((coloured) => {
      if (this.float !== float || this.last !== value) return;
      floats.update(float, coloured);
      host.redraw();
    });
  }

  private say(text: string): void {
    this.servers.editor.showMessage(text);
    this.servers.host.redraw();
  }
}

/** The signatures of an answer: the active one first and marked, what is said about it below. */
export function signatureLines(value: unknown): RichLine[] {
  if (!isTable(value) || !Array.isArray(value.signatures)) return [];
  const all = value.signatures.filter((each) => isTable(each) && typeof each.label === "string");
  if (all.length === 0) return [];
  const index = Math.min(all.length - 1, wholeOf(value.activeSignature));
  const active = all[index] as Readonly<Record<string, unknown>>;
  const parameter = active.activeParameter ?? value.activeParameter;
  const parameters = Array.isArray(active.parameters) ? active.parameters : [];
  const at = parameter === null ? -1 : wholeOf(parameter);
  const current: unknown = parameters[at];
  const count = all.length > 1 ? `${index + 1}/${all.length} ` : "";
  const head = labelLines(count, String(active.label), current);
  const about = [
    isTable(current) ? aboutLines(current.documentation) : [],
    aboutLines(active.documentation),
  ].filter((lines) => lines.length > 0);
  return joined([head, ...about]);
}

function aboutLines(documentation: unknown): RichLine[] {
  const lines =
    typeof documentation === "string" ? plainLines(documentation) : contentLines(documentation);
  if (lines.length <= MOST_ABOUT) return lines;
  return [...lines.slice(0, MOST_ABOUT), { text: "…", spans: [] }];
}

/** The label with its active part; a label may have several lines. */
function labelLines(count: string, label: string, parameter: unknown): RichLine[] {
  const text = count + label.slice(0, 5000).replaceAll("\t", "    ");
  const span = partOf(label, parameter, count.length);
  const lines: FloatLine[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const end = start + line.length;
    const spans: FloatSpan[] = [];
    if (span && span.from < end && span.to > start) {
      const from = Math.max(span.from, start) - start;
      spans.push({
        from,
        to: Math.min(span.to, end) - start,
        group: "variable.parameter float.active",
      });
    }
    lines.push({ text: line, spans, code: true });
    start = end + 1;
  }
  return lines.slice(0, 20);
}

function partOf(
  label: string,
  parameter: unknown,
  shift: number,
): { readonly from: number; readonly to: number } | null {
  if (!isTable(parameter)) return null;
  const { label: part } = parameter;
  if (Array.isArray(part)) {
    const [from, to] = [wholeOf(part[0]), wholeOf(part[1])];
    return from < to && to <= label.length ? { from: from + shift, to: to + shift } : null;
  }
  if (typeof part !== "string" || part === "") return null;
  const open = Math.max(0, label.indexOf("("));
  const at = label.indexOf(part, open);
  return at < 0 ? null : { from: at + shift, to: at + part.length + shift };
}

function wholeOf(value: unknown): number {
  return typeof value === "number" && value > 0 ? Math.floor(value) : 0;
}

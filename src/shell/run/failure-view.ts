/** Findings behind their lines and in the gutter, unless a server says the same there. */
import { printable } from "../../base/width.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { diagnosticsOf } from "../../language/diagnostics.ts";
import { Inlay, Sign } from "../../text/slots.ts";
import type { Finding, FindingKind } from "../matchers/finding.ts";
import type { Failures, Tracked } from "./failures.ts";

const NAMESPACE = "failure";
/** Below that of diagnostics: a server knows the text of now. */
const PRIORITY = 9;
const MOST_SHOWN = 200;

const GROUPS: Readonly<Record<FindingKind, string>> = {
  E: "sign.error",
  W: "sign.warning",
  I: "sign.info",
  N: "sign.hint",
  "": "sign.hint",
};

export class FailureView {
  private readonly editor: Editor;
  private readonly failures: Failures;
  private readonly redraw: () => void;
  private readonly shown = new Set<Document>();

  constructor(editor: Editor, failures: Failures, redraw: () => void) {
    this.editor = editor;
    this.failures = failures;
    this.redraw = redraw;
    failures.onChange(() => this.publish());
    editor.events.on("option", ({ name }) => {
      if (name === "diagnostictext" || name === "ascii") this.publish();
    });
    editor.events.on("document-close", (doc) => this.shown.delete(doc));
  }

  private publish(): void {
    const byDoc = new Map<Document, Tracked[]>();
    for (const tracked of this.failures.current?.findings ?? []) {
      // What grep has found is in the line already.
      if (tracked.at === null || tracked.finding.kind === "") continue;
      const list = byDoc.get(tracked.at.doc);
      if (list) list.push(tracked);
      else byDoc.set(tracked.at.doc, [tracked]);
    }
    for (const doc of this.shown) {
      if (byDoc.has(doc)) continue;
      doc.slots.clear("inlays", NAMESPACE);
      doc.slots.clear("signs", NAMESPACE);
      this.shown.delete(doc);
    }
    for (const [doc, list] of byDoc) {
      this.shown.add(doc);
      this.publishIn(doc, list);
    }
    this.redraw();
  }

  private publishIn(doc: Document, list: readonly Tracked[]): void {
    const { options } = this.editor;
    const [mark, star] = options.get("ascii") ? ["x", "*"] : ["✗", "●"];
    const rows = new Map<number, { readonly tracked: Tracked; count: number }>();
    for (const tracked of list) {
      const from = tracked.at!.from;
      const row = rows.get(from);
      if (row === undefined) rows.set(from, { tracked, count: 1 });
      else row.count++;
    }
    const inlays = [];
    const signs = [];
    for (const [from, { tracked, count }] of [...rows].slice(0, MOST_SHOWN)) {
      const { finding, edited } = tracked;
      const line = doc.text.lineAt(Math.min(from, doc.text.length));
      if (!edited && saysSame(this.editor, doc, line.from, line.to, finding)) continue;
      const group = edited ? "sign.hint" : GROUPS[finding.kind];
      const what = printable(finding.message).slice(0, MOST_SHOWN);
      const more = count > 1 ? ` (+${count - 1})` : "";
      const text = edited ? ` ${star} edited since: ${what}` : ` ${mark} ${what}${more}`;
      inlays.push(new Inlay([{ text, group }], "eol", -1).range(line.to));
      signs.push(new Sign(edited ? star : mark, group, PRIORITY).range(line.from));
    }
    doc.slots.publish("inlays", NAMESPACE, options.get("diagnostictext") ? inlays : []);
    doc.slots.publish("signs", NAMESPACE, signs);
  }
}

/** Whether a server says so, too, in the same line. */
function saysSame(
  editor: Editor,
  doc: Document,
  from: number,
  to: number,
  finding: Finding,
): boolean {
  const said = diagnosticsOf(editor).between(doc, from, to);
  return said.some(({ item }) => {
    if (finding.code !== undefined && bare(finding.code) === bare(item.code)) return true;
    const [ours, theirs] = [plain(finding.message), plain(item.message)];
    return ours !== "" && theirs !== "" && (ours.includes(theirs) || theirs.includes(ours));
  });
}

/** `TS2322` and 2322 are the same number. */
function bare(code: string): string {
  return code.replace(/^[A-Z]+(?=\d)/, "").toLowerCase();
}

function plain(message: string): string {
  return message
    .slice(0, 300)
    .replace(/[\s'"`‘’“”.]+/g, " ")
    .trim()
    .toLowerCase();
}

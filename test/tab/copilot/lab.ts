/** An editor with predictions and a Copilot-like server, without a screen. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { composeEditor } from "../../../src/app/compose.ts";
import { parseKeys } from "../../../src/base/key.ts";
import { Trust } from "../../../src/base/trust.ts";
import { openDocument, showDocument } from "../../../src/editor/buffers.ts";
import type { Document } from "../../../src/editor/document.ts";
import type { Editor } from "../../../src/editor/editor.ts";
import type { FeatureHost } from "../../../src/editor/host.ts";
import { KeyLoop } from "../../../src/editor/key-loop.ts";
import { resizeScreen } from "../../../src/editor/layout-windows.ts";
import { uriOf } from "../../../src/language/lsp/uri.ts";
import { type Copilot, installCopilot } from "../../../src/tab/copilot/install.ts";
import { installTabFeatures, type TabFeatures } from "../../../src/tab/install-features.ts";
import { hunksOf } from "../../../src/text/prediction.ts";
import { slice, textOf } from "../../../src/text/text.ts";
import { COPILOT_SERVER, type Script, type Told } from "./server.ts";

/** A loaded machine starts a program slowly. */
const PATIENCE_MS = 60_000;

export interface LabRequest extends Script {
  readonly files?: Readonly<Record<string, string>>;
  readonly allow?: readonly string[];
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export class CopilotLab {
  readonly root: string;
  readonly editor: Editor;
  readonly tab: TabFeatures;
  readonly copilot: Copilot;

  constructor({ files = {}, allow, command, env: more, ...script }: LabRequest) {
    this.root = realpathSync(mkdtempSync(join(tmpdir(), "hunch-copilot-")));
    mkdirSync(join(this.root, ".git"));
    for (const [name, text] of Object.entries(files)) this.write(name, text);
    const env = { ...process.env, ...more };
    const afterFrame = (callback: () => void): void => void setImmediate(callback);
    const editor = composeEditor(
      { now: () => Date.now(), poll: () => {} },
      { afterFrame, env, later: (_ms, callback) => afterFrame(callback) },
    );
    this.editor = editor;
    editor.cwd = this.root;
    editor.addTab(editor.newWindow(editor.addDocument(textOf(""), null)));
    resizeScreen(editor, 24, 80);
    // Tab need not wait for eyes.
    editor.options.set("tabguard", 0);
    editor.loop = new KeyLoop(editor, editor.mainFiber);
    const read = (path: string) => {
      const text = readFileSync(path, "utf8");
      return { text: textOf(text.replace(/\n$/, "")), stamp: "1" };
    };
    this.tab = installTabFeatures(editor, {
      files: {
        isSecret: () => false,
        isOpen: (path) => editor.docs.some((doc) => doc.path === path),
        filetypeOf: () => "typescript",
        isKeyword: () => editor.doc.isKeyword,
        partners: () => [],
        search: async () => [],
        read: async (path) => read(path),
      },
    });
    // Only what is tested.
    const { questions } = this.tab.arbiter;
    for (const name of questions.names) questions.off.set(name, "a test");
    const trust = new Trust(null);
    trust.decide(this.root, "trusted");
    const host: FeatureHost = {
      redraw() {},
      afterFrame,
      quietMs: () => 1e9,
      env,
      stateFolder: null,
      trust,
      store: null,
    };
    this.copilot = installCopilot(
      editor,
      host,
      this.tab,
      {
        command: command ?? [process.execPath, COPILOT_SERVER, JSON.stringify(script)],
        allow: allow?.map((name) => join(this.root, name)) ?? null,
      },
      { version: "1.2.3" },
    );
  }

  write(name: string, text: string): string {
    const path = join(this.root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  uri(name: string): string {
    return uriOf(join(this.root, name));
  }

  /** Opens a file in the window; the cursor stands at `|` of `at`, which is a part of its text. */
  open(name: string, at = "|"): Document {
    const step = openDocument(this.editor, join(this.root, name)).next();
    assert.ok(step.done, "opening asks nothing");
    const doc = step.value;
    doc.options.set("filetype", "typescript");
    doc.options.set("shiftwidth", 2);
    doc.options.set("expandtab", true);
    showDocument(this.editor, this.editor.win, doc);
    const text = slice(doc.text, 0, doc.text.length);
    const place = text.indexOf(at.replace("|", ""));
    assert.ok(place >= 0);
    this.editor.setCursor(this.editor.win, place + at.indexOf("|"));
    return doc;
  }

  /** Types keys one by one, with what follows each of them. */
  async type(keys: string): Promise<void> {
    for (const key of parseKeys(keys)) {
      this.editor.loop!.feed([key]);
      await new Promise<void>((resolve) => setImmediate(resolve));
      this.tab.frame();
    }
  }

  get text(): string {
    const { text } = this.editor.doc;
    return slice(text, 0, text.length);
  }

  /** What is shown: `kind text`; null: nothing. */
  get shown(): string | null {
    const { shown } = this.tab.arbiter;
    if (shown === null) return null;
    const made = hunksOf(shown.prediction.changes).map(({ insert }) => insert);
    return `${shown.kind} ${made.join("…")}`;
  }

  async until<T>(what: () => T | null | undefined | false, why: string): Promise<T> {
    // By the wall's clock: a test may stop the other one.
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const value = what();
      if (value) return value;
      if (Date.now() > end) {
        assert.fail(`${why} did not happen\n${this.copilot.server.log.text().slice(-3000)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
      this.tab.frame();
    }
  }

  /** The server has this file. */
  async has(name: string): Promise<void> {
    const { server } = this.copilot;
    const path = join(this.root, name);
    await this.until(
      () => [...(server.client?.documents.keys() ?? [])].some((doc) => doc.path === path),
      `the server has ${name}`,
    );
  }

  async shows(what: string): Promise<void> {
    await this.until(() => this.shown === what, `${what} (not ${this.shown})`);
  }

  ask(method: string, params: object = {}): Promise<unknown> {
    return this.copilot.server.request(method, params);
  }

  /** What the next requests for a method are answered; the last one stays. */
  async answers(method: "inlineCompletion" | "copilotInlineEdit", ...answers: unknown[]) {
    await this.ask("test/answer", { method: `textDocument/${method}`, answers });
  }

  /** What the server was told, once that satisfies a test. */
  async told(enough: (told: Told) => boolean = () => true): Promise<Told> {
    // By the wall's clock: a test may stop the other one.
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const told = (await this.ask("test/told")) as Told;
      if (enough(told)) return told;
      if (Date.now() > end) assert.fail(`not told: ${JSON.stringify(told)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

const labs: CopilotLab[] = [];

after(async () => {
  await Promise.all(labs.map(({ copilot, tab }) => Promise.all([copilot.close(), tab.close()])));
  for (const { root } of labs) rmSync(root, { recursive: true, force: true, maxRetries: 20 });
});

/** A lab that is closed at the end of the test file. */
export function lab(request: LabRequest = {}): CopilotLab {
  const made = new CopilotLab(request);
  labs.push(made);
  return made;
}

export function range(line: number, from: number, to: number, last = line) {
  return { start: { line, character: from }, end: { line: last, character: to } };
}

export function item(insertText: string, place: object, id = "id-1") {
  const command = { command: "github.copilot.didAcceptCompletionItem", arguments: [id] };
  return { items: [{ insertText, range: place, command }] };
}

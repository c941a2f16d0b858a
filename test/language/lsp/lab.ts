/** An editor with language servers in a temporary project, without a screen. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { after } from "node:test";
import { composeEditor } from "../../../src/app/compose.ts";
import { parseKeys } from "../../../src/base/key.ts";
import { Trust } from "../../../src/base/trust.ts";
import { installQuickfix } from "../../../src/commands/quickfix/commands.ts";
import { openDocument, showDocument } from "../../../src/editor/buffers.ts";
import type { Document } from "../../../src/editor/document.ts";
import type { Editor } from "../../../src/editor/editor.ts";
import type { FeatureHost } from "../../../src/editor/host.ts";
import { KeyLoop } from "../../../src/editor/key-loop.ts";
import { resizeScreen } from "../../../src/editor/layout-windows.ts";
import type { LanguageClient } from "../../../src/language/lsp/client.ts";
import { installLsp } from "../../../src/language/lsp/install.ts";
import type { LanguageServers } from "../../../src/language/lsp/servers.ts";
import { textOf } from "../../../src/text/text.ts";
import { SCRIPT_SERVER, type Script } from "./script-server.ts";

const FILETYPES: Readonly<Record<string, string>> = {
  ".ts": "typescript",
  ".py": "python",
  ".sh": "sh",
  ".yaml": "yaml",
  ".json": "json",
  ".go": "go",
  ".c": "c",
  ".txt": "text",
};

export interface LabRequest {
  readonly files?: Readonly<Record<string, string>>;
  /** Tables of servers over hunch's own. */
  readonly servers?: Readonly<Record<string, unknown>>;
  /** Default: the whole project is trusted. */
  readonly trusted?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds since the last key; default: long ago. */
  quietMs?(): number;
}

export class Lab {
  readonly root: string;
  readonly editor: Editor;
  readonly servers: LanguageServers;
  readonly trust = new Trust(null);

  constructor(request: LabRequest) {
    const { files = {}, servers = {}, trusted = true } = request;
    this.root = realpathSync(mkdtempSync(join(tmpdir(), "hunch-lsp-")));
    mkdirSync(join(this.root, ".git"));
    for (const [name, text] of Object.entries(files)) this.write(name, text);
    if (trusted) this.trust.decide(this.root, "trusted");
    const editor = composeEditor({ now: () => Date.now(), poll: () => {} });
    this.editor = editor;
    editor.cwd = this.root;
    editor.addTab(editor.newWindow(editor.addDocument(textOf(""), null)));
    resizeScreen(editor, 24, 80);
    const loop = new KeyLoop(editor, editor.mainFiber);
    // What is asked for may take its time on a busy machine.
    loop.patience = 60_000;
    editor.loop = loop;
    editor.featureTables.set("servers", {
      table: servers,
      fault: (_path, text) => editor.showMessage(text, "error"),
    });
    const host: FeatureHost = {
      redraw() {},
      afterFrame: (callback) => void setImmediate(callback),
      quietMs: request.quietMs ?? (() => 1e9),
      env: { ...process.env, ...request.env },
      stateFolder: null,
      trust: this.trust,
      store: null,
    };
    installQuickfix(editor);
    this.servers = installLsp(editor, host, "test");
  }

  write(name: string, text: string): string {
    const path = join(this.root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  /** Opens a file of the project in the window. */
  open(name: string): Document {
    const fiber = openDocument(this.editor, join(this.root, name));
    const step = fiber.next();
    assert.ok(step.done, "opening asks nothing");
    const doc = step.value;
    doc.options.set("filetype", FILETYPES[extname(name)] ?? "");
    showDocument(this.editor, this.editor.win, doc);
    this.editor.setCursor(this.editor.win, 0);
    return doc;
  }

  keys(keys: string): void {
    this.editor.loop!.feed(parseKeys(keys));
  }

  /** Waits until something holds. */
  async until<T>(what: () => T | null | undefined | false, why: string): Promise<T> {
    const end = performance.now() + 60_000;
    for (;;) {
      const value = what();
      if (value) return value;
      if (performance.now() > end) {
        const logs = [...this.servers.all.values()].map((c) => `${c.name}\n${c.log.text()}`);
        assert.fail(`${why} did not happen\n${logs.join("\n").slice(-4000)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** The server of a name that is ready for a document. */
  client(doc: Document, name: string): Promise<LanguageClient> {
    return this.until(
      () => this.servers.clients(doc).find((client) => client.name === name),
      `${name} is ready`,
    );
  }
}

const labs: Lab[] = [];

after(async () => {
  await Promise.all(labs.map(({ servers }) => servers.close()));
  for (const { root } of labs) rmSync(root, { recursive: true, force: true, maxRetries: 10 });
});

/** A lab that is closed at the end of the test file. */
export function lab(request: LabRequest = {}): Lab {
  const made = new Lab(request);
  labs.push(made);
  return made;
}

/** The table of a scripted server for `.txt` files. */
export function scripted(script: Script = {}): Record<string, unknown> {
  return {
    command: process.execPath,
    args: [SCRIPT_SERVER, JSON.stringify(script)],
    filetypes: ["text"],
    roots: [".git"],
  };
}

/** What a scripted server has of a document. */
export async function stateOf(
  client: LanguageClient,
  doc: Document,
): Promise<{ text: string | null; version: number | null; faults: string[]; told: string[] }> {
  const { uri } = client.textDocument(doc);
  const answer = await client.request("test/state", { uri });
  return answer.value as never;
}

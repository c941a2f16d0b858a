/** A lab with the completion menu, and without a screen: frames are what the test says. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseKeys } from "../../../src/base/key.ts";
import type { Document } from "../../../src/editor/document.ts";
import { installCompletion } from "../../../src/language/completion/install.ts";
import type { LanguageClient } from "../../../src/language/lsp/client.ts";
import { textOf } from "../../../src/text/text.ts";
import { NATIVE_MODULES } from "../../servers/real-servers.ts";
import { type Lab, type LabRequest, lab } from "../lsp/lab.ts";
import { type CompletionScript, completionServer } from "./script-server.ts";

export interface Desk {
  readonly here: Lab;
  readonly doc: Document;
  readonly client: LanguageClient | null;
  /** Types keys, each with its frame. */
  type(keys: string): void;
  frame(): void;
  /** The labels of the menu; null: it is not open. */
  labels(): string[] | null;
  /** Waits until the menu is open and has an item of a label. */
  shows(label: string): Promise<void>;
  /** The text with the cursor as `|`. */
  text(): string;
  /** Gives what waits behind frames its turns. */
  turns(): Promise<void>;
  set(text: string): void;
}

interface DeskRequest extends LabRequest {
  readonly open: string;
  readonly server?: string;
  /** Snippets of the user, by file name. */
  readonly snippets?: Readonly<Record<string, unknown>>;
  /** Modules of the project: those of the tests' servers. */
  readonly modules?: boolean;
}

export async function desk(request: DeskRequest): Promise<Desk> {
  const here = lab({ ...request, env: { XDG_CONFIG_HOME: "/nowhere", ...request.env } });
  const { editor, servers } = here;
  const env = { ...servers.host.env, XDG_CONFIG_HOME: join(here.root, "config") };
  for (const [name, content] of Object.entries(request.snippets ?? {})) {
    const folder = join(env.XDG_CONFIG_HOME, "hunch", "snippets");
    mkdirSync(folder, { recursive: true });
    const source = typeof content === "string" ? content : JSON.stringify(content);
    writeFileSync(join(folder, name), source);
  }
  if (request.modules) symlinkSync(NATIVE_MODULES, join(here.root, "node_modules"));
  const completion = installCompletion(editor, { ...servers.host, env }, servers);
  editor.options.set("autocompletewords", request.server === undefined);
  const doc = here.open(request.open);
  const client = request.server === undefined ? null : await here.client(doc, request.server);
  const made: Desk = {
    here,
    doc,
    client,
    type(keys) {
      for (const key of parseKeys(keys)) {
        editor.loop!.feed([key]);
        completion.frame();
      }
    },
    frame: () => completion.frame(),
    labels() {
      completion.frame();
      return editor.menu?.rows.map(({ label }) => label) ?? null;
    },
    async shows(label) {
      await here.until(() => made.labels()?.includes(label), `the menu has ${label}`);
    },
    text() {
      const { pos } = editor.win.cursor;
      const text = doc.text.sliceString(0, doc.text.length, "\n");
      return `${text.slice(0, pos)}|${text.slice(pos)}`;
    },
    async turns() {
      for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
    },
    set(text) {
      const at = text.indexOf("|");
      const plain = text.slice(0, at) + text.slice(at + 1);
      editor.dispatch(doc, {
        changes: { from: 0, to: doc.text.length, insert: textOf(plain) },
        origin: "test",
      });
      editor.setCursor(editor.win, at);
    },
  };
  return made;
}

/** A scripted server on `a.txt`, in insert mode at the `|` of a text. */
export async function scripted(script: CompletionScript, text = "|"): Promise<Desk> {
  const made = await desk({
    files: { "a.txt": "" },
    servers: { script: completionServer(script) },
    open: "a.txt",
    server: "script",
  });
  made.set(text);
  made.type(text.endsWith("|") ? "a" : "i");
  return made;
}

/** What the scripted server was asked, by method. */
export async function asked(made: Desk, method: string): Promise<readonly unknown[]> {
  const { value } = await made.client!.request<{ method: string; params: unknown }[]>(
    "test/asked",
    {},
  );
  return value.filter((each) => each.method === method).map(({ params }) => params);
}

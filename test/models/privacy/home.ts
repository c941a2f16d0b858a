/** A user's home with a project, an editor that is driven by keys, and models that it asks over sockets. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Emitter } from "../../../src/base/emitter.ts";
import { type Context, type ContextPorts, installContext } from "../../../src/context/install.ts";
import type { Document } from "../../../src/editor/document.ts";
import type { ModelsConfig, ProviderConfig } from "../../../src/models/model.ts";
import type { ModelPort, SentRequest } from "../../../src/models/port.ts";
import { directModels } from "../../../src/models/wire/direct.ts";
import type { Block } from "../../../src/shell/block.ts";
import type { Terminal, TerminalEvents, Terminals } from "../../../src/shell/terminals.ts";
import { installTabModels, type TabModels } from "../../../src/tab/model/install.ts";
import { posOf, textOf } from "../../../src/text/text.ts";
import { type Session, session } from "../../tab/session.ts";
import type { Provider } from "../server/provider.ts";

export const USER = "zorblatt";
export const HOST = "quux-laptop";
export const API_KEY = "sk-mine-0123456789abcdefghij";

export interface HomeRequest {
  /** By their names in the project. */
  readonly files: Readonly<Record<string, string>>;
  /** A provider for text at the cursor, one for edits. */
  readonly complete: Provider;
  readonly edit: Provider;
  /** Folders of the project that they may see; null: all. */
  readonly allow: readonly string[] | null;
  readonly definitions: ContextPorts["definitions"];
}

export class Home {
  readonly root: string;
  readonly session: Session;
  readonly port: ModelPort;
  readonly models: TabModels;
  readonly context: Context;
  /** All that was sent so far, by its number. */
  readonly log = new Map<number, SentRequest>();
  private readonly top: string;
  private readonly events: Emitter<TerminalEvents>;
  private blocks = 0;

  constructor(request: HomeRequest) {
    this.top = realpathSync(mkdtempSync(join(tmpdir(), "hunch-privacy-")));
    const home = join(this.top, "home", USER);
    this.root = join(home, "work", "project");
    for (const [name, text] of Object.entries(request.files)) this.write(name, text);
    this.session = session("");
    const { editor, tab } = this.session;
    editor.cwd = this.root;
    this.events = new Emitter<TerminalEvents>((name, error) => {
      throw new Error(`listener of ${name}: ${error}`);
    });
    this.context = installContext(editor, {
      env: { HOME: home, USER },
      git: null,
      definitions: request.definitions,
      terminals: { events: this.events } as unknown as Terminals,
      identity: { home, user: USER, host: HOST },
      now: () => this.session.now,
    });
    const config = configOf(request, this.root);
    this.port = directModels(config, { env: { API_KEY } });
    this.models = installTabModels(editor, tab, {
      models: this.port,
      config,
      scenes: this.context,
    });
  }

  write(name: string, text: string): void {
    const path = join(this.root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Shows a file, with the cursor at the start of a row. */
  open(name: string, row: number): Document {
    const { editor } = this.session;
    const path = join(this.root, name);
    let doc = editor.docs.find((each) => each.path === path);
    if (doc === undefined) {
      doc = editor.addDocument(textOf(readFileSync(path, "utf8").replace(/\n$/, "")), path);
      doc.options.set("filetype", /\.ts$/.test(name) ? "typescript" : "");
    }
    editor.win.doc = doc;
    editor.setCursor(editor.win, posOf(doc.text, Math.min(row, doc.text.lines - 1), 0));
    editor.events.emit("window-enter", editor.win);
    return doc;
  }

  /** A command has ended in a terminal. */
  run(command: string, output: string): void {
    const lines = output.split("\n");
    const block: Block = {
      id: ++this.blocks,
      command,
      cwd: this.root,
      startedAt: 0,
      endedAt: 1,
      status: 1,
      promptLine: 0,
      outputLine: 0,
      endLine: lines.length,
      sure: true,
    };
    const read = async (from: number, to: number) => lines.slice(from, to);
    const terminal = { running: true, blocks: [block], read } as unknown as Terminal;
    this.events.emit("block-end", { terminal, block });
  }

  /** Frames until nobody asks and nothing is under way. */
  async rest(): Promise<void> {
    const { complete, edit } = this.models.engines;
    await this.context.settle();
    for (let quiet = 0; quiet < 3; ) {
      await this.session.burst("");
      await new Promise((resolve) => setImmediate(resolve));
      quiet = complete.inFlight + edit.inFlight > 0 ? 0 : quiet + 1;
    }
    for (const one of await this.port.sent()) this.log.set(one.id, one);
  }

  async close(): Promise<void> {
    this.models.close();
    this.context.close();
    await this.port.close();
    rmSync(this.top, { recursive: true, force: true });
  }
}

function configOf({ complete, edit, allow }: HomeRequest, root: string): ModelsConfig {
  const provider = (name: string, kind: ProviderConfig["kind"], url: string): ProviderConfig => ({
    name,
    kind,
    url,
    key: { env: "API_KEY" },
    headers: {},
    allow: allow?.map((folder) => join(root, folder)) ?? null,
    command: null,
  });
  const model = (name: string, own: string, id: string, format: string) => ({
    name,
    provider: own,
    id,
    format,
    context: 8192,
    price: null,
    extra: {},
  });
  return {
    providers: [
      provider("near", "llama.cpp", complete.url),
      provider("far", "openai", `${edit.url}/v1`),
    ],
    models: [
      model("coder", "near", "qwen2.5-coder-7b", "qwen"),
      model("editor", "far", "gpt", "patch"),
    ],
    roles: { complete: "coder", edit: "editor" },
  };
}

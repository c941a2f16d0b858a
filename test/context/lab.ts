/** An editor in a temporary project whose texts scenes are made of; frames and screens are not needed. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { after } from "node:test";
import { composeEditor } from "../../src/app/compose.ts";
import { Trust } from "../../src/base/trust.ts";
import { type Context, type ContextPorts, installContext } from "../../src/context/install.ts";
import type { SceneWant } from "../../src/context/scene-source.ts";
import type { Document } from "../../src/editor/document.ts";
import type { Editor } from "../../src/editor/editor.ts";
import { Git } from "../../src/git/git.ts";
import type { Scene } from "../../src/models/scene.ts";
import { EditHistory, recordHistory } from "../../src/tab/history.ts";
import { snapshotOf } from "../../src/tab/snapshot.ts";
import type { PredictionSnapshot } from "../../src/text/prediction.ts";
import { ChangeSet, posOf, textOf } from "../../src/text/text.ts";

const FILETYPES: Readonly<Record<string, string>> = {
  ".ts": "typescript",
  ".py": "python",
  ".go": "go",
  ".yaml": "yaml",
  ".txt": "text",
};

export const WANT: SceneWant = { use: "edit", tokens: 4000, allow: null };

export interface LabRequest extends Partial<Omit<ContextPorts, "git">> {
  readonly files?: Readonly<Record<string, string>>;
  /** Asks git; the folder must be a repository then. */
  readonly git?: boolean;
  /** An absolute folder instead of a new one. */
  readonly root?: string;
}

export class Lab {
  readonly root: string;
  readonly editor: Editor;
  readonly context: Context;
  readonly history = new EditHistory();
  private readonly git: Git | null;
  /** Milliseconds; what is asked again after a time is asked again when this is later. */
  now = 10_000;

  constructor({ files = {}, git = false, root, ...ports }: LabRequest = {}) {
    this.root = root ?? realpathSync(mkdtempSync(join(tmpdir(), "hunch-context-")));
    for (const [name, text] of Object.entries(files)) this.write(name, text);
    const editor = composeEditor({ now: () => this.now, poll: () => {} });
    editor.cwd = this.root;
    this.editor = editor;
    editor.addTab(editor.newWindow(editor.addDocument(textOf(""), null)));
    recordHistory(editor, this.history, {});
    const host = {
      redraw() {},
      afterFrame: (callback: () => void) => callback(),
      quietMs: () => 1000,
      env: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: "/dev/null" },
      stateFolder: null,
      trust: new Trust(null),
      store: null,
    };
    const asked = git ? new Git(editor, host) : null;
    this.git = asked;
    this.context = installContext(editor, {
      env: {},
      git: asked,
      definitions: null,
      terminals: null,
      identity: { home: "/home/zorblatt", user: "zorblatt", host: "quux-laptop" },
      now: () => this.now,
      ...ports,
    });
    after(() => {
      this.context.close();
      asked?.close();
      // A git that was asked may still write there for a moment.
      rmSync(this.root, { recursive: true, force: true, maxRetries: 20 });
    });
  }

  write(name: string, text: string): string {
    const path = join(this.root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  /** Shows a file of the project, with the cursor at a row and column. */
  open(name: string, at: readonly [number, number] = [0, 0]): Document {
    const { editor } = this;
    const path = name.startsWith("/") ? name : join(this.root, name);
    let doc = editor.docs.find((each) => each.path === path);
    if (doc === undefined) {
      const text = readFileSync(path, "utf8").replace(/\n$/, "");
      doc = editor.addDocument(textOf(text), path);
      doc.options.set("filetype", FILETYPES[extname(path)] ?? "");
    }
    return this.show(doc, at);
  }

  /** Shows a text that is in no file yet. */
  unnamed(text: string, at: readonly [number, number] = [0, 0]): Document {
    return this.show(this.editor.addDocument(textOf(text), null), at);
  }

  /** Reads the history of the repository. */
  async learn(): Promise<void> {
    await this.git!.coChange(this.git!.repositoryOf(this.root)!).learn();
  }

  /** Puts text at the cursor as if it were typed, letter by letter. */
  type(text: string): void {
    for (const letter of text) {
      const { doc, win } = this.editor;
      const { pos } = win.cursor;
      const changes = ChangeSet.of({ from: pos, insert: textOf(letter) }, doc.text.length);
      this.editor.dispatch(doc, { changes, origin: "input.type" });
      this.editor.setCursor(win, pos + letter.length);
      this.now += 100;
    }
  }

  /** Replaces a range of the current text as an operator does. */
  replace(from: number, to: number, by: string, origin = "input.change"): void {
    const { doc, win } = this.editor;
    const changes = ChangeSet.of({ from, to, insert: textOf(by) }, doc.text.length);
    this.editor.dispatch(doc, { changes, origin });
    this.editor.setCursor(win, Math.min(from + by.length, doc.text.length));
    this.now += 60_000;
  }

  /** Where a piece of the current text starts. */
  at(piece: string): number {
    return this.editor.doc.text.toString().indexOf(piece);
  }

  snapshot(mode: PredictionSnapshot["mode"] = "insert"): PredictionSnapshot {
    return { ...snapshotOf(this.editor, this.history.edits, "change", {}), mode };
  }

  /** The scene of the present text; what had to be looked for is there. */
  async scene(want: Partial<SceneWant> = {}, mode?: PredictionSnapshot["mode"]): Promise<Scene> {
    const scene = await this.refused(want, mode);
    if (scene === null) throw new Error(this.context.refusalOf(this.editor.doc.id) ?? "no scene");
    return scene;
  }

  async refused(want: Partial<SceneWant> = {}, mode?: PredictionSnapshot["mode"]) {
    const ask = () =>
      this.context.scene(this.snapshot(mode), { ...WANT, ...want }, new AbortController().signal);
    await ask();
    await this.context.settle();
    await ask();
    await this.context.settle();
    return ask();
  }

  private show(doc: Document, [row, col]: readonly [number, number]): Document {
    const { editor } = this;
    editor.win.doc = doc;
    editor.setCursor(editor.win, posOf(doc.text, row, col));
    editor.events.emit("window-enter", editor.win);
    return doc;
  }
}

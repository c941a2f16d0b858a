/** Makes scenes of an editor's texts: what a model may be told, and nothing else. */
import { basename, relative } from "node:path";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import { type SyntaxTree, syntaxOf } from "../language/syntax/syntax.ts";
import type { Scene } from "../models/scene.ts";
import type { DocumentSnapshot, PredictionSnapshot, RecordedEdit } from "../text/prediction.ts";
import { rowEnd, rowStart, type Span, slice } from "../text/text.ts";
import { budgetOf } from "./budget.ts";
import { nearDiagnostics } from "./diagnostics.ts";
import { SceneEdits } from "./edits/scene-edits.ts";
import { isMadeAt, linesAround } from "./excerpt/here.ts";
import { linesOf } from "./excerpt/similar.ts";
import { type RowWindow, Windows } from "./excerpt/window.ts";
import { FileAccess, isBelow } from "./files/access.ts";
import { Roots } from "./files/roots.ts";
import { FileTexts } from "./files/texts.ts";
import { isIn, isSecretAt, wordAt } from "./redact/at-cursor.ts";
import { MARGIN, Masks, maskedText } from "./redact/mask.ts";
import { Names, ownIdentity } from "./redact/names.ts";
import { isManifest, isSettings } from "./redact/settings.ts";
import { Chunks } from "./related/chunks.ts";
import { Definitions } from "./related/definitions.ts";
import { NeighbourFiles } from "./related/neighbours.ts";
import { Related } from "./related/related.ts";
import { Selection } from "./related/selection.ts";
import type { ContextPorts, SceneSource, SceneWant } from "./scene-source.ts";
import { TerminalNotes } from "./terminal.ts";
import { Turn } from "./turn.ts";

export type { ContextPorts, SceneSource, SceneWant } from "./scene-source.ts";

/** A longer text is data, UTF-16 units. */
const MOST_CHARACTERS = 4_000_000;
const IGNORE_FILES =
  /\/(?:\.(?:git|hunch|cursor|cursorindexing|codeium|ai)ignore|\.aiexclude|\.git\/info\/exclude)$/;
const UNNAMED = "untitled";
const MANIFEST = "it has a Kubernetes Secret";

/** What a scene took of this thread, milliseconds. */
export interface SceneTime {
  readonly used: number;
  /** Its longest slice. */
  readonly longest: number;
}

export interface Context extends SceneSource {
  /** Of the last scene. */
  readonly time: SceneTime;
  /** Resolves when servers and files that were wanted have been asked and read. */
  settle(): Promise<void>;
}

export function installContext(editor: Editor, ports: ContextPorts): Context {
  return new Scenes(editor, ports);
}

class Scenes implements Context {
  private readonly editor: Editor;
  private readonly names: Names;
  private readonly access: FileAccess;
  private readonly masks: Masks;
  private readonly windows = new Windows();
  private readonly edits: SceneEdits;
  private readonly definitions: Definitions;
  private readonly neighbours: NeighbourFiles;
  private readonly texts: FileTexts;
  private readonly related: Related;
  private readonly selection = new Selection();
  private readonly terminal: TerminalNotes;
  private readonly roots: Roots;
  private readonly refusals = new Map<number, string>();
  private readonly disposes: (() => void)[];
  time: SceneTime = { used: 0, longest: 0 };

  constructor(editor: Editor, ports: ContextPorts) {
    const { env, git } = ports;
    const now = ports.now ?? (() => performance.now());
    const identity = ports.identity ?? ownIdentity(env);
    this.editor = editor;
    this.roots = new Roots(identity.home);
    this.names = new Names(identity);
    this.access = new FileAccess({ env, git, home: identity.home, now });
    this.masks = new Masks(this.names);
    this.edits = new SceneEdits(this.masks);
    this.texts = new FileTexts(now, async (path) => (await this.access.refusal(path)) === null);
    this.definitions = new Definitions(ports.definitions, {
      now,
      found: (path) => this.texts.bring(path),
      report: (error) => editor.reportBug("asking servers for definitions", error),
    });
    this.neighbours = new NeighbourFiles(git, now);
    this.related = new Related({
      editor,
      access: this.access,
      texts: this.texts,
      chunks: new Chunks(this.masks),
      definitions: this.definitions,
      neighbours: this.neighbours,
    });
    this.terminal = new TerminalNotes(ports.terminals, {
      access: this.access,
      masks: this.masks,
      now,
      report: (error) => editor.reportBug("reading what a terminal has shown", error),
    });
    // The patterns are compiled when nobody waits for them.
    setImmediate(() => this.masks.secrets("a = b", true));
    this.disposes = [
      editor.events.on("document-saved", ({ path }) => {
        if (path !== null && IGNORE_FILES.test(path)) this.access.forget();
      }),
      editor.events.on("document-close", (doc) => {
        this.refusals.delete(doc.id);
        for (const each of [this.masks, this.windows, this.related, this.selection]) {
          each.forget(doc.id);
        }
      }),
    ];
  }

  async scene(
    snapshot: PredictionSnapshot,
    want: SceneWant,
    signal: AbortSignal,
  ): Promise<Scene | null> {
    const turn = new Turn();
    const made = await this.make(snapshot, want, signal, turn);
    turn.end();
    this.time = { used: turn.used, longest: turn.longest };
    if (signal.aborted) return null;
    const { doc } = snapshot;
    if (typeof made === "string") {
      this.refusals.set(doc.id, made);
      return null;
    }
    this.refusals.delete(doc.id);
    return made;
  }

  refusalOf(doc: number): string | null {
    return this.refusals.get(doc) ?? null;
  }

  async whyNot(path: string | null, allow: readonly string[] | null): Promise<string | null> {
    if (path !== null) {
      const doc = this.editor.docs.find((each) => each.path === path);
      const has = doc !== undefined && isManifest(path, doc.text);
      return has ? MANIFEST : this.access.refusal(path, allow);
    }
    return allow === null ? null : "it has no name, and the provider is allowed some folders only";
  }

  async settle(): Promise<void> {
    await this.definitions.flush();
    await this.related.settle();
    await this.terminal.settled;
  }

  close(): void {
    for (const dispose of this.disposes) dispose();
    this.definitions.close();
    this.related.close();
    this.terminal.close();
  }

  /** The scene, or why there is none. */
  private async make(
    snapshot: PredictionSnapshot,
    { tokens, allow }: SceneWant,
    signal: AbortSignal,
    turn: Turn,
  ): Promise<Scene | string> {
    const { doc } = snapshot;
    const { text, path } = doc;
    const live = this.editor.docs.find(({ id }) => id === doc.id) ?? null;
    if (live !== null && live.kind !== "file") return "it is no file";
    const refusal = await turn.wait(this.whyNot(path, allow));
    if (refusal !== null) return refusal;
    if (text.length > MOST_CHARACTERS) return "the text is too long";
    const budget = budgetOf(tokens);
    const window = this.windows.rows(doc, budget.text, this.treeOf(live, snapshot));
    await turn.pause();
    const from = rowStart(text, window.first);
    const plain = slice(text, from, rowEnd(text, window.last));
    const cursor = Math.max(0, Math.min(plain.length, doc.pos - from));
    if (plain.includes("\0")) return "it is no text";
    if (isMadeAt(plain, cursor)) return "its lines are as long as no person writes them";
    const settings = isSettings(path, doc.filetype);
    if (isManifest(path, text)) return MANIFEST;
    const word = wordAt(plain, cursor, settings);
    if (isSecretAt(this.masks, plain, cursor, word, settings))
      return "there is a secret at the cursor";
    const root = this.roots.of(path ?? this.editor.cwd, path === null);
    const nameOf = (file: string): string =>
      isBelow(file, root) && file !== root ? relative(root, file) : this.names.path(file);
    const realRoot = await turn.wait(this.roots.real(root));
    const tellable = await this.tellable(snapshot, allow, turn);
    const edits = await this.edits.list(
      snapshot,
      budget.edits,
      (edit) => (!tellable(edit) ? null : edit.path === null ? UNNAMED : nameOf(edit.path)),
      turn,
    );
    if (signal.aborted) return "";
    // What an edit has cut off a secret is known for one by the edit.
    await turn.pause();
    const masked = (await this.maskedIn(doc, window, settings, turn)).filter(
      (span) => !isIn(span, word),
    );
    if (signal.aborted) return "";
    await turn.pause();
    // From here to the first pause within.
    const tree = this.treeOf(live, snapshot);
    const request = { snapshot, live, tree, window, root, realRoot, allow, nameOf };
    const chunks = await this.related.chunks(request, turn);
    if (signal.aborted) return "";
    const told = maskedText(plain, masked);
    const here = linesOf(linesAround(told, cursor));
    await turn.pause();
    return {
      project: this.names.clean(basename(root)),
      path: path === null ? UNNAMED : nameOf(path),
      language: doc.filetype,
      text: told,
      firstRow: window.first,
      rows: text.lines,
      cursor,
      mode: snapshot.mode,
      masked,
      edits,
      related: this.selection.choose(doc.id, tokens, chunks, here, budget.related(plain.length)),
      diagnostics: nearDiagnostics(this.editor, live, snapshot, window, this.masks),
      terminal: await turn.wait(this.terminal.text(root, allow, budget.terminal)),
    };
  }

  /** What is masked in the rows of a window; what stands around them says what is a secret. */
  private async maskedIn(
    { id, text }: DocumentSnapshot,
    { first, last }: RowWindow,
    settings: boolean,
    turn: Turn,
  ): Promise<Span[]> {
    const from = rowStart(text, Math.max(0, first - MARGIN));
    const around = slice(text, from, rowEnd(text, Math.min(text.lines - 1, last + MARGIN)));
    const start = rowStart(text, first) - from;
    const end = rowEnd(text, last) - from;
    const spans = await this.masks.long(id, around, settings, turn);
    return spans
      .map((span) => ({
        from: Math.max(span.from, start) - start,
        to: Math.min(span.to, end) - start,
      }))
      .filter((span) => span.from < span.to);
  }

  /** The tree of just the snapshot's text; good for the synchronous call only. */
  private treeOf(live: Document | null, { doc }: PredictionSnapshot): SyntaxTree | null {
    if (live === null || live.text !== doc.text) return null;
    const tree = syntaxOf(this.editor).tree(live);
    return tree !== null && tree.revision === live.revision ? tree : null;
  }

  /** Which edits of the history may be told: of a file that may, by its name then and by that of now. */
  private async tellable(
    { edits }: PredictionSnapshot,
    allow: readonly string[] | null,
    turn: Turn,
  ): Promise<(edit: RecordedEdit) => boolean> {
    const now = new Map(this.editor.docs.map(({ id, path }) => [id, path]));
    const may = new Map<string | null, boolean>([[null, allow === null]]);
    for (const path of new Set(edits.flatMap((edit) => [edit.path, now.get(edit.doc) ?? null]))) {
      if (path !== null) {
        may.set(path, (await turn.wait(this.access.refusal(path, allow))) === null);
      }
    }
    return ({ path, doc }) =>
      may.get(path)! && (path === now.get(doc) || may.get(now.get(doc) ?? path)!);
  }
}

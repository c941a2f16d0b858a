/**
 * What else matters to the text at the cursor: definitions of its names, where the user was, tests, files
 * that change together. What is known is given at once; what has to be read is there the next time.
 */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { contextRows } from "../../language/structure/context.ts";
import type { SyntaxTree } from "../../language/syntax/syntax.ts";
import type { DocumentSnapshot, PredictionSnapshot } from "../../text/prediction.ts";
import { lineText, rowOf, type Text } from "../../text/text.ts";
import { headersAbove, rowOfDeclaration } from "../excerpt/declarations.ts";
import type { RowWindow } from "../excerpt/window.ts";
import type { FileAccess } from "../files/access.ts";
import { isBelow } from "../files/access.ts";
import type { FileTexts } from "../files/texts.ts";
import { isMade } from "../files/texts.ts";
import { isManifest } from "../redact/settings.ts";
import type { Turn } from "../turn.ts";
import { type Chunk, type ChunkRequest, type Chunks, rowNear } from "./chunks.ts";
import type { Definitions } from "./definitions.ts";
import { type NearName, namesInReach } from "./identifiers.ts";
import type { NeighbourFiles } from "./neighbours.ts";

export interface RelatedPorts {
  readonly editor: Editor;
  readonly access: FileAccess;
  readonly texts: FileTexts;
  readonly chunks: Chunks;
  readonly definitions: Definitions;
  readonly neighbours: NeighbourFiles;
}

export interface RelatedRequest {
  readonly snapshot: PredictionSnapshot;
  /** The document of the snapshot, if it is open; its text may be another one. */
  readonly live: Document | null;
  /** Of the snapshot's text. */
  readonly tree: SyntaxTree | null;
  readonly window: RowWindow;
  /** The project's folder, absolute, as the user calls it and with links followed. */
  readonly root: string;
  readonly realRoot: string;
  readonly allow: readonly string[] | null;
  /** The name of a file (absolute) as models see it. */
  nameOf(path: string): string;
}

const MOST_RECENT = 6;
const MOST_HEADERS = 6;
const MOST_IMPORT_ROWS = 30;
const IMPORT =
  /^\s*(?:import\b|\}\s*from\b|from\s+\S+\s+import\b|use\s|#\s*include\b|package\s|using\s|(?:const|let|var)\s.*\brequire\()/;
/** By kind; what comes later in its kind is worth less. */
const WEIGHT = {
  own: 1000,
  definition: 900,
  recent: 600,
  counterpart: 500,
  partner: 400,
  import: 300,
  closed: 200,
};
const OPEN_TEXTS = new WeakMap<Text, boolean>();

type Place = Omit<ChunkRequest, "name" | "text">;

export class Related {
  private readonly ports: RelatedPorts;
  /** Ids of documents by when a window last showed them, the last one last. */
  private readonly visits = new Map<number, number>();
  private count = 0;
  private readonly waiting = new Set<Promise<void>>();
  private readonly dispose: () => void;

  constructor(ports: RelatedPorts) {
    this.ports = ports;
    this.dispose = ports.editor.events.on("window-enter", ({ doc }) => {
      this.visits.set(doc.id, ++this.count);
    });
  }

  /** Excerpts that may be told, in no order. */
  async chunks(request: RelatedRequest, turn: Turn): Promise<Chunk[]> {
    const { snapshot, live, tree, root, allow } = request;
    const { doc } = snapshot;
    const names = namesInReach(doc, tree);
    // Nodes are good for now only.
    const own = this.own(request);
    await turn.pause();
    const places = this.places(request, names);
    if (live !== null && live.text === doc.text) {
      this.ports.definitions.want(live, live.revision, names);
    }
    if (doc.path !== null) this.later(this.ports.neighbours.look(doc.path, root, doc.text));
    const chunks = own === null ? [] : [own];
    const verdicts = new Map<string, boolean>();
    for (const place of places) {
      await turn.pause();
      const text = this.textOf(snapshot, place.path);
      if (text === null) {
        if (isBelow(place.path, root)) this.later(this.ports.texts.bring(place.path));
        continue;
      }
      let may = verdicts.get(place.path);
      if (may === undefined) {
        const inside = isBelow(place.path, root) || this.isOpen(place.path);
        may = inside && (await turn.wait(this.ports.access.refusal(place.path, allow))) === null;
        verdicts.set(place.path, may);
      }
      if (!may) continue;
      if (isManifest(place.path, text)) continue;
      const chunk = this.ports.chunks.chunk({ ...place, text, name: request.nameOf(place.path) });
      if (chunk !== null) chunks.push(chunk);
    }
    return chunks;
  }

  /** Resolves when what was to be read has been. */
  async settle(): Promise<void> {
    await Promise.all(this.waiting);
  }

  close(): void {
    this.dispose();
  }

  forget(doc: number): void {
    this.visits.delete(doc);
  }

  /** For the next scene. */
  private later(work: Promise<void>): void {
    this.waiting.add(work);
    void work.finally(() => this.waiting.delete(work));
  }

  private places(request: RelatedRequest, names: readonly NearName[]): Place[] {
    const { snapshot, window, live, root, realRoot } = request;
    const { doc, others } = snapshot;
    const places: Place[] = [];
    const { definitions, neighbours } = this.ports;
    const { imports, counterpart } = doc.path === null ? NO_FILES : neighbours.of(doc.path);
    names.forEach(({ name }, order) => {
      const weight = WEIGHT.definition - order;
      const known = live === null ? [] : definitions.of(live, name);
      for (const { path: told, row } of known) {
        // Servers follow links.
        const inside = root !== realRoot && isBelow(told, realRoot);
        const path = inside ? root + told.slice(realRoot.length) : told;
        if (path === doc.path && row >= window.first && row <= window.last) continue;
        places.push({ path, kind: "definition", weight, at: { declaration: row } });
      }
      if (known.length > 0) return;
      for (const file of imports) {
        if (!file.names.includes(name)) continue;
        const text = this.textOf(snapshot, file.path);
        if (text === null) this.later(this.ports.texts.bring(file.path));
        const row = text === null ? -1 : this.declarationIn(text, name);
        if (row >= 0) {
          places.push({ path: file.path, kind: "definition", weight, at: { declaration: row } });
        }
      }
    });
    this.recent(others, snapshot).forEach(({ path, pos, text }, order) => {
      const at = { row: rowNear(text, pos) };
      places.push({ path: path!, kind: "recent", weight: WEIGHT.recent - order, at });
    });
    const related = (path: string, weight: number, kind: "related" | "outline"): void => {
      places.push({ path, kind, weight, at: "outline" });
    };
    if (counterpart !== null) related(counterpart, WEIGHT.counterpart, "related");
    if (doc.path !== null) {
      neighbours.partners(doc.path).forEach((path, order) => {
        related(path, WEIGHT.partner - order, "related");
      });
    }
    imports.forEach(({ path }, order) => {
      related(path, WEIGHT.import - order, "outline");
    });
    others
      .filter(({ id, path }) => id < 0 && path !== null)
      .forEach(({ path }, order) => {
        related(path!, WEIGHT.closed - order, "related");
      });
    const seen = new Set<string>();
    return places.filter(({ path, kind }) => {
      // The user's own place in a file says more than its outline.
      if (kind === "definition") return true;
      if (path === doc.path || seen.has(path)) return false;
      seen.add(path);
      return true;
    });
  }

  /** The lines that say where the excerpt is: imports, headers around it. */
  private own({ snapshot: { doc }, tree, window, nameOf }: RelatedRequest): Chunk | null {
    if (window.first === 0 || doc.path === null) return null;
    const { text } = doc;
    const rows: number[] = [];
    let isOpen = false;
    for (let row = 0; row < Math.min(window.first, 200) && rows.length < MOST_IMPORT_ROWS; row++) {
      const line = lineText(text, row);
      isOpen = isOpen ? !line.includes("}") : /^import\b[^"';]*\{[^}]*$/.test(line);
      if (isOpen || IMPORT.test(line)) rows.push(row);
    }
    const cursor = rowOf(text, doc.pos);
    const headers = tree === null ? headersAbove(text, cursor) : contextRows(tree, text, cursor);
    for (const row of headers.slice(0, MOST_HEADERS)) {
      if (row < window.first && !rows.includes(row)) rows.push(row);
    }
    if (rows.length === 0) return null;
    return this.ports.chunks.chunk({
      path: doc.path,
      name: nameOf(doc.path),
      kind: "outline",
      text,
      weight: WEIGHT.own,
      at: { rows: rows.sort((a, b) => a - b) },
    });
  }

  /** Open files that the user was in, the last one first. */
  private recent(others: readonly DocumentSnapshot[], { edits }: PredictionSnapshot) {
    const edited = new Map(edits.map((edit, at) => [edit.doc, at]));
    const visited = ({ id }: DocumentSnapshot): number => this.visits.get(id) ?? 0;
    return others
      .filter(({ id, path, text }) => id >= 0 && path !== null && text.length > 0)
      .filter(({ id }) => this.visits.has(id) || edited.has(id))
      .sort(
        (a, b) => visited(b) - visited(a) || (edited.get(b.id) ?? -1) - (edited.get(a.id) ?? -1),
      )
      .slice(0, MOST_RECENT);
  }

  /** The text of a file: as the snapshot has it, else of its open document, else as it was read. */
  private textOf({ doc, others }: PredictionSnapshot, path: string): Text | null {
    if (doc.path === path) return doc.text;
    const other = others.find((each) => each.path === path);
    if (other !== undefined) return isWritten(other.text) ? other.text : null;
    const { docs } = this.ports.editor;
    const open = docs.find((each) => each.path === path && each.kind === "file" && each.loaded);
    if (open !== undefined) return isWritten(open.text) ? open.text : null;
    this.later(this.ports.texts.bring(path));
    return this.ports.texts.get(path);
  }

  private isOpen(path: string): boolean {
    return this.ports.editor.docs.some((doc) => doc.path === path && doc.kind === "file");
  }

  private readonly declarations = new WeakMap<Text, Map<string, number>>();

  private declarationIn(text: Text, name: string): number {
    let known = this.declarations.get(text);
    if (known === undefined) this.declarations.set(text, (known = new Map()));
    let row = known.get(name);
    if (row === undefined) known.set(name, (row = rowOfDeclaration(text, name)));
    return row;
  }
}

const NO_FILES = { imports: [], counterpart: null } as const;

function isWritten(text: Text): boolean {
  let written = OPEN_TEXTS.get(text);
  if (written === undefined) OPEN_TEXTS.set(text, (written = !isMade(text)));
  return written;
}

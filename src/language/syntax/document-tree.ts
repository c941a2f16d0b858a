/** The tree of a text with the layers of injected languages in it, and what they capture. */
import type { Node, Tree } from "web-tree-sitter";
import type { Span, Text } from "../../text/text.ts";
import { GRAMMARS, grammarNamed } from "./grammars.ts";
import { InjectedLayer } from "./injected-layer.ts";
import { findInjections } from "./injections.ts";
import type { Languages, LoadedLanguage } from "./language.ts";
import { type LineRules, lineRulesNamed } from "./line-rules.ts";
import type { Paint } from "./paint.ts";
import { rangeOptions, rememberReader } from "./query-range.ts";
import type { Layer, SyntaxTree } from "./syntax.ts";
import type { TextReader } from "./text-reader.ts";
import type { TextChange } from "./tree-edits.ts";

/** A layer in a layer in a layer: no deeper. */
const MOST_DEPTH = 3;
/** Layers are kept up to this number; those that are not seen go first. */
const MOST_LAYERS = 400;
/** Captures of a layer come after all of those that it lies in. */
const ORDER_PER_DEPTH = 1_000_000;

export interface DocumentTreeHost {
  readonly languages: Languages;
  /** A language that is injected here is not loaded yet. */
  wanted(language: string): void;
  /** The look of a range has changed because a layer in it was parsed. */
  changed(from: number, to: number): void;
}

/** A layer that is coloured line by line. */
interface LineLayer {
  readonly rules: LineRules;
  readonly ranges: readonly Span[];
  readonly depth: number;
}

export class DocumentTree implements SyntaxTree {
  readonly loaded: LoadedLanguage;
  revision: number;
  text: Text;
  private tree: Tree;
  private readonly host: DocumentTreeHost;
  private injected: InjectedLayer[] = [];
  private freed = false;

  constructor(
    loaded: LoadedLanguage,
    tree: Tree,
    reader: TextReader,
    revision: number,
    host: DocumentTreeHost,
  ) {
    this.loaded = loaded;
    this.tree = tree;
    rememberReader(tree, reader);
    this.text = reader.text;
    this.revision = revision;
    this.host = host;
  }

  get language(): string {
    return this.loaded.name;
  }

  get root(): Node {
    return this.tree.rootNode;
  }

  get layers(): readonly Layer[] {
    return this.injected.filter((layer) => layer.ready);
  }

  /** A copy to parse a newer text from; the caller frees it. */
  copy(): Tree {
    return this.tree.copy();
  }

  /** Takes the tree of a newer text; `changes` lead to it. */
  replace(tree: Tree, reader: TextReader, revision: number, changes: readonly TextChange[]): void {
    this.tree.delete();
    this.tree = tree;
    rememberReader(tree, reader);
    this.text = reader.text;
    this.revision = revision;
    for (const layer of this.injected) {
      let fringe = false;
      for (const change of changes) if (layer.edit(change)) fringe = true;
      layer.setText(reader.text);
      if (fringe) this.host.changed(layer.from, layer.to);
    }
    const [kept, gone] = split(this.injected, (layer) => layer.to > layer.from);
    this.injected = kept;
    for (const layer of gone) layer.free();
  }

  /** All captures that colour `[from, to)` (UTF-16 offsets). */
  paints(from: number, to: number, budgetMs: number): Paint[] {
    const paints: Paint[] = [];
    this.capture(this.loaded, this.root, from, to, 0, paints);
    this.inject(this.loaded, this.root, from, to, 1, budgetMs, (layer) => {
      const a = Math.max(from, layer.ranges[0]!.from);
      const b = Math.min(to, layer.ranges[layer.ranges.length - 1]!.to);
      const plain = { group: "", order: layer.depth * ORDER_PER_DEPTH - 1 };
      if (layer instanceof InjectedLayer) {
        if (!GRAMMARS[layer.language]?.transparent) {
          for (const range of layer.ranges) paints.push({ ...range, ...plain });
        }
        this.capture(layer.loaded, layer.root, a, b, layer.depth, paints);
      } else {
        for (const range of layer.ranges) {
          paints.push({ ...range, ...plain });
          const low = Math.max(range.from, from);
          layer.rules.paint(this.text, low, Math.min(range.to, to), paints, range.from);
        }
      }
    });
    return paints;
  }

  layerAt(pos: number): Layer | null {
    let found: Layer | null = null;
    const depth = () => found?.depth ?? 0;
    this.inject(this.loaded, this.root, pos, pos + 1, 1, 10, (layer) => {
      if (layer instanceof InjectedLayer && layer.holds(pos) && layer.depth > depth()) {
        found = layer;
      }
    });
    return found;
  }

  nodeAt(pos: number, language?: string): Node | null {
    const end = Math.min(pos + 1, this.text.length);
    if (language === this.language) return this.root.namedDescendantForIndex(pos, end);
    const layer = this.layerAt(pos);
    if (language === undefined || layer?.language === language) {
      return (layer?.root ?? this.root).namedDescendantForIndex(pos, end);
    }
    const other = this.injected.find((one) => one.language === language && one.holds(pos));
    return other?.ready ? other.root.namedDescendantForIndex(pos, end) : null;
  }

  /** The names of what is captured at a UTF-16 offset, as `@name language`, the winner last. */
  capturesAt(pos: number): string[] {
    const names: string[] = [];
    const add = (loaded: LoadedLanguage, root: Node): void => {
      for (const { query } of loaded.highlights) {
        for (const { name, node } of query.captures(root, rangeOptions(root, pos, pos + 1))) {
          if (node.startIndex <= pos && node.endIndex > pos) names.push(`@${name} ${loaded.name}`);
        }
      }
    };
    add(this.loaded, this.root);
    this.inject(this.loaded, this.root, pos, pos + 1, 1, 10, (layer) => {
      if (layer instanceof InjectedLayer) add(layer.loaded, layer.root);
    });
    return names;
  }

  free(): void {
    if (this.freed) return;
    this.freed = true;
    for (const layer of this.injected) layer.free();
    this.injected = [];
    this.tree.delete();
  }

  private capture(
    loaded: LoadedLanguage,
    root: Node,
    from: number,
    to: number,
    depth: number,
    paints: Paint[],
  ): void {
    if (from >= to) return;
    const { languages } = this.host;
    const options = rangeOptions(root, from, to);
    for (const { query, first } of loaded.highlights) {
      const order = first + depth * ORDER_PER_DEPTH;
      for (const { name, node, patternIndex } of query.captures(root, options)) {
        const group = languages.group(name);
        if (group === null) continue;
        const { startIndex } = node;
        paints.push({ from: startIndex, to: node.endIndex, group, order: order + patternIndex });
      }
    }
  }

  /** Calls back with each layer that touches a range and is ready, outer ones first. */
  private inject(
    outer: LoadedLanguage,
    root: Node,
    from: number,
    to: number,
    depth: number,
    budgetMs: number,
    callback: (layer: InjectedLayer | LineLayer) => void,
  ): void {
    // What is left of a range in a layer that does not hold it ends before it starts.
    if (depth > MOST_DEPTH || outer.injections === null || from > to) return;
    for (const { word, ranges } of findInjections(outer, root, from, to)) {
      const name = grammarNamed(word);
      if (name === null) {
        const rules = lineRulesNamed(word);
        if (rules) callback({ rules, ranges, depth });
        continue;
      }
      const layer = this.layer(name, depth, ranges, budgetMs);
      if (layer === null) continue;
      callback(layer);
      const a = Math.max(from, layer.from);
      const b = Math.min(to, layer.to);
      this.inject(layer.loaded, layer.root, a, b, depth + 1, budgetMs, callback);
    }
  }

  /** The layer of a language over ranges, parsed if that is quickly done. */
  private layer(
    name: string,
    depth: number,
    ranges: readonly Span[],
    budgetMs: number,
  ): InjectedLayer | null {
    const loaded = this.host.languages.get(name);
    if (loaded === null) {
      this.host.wanted(name);
      return null;
    }
    const from = ranges[0]!.from;
    const to = ranges[ranges.length - 1]!.to;
    let layer: InjectedLayer | undefined;
    // What overlaps with the layer at the same depth is of another time.
    const [others, gone] = split(this.injected, (one) => {
      if (one.depth !== depth || one.to <= from || one.from >= to) return true;
      if (one.language !== name || (layer && one !== layer)) return false;
      layer = one;
      return true;
    });
    for (const one of gone) one.free();
    this.injected = others;
    if (layer === undefined) {
      layer = new InjectedLayer(loaded, depth, ranges);
      this.injected.push(layer);
      this.prune();
    } else if (layer.ready && layer.has(ranges)) return layer;
    layer.ranges = ranges;
    const changed = layer.parse(this.host.languages, this.text, this.revision, budgetMs);
    if (changed === null) {
      this.host.changed(from, to);
      // Its tree of before, moved along, is right nearly everywhere.
      return layer.begun ? layer : null;
    }
    for (const span of changed) this.host.changed(span.from, span.to);
    return layer;
  }

  private prune(): void {
    if (this.injected.length <= MOST_LAYERS) return;
    for (const layer of this.injected.splice(0, MOST_LAYERS / 2)) layer.free();
  }
}

function split<T>(items: readonly T[], keep: (item: T) => boolean): [T[], T[]] {
  const kept: T[] = [];
  const rest: T[] = [];
  for (const item of items) (keep(item) ? kept : rest).push(item);
  return [kept, rest];
}

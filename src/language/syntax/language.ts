/**
 * Loading grammars: on first use, in steps that never hold a key for long. The parser is compiled
 * off the main thread; a query takes milliseconds to prepare, so it is made in parts, one per turn.
 */
import { readFile } from "node:fs/promises";
import type * as TreeSitter from "web-tree-sitter";
import type { Language, Parser, Query } from "web-tree-sitter";
import { messageOf } from "../../base/errors.ts";
import { GRAMMARS, groupOf } from "./grammars.ts";
import { parserFile, patternsOf, querySource } from "./query-source.ts";
import { quickly, quicklyOnce, quicklyUntil } from "./quick-compiler.ts";

export type Library = typeof TreeSitter;

/** The part of Node's global that its types leave out. */
const { WebAssembly: WASM } = globalThis as unknown as {
  WebAssembly: { Module: new (bytes: Uint8Array) => WebAssembly.Module };
};

/** Preparing a part of a query is to take this long, in milliseconds; the first part has so many patterns. */
const PART_MS = 10;
const FIRST_PATTERNS = 10;
/** A part of a highlight query. */
export interface QueryPart {
  readonly query: Query;
  /** The place of its first pattern among all patterns of the language. */
  readonly first: number;
}

export interface LoadedLanguage {
  readonly name: string;
  readonly language: Language;
  readonly highlights: readonly QueryPart[];
  readonly injections: Query | null;
}

export type LanguageState =
  | { readonly kind: "absent" }
  | { readonly kind: "loading" }
  | { readonly kind: "ready"; readonly language: LoadedLanguage }
  | { readonly kind: "failed"; readonly reason: string };

/** Emscripten fills it in: the module that all parsers, trees and queries live in. */
const MODULE: { HEAPU8?: Uint8Array } = {};

/** The size of that module's memory, in bytes; 0 before it is loaded. */
export function syntaxMemory(): number {
  return MODULE.HEAPU8?.length ?? 0;
}

const ABSENT: LanguageState = { kind: "absent" };

export interface LanguagesHost {
  /** A turn of the event loop in which work of some milliseconds is welcome. */
  turn(): Promise<void>;
  /** A language can't be used; told once for each. */
  failed(name: string, reason: string): void;
  /** The text of a language's queries, where it is not that of the packages. */
  source?(name: string, kind: "highlights" | "injections"): string;
}

export class Languages {
  private readonly host: LanguagesHost;
  private readonly states = new Map<string, LanguageState>();
  private readonly pending = new Map<string, Promise<LoadedLanguage | null>>();
  private library: Promise<Library> | null = null;
  private loaded: Library | null = null;
  /** Parsers that are not at work, by language. */
  private readonly idle = new Map<string, Parser[]>();
  private readonly groups = new Map<string, string | null>();

  constructor(host: LanguagesHost) {
    this.host = host;
  }

  state(name: string): LanguageState {
    return this.states.get(name) ?? ABSENT;
  }

  get(name: string): LoadedLanguage | null {
    const state = this.states.get(name);
    return state?.kind === "ready" ? state.language : null;
  }

  /** Every language that was asked for, with how far it is. */
  all(): [string, LanguageState][] {
    return [...this.states];
  }

  /** Loads a language; null when that fails. Never rejects. */
  request(name: string): Promise<LoadedLanguage | null> {
    let promise = this.pending.get(name);
    if (!promise) {
      this.states.set(name, { kind: "loading" });
      promise = this.load(name).then(
        (language) => {
          this.states.set(name, { kind: "ready", language });
          return language;
        },
        (error: unknown) => {
          const reason = messageOf(error);
          this.states.set(name, { kind: "failed", reason });
          this.host.failed(name, reason);
          return null;
        },
      );
      this.pending.set(name, promise);
    }
    return promise;
  }

  /** A parser of a language; give it back with `release`. */
  parser(language: LoadedLanguage): Parser {
    const parser = this.idle.get(language.name)?.pop();
    if (parser) return parser;
    if (this.loaded === null) throw new Error("The library is not loaded");
    return new this.loaded.Parser().setLanguage(language.language);
  }

  release(language: LoadedLanguage, parser: Parser): void {
    const idle = this.idle.get(language.name);
    if (!idle) this.idle.set(language.name, [parser]);
    else if (idle.length < 2) idle.push(parser);
    else parser.delete();
  }

  /** Makes a query; throws where it does not fit the grammar. */
  query(language: LoadedLanguage, source: string): Query {
    if (this.loaded === null) throw new Error("The library is not loaded");
    const { Query } = this.loaded;
    return quickly(() => new Query(language.language, source));
  }

  /** The highlight group of a capture name; null for none. */
  group(capture: string): string | null {
    let group = this.groups.get(capture);
    if (group === undefined) this.groups.set(capture, (group = groupOf(capture)));
    return group;
  }

  private async load(name: string): Promise<LoadedLanguage> {
    const grammar = GRAMMARS[name];
    if (!grammar) throw new Error(`There is no grammar ${name}`);
    const file = parserFile(grammar);
    if (file === null) throw new Error(`The package ${grammar.package} is not installed`);
    // The parser is read while the library starts.
    const [library, bytes] = await Promise.all([this.start(), readFile(file)]);
    await this.host.turn();
    // Its functions are compiled when they are called: this takes a millisecond.
    const language = quickly(() => library.Language.loadSync(new WASM.Module(bytes)));
    const highlights: QueryPart[] = [];
    const sourceOf = this.host.source ?? querySource;
    try {
      const patterns = patternsOf(sourceOf(name, "highlights"));
      for (let first = 0, count = FIRST_PATTERNS; first < patterns.length; ) {
        await this.host.turn();
        const part = patterns.slice(first, first + count);
        const began = performance.now();
        const query = quicklyOnce(() => new library.Query(language, part.join("\n")));
        highlights.push({ query, first });
        first += part.length;
        const share = PART_MS / Math.max(performance.now() - began, 0.1);
        count = Math.max(5, Math.round(part.length * Math.min(share, 4)));
      }
      await this.host.turn();
      const source = sourceOf(name, "injections");
      const injections =
        source === "" ? null : quicklyOnce(() => new library.Query(language, source));
      return { name, language, highlights, injections };
    } catch (error) {
      for (const { query } of highlights) query.delete();
      throw error;
    }
  }

  private start(): Promise<Library> {
    this.library ??= (async () => {
      const library = await import("web-tree-sitter");
      await quicklyUntil(() => library.Parser.init(MODULE));
      this.loaded = library;
      return library;
    })();
    return this.library;
  }
}

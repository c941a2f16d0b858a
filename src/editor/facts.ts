/** The facts that `when` expressions ask for, as they are now. Features give the values of theirs. */
import { type FactName, WHEN_FACTS, whenEvaluator } from "../modal/when.ts";
import type { Editor } from "./editor.ts";

export type FactSource = () => boolean | string;

/** Facts of features, which may not be loaded yet; the other ones are false until then. */
const LATE: ReadonlySet<FactName> = new Set(["git", "server", "syntax"]);

class Facts {
  private readonly sources = new Map<FactName, FactSource>();
  private readonly loadRest: () => boolean;

  constructor(loadRest: () => boolean) {
    this.loadRest = loadRest;
  }

  /** Gives the value of a fact from now on; the last source counts. */
  provide(name: FactName, source: FactSource): void {
    this.sources.set(name, source);
  }

  /** False for a fact that nobody provides: the feature is not there. */
  value(name: FactName): boolean | string {
    if (!this.sources.has(name) && LATE.has(name)) this.loadRest();
    return this.sources.get(name)?.() ?? false;
  }

  /** Every fact with its value, for `:checkhealth` and the like. */
  all(): Array<[FactName, boolean | string]> {
    return (Object.keys(WHEN_FACTS) as FactName[]).map((name) => [name, this.value(name)]);
  }
}

const REGISTRIES = new WeakMap<Editor, Facts>();

/** The facts of an editor; the first call makes them and gives the editor its `holds`. */
export function factsOf(editor: Editor): Facts {
  const known = REGISTRIES.get(editor);
  if (known) return known;
  const facts = new Facts(() => editor.loadRest());
  REGISTRIES.set(editor, facts);
  provideBase(editor, facts);
  editor.holds = whenEvaluator((name) => facts.value(name));
  return facts;
}

/** What the editor knows by itself. */
function provideBase(editor: Editor, facts: Facts): void {
  facts.provide("normal", () => editor.mode === "normal");
  facts.provide("operator", () => editor.mode === "operator");
  facts.provide("visual", () => editor.win.visual !== null && editor.mode !== "select");
  facts.provide("insert", () => editor.mode === "insert");
  facts.provide("replace", () => editor.mode === "replace" || editor.mode === "vreplace");
  facts.provide("cmdline", () => editor.cmdline !== null);
  facts.provide("completion", () => editor.completion !== null);
  facts.provide("wildmenu", () => Boolean(editor.cmdline?.menu));
  facts.provide("leadingBlank", () => {
    const { pos } = editor.win.cursor;
    const { from, text } = editor.doc.text.lineAt(pos);
    const firstCharacter = text.search(/[^ \t]/);
    return firstCharacter < 0 || pos - from <= firstCharacter;
  });
  facts.provide("lineEnd", () => {
    const { pos } = editor.win.cursor;
    return pos === editor.doc.text.lineAt(pos).to;
  });
  facts.provide("modified", () => editor.doc.modified);
  facts.provide("readonly", () => {
    const { options } = editor.doc;
    return options.get("readonly") || !options.get("modifiable");
  });
  facts.provide("recording", () => editor.recording !== null);
  facts.provide("searching", () => editor.search.pattern !== null);
  facts.provide("split", () => editor.tab.windows.length > 1);
  facts.provide("filetype", () => editor.doc.options.get("filetype"));
  facts.provide("kind", () => editor.doc.kind);
}

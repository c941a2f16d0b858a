/** Typed lines outlive the session: loaded once after the first frame, added when idle. */
import type { Editor } from "../editor/editor.ts";
import type { Store } from "../store/store.ts";

const KINDS = [":", "/", "=", "@"] as const;

export class HistoryStore {
  private readonly editor: Editor;
  private readonly store: Store;
  /** Lines of each kind that the store knows. */
  private readonly known = new Map<string, Set<string>>();

  constructor(editor: Editor, store: Store) {
    this.editor = editor;
    this.store = store;
  }

  /** Puts what earlier sessions typed before what this one has typed so far. */
  async load(): Promise<void> {
    for (const kind of KINDS) {
      const lines = (await this.store.ask("loadHistory", kind)) ?? [];
      const own = this.editor.history[kind];
      const fresh = new Set(own);
      const most = this.editor.options.get("history");
      own.unshift(...lines.filter((line) => !fresh.has(line)).slice(-most));
      this.known.set(kind, new Set(lines));
    }
  }

  /** Stores lines that are new since the last call. */
  save(): void {
    for (const kind of KINDS) {
      const known = this.known.get(kind);
      if (!known) continue;
      for (const line of this.editor.history[kind]) {
        if (known.has(line)) continue;
        known.add(line);
        void this.store.ask("addHistory", { kind, line, when: this.editor.services.now() });
      }
    }
  }
}

/** Typed lines outlive the session: loaded once after the first frame, added when idle. */
import type { Editor } from "../editor/editor.ts";
import type { Store } from "../store/store.ts";

const KINDS = [":", "/", "=", "@"] as const;
/** Until somebody knows secrets: what is too short to be one with its name. UTF-16 units. */
const PLAIN = 12;

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

  /** Stores lines that are new since the last call, but for those with secrets. */
  save(): void {
    for (const kind of KINDS) {
      const known = this.known.get(kind);
      if (!known) continue;
      for (const line of this.editor.history[kind]) {
        if (known.has(line)) continue;
        const { hasSecret } = this.editor;
        if (hasSecret === null && line.length > PLAIN) continue;
        known.add(line);
        if (hasSecret?.(line)) continue;
        void this.store.ask("addHistory", { kind, line, when: this.editor.services.now() });
      }
    }
  }
}

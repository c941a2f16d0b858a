/**
 * What Tab is in normal mode. Many terminals send one byte for Tab and CTRL-I. There Tab is for
 * suggestions until a command jumps; from then on it is CTRL-I, which goes forward in the jump list,
 * until the text changes.
 */
import type { Editor } from "../../editor/editor.ts";
import type { Jump, JumpList } from "../../editor/jump-list.ts";

interface Seen {
  readonly last: Jump | undefined;
  readonly index: number;
}

export class NormalTab {
  private readonly editor: Editor;
  private readonly tells: () => boolean;
  private readonly seen = new WeakMap<JumpList, Seen>();
  private list: JumpList | null = null;
  private jumped = false;
  private changed = false;
  private own = false;
  /** CTRL-I has come as a key of its own: the terminal can. */
  private told = false;

  /** `tells`: the terminal is known to send another key for CTRL-I. */
  constructor(editor: Editor, tells: () => boolean) {
    this.editor = editor;
    this.tells = tells;
    editor.events.on("change", () => {
      this.changed = true;
    });
    editor.events.on("command-done", ({ keys }) => {
      if (editor.nesting > 0) return;
      if (keys[0] === "<C-i>" && editor.loop?.typed) this.told = true;
      this.look();
    });
    if (editor.tabs.length > 0) this.look();
  }

  /** Tab accepts (when there is something to accept). */
  get accepts(): boolean {
    const wanted = this.editor.options.get("tabnormal");
    if (wanted !== "auto") return wanted === "on";
    return !this.jumped || this.told || this.tells();
  }

  /** The command that runs jumps because of a suggestion. */
  follows(): void {
    this.own = true;
  }

  private look(): void {
    const before = this.list;
    this.list = this.editor.win.jumps;
    // The first one is known from its beginning; one that is cloned begins where its window did.
    if (before === null) this.seen.set(this.list, { last: undefined, index: 0 });
    // A jump to another window is noted in the one that it came from.
    const moved = this.moved(this.list) || (before !== null && this.moved(before));
    if (this.changed) this.jumped = false;
    else if (moved && !this.own) this.jumped = true;
    this.changed = false;
    this.own = false;
  }

  /** Whether a list has another newest entry, or another place in it, than when it was looked at. */
  private moved(list: JumpList): boolean {
    const known = this.seen.get(list);
    const { index, entries } = list;
    const last = entries[entries.length - 1];
    if (known && known.last === last && known.index === index) return false;
    this.seen.set(list, { last, index });
    return known !== undefined;
  }
}

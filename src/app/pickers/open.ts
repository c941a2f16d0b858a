/** Opening a picker: reads keys until something is chosen, then goes there. */
import { UserError } from "../../base/errors.ts";
import { foldControl, type Key, textOfKey } from "../../base/key.ts";
import { readRegister } from "../../commands/cmdline/register-text.ts";
import type { Command } from "../../editor/command.ts";
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, rawKey, until } from "../../editor/fiber.ts";
import type { PickItem, PickRequest, PickSource } from "../../editor/picker.ts";
import { goToPlace, type OpenHow } from "../../editor/place.ts";
import { quickfixOf } from "../../editor/quickfix.ts";
import type { Layer } from "../../screen/layer.ts";
import type { Palette } from "../../view/palette.ts";
import { PickerLayer } from "../../view/picker-layer.ts";
import { Picker, type PickerEnd, type PickerPorts } from "./picker.ts";

export interface PickerScreen {
  push(layer: Layer): void;
  remove(layer: Layer): void;
  palette(): Palette;
}

/** What a quickfix list takes of a picker. */
const MOST_LISTED = 50_000;

/** The picker that was open last, as `:Pick resume` opens it again. */
interface Last {
  readonly source: PickSource;
  readonly query: string;
  readonly text: string | null;
}

export class PickerDesk {
  private readonly editor: Editor;
  private readonly screen: PickerScreen;
  private readonly ports: PickerPorts;
  private last: Last | null = null;
  /** The open one. */
  open: Picker | null = null;
  /** Opens the matches of a pattern as a buffer to edit; set by the project search. */
  editMatches: (pattern: string) => Fiber = noMatches;

  constructor(editor: Editor, screen: PickerScreen, ports: PickerPorts) {
    this.editor = editor;
    this.screen = screen;
    this.ports = ports;
  }

  *pick(request: PickRequest, wanted: string | null = null): Fiber {
    const { editor, screen } = this;
    if (this.open !== null) throw new UserError("A picker is open already");
    const { source, query } = request;
    const picker = new Picker(source, this.ports, { ...(query ? { query } : {}), wanted });
    const layer = new PickerLayer(picker, {
      palette: () => screen.palette(),
      ascii: () => editor.options.get("ascii"),
    });
    this.open = picker;
    editor.pending = "";
    let end: PickerEnd;
    try {
      screen.push(layer);
      picker.start();
      end = yield* this.read(picker);
      const text = picker.current?.text ?? null;
      this.last = { source, query: picker.line.text, text };
    } finally {
      this.open = null;
      screen.remove(layer);
      picker.close();
    }
    yield* this.finish(picker, end);
  }

  /** Opens the last picker again, where it was. */
  *resume(): Fiber {
    if (this.last === null) throw new UserError("No picker has been open");
    const { source, query, text } = this.last;
    yield* this.pick({ source, query }, text);
  }

  private *read(picker: Picker): Fiber<PickerEnd> {
    const { editor } = this;
    for (;;) {
      const keys = [yield* rawKey()];
      try {
        yield* this.key(picker, keys);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        if (error.message === "") editor.beep();
        else editor.showMessage(error.message, "error");
      }
      if (picker.end !== null) return picker.end;
      picker.queryChanged(editor.loop?.expectsMore === true);
    }
  }

  private *key(picker: Picker, keys: Key[]): Fiber {
    const { editor } = this;
    const command = yield* this.commandOf(keys);
    if (command !== null) {
      const { win, doc } = editor;
      const fiber = command.run({ editor, win, doc, count: 0, register: "", keys });
      if (fiber) yield* fiber;
      return;
    }
    const pasted = editor.loop?.pastedText(keys[0]!);
    const text = pasted ?? textOfKey(keys[0]!);
    if (keys.length === 1 && text !== null) picker.line.insert(oneLine(text));
    else editor.beep();
  }

  /** What the keys name in the section [picker]; reads more where that could be longer. */
  private *commandOf(keys: Key[]): Fiber<Command | null> {
    const { editor } = this;
    const map = editor.defaultKeys.picker;
    if (!map) return null;
    for (;;) {
      let found = map.lookup(keys, editor.holds);
      if (found.mapping === null && !found.longer) {
        found = map.lookup(keys.map(foldControl), editor.holds);
      }
      const action = found.mapping?.action;
      if (action?.type === "command") return editor.commands.require(action.name);
      if (!found.longer) return null;
      keys.push(yield* rawKey());
    }
  }

  private *finish(picker: Picker, end: PickerEnd): Fiber {
    const { editor } = this;
    const { source } = picker;
    switch (end.kind) {
      case "accept":
        for (const item of end.items) yield* accept(editor, source, item, end.how);
        return;
      case "quickfix": {
        const items = end.items.filter((item) => item.place !== undefined).slice(0, MOST_LISTED);
        if (items.length === 0) throw new UserError("Nothing here leads to a place");
        const title = `${source.title}: ${picker.line.text}`.replace(/: $/, "");
        quickfixOf(editor).set({ title, items: items.map(quickfixItem) });
        yield* editor.ex("copen");
        return;
      }
      case "edit-matches":
        yield* this.editMatches(picker.line.text);
        return;
      default:
        return;
    }
  }
}

function* accept(editor: Editor, source: PickSource, item: PickItem, how: OpenHow): Fiber {
  if (source.accept) {
    const fiber = source.accept(item, how);
    if (fiber) yield* fiber;
  } else if (item.place) yield* goToPlace(editor, item.place, how);
  else editor.beep();
}

function quickfixItem(item: PickItem) {
  const { path, doc, point } = item.place!;
  const place = doc === undefined ? {} : { doc };
  // The place is said by the list itself.
  const text = item.text.replace(/^.*?:\d+: /s, "");
  return { ...place, ...(path === undefined ? {} : { path }), point, text, kind: "" as const };
}

function* noMatches(): Fiber {
  yield* [];
  throw new UserError("There is nothing to edit matches with");
}

/** So long a key that was typed ahead waits for the list, in milliseconds. */
const PATIENCE_MS = 900;

/** A choice that was typed before the list was drawn is made of the list as it will be. */
function* typedAhead(picker: Picker): Fiber {
  yield* until(picker.whenSettled(PATIENCE_MS), `The picker ${picker.source.name}`);
}

/** A pasted text as one line. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+$/, "").replace(/[\r\n]+/g, " ");
}

/** The commands that the section [picker] names; each acts on the open picker. */
export function pickerCommands(desk: PickerDesk): Command[] {
  const on = (name: string, doc: string, act: (picker: Picker) => Fiber | void): Command => ({
    name: `picker.${name}`,
    doc,
    run() {
      if (desk.open === null) throw new UserError(`picker.${name} works in a picker only`);
      return act(desk.open);
    },
  });
  const opens = (name: string, how: OpenHow, doc: string) =>
    on(name, doc, function* (picker) {
      if (!picker.wasSeen && !picker.isSettled) yield* typedAhead(picker);
      const items = picker.chosenItems;
      if (items.length > 0) picker.end = { kind: "accept", how, items };
    });
  return [
    on("close", "Close the picker", (picker) => {
      picker.end = { kind: "close" };
    }),
    opens("accept", "edit", "Open the selected entry, or those that are marked"),
    opens("split", "split", "Open the selected entry in a new window"),
    opens("vsplit", "vsplit", "Open the selected entry in a new window beside this one"),
    opens("tab", "tab", "Open the selected entry in a new tab page"),
    on("next", "Select the next entry", (picker) => picker.move(1)),
    on("previous", "Select the previous entry", (picker) => picker.move(-1)),
    on("page-down", "Select the entry a list further down", (picker) => picker.page(1)),
    on("page-up", "Select the entry a list further up", (picker) => picker.page(-1)),
    on("first", "Select the first entry", (picker) => picker.goTo("first")),
    on("last", "Select the last entry", (picker) => picker.goTo("last")),
    on("mark", "Mark the selected entry, or take its mark away, and go on", (picker) =>
      picker.toggleMark(1),
    ),
    on("mark-back", "Mark the selected entry, or take its mark away, and go back", (picker) =>
      picker.toggleMark(-1),
    ),
    on("quickfix", "Put the marked entries, or all, into the quickfix list", (picker) => {
      picker.end = { kind: "quickfix", items: picker.markedOrAll };
    }),
    on("edit-matches", "Open the matches of the grep as a buffer to edit", (picker) => {
      if (picker.source.name !== "grep") picker.line.cursor = picker.line.text.length;
      else if (picker.line.text !== "") picker.end = { kind: "edit-matches" };
    }),
    on("preview-down", "Scroll the preview down", (picker) => picker.scrollPreview(1)),
    on("preview-up", "Scroll the preview up", (picker) => picker.scrollPreview(-1)),
    on("left", "Go left in the query", ({ line }) => line.left()),
    on("right", "Go right in the query", ({ line }) => line.right()),
    on("start", "Go to the start of the query", ({ line }) => {
      line.cursor = 0;
    }),
    on("end", "Go to the end of the query", ({ line }) => {
      line.cursor = line.text.length;
    }),
    on("delete-before", "Delete the character before the cursor", ({ line }) => {
      if (line.cursor > 0) line.deleteBefore();
    }),
    on("delete-after", "Delete the character under the cursor", ({ line }) => {
      if (line.cursor < line.text.length) line.deleteAfter();
    }),
    on("delete-word", "Delete the word before the cursor", ({ line }) =>
      line.deleteWordBefore((code) => /[\p{L}\p{N}_]/u.test(String.fromCodePoint(code))),
    ),
    {
      name: "picker.register",
      doc: "Insert a register into the query, or a word of the text (CTRL-R CTRL-W)",
      *run({ editor }) {
        const picker = desk.open;
        if (picker === null) throw new UserError("picker.register works in a picker only");
        const text = yield* readRegister(editor, editor.evaluate);
        if (text !== null) picker.line.insert(oneLine(text));
      },
    },
  ];
}

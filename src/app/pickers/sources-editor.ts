/** What the editor itself has: buffers, commands, keys, registers, jumps, marks, help, themes. */
import { UserError } from "../../base/errors.ts";
import { exCommands } from "../../commands/ex/table.ts";
import { isMotion, isObject, isOperator } from "../../commands/normal/types.ts";
import { putText } from "../../commands/put.ts";
import { showDocument } from "../../editor/buffers.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { shownPath } from "../../editor/paths.ts";
import type { PickItem, PickSource } from "../../editor/picker.ts";
import { goToPlace, noteJump } from "../../editor/place.ts";
import type { Mapping } from "../../modal/keymap.ts";
import { registerString } from "../../text/register.ts";
import { type Point, pointOf } from "../../text/text.ts";

const MOST_TEXT = 200;
const START: Point = { row: 0, col: 0 };

/** A source whose entries are there at once. */
function listed(
  name: string,
  title: string,
  doc: string,
  items: () => readonly PickItem[],
  more: Partial<PickSource> = {},
): PickSource {
  return {
    name,
    title,
    doc,
    start(_query, sink) {
      sink.push(items());
      sink.done();
    },
    ...more,
  };
}

function nameOf(editor: Editor, doc: Document): string {
  if (doc.path !== null) return shownPath(editor, doc.path);
  return doc.title ?? (doc.kind === "file" ? "[No Name]" : "[Scratch]");
}

function rowText(doc: Document, row: number): string {
  if (row < 0 || row >= doc.text.lines) return "";
  return doc.text
    .line(row + 1)
    .text.slice(0, 10 * MOST_TEXT)
    .trim()
    .slice(0, MOST_TEXT);
}

/** The documents, the one used last first and the current one at the end. */
class BufferOrder {
  private readonly editor: Editor;
  private used: Document[] = [];

  constructor(editor: Editor) {
    this.editor = editor;
    editor.events.on("window-enter", ({ doc }) => {
      this.used = [doc, ...this.used.filter((other) => other !== doc)];
    });
    editor.events.on("document-close", (doc) => {
      this.used = this.used.filter((other) => other !== doc);
    });
  }

  get docs(): Document[] {
    const { docs, doc: current } = this.editor;
    const known = this.used.filter((doc) => doc !== current && docs.includes(doc));
    const others = docs.filter((doc) => doc !== current && !known.includes(doc));
    return [...known, ...others, current].filter((doc) => doc.listed);
  }
}

function bufferSource(editor: Editor, order: BufferOrder): PickSource {
  const items = () =>
    order.docs.map((doc): PickItem => {
      const win = editor.windows.find((each) => each.doc === doc);
      const point = win ? pointOf(doc.text, win.cursor.pos) : (doc.marks.get('"') ?? START);
      return {
        text: nameOf(editor, doc),
        detail: `${doc.id}${doc.modified ? " [+]" : ""}`,
        place: { doc, ...(doc.path === null ? {} : { path: doc.path }), point },
        data: doc,
      };
    });
  return listed("buffers", "Buffers", "Open buffers, the last used first", items, {
    paths: true,
    *accept(item, how) {
      const doc = item.data as Document;
      if (how === "edit" && doc.loaded) {
        // It is shown where it was left.
        noteJump(editor);
        showDocument(editor, editor.win, doc);
      } else if (!doc.loaded && doc.path !== null) {
        yield* goToPlace(editor, { path: doc.path, point: item.place!.point }, how);
      } else yield* goToPlace(editor, item.place!, how);
    },
  });
}

function commandSource(editor: Editor): PickSource {
  const items = (): PickItem[] => [
    ...exCommands(editor).map(({ name, doc }) => ({ text: `:${name}`, detail: doc })),
    ...editor.commands
      .all()
      .filter((each) => !isMotion(each) && !isOperator(each) && !isObject(each))
      .map(({ name, doc }) => ({ text: name, detail: doc })),
  ];
  return listed("commands", "Commands", "Ex commands and named commands", items, {
    *accept({ text }) {
      if (text.startsWith(":")) {
        yield* editor.commandLine(`${text.slice(1)} `);
        return;
      }
      const { win, doc } = editor;
      const fiber = editor.commands
        .require(text)
        .run({ editor, win, doc, count: 0, register: "", keys: [] });
      if (fiber) yield* fiber;
    },
  });
}

function keymapSource(editor: Editor): PickSource {
  const entry = (mode: string, mapping: Mapping): PickItem => {
    const { keys, action, when } = mapping;
    const what =
      action.type === "keys"
        ? action.keys.join("")
        : `${action.name}  ${editor.commands.get(action.name)?.doc ?? ""}`;
    return {
      text: `${mode} ${keys.map((key) => (key === " " ? "<Space>" : key)).join("")}`,
      detail: `${mapping.doc === "" ? what : mapping.doc}${when === "" ? "" : ` (when ${when})`}`,
      data: { mode, keys },
    };
  };
  const items = () => {
    const all: PickItem[] = [];
    for (const [mode, map] of Object.entries(editor.maps)) {
      for (const mapping of map.entries()) all.push(entry(mode, mapping));
    }
    for (const [mode, map] of Object.entries(editor.defaultKeys)) {
      for (const mapping of map.entries()) all.push(entry(mode, mapping));
    }
    return all;
  };
  return listed("keymaps", "Keymaps", "Keys and what they do", items, {
    accept({ data }) {
      const { mode, keys } = data as { mode: string; keys: readonly string[] };
      if (!["n", "normal", "motion"].includes(mode)) {
        throw new UserError(`These keys are for ${mode} mode`);
      }
      editor.loop?.queue.stuff(keys, true);
    },
  });
}

function registerSource(editor: Editor): PickSource {
  const items = () =>
    editor.registers.names().map((name): PickItem => {
      const value = registerString(editor.registers.get(name)!);
      return { text: `"${name} ${value.slice(0, MOST_TEXT)}`, data: name };
    });
  return listed("registers", "Registers", "Registers, to be put behind the cursor", items, {
    accept({ data }) {
      const value = editor.registers.get(data as string);
      if (!value) return;
      const options = { after: true, count: 1, cursorAfter: false, origin: "picker.put" };
      putText(editor, editor.win, value, options);
    },
    preview({ data }) {
      const value = editor.registers.get(data as string);
      if (!value) return null;
      const lines = registerString(value).slice(0, 65_536).split("\n");
      return { title: `register ${data as string}`, lines, row: -1, filetype: "" };
    },
  });
}

/** An entry for a place in an open document or a file. */
function placeItem(
  editor: Editor,
  label: string,
  point: Point,
  doc: Document | null,
  path: string | null,
): PickItem {
  const name = doc ? nameOf(editor, doc) : shownPath(editor, path);
  const text = doc ? rowText(doc, point.row) : "";
  return {
    text: `${label}${name}:${point.row + 1}: ${text}`,
    place: { ...(doc ? { doc } : {}), ...(path === null ? {} : { path }), point },
  };
}

function jumpSource(editor: Editor): PickSource {
  const items = () => {
    const seen = new Set<string>();
    return editor.win.jumps.entries
      .map(({ doc, point }) => placeItem(editor, "", point, doc, doc.path))
      .reverse()
      .filter(({ text }) => !seen.has(text) && seen.add(text));
  };
  return listed("jumps", "Jumps", "Places jumped from, the last one first", items);
}

function markSource(editor: Editor): PickSource {
  const items = () => [
    ...[...editor.doc.marks].map(([name, point]) =>
      placeItem(editor, `${name} `, point, editor.doc, editor.doc.path),
    ),
    ...[...editor.globalMarks].map(([name, { doc, path, point }]) =>
      placeItem(editor, `${name} `, point, doc, path),
    ),
  ];
  return listed("marks", "Marks", "Marks of the buffer and those of all files", items);
}

function helpSource(editor: Editor): PickSource {
  const items = () => editor.helpTags().map((text) => ({ text }));
  return listed("help", "Help", "Topics of the help", items, {
    accept: ({ text }) => editor.openHelp(text),
  });
}

function themeSource(editor: Editor): PickSource {
  let before: string | null = null;
  const items = () => editor.themeNames().map((text) => ({ text }));
  return listed("themes", "Themes", "Themes, tried while you move through them", items, {
    peek(item) {
      if (item === null) {
        if (before !== null) editor.options.set("theme", before);
        before = null;
        return;
      }
      before ??= editor.options.get("theme");
      if (editor.options.get("theme") !== item.text) editor.options.set("theme", item.text);
    },
    accept({ text }) {
      editor.options.set("theme", text);
    },
  });
}

export function editorSources(editor: Editor): PickSource[] {
  return [
    bufferSource(editor, new BufferOrder(editor)),
    commandSource(editor),
    keymapSource(editor),
    registerSource(editor),
    jumpSource(editor),
    markSource(editor),
    helpSource(editor),
    themeSource(editor),
  ];
}

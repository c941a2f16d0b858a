/** Puts the pickers into an editor: the sources of its own, `:Pick`, the keys, the fact `picker`. */
import { UserError } from "../../base/errors.ts";
import type { Command } from "../../editor/command.ts";
import type { Editor } from "../../editor/editor.ts";
import type { ExCall } from "../../editor/ex-command.ts";
import { factsOf } from "../../editor/facts.ts";
import type { Fiber } from "../../editor/fiber.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { shownPath } from "../../editor/paths.ts";
import {
  type PickItem,
  type PickPreview,
  type PickSource,
  pickersOf,
} from "../../editor/picker.ts";
import { syntaxOf } from "../../language/syntax/syntax.ts";
import { readPart } from "./file-preview.ts";
import { installGrep } from "./grep-commands.ts";
import { PickerDesk, type PickerScreen, pickerCommands } from "./open.ts";
import type { PickerPorts } from "./picker.ts";
import { followRecent, RecentFiles, recentSource } from "./recent.ts";
import { openSearch } from "./search-buffer.ts";
import { editorSources } from "./sources-editor.ts";
import { fileSource, grepSource } from "./sources-files.ts";

export interface InstalledPickers {
  readonly desk: PickerDesk;
  /** `updatetime` has passed without a key. */
  idle(): void;
  close(): void;
}

/** Rows of an open document that a preview takes before and after its row. */
const AROUND = 400;

export function installPickers(
  editor: Editor,
  host: FeatureHost,
  screen: PickerScreen,
): InstalledPickers {
  const desk = new PickerDesk(editor, screen, portsOf(editor, host));
  desk.editMatches = (pattern) => openSearch(editor, host.env, pattern);
  installGrep(editor, host.env);
  const pickers = pickersOf(editor);
  pickers.open = (request) => desk.pick(request);
  const recent = new RecentFiles(host.stateFolder, () => editor.services.now());
  followRecent(editor, recent);
  pickers.register(
    fileSource(editor, host.env),
    grepSource(editor, host.env),
    recentSource(editor, recent),
    ...editorSources(editor),
    sourceSource(editor),
  );
  factsOf(editor).provide("picker", () => desk.open !== null);
  editor.commands.add(...pickerCommands(desk), ...openCommands(editor, desk));
  editor.exCommands = [
    ...editor.exCommands,
    {
      name: "Pick",
      min: 4,
      args: true,
      bar: false,
      doc: "Opens a picker by its name, with a query; `:Pick` lists them, `:Pick resume` opens the last",
      complete: (self) => [
        "resume",
        ...pickersOf(self)
          .all()
          .map(({ name }) => name),
      ],
      run: (call) => pick(call, desk),
    },
  ];
  return { desk, idle: () => recent.save(), close: () => recent.save() };
}

function* pick({ editor, args }: ExCall, desk: PickerDesk): Fiber {
  const [, name = "", query = ""] = /^\s*(\S*)\s*(.*)$/s.exec(args)!;
  if (name === "resume") yield* desk.resume();
  else yield* desk.pick({ source: sourceOf(editor, name || "pickers"), query });
}

function sourceOf(editor: Editor, name: string): PickSource {
  let source = pickersOf(editor).get(name);
  while (source === null && editor.loadRest()) source = pickersOf(editor).get(name);
  if (source === null) {
    const names = pickersOf(editor)
      .all()
      .map((each) => each.name);
    throw new UserError(`No picker ${name}: one of ${names.join(", ")}`);
  }
  return source;
}

/** The pickers themselves, for `:Pick`. */
function sourceSource(editor: Editor): PickSource {
  return {
    name: "pickers",
    title: "Pickers",
    doc: "All pickers",
    start(_query, sink) {
      while (editor.loadRest());
      const sources = pickersOf(editor).all();
      sink.push(sources.map(({ name, doc }) => ({ text: name, detail: doc })));
      sink.done();
    },
    accept: (item) => pickersOf(editor).open({ source: sourceOf(editor, item.text) }),
  };
}

const OPENED = {
  files: "Pick a file below the working folder",
  grep: "Pick a line that matches a pattern",
  buffers: "Pick an open buffer",
  help: "Pick a topic of the help",
  recent: "Pick a file used lately and often",
} as const;

function openCommands(editor: Editor, desk: PickerDesk): Command[] {
  const opens = Object.entries(OPENED).map(([name, doc]) => ({
    name: `picker.${name}`,
    doc,
    run: () => desk.pick({ source: sourceOf(editor, name) }),
  }));
  return [
    ...opens,
    { name: "picker.resume", doc: "Open the last picker again", run: () => desk.resume() },
  ];
}

function portsOf(editor: Editor, host: FeatureHost): PickerPorts {
  return {
    redraw: () => host.redraw(),
    now: () => performance.now(),
    later: (callback) => {
      setImmediate(callback);
    },
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return { cancel: () => clearTimeout(timer) };
    },
    slow: () => editor.options.get("lowband"),
    readPlace: (item, signal) => preview(editor, item, signal),
    colour: (filetype, lines) => syntaxOf(editor).colour(filetype, lines),
  };
}

/** The text around an item's place: of the open document, else of the file. */
async function preview(
  editor: Editor,
  item: PickItem,
  signal: AbortSignal,
): Promise<PickPreview | null> {
  const { place } = item;
  if (!place) return null;
  const { row } = place.point;
  const isMarked = row > 0 || item.found !== undefined;
  const doc = place.doc ?? editor.docs.find((each) => each.path === place.path && each.loaded);
  const name = place.path ?? doc?.path ?? null;
  const title = `${name === null ? (doc?.title ?? "") : shownPath(editor, name)}`;
  if (doc) {
    const first = Math.max(0, row - AROUND);
    const last = Math.min(doc.text.lines, row + AROUND);
    const lines: string[] = [];
    for (let at = first; at < last; at++) lines.push(doc.text.line(at + 1).text.slice(0, 1000));
    const filetype = doc.options.get("filetype");
    return { title, lines, row: isMarked ? row - first : -1, filetype };
  }
  if (place.path === undefined) return null;
  const part = await readPart(place.path, row, signal);
  if (part.refusal !== "") {
    return { title: `${title}: ${part.refusal}`, lines: [], row: -1, filetype: "" };
  }
  const lines = part.lines.map((line) => line.slice(0, 1000));
  const filetype = editor.filetypeOf(place.path, part.first === 0 ? (lines[0] ?? "") : "");
  return { title, lines, row: isMarked ? row - part.first : -1, filetype };
}

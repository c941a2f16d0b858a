/** `:help`, `:Help`, `:Tutor`: the commands, and what they need. */
import { UserError } from "../../base/errors.ts";
import type { Command } from "../../editor/command.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { openTab } from "../../editor/layout-windows.ts";
import { textOf } from "../../text/text.ts";
import { browse, type OpenBrowser } from "./browse.ts";
import { HelpLibrary } from "./library.ts";
import { HelpWindows } from "./window.ts";

export interface HelpServices {
  /** The folder of the documentation. */
  readonly folder: string;
  /** Opens the help browser's panel; null where there is no screen to draw it on. */
  readonly openBrowser: OpenBrowser | null;
}

export interface Help {
  readonly windows: HelpWindows;
  /** Opens the help of a subject. Throws UserError E149. */
  open(subject: string): void;
  /** Lets the user look for a topic; the index where there is no browser. */
  browse(): Fiber;
  tutor(): Document;
}

/** Puts the help into an editor: its commands, and the tags for completion. */
export function installHelp(editor: Editor, services: HelpServices): Help {
  const library = new HelpLibrary(services.folder);
  const windows = new HelpWindows(editor, library);
  const help: Help = {
    windows,
    open: (subject) => windows.open(subject),
    *browse() {
      if (services.openBrowser === null) return windows.open("index");
      const tag = yield* browse(editor, library, services.openBrowser);
      if (tag !== null) windows.open(tag);
    },
    tutor: () => openTutor(editor, library),
  };
  editor.commands.add(...helpCommands(editor, help));
  editor.helpTags = () => library.tags().map(({ tag }) => tag);
  editor.openHelp = function* (subject) {
    if (subject.trim() === "") yield* help.browse();
    else help.open(subject);
  };
  return help;
}

function helpCommands(editor: Editor, help: Help): Command[] {
  const inHelp = (run: () => void) => () => {
    if (editor.doc.kind !== "help") throw new UserError("E433: Not in a help window");
    run();
  };
  return [
    {
      name: "help.open",
      doc: "Open the help of a subject, or the help browser",
      *run() {
        // `:help` leaves its argument there.
        const subject = editor.exState.argument;
        editor.exState.argument = "";
        yield* editor.openHelp(subject);
      },
    },
    { name: "help.browse", doc: "Look for a help topic", run: () => help.browse() },
    {
      name: "help.follow",
      doc: "Go to the help tag under the cursor (CTRL-])",
      run: inHelp(() => help.windows.follow()),
    },
    {
      name: "help.back",
      doc: "Go back to where the last help tag was followed (CTRL-T)",
      run: inHelp(() => help.windows.back()),
    },
    { name: "help.close", doc: "Close the help window", run: inHelp(() => help.windows.close()) },
    {
      name: "help.tutor",
      doc: "Open the tutor: learn by editing a text",
      run: () => {
        help.tutor();
      },
    },
  ];
}

/** A copy of the tutor's text in a tab page of its own; it may be edited at will. */
function openTutor(editor: Editor, library: HelpLibrary): Document {
  const text = library.texts().get("tutor");
  if (text === undefined) throw new UserError(`E433: No tutor.md in ${library.folder}`);
  const doc = editor.addDocument(textOf(text.replace(/\n$/, "")), null);
  doc.kind = "scratch";
  openTab(editor, doc);
  return doc;
}

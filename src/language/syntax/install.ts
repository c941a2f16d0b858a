/** Syntax as a feature of the editor: `:Inspect`, `:syntax`, the option 'syntax', the fact `syntax`. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import type { ExCommand } from "../../editor/ex-command.ts";
import { factsOf } from "../../editor/facts.ts";
import { GRAMMARS } from "./grammars.ts";
import { inspect } from "./inspect.ts";
import { type ServiceHost, SyntaxService } from "./service.ts";
import { provideSyntax } from "./syntax.ts";

export interface SyntaxFeature {
  readonly service: SyntaxService;
  close(): void;
}

export function installSyntax(editor: Editor, host: ServiceHost): SyntaxFeature {
  const service = new SyntaxService(editor, host);
  provideSyntax(editor, service);
  const disposes = [
    editor.events.on("change", (event) => service.changed(event)),
    editor.events.on("document-close", (doc) => service.closedDocument(doc)),
    editor.events.on("option", ({ name }) => {
      if (name === "syntax") service.refresh();
    }),
  ];
  editor.beforePaint = (win) => service.beforePaint(win);
  factsOf(editor).provide("syntax", () => service.tree(editor.doc) !== null);
  addCommands(editor, service);
  if (editor.tabs.length > 0) {
    for (const win of editor.tab.windows) service.beforePaint(win);
  }
  return {
    service,
    close() {
      for (const dispose of disposes) dispose();
      editor.beforePaint = () => {};
      service.close();
    },
  };
}

function addCommands(editor: Editor, service: SyntaxService): void {
  const commands: ExCommand[] = [
    {
      name: "Inspect",
      min: 3,
      bar: true,
      doc: "What is under the cursor: its language, its place in the tree, its highlight groups",
      run: (call) => call.editor.showMessage(inspect(call.editor, service)),
    },
    {
      name: "syntax",
      min: 2,
      bar: true,
      args: true,
      doc: "`on` and `off`: colours in all buffers; alone: the grammars and how far they are loaded",
      complete: () => ["on", "off"],
      run: ({ editor: self, args }) => syntax(self, service, args.trim()),
    },
  ];
  const names = new Set(commands.map(({ name }) => name));
  editor.exCommands = [...editor.exCommands.filter(({ name }) => !names.has(name)), ...commands];
}

function syntax(editor: Editor, service: SyntaxService, word: string): void {
  if (word === "on" || word === "off" || word === "enable") {
    const value = word === "off" ? "off" : "";
    editor.options.set("syntax", value);
    for (const doc of editor.docs) doc.options.set("syntax", value);
    service.refresh();
    return;
  }
  if (word !== "") throw new UserError(`E475: Invalid argument: ${word}`);
  const loaded = new Map(service.languages.all());
  const lines = Object.keys(GRAMMARS).map((name) => {
    const state = loaded.get(name);
    const how = state?.kind === "failed" ? state.reason : (state?.kind ?? "not used yet");
    return `${name.padEnd(16)} ${how}`;
  });
  editor.showMessage(lines.join("\n"));
}

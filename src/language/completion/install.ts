/** Puts the completion menu and snippets into an editor. */
import type { Command } from "../../editor/command.ts";
import type { Editor } from "../../editor/editor.ts";
import { factsOf } from "../../editor/facts.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { pickersOf } from "../../editor/picker.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { Snippets } from "../snippet/snippets.ts";
import { UserSnippets } from "../snippet/user-snippets.ts";
import { type AcceptPorts, acceptItem } from "./accept.ts";
import { COMPLETION_CAPABILITIES } from "./capabilities.ts";
import type { CompletionItem } from "./item.ts";
import { CompletionMenu } from "./menu.ts";
import { snippetSource } from "./snippet-picker.ts";

export interface InstalledCompletion {
  /** Called before each frame. */
  frame(): void;
  /** What the menu has for the word at the cursor, best first, whether it is shown or not yet. */
  items(): readonly CompletionItem[];
}

export function installCompletion(
  editor: Editor,
  host: FeatureHost,
  servers: LanguageServers,
): InstalledCompletion {
  servers.declare(COMPLETION_CAPABILITIES);
  const fields = new Snippets(editor);
  const snippets = new UserSnippets(host.env, (text) => {
    editor.showMessage(text, "warning");
    host.redraw();
  });
  const menu = new CompletionMenu(editor, host, servers, { fields, snippets });
  const ports: AcceptPorts = {
    editor,
    servers,
    fields,
    redraw: () => host.redraw(),
    afterFrame: (callback) => host.afterFrame(callback),
  };
  const facts = factsOf(editor);
  facts.provide("completes", () => menu.mayComplete());
  facts.provide("menu", () => menu.isOpen);
  facts.provide("menuSelected", () => menu.hasSelection);
  facts.provide("snippet", () => fields.active);
  editor.commands.add(...commands(editor, menu, fields, ports));
  const source = snippetSource(editor, snippets);
  pickersOf(editor).register(source);
  editor.exCommands = [
    ...editor.exCommands,
    {
      name: "Snippets",
      min: 7,
      bar: true,
      doc: "Show your snippets for the kind of the text",
      *run() {
        yield* pickersOf(editor).open({ source });
      },
    },
  ];
  return {
    frame() {
      fields.settle();
      menu.frame();
    },
    items: () => menu.items(),
  };
}

function commands(
  editor: Editor,
  menu: CompletionMenu,
  fields: Snippets,
  ports: AcceptPorts,
): Command[] {
  // A macro replays what came of its keys: these are not recorded.
  const unrecorded = (run: () => void) => () => {
    if (editor.recording !== null && editor.loop?.typed) editor.recorded.pop();
    run();
  };
  return [
    {
      name: "completion.open",
      doc: "Show what the word before the cursor can become",
      run: unrecorded(() => menu.ask()),
    },
    {
      name: "completion.next",
      doc: "Select the next item of the completion menu",
      run: unrecorded(() => menu.step(1)),
    },
    {
      name: "completion.previous",
      doc: "Select the previous item of the completion menu",
      run: unrecorded(() => menu.step(-1)),
    },
    {
      name: "completion.accept",
      doc: "Put the selected item in; the first one when none is selected",
      run: unrecorded(() => {
        const taken = menu.take();
        if (taken === null) return;
        acceptItem(ports, taken.item, taken.start);
        // A folder is only the way to what is in it.
        if (taken.item.kind === "folder" && taken.item.source === "path") menu.note();
      }),
    },
    {
      name: "completion.close",
      doc: "Close the completion menu; the text stays",
      run: unrecorded(() => menu.dismiss()),
    },
    {
      name: "snippet.next",
      doc: "Go to the next place of the snippet",
      run: unrecorded(() => {
        menu.close();
        fields.jump(1);
      }),
    },
    {
      name: "snippet.previous",
      doc: "Go to the previous place of the snippet",
      run: unrecorded(() => {
        menu.close();
        fields.jump(-1);
      }),
    },
  ];
}

/** A lab with the features of language servers, and what they ask of the user. */
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { installLanguageKeys } from "../../../src/app/language-keys.ts";
import { parseKeys } from "../../../src/base/key.ts";
import type { Document } from "../../../src/editor/document.ts";
import { type Fiber, until } from "../../../src/editor/fiber.ts";
import { floatsOf, type OpenFloat } from "../../../src/editor/float.ts";
import { type PickItem, type PickSource, pickersOf } from "../../../src/editor/picker.ts";
import type { LanguageFeatures } from "../../../src/language/features/install.ts";
import type { LanguageClient } from "../../../src/language/lsp/client.ts";
import { NATIVE_MODULES } from "../../servers/real-servers.ts";
import { type Lab, type LabRequest, lab, scripted } from "../lsp/lab.ts";
import type { Script } from "../lsp/script-server.ts";

export interface Desk extends Lab {
  readonly features: LanguageFeatures;
}

/** A lab whose pickers choose by a text: `choose` is the beginning of the wanted item. */
export function desk(request: LabRequest, choose: { text: string } = { text: "" }): Desk {
  const made = lab(request) as Desk;
  const { editor, servers } = made;
  const features = installLanguageKeys(editor, servers, {
    push() {},
    remove() {},
    palette: () => {
      throw new Error("There is no screen");
    },
    cursor: () => null,
  });
  Object.assign(made, { features });
  pickersOf(editor).open = function* ({ source, query }): Fiber {
    const items = yield* until(itemsOf(source, query ?? ""), "the items");
    const item = items.find(({ text }) => text.startsWith(choose.text));
    if (item === undefined) throw new Error(`None of ${items.map((each) => each.text).join(", ")}`);
    const fiber = source.accept?.(item, "edit");
    if (fiber) yield* fiber;
  };
  return made;
}

/** All items of a picker's source. Rejects with the message that it ended with. */
export function itemsOf(source: PickSource, query = ""): Promise<PickItem[]> {
  return new Promise((resolve, reject) => {
    const all: PickItem[] = [];
    const sink = {
      push: (items: readonly PickItem[]) => void all.push(...items),
      done: (message?: string) => (message ? reject(new Error(message)) : resolve(all)),
    };
    source.start(query, sink, new AbortController().signal);
  });
}

/** A project with the TypeScript 7 of this repository. */
export function typescriptDesk(
  files: Readonly<Record<string, string>>,
  choose = { text: "" },
): Desk {
  const made = desk(
    {
      files: {
        "package.json": '{ "name": "x", "type": "module" }\n',
        "tsconfig.json":
          '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "nodenext", "target": "es2022", "allowImportingTsExtensions": true } }\n',
        ...files,
      },
    },
    choose,
  );
  symlinkSync(NATIVE_MODULES, join(made.root, "node_modules"));
  return made;
}

/** A scripted server that can do what the answers name, on `a.txt`. */
export async function scriptedDesk(
  script: Script,
  files: Readonly<Record<string, string>>,
  choose = { text: "" },
): Promise<{ here: Desk; doc: Document; client: LanguageClient }> {
  const here = desk({ files, servers: { script: scripted(script) } }, choose);
  const doc = here.open("a.txt");
  return { here, doc, client: await here.client(doc, "script") };
}

/** Puts the cursor on the nth occurrence of a text (from 0). */
export function at(here: Lab, text: string, nth = 0): void {
  const { doc, win } = here.editor;
  const all = doc.text.toString();
  let pos = -1;
  for (let i = 0; i <= nth; i++) pos = all.indexOf(text, pos + 1);
  if (pos < 0) throw new Error(`No ${text} here`);
  here.editor.setCursor(win, pos);
}

/** Types keys and waits until the command that they make is over. */
export async function run(here: Lab, keys: string): Promise<void> {
  const { loop } = here.editor;
  loop!.feed(parseKeys(keys));
  await here.until(() => loop!.idle, `${keys} ends`);
}

/** The lines of the open float. */
export function floatText(here: Lab): string[] {
  const float: OpenFloat | null = floatsOf(here.editor).current;
  return (float?.request.lines ?? []).map(({ text, rule }) => (rule ? "----" : text));
}

/** Path of the document without the root, and the cursor as row:col. */
export function where(here: Lab): string {
  const { doc, win } = here.editor;
  const line = doc.text.lineAt(win.cursor.pos);
  const name = doc.path?.slice(here.root.length + 1) ?? doc.title;
  return `${name} ${line.number - 1}:${win.cursor.pos - line.from}`;
}

/** A lab with the predictors that know more than text; they are asked as the arbiter asks them. */
import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import { extname, join } from "node:path";
import type { Git } from "../../../src/git/git.ts";
import { installGit } from "../../../src/git/install.ts";
import type { CompletionItem } from "../../../src/language/completion/item.ts";
import { installLanguageFeatures } from "../../../src/language/features/install.ts";
import { installSyntax } from "../../../src/language/syntax/install.ts";
import { tabCoreOf } from "../../../src/tab/install.ts";
import { installTabServers, type TabServers } from "../../../src/tab/server/install.ts";
import { snapshotOf } from "../../../src/tab/snapshot.ts";
import {
  type DocumentSnapshot,
  hunksOf,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
} from "../../../src/text/prediction.ts";
import { slice, textOf } from "../../../src/text/text.ts";
import type { Desk } from "../../language/features/desk.ts";
import { type LabRequest, lab } from "../../language/lsp/lab.ts";
import { NATIVE_MODULES } from "../../servers/real-servers.ts";

export interface Stage extends Omit<Desk, "features"> {
  readonly tab: TabServers;
  readonly git: Git;
  readonly predictors: ReadonlyMap<string, Predictor>;
  /** What the completion menu would have. */
  items: CompletionItem[];
  /** The clock of diagnostics, ms. */
  now: number;
  snapshot(): PredictionSnapshot;
  /** The first answers of a predictor that satisfy a test; it goes on until it is aborted. */
  answers(
    name: string,
    enough?: (answers: readonly PredictionAnswer[]) => boolean,
  ): Promise<readonly PredictionAnswer[]>;
  /** The last answers of a predictor that comes to an end by itself. */
  last(name: string): Promise<readonly PredictionAnswer[]>;
  /** An answer as a person would read it. */
  shown(answer: PredictionAnswer): string;
}

/** Only what fails waits that long. */
const PATIENCE_MS = 60_000;

const closeList: (() => void)[] = [];

export function closeStages(): void {
  for (const close of closeList) close();
}

export function stage(request: LabRequest): Stage {
  const made = lab(request) as unknown as Stage;
  const { editor, servers, root } = made;
  const { host } = servers;
  const predictors = new Map<string, Predictor>();
  const core = tabCoreOf(editor);
  core.tab = {
    arbiter: null as never,
    history: core.history,
    addPredictors: (...more: readonly Predictor[]) => {
      for (const each of more) predictors.set(each.name, each);
    },
  } as never;
  const syntax = installSyntax(editor, { redraw() {}, quietMs: () => 1000 });
  const features = installLanguageFeatures(servers, {
    // biome-ignore lint/correctness/useYield: nobody is asked
    *readLine() {
      return null;
    },
    leaveVisual() {},
  });
  const git = installGit(editor, host);
  // Later than any first list of a server.
  Object.assign(made, { items: [], now: 1e12 });
  editor.services.now = () => made.now;
  const closed = new Map<string, DocumentSnapshot>();
  const tab = installTabServers(editor, host, {
    servers,
    git,
    items: () => made.items,
    closed: (path) => closed.get(path) ?? null,
    async bring(paths) {
      for (const path of paths) {
        assert.ok(path.startsWith(`${root}/`) && !closed.has(path), `${path} is asked for once`);
        const text = textOf(readFileSync(path, "utf8").replace(/\n$/, ""));
        closed.set(path, {
          id: -1 - closed.size,
          revision: 0,
          text,
          path,
          filetype: extname(path) === ".ts" ? "typescript" : "text",
          pos: 0,
          isKeyword: editor.doc.isKeyword,
        });
      }
    },
  });
  closeList.push(() => {
    tab.close();
    features.close();
    git.close();
    syntax.close();
  });
  const snapshot = (): PredictionSnapshot => snapshotOf(editor, core.history.edits, "change", {});
  const predict = (name: string, signal: AbortSignal) =>
    predictors.get(name)!.predict(snapshot(), signal);
  return Object.assign(made, {
    tab,
    git,
    predictors,
    snapshot,
    async answers(
      name: string,
      enough: (answers: readonly PredictionAnswer[]) => boolean = (list) => list.length > 0,
    ) {
      const controller = new AbortController();
      const late = setTimeout(() => controller.abort(), PATIENCE_MS);
      try {
        const found = predict(name, controller.signal);
        if (Symbol.asyncIterator in found) {
          for await (const list of found) if (enough(list)) return list;
        } else {
          const list = await found;
          if (enough(list)) return list;
        }
        return assert.fail(`${name} has no such answer`);
      } finally {
        clearTimeout(late);
        controller.abort();
      }
    },
    async last(name: string) {
      const found = predict(name, new AbortController().signal);
      if (!(Symbol.asyncIterator in found)) return found;
      let last: readonly PredictionAnswer[] = [];
      for await (const list of found) last = list;
      return last;
    },
    shown({ doc, changes, cursor, reason }: PredictionAnswer) {
      const open = editor.docs.find(({ id }) => id === doc);
      const file = [...closed.values()].find(({ id }) => id === doc);
      const text = open?.text ?? file!.text;
      const name = (open?.path ?? file?.path ?? "").slice(root.length + 1);
      const at = (pos: number): string => {
        const line = text.lineAt(pos);
        return `${name}:${line.number}:${pos - line.from}`;
      };
      if (changes.empty) return `${at(cursor)} (${reason})`;
      return hunksOf(changes)
        .map(({ from, to, insert }) => `${at(from)} ${slice(text, from, to)}→${insert}`)
        .join(", ");
    },
  });
}

/** A project with the TypeScript 7 of this repository. */
export function typescriptStage(files: Readonly<Record<string, string>>): Stage {
  const made = stage({
    files: {
      "package.json": '{ "name": "x", "type": "module" }\n',
      "tsconfig.json":
        '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "nodenext", "target": "es2022", "allowImportingTsExtensions": true } }\n',
      ...files,
    },
    servers: { eslint: false },
  });
  symlinkSync(NATIVE_MODULES, join(made.root, "node_modules"));
  return made;
}

/** Puts the cursor on a text and types keys. */
export async function edit(here: Stage, at: string, keys: string): Promise<void> {
  const { doc, win } = here.editor;
  const pos = slice(doc.text, 0, doc.text.length).indexOf(at);
  assert.ok(pos >= 0, `${at} is there`);
  here.editor.setCursor(win, pos);
  await type(here, keys);
}

/** Types keys and waits until the command is over, or for the next text of insert mode. */
export async function type(here: Stage, keys: string): Promise<void> {
  const { editor } = here;
  here.keys(keys);
  await here.until(() => editor.loop!.idle || editor.mode === "insert", `${keys} ends`);
}

/** What the main thread does for a request: the scene in its slices, and the prompt. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { composeEditor } from "../src/app/compose.ts";
import { installContext } from "../src/context/install.ts";
import { isUnfit, type Layout } from "../src/models/format.ts";
import { formats } from "../src/models/formats/all.ts";
import { EditHistory, recordHistory } from "../src/tab/history.ts";
import { snapshotOf } from "../src/tab/snapshot.ts";
import { ChangeSet, posOf, textOf } from "../src/text/text.ts";

const LINES = 3000;
const KEYS = 200;
const FORMATS = ["qwen", "zeta2", "patch"] as const;
const TYPED = "  const other = store.findPart(partId, { strict: options.strict });\n";

function source(count: number): string {
  const rows: string[] = [];
  for (let at = 0; rows.length < count; at++) {
    rows.push(
      `export function visit${at}(input: Input${at % 7}, options: Options): Result {`,
      `  const parsed = parseInput(input, { strict: options.strict, depth: ${at} });`,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of the made-up program
      "  if (parsed === null) throw new Error(`nothing to be done for ${input.name}`);",
      "  return { parts: parsed.parts.length, warnings: options.warnings };",
      "}",
      "",
    );
  }
  return rows.slice(0, count).join("\n");
}

/** Somebody types in a long file; after each letter a model is asked. */
export async function measureScenes(note: (name: string, value: number) => void): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "hunch-bench-"));
  writeFileSync(join(root, "package.json"), "{}");
  const editor = composeEditor({ now: () => Date.now(), poll: () => {} });
  editor.cwd = root;
  editor.addTab(editor.newWindow(editor.addDocument(textOf(""), null)));
  const history = new EditHistory();
  recordHistory(editor, history, {});
  const context = installContext(editor, {
    env: {},
    git: null,
    definitions: null,
    terminals: null,
  });
  for (const [at, name] of ["other.ts", "more.ts", "main.ts"].entries()) {
    const doc = editor.addDocument(textOf(source(at === 2 ? LINES : 400)), join(root, name));
    doc.options.set("filetype", "typescript");
    editor.win.doc = doc;
    editor.events.emit("window-enter", editor.win);
  }
  const { win, doc } = editor;
  editor.setCursor(win, posOf(doc.text, LINES / 2, 0));
  const layouts = new Map<string, Layout>();
  for (let i = 0; i < KEYS; i++) {
    const letter = TYPED[i % TYPED.length]!;
    const { pos } = win.cursor;
    const changes = ChangeSet.of({ from: pos, insert: textOf(letter) }, doc.text.length);
    editor.dispatch(doc, { changes, origin: "input.type" });
    editor.setCursor(win, pos + 1);
    const snapshot = {
      ...snapshotOf(editor, history.edits, "change", {}),
      mode: "insert" as const,
    };
    const want = { use: "complete" as const, tokens: 3072, allow: null };
    const scene = await context.scene(snapshot, want, new AbortController().signal);
    if (scene === null) throw new Error(`No scene: ${context.refusalOf(doc.id)}`);
    const { used, longest } = context.time;
    let most = longest;
    let all = used;
    for (const name of FORMATS) {
      const format = formats.find((one) => one.name === name)!;
      const layout = layouts.get(name);
      const began = performance.now();
      const rendered = format.render(scene, {
        tokens: 3072,
        answerTokens: 512,
        ...(layout === undefined ? {} : { layout }),
      });
      const ms = performance.now() - began;
      if (isUnfit(rendered)) throw new Error(`${name}: ${rendered.unfit}`);
      layouts.set(name, rendered.layout);
      // What is compiled by then is of interest.
      if (i < KEYS / 4) continue;
      note(`main thread, prompt of ${name}`, ms);
      if (name !== FORMATS[0]) continue;
      all += ms;
      most = Math.max(most, ms);
    }
    if (i < KEYS / 4) continue;
    note("main thread, scene", used);
    note("main thread, scene and prompt of a request", all);
    note("main thread, longest slice of a request", most);
  }
  context.close();
  rmSync(root, { recursive: true, force: true });
}

/**
 * `hunch filter`: keys over text without a screen.
 *
 *   hunch filter --keys 'ggdd' [FILES]     stdin or files to stdout
 *   hunch filter -i --keys 'ggdd' FILES    the files in place
 *   hunch filter --json                    one JSON case per line, one JSON result per line
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { messageOf, UserError } from "../base/errors.ts";
import { parseKeys } from "../base/key.ts";
import type { Editor } from "../editor/editor.ts";
import { decode, encodeAll, type FileFormat } from "../editor/files/encoding.ts";
import { loadFile } from "../editor/files/load.ts";
import { saveFile } from "../editor/files/save.ts";
import { KeyLoop } from "../editor/key-loop.ts";
import type { Text } from "../text/text.ts";
import { composeEditor } from "./compose.ts";
import { type FilterCase, runCase } from "./filter-case.ts";

const USAGE = `Usage: hunch filter --keys KEYS [-i] [FILE]...
       hunch filter --json

Runs KEYS (in Vim notation: dd, <Esc>, <lt>, <C-v>) over a text without a screen, starting in normal
mode on the first character. Reads standard input when no FILE is given; prints the result.

  --keys KEYS   the keys; may be repeated
  -i            write each FILE back instead of printing it
  --json        answer cases on standard input, one JSON object a line
`;

interface FilterArguments {
  keys: string;
  inPlace: boolean;
  json: boolean;
  files: string[];
}

function readArguments(args: readonly string[]): FilterArguments | null {
  const result: FilterArguments = { keys: "", inPlace: false, json: false, files: [] };
  let given = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const inline = /^--keys=(.*)$/s.exec(arg);
    if (arg === "--keys" && i + 1 < args.length) {
      result.keys += args[++i]!;
      given = true;
    } else if (inline) {
      result.keys += inline[1]!;
      given = true;
    } else if (arg === "-i") result.inPlace = true;
    else if (arg === "--json") result.json = true;
    else if (arg === "--") {
      result.files.push(...args.slice(i + 1));
      break;
    } else if (arg.startsWith("-") && arg !== "-") return null;
    else result.files.push(arg);
  }
  if (result.json) return result;
  return given && !(result.inPlace && result.files.length === 0) ? result : null;
}

/** Runs the subcommand; answers the exit status. */
export async function runFilter(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(USAGE);
    return 0;
  }
  const wanted = readArguments(args);
  if (!wanted) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (wanted.json) {
    await answerCases();
    return 0;
  }
  const folder = process.env.INIT_CWD ?? process.cwd();
  let status = 0;
  for (const name of wanted.files.length === 0 ? ["-"] : wanted.files) {
    try {
      if (!filterOne(name === "-" ? null : resolve(folder, name), wanted)) status = 1;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      process.stderr.write(`hunch filter: ${name}: ${error.message}\n`);
      status = 1;
    }
  }
  return status;
}

/** False when a command of the keys failed; the text is written all the same, as Vim's `-s` does. */
function filterOne(path: string | null, wanted: FilterArguments): boolean {
  if (path === null) {
    const { text, format } = decode(readFileSync(0));
    const done = runKeysOver(text, null, wanted.keys);
    print(done.text, format);
    return done.ok;
  }
  const file = loadFile(path);
  if (file.identity === null) throw new UserError("no such file");
  const done = runKeysOver(file.text, path, wanted.keys);
  if (!wanted.inPlace) print(done.text, file.format);
  else if (done.text !== file.text) {
    const saved = saveFile({ path, text: done.text, format: file.format, known: file.identity });
    if (saved.kind !== "saved") throw new UserError(`not written: the file is ${saved.kind}`);
  }
  return done.ok;
}

function print(text: Text, format: FileFormat): void {
  process.stdout.write(encodeAll(text, format));
}

function runKeysOver(text: Text, path: string | null, keys: string): { text: Text; ok: boolean } {
  const editor: Editor = composeEditor({ now: () => Date.now(), poll: () => {} });
  const doc = editor.addDocument(text, path);
  editor.addTab(editor.newWindow(doc));
  editor.cwd = process.env.INIT_CWD ?? process.cwd();
  const loop = new KeyLoop(editor, editor.mainFiber);
  loop.feed(parseKeys(keys));
  loop.timeout();
  for (const { kind, text: message } of editor.messages) {
    if (kind === "error") process.stderr.write(`hunch filter: ${message}\n`);
  }
  return { text: doc.text, ok: editor.failures === 0 };
}

/** Answers JSON lines until the input ends. */
async function answerCases(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === "") continue;
    process.stdout.write(`${JSON.stringify(answer(line))}\n`);
  }
}

function answer(line: string): object {
  let given: FilterCase | null = null;
  try {
    given = JSON.parse(line) as FilterCase;
    return runCase(given);
  } catch (error) {
    return { id: given?.id ?? null, error: messageOf(error) };
  }
}

/**
 * How right the indent is: whole real files are indented anew, and the lines that change are counted,
 * by hunch's syntax trees and by Neovim's own indent files (`gg=G`).
 *
 *     sh bin/node scripts/indent-quality.ts [--no-nvim] [--verbose] LANGUAGE FILE...
 *
 * The files are taken as they are; what changes is what the indenter and the author see differently.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { composeEditor } from "../src/app/compose.ts";
import { Indenter } from "../src/language/structure/indent/indenter.ts";
import { indentRows } from "../src/language/structure/indent/rows.ts";
import { installSyntax } from "../src/language/syntax/install.ts";
import { textOf } from "../src/text/text.ts";

const args = process.argv.slice(2);
const flags = new Set(args.filter((each) => each.startsWith("--")));
const [filetype = "", ...paths] = args.filter((each) => !each.startsWith("--"));

interface Style {
  readonly expandtab: boolean;
  readonly width: number;
}

/** The indent that a file uses: the most frequent difference between neighbouring lines. */
function styleOf(lines: readonly string[]): Style {
  const tabs = lines.filter((line) => line.startsWith("\t")).length;
  const spaces = lines.filter((line) => line.startsWith("  ")).length;
  if (tabs > spaces) return { expandtab: false, width: 8 };
  const counts = new Map<number, number>();
  let last = 0;
  for (const line of lines) {
    if (line.trim() === "") continue;
    const width = line.search(/[^ ]/);
    const more = width - last;
    if (more > 1 && more <= 8) counts.set(more, (counts.get(more) ?? 0) + 1);
    last = width;
  }
  const best = [...counts].sort((a, b) => b[1] - a[1])[0];
  return { expandtab: true, width: best?.[0] ?? 2 };
}

async function byTree(text: string, style: Style): Promise<string[]> {
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  const doc = editor.addDocument(textOf(text), null);
  doc.options.set("filetype", filetype);
  editor.addTab(editor.newWindow(doc));
  const feature = installSyntax(editor, { redraw: () => {}, quietMs: () => 1000 });
  const { service } = feature;
  editor.beforePaint(editor.win);
  while (service.busy) await new Promise<void>((resolve) => setImmediate(resolve));
  const tree = service.ensure(doc, 10_000);
  if (tree === null) throw new Error(`No tree: ${service.reason(doc)}`);
  const options = {
    tabstop: 8,
    shiftwidth: style.width,
    softtabstop: 0,
    expandtab: style.expandtab,
    shiftround: false,
    smarttab: true,
  };
  const lines = indentRows(new Indenter(tree, doc.text, options), 0, doc.text.lines);
  feature.close();
  return lines;
}

function byNeovim(path: string, style: Style, folder: string): string[] {
  const copy = join(folder, basename(path));
  writeFileSync(copy, readFileSync(path));
  const options = `set sw=${style.width} ts=8 ${style.expandtab ? "et" : "noet"}`;
  execFileSync(
    "nvim",
    [
      ...["--headless", "-u", "NONE", "-i", "NONE", "-n", copy],
      ...[
        "-c",
        "filetype plugin indent on",
        "-c",
        "syntax on",
        "-c",
        `set ft=${filetype}`,
        "-c",
        options,
      ],
      ...["-c", "silent normal! gg=G", "-c", "silent wq"],
    ],
    { stdio: "ignore", timeout: 120_000 },
  );
  return readFileSync(copy, "utf8").replace(/\n$/, "").split("\n");
}

const changed = (before: readonly string[], after: readonly string[]): number[] =>
  before.flatMap((line, i) => (line.trim() !== "" && line !== after[i] ? [i] : []));

const folder = mkdtempSync(join(tmpdir(), "hunch-indent-"));
let all = 0;
let ours = 0;
let theirs = 0;
for (const path of paths) {
  const text = readFileSync(path, "utf8").replace(/\n$/, "");
  if (text.includes("\r")) continue;
  const lines = text.split("\n");
  const style = styleOf(lines);
  const result = await byTree(text, style);
  const rows = changed(lines, result);
  all += lines.filter((line) => line.trim() !== "").length;
  ours += rows.length;
  if (flags.has("--verbose")) {
    for (const row of rows) {
      console.log(`${path}:${row + 1}: ${lines[row - 1]?.trimEnd()}`);
      console.log(`   was  |${lines[row]}`);
      console.log(`   now  |${result[row]}`);
    }
  }
  if (!flags.has("--no-nvim")) theirs += changed(lines, byNeovim(path, style, folder)).length;
}
rmSync(folder, { recursive: true });
const rate = (count: number) => `${count} (${((100 * count) / Math.max(1, all)).toFixed(2)} %)`;
console.log(
  `${filetype}: ${paths.length} files, ${all} lines; changed: hunch ${rate(ours)}` +
    (flags.has("--no-nvim") ? "" : `, Neovim ${rate(theirs)}`),
);

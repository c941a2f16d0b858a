/**
 * How much of a prompt a server has already from the one before, while somebody types 60 characters in one
 * place: the share of its characters that both begin with. The figures hold for a cache that keeps one
 * prompt; they are lower bounds of what was measured.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Layout } from "../../../src/models/format.ts";
import { formats } from "../../../src/models/formats/all.ts";
import type { Scene } from "../../../src/models/scene.ts";
import { editOf, excerptOf, promptText, rendered, sceneOf } from "./scenes.ts";

const TYPED = "const total = items.reduce((sum, item) => sum + item.price, 0)";

function lines(count: number, name: string): string[] {
  return Array.from({ length: count }, (_, row) =>
    row % 9 === 8 ? "" : `  const ${name}${row} = compute(${row}, "${name}");`,
  );
}

const related = ["price", "item", "tax", "order", "user", "session"].map((name, index) =>
  excerptOf({ path: `src/${name}.ts`, text: lines(20, name).join("\n"), firstRow: index * 3 }),
);
const edits = [1, 2, 3].map((number) =>
  editOf({
    diff: `@@ -${number},1 +${number},1 @@\n-const a = ${number};\n+const b = ${number};\n`,
  }),
);

/** The scene after so many characters, with the edit that is being typed. */
function typing(count: number, typed: number, more: Partial<Scene>): Scene {
  const around = lines(count, "value");
  const row = Math.floor(count * 0.6);
  const line = `  ${TYPED.slice(0, typed)}`;
  const text = [...around.slice(0, row), `${line}‸`, ...around.slice(row)].join("\n");
  const open = editOf({
    path: "src/cart.ts",
    row,
    original: "  ",
    updated: line,
    diff: `@@ -${row + 1},1 +${row + 1},1 @@\n-  \n+${line}\n`,
    open: true,
  });
  return sceneOf(text, { ...more, edits: [...(more.edits ?? []), open] });
}

function share(name: string, count: number, more: Partial<Scene>): number {
  const format = formats.find((candidate) => candidate.name === name)!;
  let before = "";
  let layout: Layout | undefined;
  let kept = 0;
  let all = 0;
  for (let typed = 1; typed <= 60; typed++) {
    const answer = rendered(format, typing(count, typed, more), layout ? { layout } : {});
    ({ layout } = answer);
    const text = promptText(answer);
    if (before !== "") {
      let same = 0;
      while (same < text.length && text[same] === before[same]) same++;
      kept += same;
      all += text.length;
    }
    before = text;
  }
  return (100 * kept) / all;
}

const files = [
  ["small", 40, {}],
  ["small, with files", 40, { related, edits }],
  ["large", 2000, {}],
  ["large, with files", 2000, { related, edits }],
] as const;

/** The least share for each of the four files, in percent. */
const cases: readonly [string, ...number[]][] = [
  ["qwen", 88, 95, 92, 95],
  ["codestral", 97, 97, 97, 96],
  ["deepseek", 88, 95, 92, 95],
  ["starcoder2", 88, 95, 92, 95],
  ["codegemma", 88, 95, 92, 95],
  ["seed-coder", 97, 97, 97, 96],
  ["mellum", 97, 97, 97, 96],
  ["granite", 88, 88, 92, 92],
  ["codellama", 97, 97, 97, 97],
  ["mercury-fim", 88, 95, 92, 95],
  ["chat-fim", 92, 95, 93, 95],
  // Their orders have the region, or the edits, behind the cursor: alone in a prompt that is a good part of it.
  ["zeta2", 70, 90, 65, 90],
  ["zeta2.1", 70, 90, 65, 90],
  ["zeta1", 70, 72, 70, 72],
  ["sweep", 75, 80, 78, 80],
  ["mercury-edit", 60, 80, 72, 80],
  ["instinct", 78, 90, 75, 90],
  ["patch", 90, 92, 92, 92],
  ["rewrite", 85, 90, 90, 90],
];

for (const [name, ...least] of cases) {
  test(`${name}: what stays of a prompt while somebody types`, (context) => {
    const shares = files.map(([, count, more]) => share(name, count, more));
    context.diagnostic(
      files.map(([title], index) => `${title}: ${shares[index]!.toFixed(1)} %`).join("; "),
    );
    for (const [index, measured] of shares.entries()) {
      assert.ok(
        measured >= least[index]!,
        `${files[index]![0]}: ${measured.toFixed(1)} % of ${least[index]} %`,
      );
    }
  });
}

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { changedRows, grouped, unifiedHunk } from "../../src/context/edits/unified.ts";
import { ChangeSet, lineText, type Text, textOf } from "../../src/text/text.ts";
import { withoutGit } from "../git/repo.ts";
import { Lab } from "./lab.ts";

const ROWS = Array.from({ length: 30 }, (_, row) => `const value${row} = ${row};`);

function unified(before: Text, changes: ChangeSet): string {
  const after = changes.apply(before);
  const lines = (text: Text) => ({
    rows: text.lines,
    lines: (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) => lineText(text, from + at)),
  });
  return grouped(changedRows(before, after, changes))
    .map((group) => unifiedHunk(group, lines(before), lines(after)))
    .join("\n");
}

test("hunks are those that git can apply", { skip: withoutGit() }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), "hunch-diff-"));
  let seed = Number(process.env.HUNCH_SEED ?? 1);
  t.diagnostic(`HUNCH_SEED=${seed}`);
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let round = 0; round < 15; round++) {
    const before = textOf(ROWS.slice(0, 3 + random(27)).join("\n"));
    const places = Array.from({ length: 1 + random(3) }, () => random(before.length)).sort(
      (a, b) => a - b,
    );
    const changes = ChangeSet.of(
      places.map((from, at) => ({
        from,
        to: Math.min(from + random(60), places[at + 1] ?? before.length),
        insert: textOf(["", "x", "one\ntwo", "\n", "\nconst more = 1;"][random(5)]!),
      })),
      before.length,
    );
    const after = changes.apply(before).toString();
    const diff = unified(before, changes);
    if (diff === "") {
      assert.equal(after, before.toString());
      continue;
    }
    writeFileSync(join(folder, "a"), `${before}\n`);
    writeFileSync(join(folder, "p"), `--- a/a\n+++ b/a\n${diff}\n`);
    execFileSync("git", ["apply", "--whitespace=nowarn", "p"], { cwd: folder });
    assert.equal(readFileSync(join(folder, "a"), "utf8"), `${after}\n`);
  }
});

test("what is typed is one open edit, what was done before another", async () => {
  const lab = new Lab({ files: { "package.json": "{}", "a.ts": `${ROWS.join("\n")}\n` } });
  lab.open("a.ts");
  const at = lab.at("value20");
  lab.replace(at, at + 7, "total");
  lab.open("a.ts", [3, 0]);
  lab.type("let x");
  const { edits } = await lab.scene();
  assert.deepEqual(
    edits.map(({ path, open, accepted, row }) => [path, open, accepted, row]),
    [
      ["a.ts", false, false, 17],
      ["a.ts", true, false, 0],
    ],
  );
  assert.equal(
    edits[0]!.diff,
    [
      "@@ -18,7 +18,7 @@",
      " const value17 = 17;",
      " const value18 = 18;",
      " const value19 = 19;",
      "-const value20 = 20;",
      "+const total = 20;",
      " const value21 = 21;",
      " const value22 = 22;",
      " const value23 = 23;",
    ].join("\n"),
  );
  assert.equal(edits[1]!.updated.split("\n")[3], "let xconst value3 = 3;");
  assert.equal(edits[1]!.original.split("\n")[3], "const value3 = 3;");
});

test("near edits of a file are one; what was taken back is none", async () => {
  const lab = new Lab({ files: { "package.json": "{}", "a.ts": `${ROWS.join("\n")}\n` } });
  lab.open("a.ts");
  const change = (from: string, to: string) => {
    const at = lab.at(from);
    lab.replace(at, at + from.length, to);
  };
  change("value2 ", "first ");
  change("value4 ", "second ");
  change("value25", "far");
  assert.equal((await lab.scene({}, "normal")).edits.length, 2);
  change("far", "value25");
  const { edits } = await lab.scene({}, "normal");
  assert.equal(edits.length, 1);
  assert.match(edits[0]!.diff, /first(?:.|\n)*second/);
});

test("large edits are left out, and the newest stay", async () => {
  const lab = new Lab({ files: { "package.json": "{}", "a.ts": `${ROWS.join("\n")}\n` } });
  lab.open("a.ts");
  lab.replace(0, 0, "const long = 1;\n".repeat(300));
  assert.deepEqual((await lab.scene({}, "normal")).edits, []);
  for (let row = 0; row < 60; row++) {
    const at = lab.at(`value${(row * 11) % 30} `);
    lab.replace(at, at + 5, row % 2 === 0 ? "VALUE" : "value");
    lab.replace(at, at + 5, `value`);
  }
  const { edits } = await lab.scene({ tokens: 1000 }, "normal");
  const size = edits.reduce((sum, { diff }) => sum + diff.length, 0);
  assert.ok(size < 1000, `${size}`);
});

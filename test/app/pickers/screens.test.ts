/** What a picker looks like on small, usual and large screens. */
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { bench } from "./bench.ts";

const FILES = Object.fromEntries(
  Array.from({ length: 60 }, (_, i) => [
    `src/part-${String(i).padStart(2, "0")}/file.ts`,
    `// ${i}\n`,
  ]),
);

async function shown(t: TestContext, cols: number, rows: number, query: string) {
  const made = bench(FILES, { cols, rows });
  t.after(() => made.close());
  made.type(`:Pick files ${query}<CR>`);
  await made.shows("/60");
  await made.until(() => made.rows()[0]!.includes("/60 ") || /\/60$/.test(made.rows()[0]!), "all");
  return made;
}

test("80x24: the preview is below the list", async (t) => {
  const made = await shown(t, 80, 24, "part");
  await made.shows("// 0");
  const rows = made.rows();
  assert.match(rows[0]!, /^Files> part +60\/60$/);
  assert.match(rows[1]!, /^─{80}$/);
  assert.match(rows[2]!, /^> src\/part-00\/file\.ts$/);
  assert.match(rows[13]!, /^ src\/part-00\/file\.ts$/, "the preview's title");
  assert.match(rows[14]!, /^ \/\/ 0$/);
  assert.deepEqual(made.draw().cursor, { row: 0, col: 11, shape: "bar" });
});

test("200x50: the preview is beside the list", async (t) => {
  const made = await shown(t, 200, 50, "part");
  await made.shows("// 0");
  const rows = made.rows();
  assert.match(rows[2]!, /^> src\/part-00\/file\.ts +│ src\/part-00\/file\.ts$/);
  assert.match(rows[3]!, /^ {2}src\/part-01\/file\.ts +│ \/\/ 0$/);
  assert.equal(rows.filter((row) => row.includes("file.ts ")).length, 47);
});

test("40x10: there is no preview, and a long path shows its end", async (t) => {
  const long = `${"deeply/nested/".repeat(5)}target.ts`;
  const made = bench({ [long]: "" }, { cols: 40, rows: 10 });
  t.after(() => made.close());
  made.type("\\fftarget");
  const rows = await made.shows(/ 1\/1$/m);
  assert.match(rows[0]!, /^Files> target +1\/1$/);
  assert.match(rows[2]!, /^> …\S+nested\/target\.ts$/);
  assert.ok(rows.every((row) => row.length <= 40));
});

test("tiny screens are drawn, too", (t) => {
  for (const [cols, rows] of [
    [20, 4],
    [12, 3],
    [8, 3],
  ] as const) {
    const made = bench(FILES, { cols, rows });
    t.after(() => made.close());
    made.type(":Pick files a-long-query-for-this-screen<CR>");
    const { cursor, grid } = made.draw();
    assert.ok(cursor && cursor.col < grid.cols && cursor.row < grid.rows, `${cols}x${rows}`);
    made.type("<Esc>");
  }
});

test("the ascii option draws nothing else", async (t) => {
  const made = await shown(t, 120, 20, "part");
  made.editor.options.set("ascii", true);
  const text = made.rows().join("\n");
  assert.match(text, /^[ -~\n]*$/);
  assert.match(text, /\n-{120}\n/);
});

test("matched letters are bold and underlined, the selected row is marked by a sign", async (t) => {
  const made = await shown(t, 80, 24, "prt07");
  await made.until(() => made.rows()[2]!.includes("part-07"), "the match");
  const { grid } = made.draw();
  const row = grid.rowText(2);
  const marked = [...row].filter((_, col) => {
    const { bold, underline } = made.styles.get(grid.styleAt(2, col));
    return bold === true && underline === "line";
  });
  assert.equal(row[0], ">");
  assert.equal(marked.join(""), "prt07");
});

test("the list scrolls with the selection and keeps context", async (t) => {
  const made = await shown(t, 80, 13, "part");
  for (let i = 0; i < 30; i++) made.type("<C-n>");
  const rows = made.rows();
  const at = rows.findIndex((row) => row.startsWith(">"));
  assert.match(rows[at]!, /part-30/);
  assert.ok(at > 2 && at < 11, "rows are seen before and after it");
  made.type("<C-End>");
  assert.match(made.rows()[11]!, /^> src\/part-59/);
  made.type("<C-n>");
  assert.match(made.rows()[2]!, /^> src\/part-00/);
});

test("a click selects, the wheel moves", async (t) => {
  const made = await shown(t, 80, 24, "part");
  const mouse = { button: "left", row: 5, col: 9, shift: false, ctrl: false, alt: false } as const;
  made.mouse({ ...mouse, type: "mouse", action: "press" });
  assert.match(made.rows()[5]!, /^> src\/part-03/);
  made.mouse({ ...mouse, type: "mouse", action: "wheel-down" });
  assert.match(made.rows().find((row) => row.startsWith(">"))!, /part-06/);
});

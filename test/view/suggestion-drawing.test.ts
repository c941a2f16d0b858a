/** Every drawing of a suggestion, cell by cell: wide, narrow, in sixteen colours and in none. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { splitWindow } from "../../src/editor/layout-windows.ts";
import { DEFAULT_COLOUR } from "../../src/screen/style.ts";
import { type ClosedFile, drawingOf } from "../../src/tab/draw/drawing.ts";
import type { Prediction } from "../../src/text/prediction.ts";
import { textOf } from "../../src/text/text.ts";
import { SuggestionLook } from "../../src/view/suggestion/look.ts";
import { picture } from "./stage.ts";
import { type Setting, type SuggestionStage, suggestionStage } from "./suggestion-stage.ts";

const CODE = [
  'import { load } from "./load";',
  "",
  "function total(userId, list) {",
  "  const user = load(userId);",
  "  if (user === null) {",
  "    return 0;",
  "  }",
  "  return list.length;",
  "}|",
  "",
].join("\n");
const LONG = `|one();\n${"x;\n".repeat(30)}  two(userId);\n`;

const CLOSED: ClosedFile = {
  path: "/home/u/src/session.ts",
  text: textOf("a\n  const user = load(userId);\nb"),
  filetype: "typescript",
};

function others(count: number): Prediction[] {
  return Array.from({ length: count }, (_, i) => ({ id: i + 1 }) as Prediction);
}

type Look = Omit<Setting, "text">;

const DRAWINGS: Readonly<Record<string, (look: Look) => SuggestionStage>> = {
  "a ghost at the end of the text": (look) => {
    const made = suggestionStage({ ...look, text: "function add(a, b) {^" });
    made.show([{ from: 20, to: 20, insert: "\n  return a + b;\n}" }], { kind: "ghost" });
    return made;
  },
  "a ghost in a line": (look) => {
    const made = suggestionStage({ ...look, text: "foo(^)\nbar();" });
    made.show([{ from: 4, to: 4, insert: "one, two" }], { kind: "ghost" });
    return made;
  },
  "a ghost over other lines": (look) => {
    const made = suggestionStage({
      ...look,
      text: "foo(^)\nbar();\nanother(line, of, text);\nend",
    });
    made.show([{ from: 4, to: 4, insert: "() => {\n  one();\n}" }], { kind: "ghost" });
    return made;
  },
  "a ghost longer than its row": (look) => {
    const made = suggestionStage({ ...look, text: "foo(^\nbar();" });
    const insert = `"${"a long text ".repeat(12)}")`;
    made.show([{ from: 4, to: 4, insert }], { kind: "ghost" });
    return made;
  },
  "a ghost on the last row": (look) => {
    const made = suggestionStage({ ...look, text: `${"x;\n".repeat(7)}foo(^` });
    made.show([{ from: 25, to: 25, insert: "() => {\n  one();\n})" }], { kind: "ghost" });
    return made;
  },
  "a renamed word": (look) => {
    const made = suggestionStage({ ...look, text: CODE });
    made.suggest(
      [
        ["userId", "accountId"],
        ["userId", "accountId"],
      ],
      { siblings: others(14) },
    );
    return made;
  },
  "words put in": (look) => {
    const made = suggestionStage({ ...look, text: CODE });
    made.suggest([["load(userId", "load(db, userId"]]);
    return made;
  },
  "words at the end of a line": (look) => {
    const made = suggestionStage({ ...look, text: CODE });
    made.suggest([["length", "length + 1"]]);
    return made;
  },
  "lines that become others": (look) => {
    const made = suggestionStage({ ...look, text: CODE });
    const now = "  if (!user) {\n    throw new Error(userId);\n  }\n  log(user);\n";
    made.suggest([["  if (user === null) {\n    return 0;\n  }\n", now]]);
    return made;
  },
  "lines that go": (look) => {
    const made = suggestionStage({ ...look, text: CODE });
    made.suggest([["  if (user === null) {\n    return 0;\n  }\n", ""]]);
    return made;
  },
  "lines put in": (look) => {
    const made = suggestionStage({ ...look, text: CODE });
    made.suggest([["  return list", "  log(user);\n  check(list);\n  return list"]]);
    return made;
  },
  "a change out of sight": (look) => {
    const made = suggestionStage({ ...look, text: LONG });
    made.suggest([["userId", "accountId"]], { kind: "jump", siblings: others(2) });
    return made;
  },
  "a change in another file": (look) => {
    const made = suggestionStage({ ...look, text: CODE });
    drawingOf(made.editor).file = () => CLOSED;
    made.show([{ from: 22, to: 28, insert: "accountId" }], { doc: -1, kind: "jump" });
    return made;
  },
  "a place": (look) => {
    const made = suggestionStage({ ...look, text: CODE });
    made.place(CODE.indexOf("user ="));
    return made;
  },
  "a place out of sight": (look) => {
    const made = suggestionStage({ ...look, text: LONG });
    made.place(LONG.indexOf("two") - 1);
    return made;
  },
  "only that there is something": (look) => {
    const made = suggestionStage({
      ...look,
      text: CODE,
      options: { ...look.options, tabhint: true },
    });
    made.suggest([["userId", "accountId"]]);
    return made;
  },
};

const LOOKS: Readonly<Record<string, Look>> = {
  wide: { rows: 12, cols: 120, options: { number: true } },
  narrow: { rows: 12, cols: 40 },
  sixteen: { rows: 12, cols: 80, theme: "sixteen", options: { number: true } },
  "no-colours": { rows: 12, cols: 80, theme: "sixteen", plain: true, options: { number: true } },
  ascii: { rows: 12, cols: 80, options: { number: true, ascii: true } },
};

for (const [name, look] of Object.entries(LOOKS)) {
  test(`every drawing is as it was: ${name}`, () => {
    const found = Object.entries(DRAWINGS)
      .map(([what, make]) => {
        const made = make({ ...look, rows: 11 });
        return `== ${what}\n${picture(made.draw(), made.styles)}`;
      })
      .join("\n");
    const file = new URL(`golden/suggestion-${name}.txt`, import.meta.url);
    if (process.env.UPDATE === "1") writeFileSync(file, found);
    assert.ok(existsSync(file), `No golden suggestion-${name}: run with UPDATE=1`);
    assert.equal(found, readFileSync(file, "utf8"));
  });
}

for (const [name, look] of Object.entries(LOOKS)) {
  test(`what goes is told by a sign, by lines and by colour: ${name}`, () => {
    const made = DRAWINGS["lines that go"]!({ ...look, options: { number: true } });
    const grid = made.draw();
    const row = made.lines().findIndex((line) => line.includes("return 0"));
    const col = made.lines()[row]!.indexOf("return 0");
    assert.match(made.lines()[row]!, /-\s*return 0/);
    const style = made.styles.get(grid.styleAt(row, col));
    assert.equal(style.underline, "line");
    assert.equal(style.strikethrough, true);
    assert.notEqual(style.fg, made.styles.get(grid.styleAt(0, col)).fg);
  });
}

test("without a gutter a sign stands behind the line", () => {
  const made = DRAWINGS["lines that go"]!({ rows: 12, cols: 80 });
  assert.ok(made.lines().some((line) => /if \(user === null\) \{\s+-3 lines/.test(line)));
});

test("in no theme a ghost is bright black or looks like text; without colours it stands in marks", () => {
  for (const theme of ["hunch-dark", "hunch-light", "sixteen", "high-contrast", "gruvbox-dark"]) {
    const made = DRAWINGS["a ghost in a line"]!({ rows: 8, cols: 60, theme });
    const grid = made.draw();
    const ghost = made.styles.get(grid.styleAt(0, 5));
    const text = made.styles.get(grid.styleAt(1, 0));
    assert.notEqual(ghost.fg, 8, theme);
    assert.notEqual(ghost.fg ?? DEFAULT_COLOUR, text.fg ?? DEFAULT_COLOUR, theme);
    assert.equal(ghost.italic, true, theme);
  }
  const plain = DRAWINGS["a ghost in a line"]!({
    rows: 8,
    cols: 60,
    theme: "sixteen",
    plain: true,
  });
  assert.equal(plain.lines()[0], "foo(‹one, two›)");
  const ascii = { rows: 8, cols: 60, plain: true, options: { ascii: true } };
  assert.equal(DRAWINGS["a ghost in a line"]!(ascii).lines()[0], "foo(<one, two>)");
});

test("with the ascii option nothing but ASCII is drawn", () => {
  for (const [what, make] of Object.entries(DRAWINGS)) {
    for (const plain of [true, false]) {
      const made = make({ rows: 12, cols: 60, plain, options: { ascii: true, number: true } });
      assert.match(made.lines().join("\n"), /^[\n -~]*$/, what);
    }
  }
});

test("control characters are made visible, wide ones and tabs take their cells", () => {
  const made = suggestionStage({ text: "a^b", rows: 6, cols: 40, options: { tabstop: 4 } });
  made.show([{ from: 1, to: 1, insert: "\x1b[2J漢\t\u200b|" }], { kind: "ghost" });
  assert.equal(made.lines()[0], "a^[[2J漢    <200b>|b");
});

test("wrapped rows, and a window that is scrolled sideways", () => {
  const text = `${"word ".repeat(11)}^tail`;
  const wrapped = suggestionStage({ text, rows: 8, cols: 32 });
  wrapped.show([{ from: 55, to: 55, insert: "new " }], { kind: "ghost" });
  assert.equal(wrapped.lines()[1], "rd word word word word new tail");
  const scrolled = suggestionStage({ text, rows: 8, cols: 32, options: { wrap: false } });
  const before = scrolled.lines()[0]!;
  scrolled.show([{ from: 55, to: 55, insert: "new " }], { kind: "ghost" });
  assert.equal(scrolled.lines()[0], before.replace("tail", "new tail"));
});

test("a change in a closed fold is told on the fold's row", () => {
  const made = suggestionStage({ text: CODE, rows: 12, cols: 60 });
  made.editor.win.folds.create(4, 6);
  made.suggest([["return 0", "return 1"]]);
  assert.ok(made.lines().some((line) => line.startsWith("+--") && line.includes("⇥ 6: 1")));
  made.place(CODE.indexOf("return 0"));
  assert.ok(made.lines().some((line) => line.startsWith("+--") && line.includes("⇥ 6: return 0")));
});

test("only the current window shows it", () => {
  const made = suggestionStage({ text: CODE, rows: 24, cols: 80 });
  splitWindow(made.editor, made.editor.win);
  const before = made.cells();
  made.suggest([["userId", "accountId"]]);
  const { win } = made.editor;
  made.cells().forEach((row, y) => {
    if (y < win.row || y >= win.row + win.height) assert.deepEqual(row, before[y]);
  });
  assert.notDeepEqual(made.cells(), before);
});

test("a hint says only that there is something, until it is revealed", () => {
  const made = DRAWINGS["only that there is something"]!({ rows: 12, cols: 60 });
  const drawing = drawingOf(made.editor);
  assert.equal(drawing.state, "hint");
  assert.equal(made.lines()[8], "} ⇥");
  assert.ok(!made.lines().some((line) => line.includes("accountId")));
  drawing.reveal(true);
  assert.equal(drawing.state, "full");
  assert.ok(made.lines().some((line) => line.includes("→ accountId")));
  drawing.reveal(false);
  assert.equal(made.lines()[8], "} ⇥");
});

test("on a slow line one row is drawn, after a rest", () => {
  const made = suggestionStage({ text: CODE, rows: 12, cols: 60, options: { tablowband: "on" } });
  const drawing = drawingOf(made.editor);
  const timers: [number, () => void][] = [];
  drawing.later = (ms, run) => {
    timers.push([ms, run]);
    return () => timers.splice(0);
  };
  const before = made.cells();
  made.suggest([["  if (user === null) {\n    return 0;\n  }\n", "  check(user);\n  log();\n"]]);
  assert.equal(drawing.state, "waiting");
  assert.deepEqual(made.cells(), before);
  const [[ms, run]] = timers as [[number, () => void]];
  assert.equal(ms, 150);
  run();
  assert.equal(drawing.state, "full");
  const changed = made.cells().filter((row, y) => row.join() !== before[y]!.join());
  // The struck rows, and a note behind the last of them.
  assert.equal(changed.length, 3);
});

test("on a slow line a narrow window shows the new row below the old one", () => {
  const options = { tablowband: "on" };
  const made = suggestionStage({ text: CODE, rows: 12, cols: 36, options });
  drawingOf(made.editor).later = (_ms, run) => {
    run();
    return () => {};
  };
  const before = made.lines();
  made.suggest([["user === null", "accountOf(user, list) === undefined"]]);
  const changed = made.lines().filter((line, y) => line !== before[y]);
  assert.deepEqual(changed, ["▎  if (accountOf(user, list) === un…"]);
});

test("rows that are put in do not cover rows that change themselves", () => {
  const text = "|/**\n * one\n */\nfirst(any);\nsecond(any);\nthird(any);\nend";
  for (const cols of [36, 60]) {
    const made = suggestionStage({ text, rows: 12, cols, options: { number: true } });
    const comment = " * a comment that is longer than what is left\n * and goes on\n";
    made.suggest([
      [" */\n", `${comment} */\n`],
      ["first(any)", "first(object)"],
      ["second(any)", "second(object)"],
    ]);
    const lines = made.lines();
    for (const name of ["first", "second"]) {
      assert.ok(lines.some((line) => new RegExp(`${name}\\(any\\);\\s+→ object`).test(line)));
    }
  }
});

test("above the cursor the row that new ones follow is not marked as one of them", () => {
  const text = `${"x();\n".repeat(5)}function before(list, of, names) {\n|end(of, the, text);`;
  const made = suggestionStage({ text, rows: 8, cols: 40, options: { number: true } });
  made.suggest([["{\n", "{\n  const first = names[0];\n  check(first, names);\n"]]);
  assert.deepEqual(
    made.lines().filter((line) => /function|const|check/.test(line)),
    [
      "    function before(list, of, names) {",
      "   +  const first = names[0];",
      "   +  check(first, names);",
      "  6 function before(list, of, names) {",
    ],
  );
});

test("rows that only get more are signed: the box below is in place of them", () => {
  const text = "|if (a) {\n  one();\n}\ntwo();\nthree();";
  const made = suggestionStage({ text, rows: 12, cols: 24, options: { number: true } });
  made.suggest([["  one();\n", "  for (const b of list) {\n    one();\n  }\n"]]);
  assert.equal(made.lines()[1], "  2~  one();");
  assert.equal(made.lines()[2], "   ▎  for (const b of li");
});

test("in a window that is scrolled sideways what does not fit is cut, with a mark on both sides", () => {
  const word = `${"word ".repeat(11)}`;
  const options = { wrap: false };
  const ghost = suggestionStage({ text: `${word}^tail\nnext`, rows: 8, cols: 32, options });
  const next = ghost.lines()[1];
  ghost.show([{ from: 55, to: 55, insert: "new ".repeat(9) }], { kind: "ghost" });
  assert.match(ghost.lines()[0]!, /word new new new new…$/);
  assert.equal(ghost.lines()[1], next);
  const row = suggestionStage({ text: `${word}tail\nx\n|next`, rows: 8, cols: 32, options });
  row.suggest([["tail", "another tail"]]);
  assert.match(row.lines()[1]!, /^▎….*word another tail$/);
  const far = `${"w".repeat(90)}|`;
  const both = suggestionStage({
    text: `foo(${word}${word}\nx\n${far}`,
    rows: 8,
    cols: 32,
    options,
  });
  both.suggest([["foo(word", "another(word, word"]]);
  assert.match(both.lines()[1]!, /^▎another\(word, word/);
  // The cursor's row is not covered, and there is no other one.
  const near = suggestionStage({ text: `${word}tail\n|next`, rows: 8, cols: 32, options });
  near.suggest([["tail", "another tail"]]);
  assert.match(near.lines()[0]!, / ⇥$/);
});

test("what stands behind a ghost of several lines follows its last one, whole", () => {
  const text = `call(^${"argument, ".repeat(5)});\n${"\n".repeat(9)}`;
  const made = suggestionStage({ text, rows: 14, cols: 32 });
  made.show([{ from: 5, to: 5, insert: "{\n  one,\n}, " }], { kind: "ghost" });
  const shown = made.lines().map((line) => line.replace(/^▎/, ""));
  assert.equal(shown.slice(2).join("").split(";")[0], `}, ${"argument, ".repeat(5)})`);
});

test("a piece in a pill begins with a word, and says where it is cut", () => {
  const text = LONG.replace("two(userId)", "someFunction(withLong, argumentsThat, userId)");
  const made = suggestionStage({ text, rows: 12, cols: 60 });
  made.suggest([["userId", "accountId"]], { kind: "jump" });
  const pill = made.lines().find((line) => line.includes("⇥"))!;
  assert.match(pill, /32: …\w*[ (,]*argumentsThat, accountId/);
});

test("a pill in reverse has no colours of syntax, which would be papers", () => {
  const made = suggestionStage({ text: LONG, rows: 12, cols: 80, theme: "sixteen" });
  const look = new SuggestionLook(made.screen.colours, false, false);
  assert.equal(look.onPaper("keyword", look.pill), look.pill);
  assert.notEqual(look.onPaper("keyword", look.box), look.box);
});

test("what is out of sight is counted by where it is", () => {
  const text = `a(x);\n${"y;\n".repeat(20)}b(x);\n|${"y;\n".repeat(20)}c(x);\nd(x);\n`;
  const made = suggestionStage({ text, rows: 10, cols: 60 });
  made.suggest(["a", "b", "c", "d"].map((name) => [`${name}(x)`, `${name}(z)`] as const));
  assert.match(made.lines().join("\n"), / ↑ 1 ↓ 2 more/);
});

test("a pill tells of the change that is nearest", () => {
  const text = `a(x);\n${"y;\n".repeat(50)}|y;\n${"y;\n".repeat(20)}b(x);\n`;
  const made = suggestionStage({ text, rows: 10, cols: 60 });
  made.suggest(["a", "b"].map((name) => [`${name}(x)`, `${name}(z)`] as const));
  assert.match(made.lines().join("\n"), /↓ 21 lines {2}73: b\(z\);/);
});

test("a pill beside the cursor's row gets shorter before it covers what stands there", () => {
  const text = `${"x;\n".repeat(8)}a line of text, to be read;\n|y;\n${"z;\n".repeat(20)}b(x);\n`;
  const made = suggestionStage({ text, rows: 10, cols: 44 });
  made.editor.win.top = 2;
  made.suggest([["b(x)", "b(z)"]]);
  const lines = made.lines();
  const at = lines.findIndex((line) => line.includes("⇥"));
  assert.match(lines[at]!, /^a line of text, to be read; +⇥ ↓ 21 lines$|^a line.*;.*⇥ ↓21/);
});

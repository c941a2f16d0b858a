import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalSubject, findTags, subjectAt } from "../../../src/commands/help/lookup.ts";
import { tagsOf } from "../../../src/commands/help/tags.ts";

const DOC = `# Undo and \`u\`

Some \`text\` that is no tag.

## Going back: \`:undo\` \`:earlier {time}\`

- \`g-\`, \`g+\` older and newer
- plain item with \`code\`

\`\`\`
# no heading
\`\`\`

| Key | What |
| --- | --- |
| \`i_CTRL-R\` | insert a register |
| \`'tabstop'\` \`'ts'\` | columns |
| \`\\|\` | to a column |
| \`CTRL-W_s\` | split |
| \`[(\` | back |
`;

const TAGS = tagsOf("undo", DOC);

test("tags are the headings, and the code at the start of items and rows", () => {
  assert.deepEqual(
    TAGS.map(({ tag, row, rank }) => `${tag} ${row} ${rank}`),
    [
      "undo 0 0",
      "u 0 0",
      "undo-and-u 0 0",
      ":undo 4 0",
      ":earlier 4 0",
      "going-back-undo-earlier-time 4 0",
      "g- 6 1",
      "g+ 6 1",
      "i_CTRL-R 15 2",
      "'tabstop' 16 2",
      "'ts' 16 2",
      "| 17 2",
      "CTRL-W_s 18 2",
      "[( 19 2",
    ],
  );
  assert.equal(TAGS.find((tag) => tag.tag === "g-")?.title, "g-, g+ older and newer");
});

const SPELLINGS: readonly [string, string][] = [
  ["CTRL-W_s", "CTRL-W_s"],
  ["ctrl-w s", "CTRL-W_s"],
  ["<C-w>s", "CTRL-W_s"],
  ["^Ws", "CTRL-W_s"],
  ["CTRL-Ws", "CTRL-W_s"],
  ["CTRL-R", "CTRL-R"],
  ["<C-r>", "CTRL-R"],
  ["i_^R", "i_CTRL-R"],
  ["i_<C-r><C-w>", "i_CTRL-R_CTRL-W"],
  ["gq", "gq"],
  ["g<C-a>", "g_CTRL-A"],
  ["|x|", "x"],
  ["^", "^"],
  ["g^", "g^"],
];

test("the many spellings of a key are one", () => {
  for (const [subject, expected] of SPELLINGS) {
    assert.equal(canonicalSubject(subject), expected, subject);
  }
});

const SUBJECTS: readonly [string, string | undefined][] = [
  ["u", "u"],
  ["undo", "undo"],
  ["UNDO", "undo"],
  ["tabstop", "'tabstop'"],
  ["'ts'", "'ts'"],
  ["ts", "'ts'"],
  ["earlier", ":earlier"],
  [":ear", ":earlier"],
  ["i_ctrl-r", "i_CTRL-R"],
  ["<C-w>s", "CTRL-W_s"],
  ["|", "|"],
  ["tbstop", "'tabstop'"],
  ["zzz", undefined],
  ["", undefined],
];

test("a subject finds its tag: exactly, whatever its case, by its start, by its letters", () => {
  for (const [subject, expected] of SUBJECTS) {
    assert.equal(findTags(TAGS, subject)[0]?.tag, expected, subject);
  }
});

// "^" marks the cursor: it stands under the character.
const CURSORS: readonly [string, string | null][] = [
  ["see |gq| now\n     ^", "gq"],
  ["see `:s` now\n     ^", ":s"],
  ["[the text](patterns.md#atoms) x\n   ^", "patterns.md#atoms"],
  ["set 'ts' to\n      ^", "'ts'"],
  ["read undo, then\n      ^", "undo"],
  ["a  b\n ^", null],
];

test("the subject under the cursor", () => {
  for (const [picture, expected] of CURSORS) {
    const [line, marker] = picture.split("\n") as [string, string];
    assert.equal(subjectAt(line, marker.indexOf("^")), expected, line);
  }
});

/** The user's text is theirs: who accepts nothing gets, key by key, what there is without predictions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { registerString } from "../../../src/text/register.ts";
import { type Session, session } from "../session.ts";

const TEXT = `let total = load(name, size);
	add(total, 日本);
  if (total > 0) { print(total); }

  if (size > 0) { print(size); }
return total + 👍;
const user_id = find(userId);
`;

/** What is typed at once or key by key; none of it accepts, and a Tab comes in a burst. */
const TYPED = [
  ..."abtoszTl (=",
  "tot",
  "total",
  "print(",
  "<CR>",
  "<BS>",
  "<Del>",
  "<C-w>",
  "<C-u>",
  "<C-o>x",
  "<C-o>dw",
  "<C-r>0",
  "<C-t>",
  "<C-d>",
  "<Left>",
  "<Down>",
  "<Up>",
  "<End>",
  "<C-n>",
  "<C-y>",
  "<Esc>",
  "<Esc>",
  "<Esc><Esc>",
  "ciwsum<Esc>",
  "cwn<Esc>",
  "*Ncgnsum<Esc>",
  "n.",
  "A;<Esc>",
  "I// <Esc>",
  "ofoo(total)<Esc>",
  "O<Esc>",
  "3ix<Esc>",
  "Rab<BS><Esc>",
  "<C-v>jIq<Esc>",
  "yyp",
  "ddp",
  ">>",
  ".",
  "2.",
  "u",
  "<C-r>",
  "qqciwmany<Esc>jq",
  "@q",
  "2@q",
  ":s/total/sum/e<CR>",
  "&",
  "<C-o>",
  "gg",
  "G",
  "vey",
  "V",
  "3",
  "d",
  '"a',
  "w",
  "b",
  "j",
  "k",
  "x",
  "J",
  "~",
  "0",
  "$",
];
const BURSTS = ["<Tab>x", "<C-v><Tab>", "a<Tab>", "<CR><Tab>b", "o<Tab>y", "<Tab><Tab>", "3<Tab>"];

/** All that a key may change and an undo, `.` or a put may bring back. */
function stateOf({ editor, text, cursor }: Session) {
  const registers = ['"', "0", "1", "-", "a", "q"].map((name) => {
    const value = editor.registers.get(name);
    return value ? registerString(value) : null;
  });
  const { mode, pending, modal, quitting } = editor;
  const { lastInsert, redo } = modal;
  return { text, cursor, mode, pending, quitting, lastInsert, redo, registers };
}

function made(predict: boolean, row: number): Session {
  const one = session(TEXT, [row, 0]);
  one.editor.options.set("predict", predict);
  one.editor.options.set("tabshow", "0");
  return one;
}

test("random keys that accept nothing leave the same as without predictions", async () => {
  const seed = Number(process.env.SEED ?? 1);
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  let shown = 0;
  for (let round = 0; round < 6; round++) {
    const row = random(7);
    const sessions = [made(true, row), made(false, row)] as const;
    const textwidth = random(2) * 30;
    for (const { editor } of sessions) {
      editor.doc.options.set("textwidth", textwidth);
      editor.doc.options.set("autoindent", true);
      editor.abbreviations.set("to", "two words");
    }
    const docs = sessions.map(({ editor }) => editor.doc);
    const typed: string[] = [];
    // CTRL-W q ends the editor: it reads no more keys.
    for (let n = 0; n < 40 && sessions.every(({ editor }) => editor.quitting === null); n++) {
      const burst = random(6) === 0;
      const keys = burst ? BURSTS[random(BURSTS.length)]! : TYPED[random(TYPED.length)]!;
      typed.push(keys);
      for (const one of sessions) await (burst ? one.burst(keys) : one.type(keys));
      const [on, off] = sessions;
      if (on.shown) shown++;
      const told = `seed ${seed}, round ${round}, after ${typed.join(" ")}`;
      assert.deepEqual(stateOf(on), stateOf(off), told);
      assert.deepEqual(on.editor.bugs, [], told);
    }
    for (const [n, one] of sessions.entries()) {
      one.editor.quitting = null;
      // CTRL-W n goes to another document; CTRL-R = CTRL-R is left with three.
      await one.type(`<Esc><Esc><Esc>:buffer! ${docs[n]!.id}<CR>:undo 0<CR>`);
      const told = `seed ${seed}, round ${round}, undo after ${typed.join(" ")}`;
      assert.equal(one.text, TEXT, told);
    }
  }
  assert.ok(shown > 10, `only ${shown} predictions with seed ${seed}`);
});

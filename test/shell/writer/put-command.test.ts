import assert from "node:assert/strict";
import { test } from "node:test";
import type { Block, PromptState } from "../../../src/shell/block.ts";
import type { Terminal } from "../../../src/shell/terminals.ts";
import { putAtPrompt } from "../../../src/shell/writer/put-command.ts";

function terminal(
  before: string | null,
  more: { after?: string; running?: boolean; brackets?: boolean; sure?: boolean } = {},
) {
  const sent: string[] = [];
  const { after = "", running = false, brackets = true, sure = true } = more;
  const prompt = before === null ? null : ({ before, after, sure } as PromptState);
  const blocks = running ? [{ endedAt: null } as Block] : [];
  const made = {
    prompt,
    blocks,
    modes: { applicationCursor: false, bracketedPaste: brackets },
    send: (text: string) => sent.push(text),
    paste: (text: string) => sent.push(`<${text}>`),
  };
  return { terminal: made as unknown as Terminal, sent };
}

const PUT: readonly (readonly [
  before: string | null,
  after: string,
  command: string,
  sent: string[],
])[] = [
  ["", "", "ls", ["<ls>"]],
  [null, "", "ls", ["<ls>"]],
  ["big files", "", "ls", ["\x7f".repeat(9), "<ls>"]],
  ["a", "b", "ls", ["\x1b[C\x7f\x7f", "<ls>"]],
  ["größe", "", "ls", ["\x05\x15", "<ls>"]],
  ["", "", "tar xf {archive} -C x", ["<tar xf {archive} -C x>", "\x1b[D".repeat(5)]],
  ["", "", "a\nb", ["<a\nb>"]],
];

test("a command takes the place of what is typed, and is not run", () => {
  for (const [before, after, command, expected] of PUT) {
    const at = terminal(before, { after });
    putAtPrompt(at.terminal, command);
    assert.deepEqual(at.sent, expected, command);
    assert.ok(!at.sent.some((text) => /[\r]/.test(text)));
  }
});

test("a prompt that was only guessed keeps what stands there", () => {
  const at = terminal("remote", { sure: false });
  putAtPrompt(at.terminal, "ls");
  assert.deepEqual(at.sent, ["<ls>"]);
});

test("where it could run, or nobody waits for it, it is refused", () => {
  assert.throws(
    () => putAtPrompt(terminal(null, { running: true }).terminal, "ls"),
    /A program runs/,
  );
  assert.throws(() => putAtPrompt(terminal("", { brackets: false }).terminal, "a\nb"), /would run/);
  assert.throws(() => putAtPrompt(terminal("").terminal, "a\rb"), /control characters/);
  assert.throws(() => putAtPrompt(terminal("a\nb").terminal, "ls"), /too long/);
});

/** Output and names that want to upset what follows the shells. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Kind, missing, type Shell, withShell } from "./shell.ts";

const KINDS: readonly Kind[] = ["bash", "zsh", "fish"];

/** Command lines that every shell understands, their status, and what their output must hold. */
const COMMANDS: Readonly<Record<string, readonly [line: string, status: number, output: RegExp]>> =
  {
    "a line of 3 MB": ["head -c 3000000 /dev/zero | tr '\\0' x", 0, /x{1000}/],
    "NULs and bytes that are no text": [
      "printf '\\000\\000a\\377\\376b\\300\\257\\355\\240\\200\\n'",
      0,
      /^a.*b/,
    ],
    "an operating system command without an end": ["printf '\\033]633;C;'; true", 0, /(?:)/],
    "a device control string without an end": ["printf '\\033P1;2|'; false", 1, /(?:)/],
    "cursor reports": ["printf '\\033[6n\\033[c\\033[5n'; false", 1, /(?:)/],
    "another title, other colours, a moved cursor": [
      "printf '\\033]0;evil\\007\\033[31m\\033[5A\\033[10C\\n'; false",
      1,
      /(?:)/,
    ],
    "scroll regions and modes": [
      "printf '\\033[3;5r\\033[?6h\\033[?7l\\033[r\\033[?6l\\033[?7h'; false",
      1,
      /(?:)/,
    ],
  };

const NAME = "a;b\\n\x1b]633;D;0\x07c é";

async function next(shell: Shell): Promise<void> {
  // What was answered to the program is read by the shell as if it were typed.
  shell.send("\x15");
  await shell.until("an empty line", () => shell.screen.tracker.prompt?.before === "");
  const block = await shell.run("echo fine");
  assert.deepEqual([block.command, block.status, block.sure], ["echo fine", 0, true]);
}

for (const kind of KINDS) {
  for (const [name, [line, status, output]] of Object.entries(COMMANDS)) {
    test(
      `${kind}: ${name}`,
      { skip: missing(kind) },
      withShell(kind, {}, async (shell) => {
        await shell.prompt();
        shell.send(`${line}\r`);
        await shell.prompt();
        // Where the cursor went up, the command has lost its place; that it ended is told.
        const told = shell.screen.tracker.takeChanged().at(-1);
        // A string without an end has swallowed the mark with the status.
        const statuses = name.endsWith("without an end") ? [status, null] : [status];
        assert.ok(statuses.includes(told?.status ?? null), JSON.stringify(told));
        assert.notEqual(told?.endedAt, null);
        if (told !== undefined && told.endLine >= 0) assert.match(shell.output(told), output);
        await next(shell);
      }),
    );
  }

  test(
    `${kind}: a folder whose name is marks`,
    { skip: missing(kind) },
    withShell(kind, {}, async (shell) => {
      await shell.prompt();
      mkdirSync(join(shell.home, NAME));
      shell.send("cd a*\r");
      const folder = join(shell.home, NAME);
      await shell.until("the folder", () => shell.screen.tracker.cwd === folder);
      // Fish does not know how wide its prompt is now, so nobody knows what stands behind it.
      shell.send("true\r");
      await shell.until("two commands", () => {
        const { blocks } = shell.screen.tracker;
        return blocks.length === 2 && blocks.every(({ endedAt }) => endedAt !== null);
      });
      assert.equal(shell.block().cwd, folder);
      assert.ok(shell.screen.tracker.blocks.every(({ sure }) => sure));
    }),
  );
}

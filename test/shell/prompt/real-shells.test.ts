import assert from "node:assert/strict";
import { test } from "node:test";
import type { CommandSuggestion } from "../../../src/shell/command.ts";
import { GhostLine, type GhostTerminal } from "../../../src/shell/prompt/ghost-line.ts";
import type { PromptGhost } from "../../../src/shell/terminals.ts";
import {
  type Kind,
  missing,
  type Shell,
  type ShellOptions,
  withShell,
} from "../integration/shell.ts";
import { ScriptedTerminal } from "./scripted-terminal.ts";

const COMMANDS = ["echo first second", "echo first third", "printf x/y/z", "true long enough"];

/** A ghost at the prompt of a real shell: looked at after each piece of output, as by the editor. */
class GhostShell {
  readonly shell: Shell;
  readonly line: GhostLine;
  private readonly terminal: GhostTerminal;
  private due = false;

  constructor(shell: Shell) {
    this.shell = shell;
    const { modes } = new ScriptedTerminal();
    let ghost: PromptGhost | null = null;
    const terminal: GhostTerminal = {
      get prompt() {
        return shell.screen.tracker.prompt;
      },
      get sent() {
        return shell.screen.sent;
      },
      running: true,
      modes,
      cwd: null,
      send: (text) => shell.send(text),
      get ghost() {
        return ghost;
      },
      set ghost(next) {
        ghost = next;
      },
    };
    this.terminal = terminal;
    this.line = new GhostLine(terminal, {
      ask: (prefix) =>
        COMMANDS.filter((each) => each.startsWith(prefix) && each !== prefix).map(
          (command): CommandSuggestion => ({ command, chance: 1, wordChance: 1, reason: "" }),
        ),
      later: () => {
        this.due = true;
      },
      checkAfter() {},
      enabled: () => true,
      now: () => performance.now(),
    });
  }

  type(text: string): void {
    for (const key of text) this.key(key, key);
  }

  key(key: string, bytes: string): void {
    this.line.key(key);
    this.shell.send(bytes);
  }

  /** The input with its ghost in brackets; null: no prompt. */
  get picture(): string | null {
    const { prompt, ghost } = this.terminal;
    if (prompt === null) return null;
    const fits = ghost?.prompt === prompt.id && ghost.before === prompt.before;
    return `${prompt.before}${fits ? `[${ghost.text}]` : ""}${prompt.after}`;
  }

  /** Waits for a picture. */
  async shows(picture: string): Promise<void> {
    await this.shell.until(`${picture}, not ${this.picture}`, () => {
      this.look();
      return this.picture === picture;
    });
  }

  /** The picture as it is now. */
  looked(): string | null {
    this.look();
    return this.picture;
  }

  look(): void {
    this.line.changed();
    if (this.due) {
      this.due = false;
      this.line.answer();
    }
  }
}

function ghostTest(
  name: string,
  kinds: readonly Kind[],
  body: (on: GhostShell, kind: Kind) => Promise<void>,
  options: ShellOptions = {},
): void {
  for (const kind of kinds) {
    const run = withShell(kind, options, async (shell) => {
      const on = new GhostShell(shell);
      await shell.prompt();
      await body(on, kind);
    });
    test(`${kind}: ${name}`, { skip: missing(kind) }, run);
  }
}

const BOTH: readonly Kind[] = ["bash", "zsh"];

ghostTest("a ghost is typed along, accepted and run", BOTH, async (on) => {
  await on.shows("[echo first second]");
  on.type("ech");
  await on.shows("ech[o first second]");
  assert.equal(on.line.accept("word"), true);
  await on.shows("echo[ first second]");
  assert.equal(on.line.cycle(1), true);
  assert.equal(on.line.accept("all"), true);
  await on.shows("echo first third");
  on.key("<CR>", "\r");
  await on.shell.prompt();
  const block = on.shell.block();
  assert.equal(block.command, "echo first third");
  assert.equal(on.shell.output(block).trim(), "first third");
  await on.shows("[echo first second]");
});

ghostTest("accepted before the echo of the keys, the line is right", BOTH, async (on) => {
  await on.shows("[echo first second]");
  on.type("echo f");
  assert.equal(on.line.accept("all"), true);
  await on.shows("echo first second");
});

ghostTest("no ghost behind a word that is deleted, until it is typed on", BOTH, async (on) => {
  await on.shows("[echo first second]");
  on.type("prix");
  await on.shows("prix");
  on.key("<BS>", "\x7f");
  await on.shows("pri");
  on.type("n");
  await on.shows("prin[tf x/y/z]");
});

ghostTest("a search of the history has none", BOTH, async (on) => {
  await on.shell.run("true long ago");
  await on.shows("[echo first second]");
  on.key("<C-r>", "\x12");
  on.type("tr");
  await on.shell.until("the search", () => {
    on.look();
    return (
      on.shell.screen.text().includes("true long ago") && /i-search/.test(on.shell.screen.text())
    );
  });
  on.look();
  assert.ok(!on.picture?.includes("["), on.picture ?? "");
  assert.equal(on.line.accept("all"), false);
});

ghostTest("what is read without an echo has none", BOTH, async (on) => {
  await on.shows("[echo first second]");
  on.type("read -s secret");
  on.key("<CR>", "\r");
  await on.shell.until("the command", () => on.looked() === null);
  on.type("echo");
  on.look();
  assert.equal(on.picture, null);
  assert.equal(on.line.accept("all"), false);
  on.key("<CR>", "\r");
  await on.shows("[echo first second]");
});

ghostTest(
  "the command mode of vi has none",
  ["bash"],
  async (on) => {
    await on.shows("[echo first second]");
    on.type("ech");
    await on.shows("ech[o first second]");
    on.key("<Esc>", "\x1b");
    assert.equal(on.line.accept("all"), false);
    await on.shell.until("the cursor on the text", () => on.looked() === "ech");
    on.type("A");
    on.look();
    on.type("o");
    await on.shell.until("the letter", () => {
      on.look();
      return on.shell.screen.tracker.prompt?.before === "echo";
    });
  },
  { files: { ".bashrc": "set -o vi\n" } },
);

ghostTest("fish draws its own", ["fish"], async (on) => {
  on.type("ech");
  await on.shell.until("the echo", () => on.looked()?.startsWith("ech"));
  on.look();
  assert.ok(!on.picture?.includes("["), on.picture ?? "");
});

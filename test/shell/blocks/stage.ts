/** A terminal on the stage in which commands ran. */
import type { Block, PromptState } from "../../../src/shell/block.ts";
import { installBlocks } from "../../../src/shell/blocks/install.ts";
import { stage } from "../terminal/stage.ts";

/** Ended well, took a second. */
export function block(values: Partial<Block> & { readonly id: number }): Block {
  const startedAt = values.startedAt ?? values.id * 10_000;
  return {
    command: "",
    cwd: "/home/u",
    startedAt,
    endedAt: startedAt + 1000,
    status: 0,
    promptLine: 0,
    outputLine: 1,
    endLine: 1,
    sure: true,
    ...values,
  };
}

/** Three commands and a prompt that waits. */
export const LINES = [
  "$ ls",
  "a.txt",
  "b.txt",
  "$ true",
  "$ npm test",
  "not ok 1",
  "not ok 2",
  "not ok 3",
  "$ ",
];
export const BLOCKS: readonly Block[] = [
  block({ id: 1, command: "ls", promptLine: 0, outputLine: 1, endLine: 3 }),
  block({ id: 2, command: "true", promptLine: 3, outputLine: 4, endLine: 4 }),
  block({ id: 3, command: "npm test", status: 1, promptLine: 4, outputLine: 5, endLine: 8 }),
];
export const PROMPT: PromptState = {
  id: 4,
  shell: "bash",
  before: "",
  after: "",
  cwd: "/home/u",
  ownGhost: false,
  sure: true,
  seen: 0,
};

export async function blockStage(
  lines: readonly string[] = LINES,
  blocks: readonly Block[] = BLOCKS,
) {
  const s = stage({ rows: 12, cols: 60 });
  const { registry } = s;
  installBlocks(
    s.editor,
    { redraw: () => {} },
    {
      terminals: registry,
      firstLine: (terminal) => registry.firstLine(terminal),
      goNormal: (win) => registry.windows.goNormal(win),
      goLive: (win) => registry.windows.goLive(win),
    },
  );
  await s.ex("terminal");
  s.lines(lines);
  s.frame({ rows: lines, cursor: [lines.length - 1, 2], more: { prompt: PROMPT } });
  s.emulators.say({ type: "blocks", id: 1, blocks });
  return {
    ...s,
    /** 1-based row of the cursor. */
    row: () => s.editor.doc.text.lineAt(s.editor.win.cursor.pos).number,
    yanked: (name = '"') => s.editor.registers.get(name)?.text.toString(),
    say: (changed: Block) => s.emulators.say({ type: "block", id: 1, block: changed }),
  };
}

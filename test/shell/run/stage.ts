/** An editor with files in a folder of its own and a terminal whose commands are made up. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Emitter } from "../../../src/base/emitter.ts";
import type { Block } from "../../../src/shell/block.ts";
import { installRuns, type Runs } from "../../../src/shell/run/install.ts";
import {
  setTerminals,
  type Terminal,
  type TerminalEvents,
  type Terminals,
} from "../../../src/shell/terminals.ts";
import { type Bench, bench } from "../../app/pickers/bench.ts";

const PATIENCE_MS = 60_000;

export interface Ran {
  readonly output?: readonly string[];
  readonly status: number;
}

export interface RunStage extends Bench {
  readonly runs: Runs;
  readonly terminal: Terminal;
  /** What `Terminals.run` was asked for. */
  readonly asked: { readonly command: string; readonly cwd: string | undefined }[];
  /** What `Terminals.run` answers by command; else status 0. */
  readonly answers: Map<string, Ran>;
  /** A command that the user ran; resolves when its output was read. */
  command(command: string, ran: Ran): Promise<Block>;
  /** Frames were drawn, and what waited for them is done. */
  settle(): Promise<void>;
  /** Virtual text and signs of a namespace, as `row:text`. */
  marks(kind: "inlays" | "signs", namespace: string): string[];
}

export function runStage(files: Readonly<Record<string, string>>): RunStage {
  const made = bench(files);
  const { editor, folder } = made;
  mkdirSync(join(folder, ".git"));
  const lines: string[] = [];
  const blocks: Block[] = [];
  const terminal = {
    id: 1,
    doc: editor.doc,
    blocks,
    running: true,
    command: null,
    read: async (from: number, to: number) => lines.slice(from, to),
  } as unknown as Terminal;
  const asked: { command: string; cwd: string | undefined }[] = [];
  const answers = new Map<string, Ran>();
  const add = (command: string, { output = [], status }: Ran, cwd: string): Block => {
    const promptLine = lines.length;
    lines.push(`$ ${command}`, ...output);
    const block: Block = {
      id: blocks.length + 1,
      command,
      cwd,
      startedAt: 1,
      endedAt: 2,
      status,
      promptLine,
      outputLine: promptLine + 1,
      endLine: lines.length,
      sure: true,
    };
    blocks.push(block);
    terminals.events.emit("block-start", { terminal, block });
    terminals.events.emit("block-end", { terminal, block });
    return block;
  };
  const terminals = {
    events: new Emitter<TerminalEvents>((_name, error) => {
      throw error;
    }),
    all: [terminal],
    current: null,
    latest: terminal,
    unavailable: null,
    keyHooks: [],
    of: () => null,
    async run(command: string, options: { cwd?: string } = {}) {
      asked.push({ command, cwd: options.cwd });
      const ran = answers.get(command) ?? { status: 0 };
      return { terminal, block: add(command, ran, options.cwd ?? folder) };
    },
  } as unknown as Terminals;
  setTerminals(editor, terminals);
  const afterFrame = (callback: () => void): void => void setImmediate(callback);
  const runs = installRuns(editor, { afterFrame, redraw() {}, env: {} }, terminals);
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  return Object.assign(made, {
    runs,
    terminal,
    asked,
    answers,
    settle,
    /** Some of it asks for no frame: looks again and again. */
    async until(holds: () => boolean, what: string) {
      const end = performance.now() + PATIENCE_MS;
      while (!holds()) {
        if (performance.now() > end) throw new Error(`Never: ${what}\n${made.rows().join("\n")}`);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async command(command: string, ran: Ran) {
      const block = add(command, ran, folder);
      await runs.watch.outcome(terminal, block);
      await settle();
      return block;
    },
    marks(kind: "inlays" | "signs", namespace: string) {
      const { doc } = editor;
      const found: string[] = [];
      doc.slots.between(kind, 0, doc.text.length, (from, _to, value, name) => {
        if (name !== namespace) return;
        const text =
          "segments" in value ? value.segments.map((each) => each.text).join("") : value.text;
        found.push(`${doc.text.lineAt(from).number}:${text}`);
      });
      return found;
    },
  });
}

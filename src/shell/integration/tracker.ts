/** Makes blocks and the state of the prompt from what a shell says, and from what its screen looks like. */
import type { PromptState, ShellKind } from "../block.ts";
import { LONGEST_PROMPT, looksLikePrompt, mayNest } from "./guess.ts";
import { createLayer } from "./layer.ts";
import { createLedger } from "./ledger.ts";
import { isMark, type Mark, parseMark } from "./marks.ts";
import type { Tracker, TrackerPort } from "./port.ts";

export interface TrackerOptions {
  /** Marks without it make nothing sure; empty: none are. */
  readonly nonce: string;
  readonly shell: ShellKind;
}

export function createTracker(port: TrackerPort, { nonce, shell }: TrackerOptions): Tracker {
  const ledger = createLedger(port);
  let prompts = 0;
  const world = {
    port,
    ledger,
    nextPrompt() {
      prompts += 1;
      return prompts;
    },
  };
  const sure = createLayer(world, true, () => shell);
  const inner = createLayer(world, false, () => (sure.state === "none" ? shell : "other"));
  /** The inner shell speaks itself: its prompts need no guessing. */
  let speaks = false;
  let prompt: PromptState | null = null;
  /** When the program in the foreground was looked at, and what was found; null: not known. */
  let looked = Number.NEGATIVE_INFINITY;
  let nests: boolean | null = null;

  function forgetInner(): void {
    if (inner.state !== "none") inner.reset();
    speaks = false;
  }

  /** Whether a shell that carries no secret may have the terminal. */
  function innerPossible(): boolean {
    if (port.alternate || (sure.state !== "none" && sure.state !== "running")) return false;
    const now = port.now();
    if (now - looked >= 100 || now < looked) {
      looked = now;
      const program = port.foreground();
      nests = program === null ? null : mayNest(program, sure.command);
    }
    return nests ?? sure.state === "none";
  }

  /** A shell that says nothing took a line: the cursor left it. */
  function guessOutput(): void {
    const start = inner.start;
    if (inner.state !== "input" || start === null) return;
    const cursor = port.cursor();
    if (cursor.line === start.line && cursor.cell >= start.cell) return;
    const next = { line: start.line + 1, cell: 0 };
    const text = port
      .text(start, next)
      .replace(/\n[\s\S]*$/, "")
      .trim();
    const typed = cursor.line > start.line && start.line >= 0 && port.sent > inner.sentBefore;
    inner.leave(typed ? text : "");
  }

  /** The cursor stands behind what looks like a prompt. */
  function guessPrompt(): void {
    if (inner.state === "input" || !innerPossible()) return;
    const cursor = port.cursor();
    if (cursor.cell === 0 || cursor.cell > LONGEST_PROMPT) return;
    const line = port.text({ line: cursor.line, cell: 0 }, cursor);
    if (!looksLikePrompt(line)) return;
    if (port.text(cursor, { line: cursor.line + 1, cell: 0 }).trim() !== "") return;
    inner.appear();
  }

  function take(mark: Mark): void {
    if (mark.sure) {
      looked = Number.NEGATIVE_INFINITY;
      if (mark.kind !== "cwd" && mark.kind !== "ghost") forgetInner();
      sure.take(mark);
      return;
    }
    if (sure.state === "none" ? port.alternate : !innerPossible()) return;
    if (mark.kind === "cwd") {
      if (sure.state === "none") inner.take(mark);
      return;
    }
    if (!speaks && inner.state !== "none") inner.reset();
    speaks = true;
    inner.take(mark);
  }

  return {
    osc(number, data) {
      if (!isMark(number)) return false;
      const mark = parseMark(number, data, nonce);
      if (mark !== null) take(mark);
      return true;
    },
    wrote() {
      if (sure.state === "none" || sure.state === "running") {
        if (!speaks && !port.alternate) {
          guessOutput();
          guessPrompt();
        }
        prompt = port.alternate ? null : inner.read();
      } else {
        prompt = sure.read();
      }
    },
    ended() {
      forgetInner();
      sure.reset();
      prompt = null;
    },
    get prompt() {
      return prompt;
    },
    get cwd() {
      return sure.cwd ?? (sure.state === "none" ? inner.cwd : null);
    },
    takeChanged() {
      return ledger.takeChanged();
    },
    get blocks() {
      return ledger.blocks;
    },
  };
}

/**
 * Follows one shell from mark to mark. A terminal has two: the shell that carries its secret, and
 * whatever seems to be one inside (or instead) of it. Marks may come in any order, or not at all.
 */
import { type PromptState, type ShellKind, samePrompt } from "../block.ts";
import { type InputPlaces, inputText, isBefore, restOfLine } from "./input.ts";
import type { Entry, Ledger } from "./ledger.ts";
import type { Mark } from "./marks.ts";
import type { KeptPlace, LinePlace, TrackerPort } from "./port.ts";

export type LayerState =
  /** It has said nothing. */
  | "none"
  /** A command has ended; the prompt is not there yet. */
  | "between"
  /** A prompt is being drawn. */
  | "prompt"
  | "input"
  | "running";

/** What both share. */
export interface LayerWorld {
  readonly port: TrackerPort;
  readonly ledger: Ledger;
  /** A number for a new prompt. */
  nextPrompt(): number;
}

export interface Layer {
  readonly state: LayerState;
  readonly cwd: string | null;
  /** The command line that runs; null: none does. */
  readonly command: string | null;
  /** The prompt's end, of a prompt that waits. */
  readonly start: LinePlace | null;
  /** `Terminal.sent` when the prompt appeared. */
  readonly sentBefore: number;
  take(mark: Mark): void;
  /** A shell that says nothing shows a prompt that ends at the cursor. */
  appear(): void;
  /** It took a line at its prompt: what stands there. */
  leave(command: string): void;
  /** What stands at the prompt now; null: none waits. */
  read(): PromptState | null;
  /** Nothing more is known of it; what runs has ended, nobody knows how. */
  reset(): void;
}

const GUESSED_INPUT: Mark = { kind: "input", text: "", status: null, sure: false };

export function createLayer(world: LayerWorld, sure: boolean, shell: () => ShellKind): Layer {
  const { port, ledger } = world;
  let state: LayerState = "none";
  let id = 0;
  let cwd: string | null = null;
  let ghost: boolean | null = null;
  let command: string | null = null;
  let again = "";
  let prompt: KeptPlace | null = null;
  let input: InputPlaces | null = null;
  let running: Entry | null = null;
  let sentBefore = 0;
  let last: PromptState | null = null;
  /** The last place of the cursor at a prompt, for shells that do not say when a command begins. */
  let left: { readonly at: LinePlace; readonly time: number } | null = null;
  /** What stands at the prompt is not all on the screen any more. */
  let lost = false;
  /** Commands are told when they have ended (bash before 4.4). */
  let late = false;

  function dropPrompt(): void {
    prompt?.forget();
    input?.start.forget();
    prompt = null;
    input = null;
    last = null;
    left = null;
    lost = false;
  }

  function dropCommand(): void {
    command = null;
    again = "";
  }

  /** The command as the screen shows it. */
  function typed(): string {
    if (input === null) return "";
    const indented = shell() === "fish";
    const text = inputText(port, input, port.cursor(), indented).replace(/\n+$/, "");
    // Bash shows what it made of `!!` below it.
    return again !== "" && text.endsWith(`\n${again}`) ? again : text;
  }

  function finish(status: number | null): void {
    if (running !== null) ledger.end(running, status);
    running = null;
  }

  function begin(text: string, outputLine: number, startedAt: number): Entry {
    const output = port.keep();
    const start = prompt ?? port.keep();
    prompt = null;
    const values = { command: text, cwd, startedAt, promptLine: start.line, outputLine, sure };
    const exact = output.line === outputLine;
    if (!exact) {
      start.forget();
      output.forget();
    }
    return ledger.add(values, exact ? { prompt: start, output, end: null } : null);
  }

  /** A shell that told the command only now, with its end. */
  function beginLate(): void {
    if (command === null || command === "" || input === null) return;
    const at = left?.at ?? input.start;
    running = begin(command, at.line + 1, left?.time ?? port.now());
  }

  const takers: Record<Mark["kind"], (mark: Mark) => void> = {
    prompt() {
      const at = port.cursor();
      if (state === "running") finish(null);
      const redrawn =
        (state === "input" || state === "prompt") &&
        (sure || (prompt !== null && at.line <= prompt.line));
      if (!redrawn) {
        if (state !== "between") id = world.nextPrompt();
        sentBefore = port.sent;
      }
      const kept = redrawn ? last : null;
      dropPrompt();
      last = kept;
      prompt = port.keep();
      ledger.promptAt(at.line, at.cell);
      state = "prompt";
    },
    input() {
      if (state === "running" && running !== null) return;
      if (id === 0) id = world.nextPrompt();
      input?.start.forget();
      input = { start: port.keep(), more: [], right: null };
      prompt ??= port.keep();
      state = "input";
    },
    output() {
      finish(null);
      running = begin(command ?? typed(), port.cursor().line, port.now());
      dropCommand();
      dropPrompt();
      state = "running";
    },
    done({ status }) {
      if (state === "input" && running === null) beginLate();
      finish(status);
      dropCommand();
      dropPrompt();
      id = world.nextPrompt();
      sentBefore = port.sent;
      state = "between";
    },
    command({ text }) {
      // Ours comes before the output: bash takes pasted lines one by one, without a prompt between them.
      if (running !== null && !sure) {
        ledger.name(running, text);
      } else {
        command = text;
      }
    },
    more() {
      if (state !== "input" || input === null) return;
      const at = port.cursor();
      // The screen was cleared meanwhile: the first lines are not there any more.
      if (!isBefore(input.start, at)) lost = true;
      else input.more.push({ from: at, to: null });
    },
    "more-input"() {
      const more = input?.more.at(-1);
      if (more !== undefined) more.to ??= port.cursor();
    },
    right() {
      if (input !== null) input.right = { from: port.cursor(), text: "" };
    },
    "right-end"() {
      if (input?.right) input.right.text = port.text(input.right.from, port.cursor()).trimEnd();
    },
    last({ text }) {
      again = text;
    },
    late() {
      late = true;
    },
    cwd({ text }) {
      cwd = text.startsWith("/") ? text : null;
    },
    ghost({ text }) {
      ghost = text === "1";
    },
  };

  return {
    get state() {
      return state;
    },
    get cwd() {
      return cwd;
    },
    get command() {
      return running?.values.command ?? null;
    },
    get start() {
      return input?.start ?? null;
    },
    get sentBefore() {
      return sentBefore;
    },
    take(mark) {
      takers[mark.kind](mark);
    },
    appear() {
      const { line } = port.cursor();
      if (running !== null) ledger.end(running, null, line);
      running = null;
      dropCommand();
      dropPrompt();
      id = world.nextPrompt();
      sentBefore = port.sent;
      ledger.promptAt(line, 0);
      takers.input(GUESSED_INPUT);
    },
    leave(text) {
      const line = (input?.start.line ?? port.cursor().line - 1) + 1;
      finish(null);
      if (text !== "") running = begin(text, line, port.now());
      dropPrompt();
      state = text === "" ? "between" : "running";
    },
    read() {
      if (state === "prompt") return last;
      if (state !== "input" || input === null || lost || input.start.line < 0) return null;
      const cursor = port.cursor();
      // On its way while the shell draws.
      if (isBefore(cursor, input.start)) return last;
      if (late) {
        const below = cursor.line > (left?.at.line ?? input.start.line);
        if (below && input.more.length === 0) return null;
        left = { at: cursor, time: port.now() };
      }
      const faint = port.faintFrom(cursor);
      const rest = ghost !== false && faint ? "" : restOfLine(port, input, cursor);
      const now: PromptState = {
        id,
        shell: shell(),
        before: inputText(port, input, cursor, shell() === "fish"),
        after: rest,
        cwd,
        ownGhost: ghost ?? (faint || (last !== null && last.id === id && last.ownGhost)),
        sure,
        seen: port.sent,
      };
      if (!samePrompt(last, now)) last = now;
      return last;
    },
    reset() {
      finish(null);
      dropCommand();
      dropPrompt();
      ghost = null;
      if (!sure) cwd = null;
      state = "none";
    },
  };
}

/**
 * Runs the code of keys and frames before the first key does. Functions that have never run are slow
 * for their first dozens of calls; here an editor of its own, with a text and a screen that nobody
 * sees, works off the commonest keys in the first quiet moments, a piece of a millisecond or two at a
 * time, so that a real key never waits for more than one piece.
 */
import { holdFlag } from "../base/engine-flags.ts";
import { parseKeys } from "../base/key.ts";
import type { ThemeData } from "../config/theme-data.ts";
import type { Editor } from "../editor/editor.ts";
import { KeyLoop } from "../editor/key-loop.ts";
import { resizeScreen } from "../editor/layout-windows.ts";
import type { Capabilities } from "../term/capabilities.ts";
import { Terminal, type TerminalOptions } from "../term/terminal.ts";
import { textOf } from "../text/text.ts";
import { composeEditor } from "./compose.ts";
import { Screen } from "./screen.ts";

const SENTENCE = "the quick brown fox jumps over the lazy dog: (1, 2)";
const LINE = "  const value = source.map((item) => item.name); // a comment with some words";
const LINES = 400;

/** Typing, deleting, scrolling and moving. */
const ROUND = [
  `A${SENTENCE}<CR>${SENTENCE}<Esc>`,
  `Go${SENTENCE}<Esc>uggI${SENTENCE}<Esc>`,
  "jjjjjjkkkkllllhhhhwwbbee0$xxxxxxxxxxxxxxxxddpuu",
  "Ljjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj",
  "<C-f><C-f><C-f><C-f><C-f><C-f><C-b><C-b><C-b><C-d><C-u>",
  "200Gxxxxxxxxxxxxxxxxxxxxxxx:5<CR>Hkkkkkkkkgg",
].join("");
/** The commonest keys of all, again: what runs once for each key needs more of them. */
const TYPING = `jA${SENTENCE}${SENTENCE}<Esc>uk`;
const TYPING_ROUNDS = 6;
/** A piece of work ends after this many milliseconds. */
const PIECE_MS = 1.5;
/**
 * The optimizing compiler would take 15 to 25 MB for what is hot here; the one below it makes the same
 * keys quick. What a person really does often is optimized later.
 */
const WITHOUT_OPTIMIZER = "no-turbofan";
/** How long the user must have been quiet. */
const QUIET_MS = 60;

export interface WarmUpSubject {
  readonly theme: ThemeData;
  readonly capabilities: Capabilities;
  readonly size: { readonly rows: number; readonly cols: number };
  readonly options: TerminalOptions;
  /** Milliseconds since the last key. */
  quiet(): number;
  /** What a person waits for comes first. */
  busy(): boolean;
  /** Called before the work begins, in the first quiet moment. */
  begins(): void;
  /** Puts what is not there before the first frame, and runs with each key, into the editor. */
  complete(editor: Editor): void;
  /** Shows suggestions on a screen, one with each step. */
  suggests(editor: Editor, screen: Screen): Iterable<void>;
}

/** Starts in a quiet moment; keeps no process alive. Ends when the function it answers is called. */
export function warmUp(subject: WarmUpSubject): () => void {
  let work: Generator<void> | null = null;
  let ended = false;
  let release: (() => void) | null = null;
  const later = (): void => {
    setTimeout(turn, QUIET_MS).unref();
  };
  const end = (): void => {
    ended = true;
    release?.();
  };
  const turn = (): void => {
    if (ended) return;
    if (subject.quiet() < QUIET_MS || (work === null && subject.busy())) {
      later();
      return;
    }
    if (work === null) {
      subject.begins();
      release = holdFlag(WITHOUT_OPTIMIZER);
      work = rehearsal(subject);
    }
    const until = performance.now() + PIECE_MS;
    while (!ended && performance.now() < until) if (work.next().done) end();
    if (!ended) setImmediate(turn);
  };
  later();
  return end;
}

function* rehearsal(subject: WarmUpSubject): Generator<void> {
  const { size } = subject;
  const terminal = new Terminal(
    {
      input: {
        isTerminal: false,
        setRaw: () => {},
        resume: () => {},
        pause: () => {},
        readNow: () => null,
        close: () => {},
      },
      output: { write: (bytes) => bytes.length, close: () => {} },
      host: { on: () => {}, off: () => {}, kill: () => {}, pid: 0 },
      size: () => size,
      capabilities: { ...subject.capabilities, queries: "none" },
      terminfo: null,
      noColour: false,
    },
    subject.options,
  );
  yield;
  const editor = composeEditor(
    { now: () => Date.now(), poll: () => {} },
    {
      afterFrame: (callback) => void setImmediate(callback),
      // Nobody rests here: only what runs with each key is rehearsed.
      later: () => {},
      redraw: () => {},
    },
  );
  yield;
  subject.complete(editor);
  yield;
  terminal.start();
  const doc = editor.addDocument(textOf(new Array(LINES).fill(LINE).join("\n")), null);
  editor.addTab(editor.newWindow(doc));
  resizeScreen(editor, size.rows, size.cols);
  yield;
  const screen = new Screen(
    editor,
    subject.theme,
    terminal.styles,
    () => terminal.createGrid(),
    () => null,
  );
  const loop = new KeyLoop(editor, editor.mainFiber);
  editor.loop = loop;
  yield;
  for (const _ of subject.suggests(editor, screen)) {
    const { grid, cursor } = screen.frame();
    terminal.present(grid, cursor);
    yield;
  }
  for (const key of parseKeys(ROUND + TYPING.repeat(TYPING_ROUNDS))) {
    screen.messages.begin();
    loop.feed([key]);
    screen.settle();
    const { grid, cursor } = screen.frame();
    terminal.present(grid, cursor);
    yield;
  }
}

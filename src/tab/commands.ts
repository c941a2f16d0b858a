/** The commands of the Tab key and of its neighbours. */
import { UserError } from "../base/errors.ts";
import type { Command, CommandContext } from "../editor/command.ts";
import type { Editor } from "../editor/editor.ts";
import { factsOf } from "../editor/facts.ts";
import { type Fiber, until } from "../editor/fiber.ts";
import type { Part } from "../text/partial.ts";
import type { Shown } from "./arbiter/shown.ts";
import type { Arbiter } from "./arbiter.ts";
import { drawingOf } from "./draw/drawing.ts";
import { accept } from "./keys/accept.ts";
import { TabGuard } from "./keys/guard.ts";
import { guardMs } from "./keys/guard-time.ts";
import { jumpTo, type Waiting } from "./keys/jump.ts";
import { NormalTab } from "./keys/normal-tab.ts";
import { peek } from "./keys/peek.ts";
import { Praise } from "./keys/praise.ts";
import { recordInstead } from "./keys/recorded.ts";
import { repeatEdit } from "./keys/repeat.ts";
import { AllOfKind } from "./proposal/all-of-kind.ts";

/** What completes what is typed; all others go on with a change that was made. */
const COMPLETES: ReadonlySet<string> = new Set(["complete", "model", "copilot"]);

export interface KeyPorts {
  /** Milliseconds of the clock of keys and frames. */
  now(): number;
  /** Whether the terminal is known to send another key for CTRL-I than for Tab. */
  tellsTab(): boolean;
}

/** The commands; the facts that their keys depend on are there from now on. */
export function tabCommands(editor: Editor, arbiter: Arbiter, ports: KeyPorts): Command[] {
  const drawing = drawingOf(editor);
  /** When a hint became what it hints at. */
  let revealed = Number.NEGATIVE_INFINITY;
  const guard = new TabGuard(editor, {
    shown() {
      const { shown } = arbiter;
      // A hint says that there is something, not what.
      if (shown === null || drawing.state === "hint") return null;
      return { since: shown.since < 0 ? -1 : Math.max(shown.since, revealed) };
    },
    now: ports.now,
  });
  const normalTab = new NormalTab(editor, ports.tellsTab);
  const praise = new Praise(editor, arbiter.fates, ports.now);
  const waiting: Waiting = { jump: null };
  const all = new AllOfKind(editor, arbiter);
  const facts = factsOf(editor);
  facts.provide("armed", () => guard.armed);
  facts.provide("early", () => guard.early);
  facts.provide("repeat", () => isRepeat(arbiter.shown));
  facts.provide("tabAccepts", () => normalTab.accepts);
  facts.provide("accepted", () => praise.isDue);

  const withShown = (run: (shown: Shown, context: CommandContext) => Fiber | void) => {
    return (context: CommandContext): Fiber | void => {
      const { shown } = arbiter;
      if (!shown) throw new UserError("No prediction is shown");
      return run(shown, context);
    };
  };

  /** One press: goes there, or makes the change. */
  function* press({ prediction, kind }: Shown, part: Part | "all"): Fiber {
    guard.accepted();
    if (kind === "jump") {
      normalTab.follows();
      yield* jumpTo(editor, arbiter, prediction, waiting);
      return;
    }
    // Of one that has just grown, what was there before: the rest stays.
    const seen = arbiter.display.shown?.seenPart(guard.keyTime(), guardMs(editor)) ?? prediction;
    accept(editor, arbiter, seen, part);
    praise.accepted(seen);
  }

  function* pressOften(count: number, part: Part | "all"): Fiber {
    // The count is read: what comes next may be asked for.
    editor.pending = "";
    for (let n = 0; n < Math.max(1, count); n++) {
      if (n > 0) {
        arbiter.settle();
        if (arbiter.shown === null) yield* until(arbiter.asks.next(), "The prediction");
      }
      const { shown } = arbiter;
      if (!shown) {
        editor.showMessage(`${n} of ${count} steps: nothing more is predicted`);
        return;
      }
      yield* press(shown, part);
      if (waiting.jump !== null) return;
    }
  }

  const accepting = (part: Part | "all") =>
    withShown((_shown, { count }) => pressOften(count, part));

  return [
    {
      name: "tab.accept",
      doc: "Make the predicted change; go there first when it is out of sight",
      run: accepting("all"),
    },
    {
      name: "tab.accept-seen",
      doc: "The same whatever Tab means now, when the prediction has been seen",
      run: withShown((_shown, { count }) => {
        if (!guard.seen) throw new UserError("The prediction has only just come");
        return pressOften(count, "all");
      }),
    },
    {
      name: "tab.accept-word",
      doc: "Take the first word of the predicted change",
      run: accepting("word"),
    },
    {
      name: "tab.accept-line",
      doc: "Take the first line of the predicted change",
      run: accepting("line"),
    },
    {
      name: "tab.early",
      doc: "Nothing: a Tab that came before the next prediction was seen",
      run: () => {
        guard.accepted();
        recordInstead(editor, []);
      },
    },
    {
      name: "tab.jump",
      doc: "Go to the predicted change without making it",
      run: () => {
        const prediction = waiting.jump ?? arbiter.shown?.prediction;
        waiting.jump = null;
        if (!prediction) throw new UserError("No prediction is shown");
        guard.accepted();
        normalTab.follows();
        return jumpTo(editor, arbiter, prediction, waiting);
      },
    },
    {
      name: "tab.repeat",
      doc: "Make the accepted change again at the cursor (what . does)",
      run: () => repeatEdit(editor),
    },
    {
      name: "tab.dismiss",
      doc: "Hide the prediction; it stays away until the text there changes",
      run: ({ keys }) => {
        arbiter.dismiss();
        // CTRL-] also ends a word that is an abbreviation.
        if (keys[0] === "<C-]>" && editor.mode === "insert") {
          editor.loop?.queue.stuff(["<C-]>"], false);
        }
      },
    },
    {
      name: "tab.next-alternative",
      doc: "Show the next alternative prediction",
      run: withShown(() => {
        arbiter.display.turn(1);
      }),
    },
    {
      name: "tab.previous-alternative",
      doc: "Show the previous alternative prediction",
      run: withShown(() => {
        arbiter.display.turn(-1);
      }),
    },
    {
      name: "tab.ask",
      doc: "Ask for a prediction now",
      run: () => arbiter.ask("ask"),
    },
    {
      name: "tab.why",
      doc: "Say why the prediction is shown: who made it, the reason, its chance, how long it took",
      run: withShown(({ prediction, chance }) => {
        const { ms = 0 } = arbiter.fates.list.findLast(({ id }) => id === prediction.id) ?? {};
        const took = ms > 0 ? `found in ${Math.round(ms)} ms` : "known before";
        const percent = `${Math.round(chance * 100)} %`;
        const { source, model } = prediction;
        const who = model === undefined ? source : `${source} (${model})`;
        editor.showMessage(`${who}: ${prediction.reason} (${percent}, ${took})`);
      }),
    },
    {
      name: "tab.excellent",
      doc: "Mark the prediction accepted last as excellent: it counts five times",
      run: () => praise.give(),
    },
    {
      name: "tab.all",
      doc: "Show the same change at all places as one proposal, to be taken at once",
      run: () => all.open(),
    },
    {
      name: "tab.proposal",
      doc: "Show the changes that wait (`14 waiting`) as one proposal, to be taken at once",
      run: () => all.openWaiting(),
    },
    {
      name: "tab.preview",
      doc: "With `tabhint`: show what is predicted, or again only that something is",
      run: withShown(() => {
        if (!editor.options.get("tabhint")) throw new UserError("All of it is shown: see tabhint");
        drawing.reveal(!drawing.isRevealed);
        if (drawing.isRevealed) revealed = ports.now();
      }),
    },
    {
      name: "tab.peek",
      doc: "Show the definition that the prediction hangs on; any key returns",
      run: withShown(({ prediction }) => peek(editor, prediction)),
    },
  ];
}

function isRepeat(shown: Shown | null): boolean {
  return shown !== null && (shown.kind !== "ghost" || !COMPLETES.has(shown.prediction.source));
}

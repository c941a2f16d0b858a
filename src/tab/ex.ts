/** `:Tab`: what is coming, what was shown, what was learned. */
import { UserError } from "../base/errors.ts";
import type { Editor } from "../editor/editor.ts";
import type { ExCall, ExCommand } from "../editor/ex-command.ts";
import { type Fiber, until } from "../editor/fiber.ts";
import { virtualDocument } from "../editor/virtual.ts";
import type { Arbiter } from "./arbiter.ts";
import { type ComingStep, comingSteps } from "./coming.ts";
import type { Learning } from "./learning.ts";
import type { TabModels } from "./model/install.ts";
import { nextActionsOf } from "./next/install.ts";

export interface TabExPorts {
  readonly learning: Pick<Learning, "forget" | "lessons">;
  /** Files that are not open and are looked at. */
  closedFiles(): number;
  /** Null: no model predicts. */
  models(): Pick<TabModels, "status" | "log"> | null;
}

/** Steps listed without a number. */
const STEPS = 5;
const MOST_STEPS = 50;
const LISTED = 20;

export function tabExCommand(editor: Editor, arbiter: Arbiter, ports: TabExPorts): ExCommand {
  const subcommands: Readonly<Record<string, (call: ExCall, argument: string) => Fiber | void>> = {
    next: (_call, argument) => list(editor, arbiter, count(argument, STEPS)),
    take: (_call, argument) => take(editor, arbiter, count(argument, 1)),
    status: () => editor.showMessage(status(editor, arbiter, ports).join("\n")),
    log: (_call, argument) => {
      const sent = /^sent\b\s*(.*)$/s.exec(argument);
      if (sent) return showSent(editor, ports, count(sent[1]!, 1));
      return editor.showMessage(log(arbiter, count(argument, LISTED)).join("\n"));
    },
    forget: () => forget(editor, arbiter, ports),
    on: () => setPredict(editor, true),
    off: () => setPredict(editor, false),
  };
  return {
    name: "Tab",
    min: 3,
    args: true,
    range: "count",
    doc: "Predictions: `next` lists the coming steps, a count takes so many, `status`, `log`, `log sent`, `forget`, `on`, `off`",
    complete: () => Object.keys(subcommands),
    run(call) {
      const [, name = "", argument = ""] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(call.args)!;
      const given = call.addressCount > 0 ? call.line2 : null;
      if (name === "" || /^\d+$/.test(name)) {
        const steps = name === "" ? given : Number(name);
        return steps === null ? list(editor, arbiter, STEPS) : take(editor, arbiter, steps);
      }
      const run = subcommands[name];
      if (!run) throw new UserError(`E475: Invalid argument: ${name}`);
      return run(call, given === null ? argument : String(given));
    },
  };
}

function count(argument: string, otherwise: number): number {
  if (argument === "") return otherwise;
  if (!/^\d+$/.test(argument)) throw new UserError(`E474: Invalid argument: ${argument}`);
  return Math.min(MOST_STEPS, Math.max(1, Number(argument)));
}

function* list(editor: Editor, arbiter: Arbiter, most: number): Fiber {
  arbiter.draw();
  const { shown } = arbiter;
  const first = arbiter.held.find(({ prediction }) => prediction.id === shown?.prediction.id);
  const steps = yield* until(
    comingSteps(arbiter.snapshot("ask"), first ?? null, most, {
      ranked: (snapshot) => arbiter.rankedFor(snapshot),
      live: arbiter.heldLive,
      actions: nextActionsOf(editor)?.coming ?? [],
      now: () => editor.services.now(),
      thresholds: arbiter.display.thresholds,
    }),
    "The prediction",
  );
  if (steps.length === 0) throw new UserError("Nothing is predicted");
  editor.showMessage(steps.map((step, i) => lineOf(step, i + 1)).join("\n"));
}

function lineOf({ what, where, text, chance, reason }: ComingStep, number: number): string {
  if (what === "save" && chance === 1) return `${number} save   ${where}`;
  const percent = `${Math.round(100 * chance)} %`.padStart(5);
  if (what !== "edit" && what !== "place") return `${number} ${where}  ${percent}  ${reason}`;
  return `${number} ${what === "edit" ? "edit " : "go to"}  ${where}  ${text}  ${percent}  ${reason}`;
}

/** Takes steps one after the other, as Tab would. */
function* take(editor: Editor, arbiter: Arbiter, steps: number): Fiber {
  const accept = editor.commands.require("tab.accept");
  for (let n = 0; n < steps; n++) {
    arbiter.draw();
    if (arbiter.shown === null) yield* until(arbiter.asks.next(), "The prediction");
    if (arbiter.shown === null) {
      if (n === 0) throw new UserError("Nothing is predicted");
      editor.showMessage(`${n} of ${steps} steps: nothing more is predicted`);
      return;
    }
    const { win, doc } = editor;
    const run = accept.run({ editor, win, doc, count: 0, register: "", keys: [] });
    if (run) yield* run;
    arbiter.settle();
  }
}

function status(editor: Editor, arbiter: Arbiter, ports: TabExPorts): string[] {
  const { questions, chains, waitingGroup } = arbiter;
  const followed = chains.ready + chains.late;
  const ready = followed === 0 ? "" : `, ${Math.round((100 * chains.ready) / followed)} % at once`;
  const off = [...questions.off].map(([name, why]) => `  ${name} is off: ${why}`);
  return [
    `predictions: ${editor.options.get("predict") ? "on" : "off"}, shown when ${editor.options.get("tabshow")}`,
    `predictors: ${questions.names.join(", ")}`,
    ...off,
    `accepts: ${chains.accepts}; the next suggestion followed ${followed} times${ready}`,
    `learned from: ${ports.learning.lessons} answers in this session`,
    `files that are not open: ${ports.closedFiles()}`,
    `waiting: ${waitingGroup === null ? "nothing" : `${waitingGroup.predictions.length}, ${waitingGroup.title}`}`,
    ...(ports.models()?.status() ?? []),
    ...(questions.inFlight > 0 ? [`questions under way: ${questions.inFlight}`] : []),
  ];
}

function log(arbiter: Arbiter, most: number): string[] {
  const lines = arbiter.fates.list.slice(-most).map((entry) => {
    const { time, source, model, kind, chance, ms, fate, reason } = entry;
    const who = model === null ? source : `${source} ${model}`;
    const percent = `${Math.round(100 * chance)} %`.padStart(5);
    const clock = new Date(time).toTimeString().slice(0, 8);
    const took = `${Math.round(ms)} ms`.padStart(7);
    return `${clock} ${who.padEnd(10)} ${kind.padEnd(5)} ${percent} ${took}  ${(fate ?? "–").padEnd(16)} ${reason}`;
  });
  return lines.length > 0 ? lines : ["Nothing was shown yet"];
}

/** The last requests to models, as they were sent. */
function* showSent(editor: Editor, ports: TabExPorts, most: number): Fiber {
  const models = ports.models();
  if (!models) throw new UserError("No model predicts");
  const text = yield* until(models.log(most), "What was sent");
  const doc = virtualDocument(editor, { title: "tab://sent", text });
  yield* editor.openPlace({ doc, path: null });
}

function* forget(editor: Editor, arbiter: Arbiter, { learning }: TabExPorts): Fiber {
  arbiter.fates.forget();
  yield* until(learning.forget(), "The database");
  const actions = nextActionsOf(editor);
  if (actions) yield* until(actions.forget(), "The database");
  editor.showMessage("What was learned from your answers is forgotten");
}

function setPredict(editor: Editor, value: boolean): void {
  editor.options.set("predict", value);
  editor.events.emit("option", { name: "predict" });
}

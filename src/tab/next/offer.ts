/**
 * Offers what may be done next, in a pause, where no change is predicted: one action at a time, once for
 * each occasion. Tab goes there, or asks; what runs or writes anything is done by `!`, never by Tab or
 * Enter. What the user does by hand teaches as much as what is taken.
 */
import { writeDocument } from "../../editor/buffers.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { type Floats, floatsOf } from "../../editor/float.ts";
import { closeWindow } from "../../editor/layout-windows.ts";
import { noteJump } from "../../editor/place.ts";
import { suggestionsOf } from "../../editor/suggestion.ts";
import { type Environment, isPrivate, mayShow } from "../gate.ts";
import { recordInstead } from "../keys/recorded.ts";
import type { Likely, NextAction, RunnableCommand } from "./action.ts";
import { deletes, dueActions, rerunOccasion, type Scene } from "./due.ts";
import type { Habits } from "./habits.ts";
import { isTest, type Watch } from "./watch.ts";
import { boxOf, titleOf } from "./words.ts";

export const FLOAT = "action";

/** Changes that come with writing a file: the user does not go on with them. */
const TOOLS = /^(?:disk\.|journal\.|fold\.|lsp\.format|lsp\.save|save\.)/;
const MOST_SPENT = 500;

export interface OfferPorts {
  readonly watch: Watch;
  readonly habits: Habits;
  readonly env: Environment;
  /** Milliseconds of the clock of keys and frames. */
  now(): number;
  redraw(): void;
  /** A change or a place is predicted. */
  isPredicting(): boolean;
  /** What is likelier is offered. */
  least(): number;
  /** What is there now; null: nothing can be done. */
  scene(): Promise<Scene | null>;
  /** Runs a command line where the user sees it. */
  run(command: RunnableCommand): void;
}

interface Offer {
  likely: Likely;
  /** When it was on the screen first; -1: not yet. */
  since: number;
  /** The box is open. */
  asked: boolean;
}

export class Offers {
  private readonly editor: Editor;
  private readonly ports: OfferPorts;
  private readonly floats: Floats;
  private offer: Offer | null = null;
  /** What was due in the last pause, by occasion. */
  private due = new Map<string, Likely>();
  private readonly judged = new Set<string>();
  private readonly spent = new Set<string>();
  private looking = false;

  constructor(editor: Editor, ports: OfferPorts) {
    this.editor = editor;
    this.ports = ports;
    // Its own look at each command comes before ours.
    this.floats = floatsOf(editor);
    editor.events.on("change", ({ origin }) => {
      if (this.due.size > 0 && !TOOLS.test(origin)) this.passed();
    });
    editor.events.on("command-done", () => this.commandDone());
    editor.events.on("document-saved", (doc) => this.saved(doc));
    editor.events.on("document-close", () => this.rewritten());
    editor.events.on("mode", () => this.draw());
    editor.events.on("window-close", (win) =>
      this.done((action) => action.kind === "close" && action.win === win),
    );
    editor.events.on("window-enter", ({ doc }) => {
      this.done((action) => action.kind === "open" && action.path === doc.path);
      this.withdraw();
    });
    editor.events.on("option", ({ name }) => {
      if (name === "tabactions" && !editor.options.get("tabactions")) this.withdraw();
    });
  }

  /** What is offered and seen since then (ms; -1: not yet), or whose box is open. */
  get shown(): { readonly since: number; readonly asked: boolean } | null {
    const { offer } = this;
    return offer !== null && this.isVisible() ? offer : null;
  }

  /** What is due, the likeliest first. */
  get coming(): readonly Likely[] {
    return [...this.due.values()]
      .filter(({ action }) => !this.spent.has(action.occasion) || action === this.action)
      .sort((a, b) => b.chance - a.chance);
  }

  private get action(): NextAction | null {
    return this.offer?.likely.action ?? null;
  }

  /** Whether running this again is what the user is waiting for: it is likely, and not put away. */
  isAwaited(run: RunnableCommand, project: string): boolean {
    const { habits, least, watch } = this.ports;
    if (!this.editor.options.get("tabactions") || habits.chance("rerun", project) < least()) {
      return false;
    }
    return !deletes(run) && !this.judged.has(rerunOccasion(run, watch));
  }

  /** Called before each frame. */
  frame(): void {
    const { offer } = this;
    if (offer === null || offer.since >= 0 || !this.isVisible()) return;
    queueMicrotask(() => {
      offer.since = this.ports.now();
    });
  }

  /** Looks what is due, and offers the likeliest. False: now is no time for that. */
  async look(): Promise<boolean> {
    if (this.looking || !this.may()) return false;
    this.looking = true;
    try {
      const { doc } = this.editor;
      const { changes } = this.ports.watch;
      await this.ports.habits.load();
      const scene = await this.ports.scene();
      const same = this.editor.doc === doc && this.ports.watch.changes === changes;
      if (!same || !this.may()) return false;
      this.take(scene === null ? [] : dueActions(this.ports.watch, scene));
      return true;
    } finally {
      this.looking = false;
    }
  }

  private take(actions: readonly NextAction[]): void {
    const { habits } = this.ports;
    const likely = actions.map((action): Likely => {
      return { action, chance: habits.chance(action.habit, action.project) };
    });
    this.due = new Map(likely.map((one) => [one.action.occasion, one]));
    const { offer } = this;
    const same = offer === null ? undefined : this.due.get(offer.likely.action.occasion);
    if (offer !== null && same !== undefined) {
      // What the box says is what is done.
      if (!offer.asked) offer.likely = same;
      if (this.draw()) this.ports.redraw();
      return;
    }
    this.offer = null;
    const least = this.ports.least();
    const good = likely.filter(
      ({ action, chance }) => chance >= least && !this.spent.has(action.occasion),
    );
    const best = good.reduce<Likely | null>(
      (a, b) => (a === null || b.chance > a.chance ? b : a),
      null,
    );
    if (best !== null) {
      this.offer = { likely: best, since: -1, asked: false };
      this.spend(best.action.occasion);
    }
    if (this.draw()) this.ports.redraw();
  }

  private spend(occasion: string): void {
    this.spent.add(occasion);
    const [oldest] = this.spent;
    if (this.spent.size > MOST_SPENT) this.spent.delete(oldest!);
  }

  /** Something may be offered, as far as the editor knows by itself. */
  private may(): boolean {
    const { editor, ports } = this;
    if (!editor.options.get("tabactions") || !mayShow(editor)) return false;
    if (editor.mode !== "normal" || editor.pending !== "") return false;
    return !isPrivate(editor.doc, ports.env) && !ports.isPredicting();
  }

  private isVisible(): boolean {
    const { editor, offer } = this;
    if (offer === null) return false;
    if (offer.asked) return this.floats.isOpen(FLOAT);
    return mayShow(editor) && editor.mode === "normal" && !this.ports.isPredicting();
  }

  /** True when something else is shown than before. */
  private draw(): boolean {
    const suggestions = suggestionsOf(this.editor);
    const { offer, editor } = this;
    const before = suggestions.offer;
    const hint = offer !== null && !offer.asked && editor.mode === "normal";
    suggestions.offer = hint ? { win: editor.win, text: titleOf(offer.likely.action) } : null;
    return before?.text !== suggestions.offer?.text;
  }

  private withdraw(): void {
    if (this.offer === null) return;
    if (this.offer.asked) this.floats.close(FLOAT);
    this.offer = null;
    this.draw();
  }

  // What the user does about it

  /** Tab: goes there; of what runs or writes anything it shows a box that asks. */
  accept(): Fiber | void {
    const { editor, offer } = this;
    if (offer === null) return undefined;
    if (editor.recording !== null) recordInstead(editor, []);
    const { action } = offer.likely;
    if (action.kind === "open" || action.kind === "close") return this.perform(offer);
    offer.asked = true;
    offer.since = -1;
    this.draw();
    this.floats.show({ kind: FLOAT, lines: boxOf(action), side: "below", until: "key" });
    return undefined;
  }

  /** `!` in the box. */
  confirm(): Fiber | void {
    const { editor, offer } = this;
    if (offer === null || !offer.asked) return undefined;
    if (editor.recording !== null) recordInstead(editor, []);
    return this.perform(offer);
  }

  dismiss(): void {
    const { action } = this;
    if (action !== null) this.judge(action, false, 1);
    this.withdraw();
  }

  private *perform({ likely: { action } }: Offer): Fiber {
    const { editor, ports } = this;
    this.judge(action, true, 1);
    this.withdraw();
    switch (action.kind) {
      case "command":
        for (const doc of action.write) yield* writeDocument(editor, doc);
        ports.run(action.command);
        return;
      case "save":
        for (const doc of action.write) yield* writeDocument(editor, doc);
        return;
      case "open": {
        const doc = editor.docs.find(({ path }) => path === action.path) ?? null;
        noteJump(editor);
        yield* editor.openPlace({ doc, path: action.path });
        return;
      }
      case "close":
        closeWindow(editor, action.win);
    }
  }

  // What becomes of it

  /** A command line was begun, by whomever. */
  ran(command: string): void {
    const line = command.trim();
    this.done(
      (action) =>
        action.kind === "command" &&
        (action.command.command === line || (isTest(line) && isTest(action.command.command))),
    );
    if (this.offer?.likely.action.kind === "command") this.withdraw();
  }

  private saved(doc: Document): void {
    this.done((action) => action.kind === "save" && action.write.includes(doc));
    this.rewritten();
  }

  /** What is written or closed meanwhile is not written again. */
  private rewritten(): void {
    const { offer, editor } = this;
    if (offer === null || offer.asked) return;
    const { action } = offer.likely;
    if (action.kind !== "command" && action.kind !== "save") return;
    const write = action.write.filter((doc) => doc.modified && editor.docs.includes(doc));
    if (write.length === action.write.length) return;
    if (action.kind === "save" && write.length === 0) return this.withdraw();
    offer.likely = { ...offer.likely, action: { ...action, write } };
    this.draw();
  }

  private done(is: (action: NextAction) => boolean): void {
    for (const { action } of this.due.values()) {
      if (!is(action)) continue;
      this.judge(action, true, 1);
      this.due.delete(action.occasion);
    }
  }

  /** The text was changed further: what was due was not done. */
  private passed(): void {
    for (const { action } of this.due.values()) {
      // Who mends it in several steps has not refused to see whether that helped.
      if (action.habit !== "rerun") this.judge(action, false, 0.5);
      else if (!this.judged.has(action.occasion)) this.spent.delete(action.occasion);
    }
    this.due.clear();
    this.withdraw();
  }

  private commandDone(): void {
    const { offer } = this;
    if (offer === null || this.editor.nesting > 0) return;
    if (offer.asked && !this.floats.isOpen(FLOAT)) this.dismiss();
    else this.draw();
  }

  private judge({ occasion, habit, project }: NextAction, done: boolean, weight: number): void {
    if (this.judged.has(occasion)) return;
    this.judged.add(occasion);
    const [oldest] = this.judged;
    if (this.judged.size > MOST_SPENT) this.judged.delete(oldest!);
    this.ports.habits.note(habit, project, done, weight);
  }
}

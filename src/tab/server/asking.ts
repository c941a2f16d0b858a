/**
 * Questions that nobody waits for: one of a kind is under way at a time, the others of its kind wait
 * for it, and they are called off when the text changes. What fails is silence.
 */
import { Cancelled, UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";

export type QuestionKind = "actions" | "references" | "completion" | "check";

export class Asking {
  private readonly editor: Editor;
  private readonly afterFrame: (callback: () => void) => void;
  private readonly lines = new Map<QuestionKind, Promise<unknown>>();
  private readonly running = new Set<AbortController>();
  private calling = false;

  constructor(editor: Editor, afterFrame: (callback: () => void) => void) {
    this.editor = editor;
    this.afterFrame = afterFrame;
    editor.events.on("change", () => this.changed());
  }

  /**
   * What `work` gives; null when it was called off, refused or came too late. `survives`: a change
   * does not call it off, as what it asks about is the text before.
   */
  async ask<T>(
    kind: QuestionKind,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
    survives = false,
  ): Promise<T | null> {
    const before = this.lines.get(kind);
    const own = this.turn(before, signal, work, survives);
    this.lines.set(kind, own);
    const result = await own;
    if (this.lines.get(kind) === own) this.lines.delete(kind);
    return result;
  }

  /** Calls off everything. */
  close(): void {
    for (const controller of this.running) controller.abort();
  }

  private async turn<T>(
    before: Promise<unknown> | undefined,
    outer: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
    survives: boolean,
  ): Promise<T | null> {
    if (before !== undefined) await before;
    if (outer.aborted) return null;
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    outer.addEventListener("abort", abort);
    if (!survives) this.running.add(controller);
    try {
      const result = await work(controller.signal);
      return controller.signal.aborted ? null : result;
    } catch (error) {
      // Nobody asked for it; what a server refuses is in its log.
      const refused = error instanceof Cancelled || error instanceof UserError;
      if (!refused) this.editor.reportBug("asking servers for predictions", error);
      return null;
    } finally {
      outer.removeEventListener("abort", abort);
      this.running.delete(controller);
    }
  }

  /** In the key's own turn: nearly always nothing is under way. */
  private changed(): void {
    if (this.running.size === 0 || this.calling) return;
    this.calling = true;
    const old = [...this.running];
    this.afterFrame(() => {
      this.calling = false;
      for (const controller of old) controller.abort();
    });
  }
}

/**
 * Loads what terminals are made of (src/shell/install.ts) when something asks for it: a command of
 * theirs, a program to run, a suggestion behind `:!`. In the bundle it is a file of its own
 * (`dist/shell.cjs`), which an editor without terminals never reads.
 */
import { createRequire } from "node:module";
import type { HealthItem } from "../base/health.ts";
import type { Editor } from "../editor/editor.ts";
import type { FeatureHost } from "../editor/host.ts";
import type { ShellFeatures, ShellScreen } from "../shell/install.ts";
import { LateTerminals } from "../shell/late.ts";
import { shellPart } from "../shell/prompt/command-line.ts";
import { Failures, setFailures } from "../shell/run/failures.ts";
import { compiledBundle } from "./compiled.ts";

type ShellModule = typeof import("../shell/install.ts");

/** So long (milliseconds) after it was loaded its compiled form is stored, where there is none. */
const SAVE_MS = 3000;

export class LateShell {
  private readonly terminals: LateTerminals;
  private features: ShellFeatures | null = null;
  /** It can't be put in twice. */
  private tried = false;

  constructor(editor: Editor, host: FeatureHost, screen: ShellScreen) {
    this.terminals = new LateTerminals(editor, (hooks) => {
      this.tried = true;
      this.features = shellModule().installShell(editor, { host, screen, hooks });
      return this.features.terminals;
    });
    // Predictions follow what failed, and are there before it.
    setFailures(
      editor,
      new Failures(editor, { afterFrame: (callback) => host.afterFrame(callback) }),
    );
    let asked = false;
    editor.lineGhost = (line) => {
      if (asked || !editor.options.get("shellghost") || shellPart(line) === null) return "";
      asked = true;
      host.afterFrame(() => {
        this.load();
        if (editor.cmdline?.kind === ":") editor.lineGhost?.(editor.cmdline.text);
      });
      return "";
    };
  }

  /** Null before it is loaded. */
  get(): ShellFeatures | null {
    return this.features;
  }

  /** False where it was loaded before, is being loaded, or could not be. */
  load(): boolean {
    if (this.tried) return false;
    this.terminals.get();
    return true;
  }

  health(): readonly HealthItem[] {
    this.load();
    return this.features?.health() ?? [];
  }
}

function shellModule(): ShellModule {
  const compiled = compiledBundle();
  if (compiled === null) {
    return createRequire(import.meta.url)("../shell/install.ts") as ShellModule;
  }
  const module = compiled.load("shell.cjs")() as ShellModule;
  setTimeout(() => compiled.save(), SAVE_MS).unref();
  return module;
}

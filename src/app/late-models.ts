/**
 * Loads what models are asked with (src/app/models-features.ts) where there is a `models.toml`, behind the
 * first frame. An editor without one looks at the disk once, and again when nobody types; it reads no
 * file and starts no thread. In the bundle it is a file of its own (`dist/models.cjs`).
 */
import { createRequire } from "node:module";
import type { HealthItem } from "../base/health.ts";
import { configFolder } from "../config/load.ts";
import type { Editor } from "../editor/editor.ts";
import type { FeatureHost } from "../editor/host.ts";
import { modelsFile, stampOf } from "../models/config/paths.ts";
import { compiledBundle } from "./compiled.ts";
import type { ModelFeatures, ModelParts } from "./models-features.ts";

type ModelsModule = typeof import("./models-features.ts");

/** So long (milliseconds) after it was loaded its compiled form is stored, where there is none. */
const SAVE_MS = 3000;
/** So long (milliseconds) nobody must have typed. */
const QUIET_MS = 20;

export class LateModels {
  private readonly editor: Editor;
  private readonly host: FeatureHost;
  private readonly parts: ModelParts;
  /** Null: nothing of the user's configuration counts. */
  private readonly folder: string | null;
  private features: ModelFeatures | null = null;
  /** What is left of the loading; null: it has not begun, or is done. */
  private work: Generator<void> | null = null;
  private closed = false;

  constructor(editor: Editor, host: FeatureHost, parts: ModelParts) {
    this.editor = editor;
    this.host = host;
    this.parts = parts;
    this.folder = host.configFolder === undefined ? configFolder(host.env) : host.configFolder;
    if (this.folder !== null) host.afterFrame(() => this.look());
    editor.exCommands = [
      ...editor.exCommands,
      {
        name: "Model",
        min: 3,
        args: true,
        doc: "Models: which there are and how they do; `use ROLE NAME`, `on`, `off`, `test`, `reload`",
        complete: (self) => this.words(self),
        run: ({ args }) => this.load().command(args),
      },
    ];
  }

  /** Null before they are loaded. */
  get(): ModelFeatures | null {
    return this.features;
  }

  idle(): void {
    if (this.features !== null) this.features.idle();
    else this.look();
  }

  health(): readonly HealthItem[] {
    return this.load().health();
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.features?.close();
  }

  private look(): void {
    const { folder } = this;
    if (folder === null || this.features !== null || this.work !== null || this.closed) return;
    if (stampOf(modelsFile(folder)) === "") return;
    this.work = this.steps();
    this.turn();
  }

  /** One piece after the other, each in a quiet moment; keeps no process alive. */
  private turn(): void {
    const { work, host } = this;
    if (work === null || this.closed) return;
    const left = QUIET_MS - host.quietMs();
    if (left > 0) {
      setTimeout(() => this.turn(), Math.ceil(left)).unref();
      return;
    }
    try {
      if (!work.next().done) setImmediate(() => this.turn());
    } catch (error) {
      // Who edits can do without models.
      this.work = null;
      this.closed = true;
      this.editor.reportBug("models", error);
    }
  }

  /** All of it that is left, at once. */
  private load(): ModelFeatures {
    if (this.features === null) {
      const work = this.work ?? this.steps();
      while (!work.next().done);
    }
    if (this.features === null) throw new Error("The models were not put in");
    return this.features;
  }

  private *steps(): Generator<void> {
    const { editor, host, folder, parts } = this;
    const run = prepare();
    yield;
    const module = run();
    yield;
    this.features = module.installModelFeatures(editor, host, folder, parts);
    this.work = null;
  }

  /** Of the command line that is typed. */
  private words(editor: Editor): readonly string[] {
    const typed = editor.cmdline?.text ?? "";
    return this.load().words(typed.replace(/^.*?\bMod\w*\s?/, ""));
  }
}

/** In the bundle it is a file of its own, compiled here and run by the function that is answered. */
function prepare(): () => ModelsModule {
  const compiled = compiledBundle();
  if (compiled === null) {
    const require = createRequire(import.meta.url);
    return () => require("./models-features.ts") as ModelsModule;
  }
  setTimeout(() => compiled.save(), SAVE_MS).unref();
  return compiled.load("models.cjs") as () => ModelsModule;
}

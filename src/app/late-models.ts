/**
 * Loads what models are asked with (src/app/models-features.ts) where there is a `models.toml`, behind the
 * first frame. An editor without one looks at the disk once, and again when nobody types; it reads no
 * file and starts no thread. In the bundle it is a file of its own (`dist/models.cjs`).
 */
import { statSync } from "node:fs";
import { createRequire } from "node:module";
import type { HealthItem } from "../base/health.ts";
import { configFolder } from "../config/load.ts";
import type { Editor } from "../editor/editor.ts";
import type { FeatureHost } from "../editor/host.ts";
import { modelsFile } from "../models/config/paths.ts";
import { compiledBundle } from "./compiled.ts";
import type { ModelFeatures, ModelParts } from "./models-features.ts";

type ModelsModule = typeof import("./models-features.ts");

/** So long (milliseconds) after it was loaded its compiled form is stored, where there is none. */
const SAVE_MS = 3000;

export class LateModels {
  private readonly editor: Editor;
  private readonly host: FeatureHost;
  private readonly parts: ModelParts;
  private readonly folder: string;
  private features: ModelFeatures | null = null;
  private closed = false;

  constructor(editor: Editor, host: FeatureHost, parts: ModelParts) {
    this.editor = editor;
    this.host = host;
    this.parts = parts;
    this.folder = configFolder(host.env);
    // With --clean nothing of the user's configuration counts.
    if (host.stateFolder !== null) host.afterFrame(() => this.look());
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
    else if (this.host.stateFolder !== null) this.look();
  }

  health(): readonly HealthItem[] {
    return this.load().health();
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.features?.close();
  }

  private look(): void {
    if (this.features !== null || this.closed) return;
    if (statSync(modelsFile(this.folder), { throwIfNoEntry: false }) !== undefined) this.load();
  }

  private load(): ModelFeatures {
    const { editor, host, folder, parts } = this;
    this.features ??= modelsModule().installModelFeatures(editor, host, folder, parts);
    return this.features;
  }

  /** Of the command line that is typed. */
  private words(editor: Editor): readonly string[] {
    const typed = editor.cmdline?.text ?? "";
    return this.load().words(typed.replace(/^.*?\bMod\w*\s?/, ""));
  }
}

function modelsModule(): ModelsModule {
  const compiled = compiledBundle();
  if (compiled === null) {
    return createRequire(import.meta.url)("./models-features.ts") as ModelsModule;
  }
  const module = compiled.load("models.cjs")() as ModelsModule;
  setTimeout(() => compiled.save(), SAVE_MS).unref();
  return module;
}

/** An editor with the real arbiter, predictors and drawing on a simulated clock, and a model in it. */
import { composeEditor } from "../../src/app/compose.ts";
import type { SceneSource } from "../../src/context/scene-source.ts";
import type { Editor } from "../../src/editor/editor.ts";
import { KeyLoop } from "../../src/editor/key-loop.ts";
import type { ModelsConfig } from "../../src/models/model.ts";
import type { ModelPort } from "../../src/models/port.ts";
import type { Scene } from "../../src/models/scene.ts";
import {
  installTabFeatures,
  type TabFeatures,
  type TabParts,
} from "../../src/tab/install-features.ts";
import {
  installTabModels,
  type TabModels,
  type TabModelsPorts,
} from "../../src/tab/model/install.ts";
import { slice, textOf } from "../../src/text/text.ts";
import type { SimulatedClock } from "./clock.ts";

export interface Stage {
  readonly editor: Editor;
  readonly loop: KeyLoop;
  readonly tab: TabFeatures;
  readonly models: TabModels;
  /** Works one key off; its frame comes a little later. */
  press(key: string): void;
  readonly text: string;
  readonly pos: number;
}

export interface StageRequest {
  readonly text: string;
  readonly pos: number;
  readonly filetype: string;
  readonly config: ModelsConfig;
  readonly models: ModelPort;
  /** Called with each frame, when it is written. */
  framed?(): void;
  /** Absent: the formats that there are. */
  readonly formatFor?: TabModelsPorts["formatFor"];
  readonly scenes?: TabModelsPorts["scenes"];
  readonly parts?: TabParts;
  /** Absolute, of the text; absent: it has no name. */
  readonly path?: string;
}

/** Milliseconds from a key to its frame, and from a frame to the work behind it. */
const FRAME_MS = 2;
const BEHIND_MS = 6;
const EPOCH = Date.UTC(2026, 0, 1);

export const MODEL: ModelsConfig = {
  providers: [
    {
      name: "box",
      kind: "llama.cpp",
      url: "http://box:8012",
      key: null,
      headers: {},
      allow: null,
      command: null,
    },
  ],
  models: [
    {
      name: "coder",
      provider: "box",
      id: "qwen2.5-coder-7b",
      format: null,
      context: 8192,
      price: null,
      extra: {},
    },
  ],
  roles: { complete: "coder" },
};

/** Scenes with all of the text and nothing else. */
export const PLAIN_SCENES: Pick<SceneSource, "scene" | "refusalOf"> = {
  async scene({ doc, mode }): Promise<Scene> {
    return {
      project: "project",
      path: doc.path === null ? "untitled" : doc.path.split("/").at(-1)!,
      language: doc.filetype,
      text: slice(doc.text, 0, doc.text.length),
      firstRow: 0,
      rows: doc.text.lines,
      cursor: doc.pos,
      mode,
      masked: [],
      edits: [],
      related: [],
      diagnostics: [],
      terminal: null,
    };
  },
  refusalOf: () => null,
};

export function stageOf(clock: SimulatedClock, request: StageRequest): Stage {
  let lastKey = Number.NEGATIVE_INFINITY;
  let frames = 0;
  const frame = () => {
    if (frames++ > 0) return;
    clock.after(FRAME_MS, () => {
      frames = 0;
      tab.frame();
      queueMicrotask(() => request.framed?.());
    });
  };
  const editor = composeEditor(
    { now: () => EPOCH + clock.now, poll: () => {} },
    {
      afterFrame: (callback) => clock.after(BEHIND_MS, callback),
      nextTurn: (callback) => clock.after(0, callback),
      later: (ms, callback) => clock.after(ms, callback),
      redraw: frame,
      env: {},
      now: () => clock.now,
    },
  );
  const quietMs = () => clock.now - lastKey;
  const tab = installTabFeatures(editor, { ...request.parts, quietMs });
  const models = installTabModels(editor, tab, {
    models: request.models,
    config: request.config,
    scenes: request.scenes ?? PLAIN_SCENES,
    quietMs,
    ...(request.formatFor ? { formatFor: request.formatFor } : {}),
  });
  editor.addTab(editor.newWindow(editor.addDocument(textOf(request.text), request.path ?? null)));
  editor.doc.options.set("filetype", request.filetype);
  editor.doc.options.set("expandtab", true);
  const loop = new KeyLoop(editor, editor.mainFiber);
  editor.loop = loop;
  editor.setCursor(editor.win, request.pos);
  return {
    editor,
    loop,
    tab,
    models,
    press(key) {
      lastKey = clock.now;
      loop.feed([key]);
      frame();
    },
    get text() {
      return slice(editor.doc.text, 0, editor.doc.text.length);
    },
    get pos() {
      return editor.win.cursor.pos;
    },
  };
}

/** Tiny tasks whose answers are known: what a model is tried with. Nothing of the user's is in them. */
import type { ModelHunk } from "../../models/format.ts";
import type { Scene } from "../../models/scene.ts";

const NOTHING = {
  project: "hunch-test",
  language: "typescript",
  masked: [],
  edits: [],
  related: [],
  diagnostics: [],
  terminal: null,
} as const;

function sceneOf(path: string, marked: string, more: Partial<Scene> = {}): Scene {
  const cursor = marked.indexOf("‸");
  const text = marked.replace("‸", "");
  const rows = text.split("\n").length;
  return { ...NOTHING, path, text, cursor, firstRow: 0, rows, mode: "insert", ...more };
}

export interface Task {
  readonly scene: Scene;
  /** Whether the changed text is what anyone would write. */
  isSensible(text: string): boolean;
}

export const COMPLETE_TASK: Task = {
  scene: sceneOf(
    "src/sum.ts",
    `/** The sum of two numbers. */
export function sum(left: number, right: number): number {
  return ‸
}

/** The product of two numbers. */
export function product(left: number, right: number): number {
  return left * right;
}
`,
  ),
  isSensible: (text) => /return (?:left \+ right|right \+ left)\b/.test(text),
};

const EDITED = `export function area(columns: number, height: number): number {‸
  return width * height;
}
`;

export const EDIT_TASK: Task = {
  scene: sceneOf("src/area.ts", EDITED, {
    edits: [
      {
        path: "src/area.ts",
        diff: `@@ -1,3 +1,3 @@
-export function area(width: number, height: number): number {
+export function area(columns: number, height: number): number {
   return width * height;
 }
`,
        row: 0,
        original:
          "export function area(width: number, height: number): number {\n  return width * height;\n}",
        updated:
          "export function area(columns: number, height: number): number {\n  return width * height;\n}",
        accepted: false,
        open: false,
      },
    ],
  }),
  isSensible: (text) => /return columns \* height\b/.test(text),
};

/** The text of a scene with changes made; those of other files, and those that fit nowhere, are left out. */
export function changedText(scene: Scene, hunks: readonly ModelHunk[]): string {
  let { text } = scene;
  for (const hunk of [...hunks].reverse()) {
    if (hunk.kind === "span") text = text.slice(0, hunk.from) + hunk.insert + text.slice(hunk.to);
    else if (hunk.path === scene.path) {
      const old = hunk.old.join("\n");
      const at = old === "" ? -1 : text.indexOf(old);
      if (at >= 0) text = text.slice(0, at) + hunk.new.join("\n") + text.slice(at + old.length);
    }
  }
  return text;
}

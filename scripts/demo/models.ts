/**
 * The film of a model. Who answers is a stand-in that knows the file that is being written and takes its
 * time: no model runs where films are made. All else is as with a llama.cpp server.
 */
import { startProvider } from "../../test/models/server/provider.ts";
import { type Scene, TYPING_MS } from "./scene.ts";

const WRITTEN = `/** An interval of time in minutes, its end not in it. */
export interface Slot {
  readonly from: number;
  readonly to: number;
}
`;

const TO_COME = `
/** Slots that touch or overlap become one. */
export function merged(slots: readonly Slot[]): Slot[] {
  const result: Slot[] = [];
  for (const slot of [...slots].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last === undefined || slot.from > last.to) result.push(slot);
    else result[result.length - 1] = { from: last.from, to: Math.max(last.to, slot.to) };
  }
  return result;
}

/** What is free between slots that are merged. */
export function gaps(slots: readonly Slot[]): Slot[] {
  return slots.slice(1).map((slot, n) => ({ from: slots[n]!.to, to: slot.from }));
}
`;

/** Milliseconds to the first text, and between two pieces of it. */
const FIRST_MS = 180;
const PIECE_MS = 12;
/** As much of what was typed says where in the file one is. */
const CLUE = 12;

/** What follows the end of `before` in the file, to the end of its function. */
function continued(before: string): string {
  const at = TO_COME.indexOf(before.slice(-CLUE));
  if (at < 0) return "";
  const from = at + CLUE;
  return TO_COME.slice(from, TO_COME.indexOf("\n}\n", from) + 2);
}

async function standIn(): Promise<{ url: string; close(): Promise<void> }> {
  return await startProvider("llama.cpp", ({ json }) => {
    const before = /<\|fim_prefix\|>([\s\S]*)<\|fim_suffix\|>/.exec(String(json.prompt))?.[1] ?? "";
    const pieces = continued(before).match(/[\s\S]{1,5}/g) ?? [];
    return { pieces, headMs: FIRST_MS, pieceMs: PIECE_MS };
  });
}

export const MODELS_SCENE: Scene = {
  name: "models",
  size: { rows: 26, cols: 92 },
  files: { "slot.ts": WRITTEN },
  async props() {
    const provider = await standIn();
    const config = `[provider.box]
kind = "llama.cpp"
url = "${provider.url}"
[model.qwen]
provider = "box"
id = "qwen2.5-coder-7b"
[roles]
complete = "qwen"
`;
    return { files: { ".config/hunch/models.toml": config }, end: () => provider.close() };
  },
  steps: [
    {
      keys: "",
      name: "",
      words: "A llama.cpp server, here a stand-in that answers after 180 ms.",
      look: 2000,
    },
    { keys: "Go\r", name: "G o CR", words: "at the end of the file" },
    {
      keys: "/** Slots that touch",
      name: "/** Slots that touch",
      words: "what is meant",
      typing: TYPING_MS,
      look: 2200,
    },
    {
      keys: " or over",
      name: "or over",
      words: "typed on: it stays, and gets shorter",
      typing: 160,
    },
    {
      keys: "\t",
      name: "Tab",
      words: "taken; what follows is there in the same frame",
      look: 2600,
    },
    { keys: "\t", name: "Tab", words: "taken, too", look: 1600 },
    { keys: "\x1b", name: "Esc", words: "two functions, thirty keys" },
    { keys: ":Model\r", name: ":Model", words: "what it costs and how long it takes", look: 3000 },
  ],
};

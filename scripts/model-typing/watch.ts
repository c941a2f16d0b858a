/** Looks at each frame: what is shown must fit the text, and stay while it does. */
import { suggestionsOf } from "../../src/editor/suggestion.ts";
import { hunksOf } from "../../src/text/prediction.ts";
import { slice } from "../../src/text/text.ts";
import type { Stage } from "./editor.ts";
import type { SimulatedModel } from "./simulated-model.ts";

interface Ghost {
  readonly before: string;
  /** Everything before the cursor with what is shown behind it. */
  readonly goal: string;
  /** What stands behind the cursor. */
  readonly after: string;
  readonly source: string;
}

/** Whether a text ends in the beginning of another one that goes at least as far as its own beginning does. */
function isSaid(said: string, goal: string): boolean {
  if (said.startsWith(goal)) return true;
  const start = goal.indexOf(said.slice(0, LEAST_SAID));
  for (let at = start; at >= 0; at = goal.indexOf(said.slice(0, LEAST_SAID), at + 1)) {
    if (said.startsWith(goal.slice(at))) return true;
  }
  return false;
}

/** Characters that a place is known by. */
const LEAST_SAID = 40;

export class Watch {
  frames = 0;
  ghosts = 0;
  /** Frames with a ghost that is not for the text as it is, or that nobody has said. */
  readonly contradictions: string[] = [];
  /** Frames in which a ghost that still held was replaced or gone. */
  readonly flickers: string[] = [];
  private last: Ghost | null = null;
  private stage: Stage | null = null;
  private readonly model: SimulatedModel;

  constructor(model: SimulatedModel) {
    this.model = model;
  }

  begin(stage: Stage): void {
    this.stage = stage;
  }

  /** What is shown now was taken: something else follows. */
  taken(): void {
    this.last = null;
  }

  look(): void {
    const { stage } = this;
    if (!stage) return;
    this.frames++;
    const { text, pos } = stage;
    const before = text.slice(0, pos);
    const after = text.slice(pos);
    const now = this.ghostOf(stage, before, after);
    const { last } = this;
    const holds =
      last?.goal.startsWith(before) === true &&
      last.goal.length > before.length &&
      // Who takes back what was predicted does not want it.
      before.startsWith(last.before) &&
      last.after === after;
    if (last && holds && !now?.goal.startsWith(last.goal)) {
      const instead = now ? JSON.stringify(now.goal.slice(-40)) : "nothing";
      this.flickers.push(`${JSON.stringify(last.goal.slice(-40))} (${last.source}): ${instead}`);
    }
    this.last = now;
  }

  private ghostOf(stage: Stage, before: string, after: string): Ghost | null {
    const { shown } = stage.tab.arbiter;
    const picture = suggestionsOf(stage.editor).current;
    if (!shown || !picture || shown.kind !== "ghost" || shown.since < 0) return null;
    this.ghosts++;
    const { prediction } = shown;
    const { doc } = stage.editor;
    const [hunk] = hunksOf(prediction.changes);
    const { source } = prediction;
    const goal = before + (hunk?.insert ?? "");
    if (
      prediction.revision !== doc.revision ||
      hunk?.from !== before.length ||
      slice(prediction.changes.apply(doc.text), 0, goal.length) !== goal
    ) {
      this.contradictions.push(`for another text: ${JSON.stringify(hunk?.insert)}`);
    }
    // What is drawn is what one accept makes.
    const drawn = picture.blocks
      .flatMap(({ short, lines }) => [...(short ? [short] : []), ...lines])
      .map(({ text }) => text);
    const lines = (hunk?.insert ?? "").split("\n");
    if (!lines.every((line) => line === "" || drawn.some((text) => text.includes(line.trim())))) {
      this.contradictions.push(
        `drawn otherwise: ${JSON.stringify(lines)} ${JSON.stringify(drawn)}`,
      );
    }
    if (source === "model" && !this.model.said.some((said) => isSaid(said, goal))) {
      this.contradictions.push(`nobody said: ${JSON.stringify(goal.slice(-60))}`);
    }
    return { before, goal, after, source };
  }
}

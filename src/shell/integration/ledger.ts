/** The blocks of a terminal: at most so many, with what has changed since somebody asked. */
import type { Block } from "../block.ts";
import type { KeptPlace, TrackerPort } from "./port.ts";

const MOST_BLOCKS = 1000;
/** UTF-16 of all command lines together. */
const MOST_TEXT = 1 << 20;

type Values = { -readonly [K in keyof Block]: Block[K] };

/** A block whose lines may still move. */
export interface Entry {
  readonly values: Values;
  /** Where it lies; let go when it cannot move any more. */
  places: { prompt: KeptPlace; output: KeptPlace; end: KeptPlace | null } | null;
}

export type NewBlock = Pick<
  Block,
  "command" | "cwd" | "startedAt" | "promptLine" | "outputLine" | "sure"
>;

export interface Ledger {
  readonly blocks: readonly Block[];
  add(block: NewBlock, places: Entry["places"]): Entry;
  /** Its command line is told only now. */
  name(entry: Entry, command: string): void;
  /** Its output ends at the cursor's place, or before `line`. */
  end(entry: Entry, status: number | null, line?: number): void;
  /** A prompt begins at a line: what lay there, or below, is gone; older blocks stay where they are. */
  promptAt(line: number, cell: number): void;
  takeChanged(): readonly Block[];
}

/** What lay below the end is gone: the screen was cleared, or the cursor went up. */
function order(values: Values): void {
  values.outputLine = Math.min(values.outputLine, values.endLine);
  values.promptLine = Math.min(values.promptLine, values.outputLine);
}

export function createLedger(port: TrackerPort): Ledger {
  let entries: Entry[] = [];
  let lastId = 0;
  let text = 0;
  const changed = new Map<number, Entry>();
  const gone: Block[] = [];

  function follow({ values, places }: Entry): void {
    if (places === null) {
      if (values.endedAt === null) values.endLine = Math.max(values.endLine, port.end());
      order(values);
      return;
    }
    const { prompt, output, end } = places;
    if (prompt.line >= 0) values.promptLine = prompt.line;
    if (output.line >= 0) values.outputLine = output.line;
    const last = end ?? port.cursor();
    if (end === null && values.endedAt === null) values.endLine = port.end();
    else if (last.line >= 0) values.endLine = last.cell > 0 ? last.line + 1 : last.line;
    order(values);
  }

  function settle(entry: Entry): void {
    if (entry.places === null) return;
    follow(entry);
    entry.places.prompt.forget();
    entry.places.output.forget();
    entry.places.end?.forget();
    entry.places = null;
  }

  function remove(entry: Entry, isGone: boolean): void {
    settle(entry);
    text -= entry.values.command.length;
    changed.delete(entry.values.id);
    if (isGone) gone.push({ ...entry.values, promptLine: -1, outputLine: -1, endLine: -1 });
  }

  function dropOldest(): void {
    while (entries.length > MOST_BLOCKS || (text > MOST_TEXT && entries.length > 1)) {
      const oldest = entries.shift();
      if (oldest !== undefined) remove(oldest, true);
    }
  }

  return {
    get blocks() {
      for (const entry of entries) {
        if (entry.places !== null || entry.values.endedAt === null) follow(entry);
      }
      return entries.map(({ values }) => ({ ...values }));
    },
    add(block, places) {
      lastId += 1;
      const values = { ...block, id: lastId, endedAt: null, status: null, endLine: port.end() };
      const entry: Entry = { values, places };
      entries.push(entry);
      text += block.command.length;
      dropOldest();
      changed.set(lastId, entry);
      return entry;
    },
    name(entry, command) {
      text += command.length - entry.values.command.length;
      entry.values.command = command;
      dropOldest();
      changed.set(entry.values.id, entry);
    },
    end(entry, status, line) {
      const { values, places } = entry;
      if (values.endedAt !== null) return;
      follow(entry);
      values.endedAt = port.now();
      values.status = status;
      const cursor = port.cursor();
      if (line !== undefined) {
        settle(entry);
        values.endLine = line;
        order(values);
      } else if (places === null) {
        values.endLine = cursor.cell > 0 ? cursor.line + 1 : cursor.line;
        order(values);
      } else {
        places.end = port.keep();
        follow(entry);
      }
      changed.set(values.id, entry);
    },
    promptAt(line, cell) {
      const kept: Entry[] = [];
      for (const entry of entries) {
        const { values } = entry;
        if (values.endedAt !== null) settle(entry);
        if (values.endedAt !== null && values.promptLine >= line) {
          remove(entry, true);
          continue;
        }
        if (values.endedAt !== null && cell === 0 && values.endLine > line) {
          values.endLine = line;
          order(values);
          changed.set(values.id, entry);
        }
        kept.push(entry);
      }
      entries = kept;
    },
    takeChanged() {
      if (changed.size === 0 && gone.length === 0) return [];
      const list: Block[] = gone.splice(0);
      for (const entry of changed.values()) {
        follow(entry);
        list.push({ ...entry.values });
      }
      changed.clear();
      return list.sort((a, b) => a.id - b.id);
    },
  };
}

/** Terminals that run nothing, for tests: what they were asked for, and blocks told by hand. */
import { Emitter } from "../../../src/base/emitter.ts";
import type { Editor } from "../../../src/editor/editor.ts";
import type { Block } from "../../../src/shell/block.ts";
import {
  setTerminals,
  type Terminal,
  type TerminalEvents,
  type Terminals,
} from "../../../src/shell/terminals.ts";

export interface FakeTerminals extends Terminals {
  readonly ran: { readonly command: string; readonly cwd: string | undefined }[];
  /** As if the user ran it in a shell. */
  block(command: string, cwd: string): void;
}

export function fakeTerminals(editor: Editor): FakeTerminals {
  const events = new Emitter<TerminalEvents>((name, error) => {
    throw new Error(`A listener of ${String(name)} failed`, { cause: error });
  });
  const terminal = {} as Terminal;
  const start = (command: string, cwd: string | null) => {
    const block = { id: 1, command, cwd, status: null, sure: true } as unknown as Block;
    events.emit("block-start", { terminal, block });
  };
  const fake: FakeTerminals = {
    events,
    all: [],
    current: null,
    latest: null,
    unavailable: null,
    environment: [],
    keyHooks: [],
    ran: [],
    of: () => null,
    run(command, options) {
      fake.ran.push({ command, cwd: options?.cwd });
      start(command, options?.cwd ?? null);
      return new Promise(() => {});
    },
    block: start,
  };
  setTerminals(editor, fake);
  return fake;
}

/** Commands: what a key sequence or a palette entry names. */
import { UserError } from "../base/errors.ts";
import type { Key } from "../base/key.ts";
import type { Document } from "./document.ts";
import type { Editor } from "./editor.ts";
import type { Fiber } from "./fiber.ts";
import type { Window } from "./window.ts";

/** What a command is called with. */
export interface CommandContext {
  readonly editor: Editor;
  readonly win: Window;
  readonly doc: Document;
  /** The typed count; 0 when there is none. */
  readonly count: number;
  /** The register named with `"`; empty when there is none. */
  readonly register: string;
  /** The keys that named the command. */
  readonly keys: readonly Key[];
}

export interface Command {
  /** `area.verb`, as in `window.split`. */
  readonly name: string;
  /** One sentence for the palette, `:help` and the key hints. */
  readonly doc: string;
  run(context: CommandContext): Fiber | void;
}

export class CommandRegistry {
  private readonly commands = new Map<string, Command>();
  private readonly loadRest: () => boolean;

  /** `loadRest` is called for a name that is not known: whether there are more commands now. */
  constructor(loadRest: () => boolean = () => false) {
    this.loadRest = loadRest;
  }

  add(...commands: readonly Command[]): void {
    for (const command of commands) {
      if (this.commands.has(command.name))
        throw new Error(`Command ${command.name} exists already`);
      this.commands.set(command.name, command);
    }
  }

  get(name: string): Command | null {
    for (;;) {
      const known = this.commands.get(name);
      if (known) return known;
      if (!this.loadRest()) return null;
    }
  }

  /** Throws UserError for an unknown name. */
  require(name: string): Command {
    const command = this.get(name);
    if (!command) throw new UserError(`Unknown command: ${name}`);
    return command;
  }

  all(): Command[] {
    return [...this.commands.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

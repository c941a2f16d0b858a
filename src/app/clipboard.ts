/** The registers `+` and `*` on the system's clipboard. */
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import type { Editor } from "../editor/editor.ts";
import { Clipboard } from "../term/clipboard.ts";
import type { Terminal } from "../term/terminal.ts";
import { type RegisterText, registerString, registerText } from "../text/register.ts";
import { textOf } from "../text/text.ts";

const PASTE_TIMEOUT_MS = 1000;

/** Connects the registers; the tools are looked for at the first use. */
export function connectClipboard(editor: Editor, terminal: Terminal): () => Promise<void> {
  let clipboard: Clipboard | null = null;
  const get = (): Clipboard => (clipboard ??= makeClipboard(editor, terminal));
  const own = new Map<string, RegisterText>();
  editor.registers.clipboard = {
    read(name) {
      const text = get().paste(name);
      if (text === null) return null;
      const known = own.get(name);
      // A register that was copied here keeps its kind (a block, a line).
      if (known && registerString(known) === text) return known;
      const lines = text.endsWith("\n");
      return registerText(textOf(lines ? text.slice(0, -1) : text), lines ? "V" : "v");
    },
    write(name, value) {
      own.set(name, value);
      get().copy(registerString(value), name);
    },
  };
  return () => clipboard?.flush() ?? Promise.resolve();
}

function makeClipboard(editor: Editor, terminal: Terminal): Clipboard {
  return new Clipboard({
    env: process.env,
    platform: process.platform,
    has: onPath,
    run(command, input) {
      return new Promise((resolve) => {
        const child = spawn(command[0]!, command.slice(1), {
          stdio: [input === null ? "ignore" : "pipe", "ignore", "ignore"],
        });
        child.on("error", () => resolve({ status: -1, output: new Uint8Array() }));
        child.on("close", (code) => resolve({ status: code ?? -1, output: new Uint8Array() }));
        if (input !== null) {
          // A tool that ends before it has read all says so by its status.
          child.stdin?.on("error", () => child.kill());
          child.stdin?.end(input);
        }
      });
    },
    runNow(command) {
      const result = spawnSync(command[0]!, command.slice(1), {
        timeout: PASTE_TIMEOUT_MS,
        stdio: ["ignore", "pipe", "ignore"],
      });
      return { status: result.status ?? -1, output: result.stdout ?? new Uint8Array() };
    },
    send: terminal.capabilities.clipboard ? (bytes) => terminal.sendClipboard(bytes) : null,
    report: (message) => editor.showMessage(message, "warning"),
  });
}

function onPath(program: string): boolean {
  for (const folder of (process.env.PATH ?? "").split(":")) {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch (error) {
      // Not in this folder.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }
  return false;
}

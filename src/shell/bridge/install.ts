/** The completions of the user's shells, for suggestions that have nothing better. */
import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { boundedOutput } from "./bounded.ts";
import type { Bridge } from "./bridge.ts";
import { CompletionDesk } from "./desk.ts";
import { quietEnvironment } from "./quiet.ts";
import { type CompletionShell, completionsIn, invocationOf, type ShellFolders } from "./shells.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Milliseconds that a shell has for its answer. */
const PATIENCE = 300;

/** bash-completion's script, by system. */
const BASH_COMPLETION = [
  "/usr/share/bash-completion/bash_completion",
  "/usr/local/share/bash-completion/bash_completion",
  "/opt/homebrew/share/bash-completion/bash_completion",
  "/run/current-system/sw/share/bash-completion/bash_completion",
  "/etc/bash_completion",
];
const BASH_FOLDERS = ["/usr/share/bash-completion/completions", "/etc/bash_completion.d"];

/** `changed` is called when something is known that was not. Nothing is started before it is asked. */
export function installBridge(editor: Editor, host: FeatureHost, changed: () => void): Bridge {
  const { env, stateFolder, trust } = host;
  let shells: readonly CompletionShell[] | null = null;
  let folders: ShellFolders | null = null;
  return new CompletionDesk({
    trusts: (cwd) => editor.options.get("shellghost") && trust.allows(cwd),
    async ask(asked, cwd, signal) {
      // fish makes folders when it starts: where nothing may be kept, there is no place for them.
      shells ??= completionShells(env).filter(
        ({ name }) => name !== "fish" || stateFolder !== null,
      );
      folders ??= shellFolders(env, stateFolder ?? "/");
      for (const shell of shells) {
        const { args, env: more } = invocationOf(shell, asked, folders);
        const run = { file: shell.file, args, cwd, patience: PATIENCE };
        const output = await boundedOutput(
          { ...run, env: { ...quietEnvironment(env), ...more } },
          signal,
        );
        if (output === null) return null;
        const found = completionsIn(shell, output, asked.words.at(-1)!);
        if (found.length > 0) return found;
      }
      return [];
    },
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      timer.unref();
      return { cancel: () => clearTimeout(timer) };
    },
    now: () => performance.now(),
    changed,
  });
}

/** fish first: it says what its completions mean. */
export function completionShells(env: Environment): CompletionShell[] {
  const found: CompletionShell[] = [];
  for (const name of ["fish", "bash"] as const) {
    const file = (env.PATH ?? "")
      .split(delimiter)
      .filter(isAbsolute)
      .map((folder) => join(folder, name))
      .find((path) => isThere(path, constants.X_OK));
    if (file !== undefined) found.push({ name, file });
  }
  return found;
}

export function shellFolders(env: Environment, stateFolder: string): ShellFolders {
  return {
    home: env.HOME ?? "/",
    config: env.XDG_CONFIG_HOME,
    data: env.XDG_DATA_HOME,
    scratch: join(stateFolder, "fish"),
    bashCompletion: BASH_COMPLETION.find((path) => isThere(path, constants.R_OK)) ?? "",
    bashFolders: BASH_FOLDERS,
  };
}

function isThere(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    // Not there, or not for us: the next place.
    return false;
  }
}

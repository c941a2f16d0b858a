/** Which program a terminal runs, and with what environment. */
import { basename } from "node:path";
import type { Editor } from "../../editor/editor.ts";
import type { ShellKind } from "../block.ts";
import type { Launch } from "./port.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What says that the program runs inside of another editor or terminal than this one. */
const FOREIGN =
  /^(?:NVIM|NVIM_LISTEN_ADDRESS|VIM|VIMRUNTIME|MYVIMRC|TMUX|TMUX_PANE|STY|TERM_PROGRAM_VERSION|TERM_SESSION_ID|KITTY_.*|WEZTERM_.*|ITERM_.*|GHOSTTY_.*|ALACRITTY_.*|VTE_VERSION|WT_SESSION|VSCODE_.*|ZED_TERM|LINES|COLUMNS|INIT_CWD|HUNCH_BENCH.*|NODE_TEST_CONTEXT)$/;

export function kindOfShell(file: string): ShellKind {
  const name = basename(file)
    .replace(/^-/, "")
    .replace(/\.exe$/, "");
  return name === "bash" || name === "zsh" || name === "fish" ? name : "other";
}

/** The user's shell: the option where it was set, else $SHELL. */
export function userShell(editor: Editor, env: Environment): string {
  const option = editor.options.get("shell").trim();
  if (option !== "" && option !== "sh") return option.split(/\s+/)[0]!;
  return env.SHELL || "/bin/sh";
}

/** The environment of a program in a terminal. */
export function programEnvironment(
  env: Environment,
  more: Readonly<Record<string, string>>,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !FOREIGN.test(name)) result[name] = value;
  }
  return {
    ...result,
    TERM: "xterm-256color",
    COLORTERM: "truecolor",
    TERM_PROGRAM: "hunch",
    HUNCH_TERMINAL: "1",
    ...more,
  };
}

/** A command line that is nothing but a shell for the user: `zsh`, `/bin/bash -l`. */
export function shellOfLine(line: string | null): { file: string; args: string[] } | null {
  const [file = "", ...args] = (line ?? "").trim().split(/\s+/);
  const plain = kindOfShell(file) !== "other" && /^[\w./~+-]+$/.test(file) && !/^[-~]/.test(file);
  return plain && args.every((arg) => /^(?:-[il]+|--login)$/.test(arg)) ? { file, args } : null;
}

/** A shell for the user, or a command line that a shell runs. */
export function launchOf(
  shell: string,
  command: string | null,
  env: Record<string, string>,
): Launch {
  return {
    file: shell,
    args: command === null ? [] : ["-c", command],
    env,
    nonce: "",
    shell: command === null ? kindOfShell(shell) : "other",
  };
}

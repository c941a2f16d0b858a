/** The parts of a health report, each from what it is given; nothing here asks the system itself. */
import type { HealthItem } from "../base/health.ts";
import type { ConfigFault } from "../base/toml-source.ts";
import type { Capabilities, Environment } from "../term/capabilities.ts";

export interface HealthSection {
  readonly title: string;
  readonly items: readonly HealthItem[];
}

const ok = (text: string): HealthItem => ({ state: "ok", text });
const info = (text: string): HealthItem => ({ state: "info", text });
const warning = (text: string, ...advice: string[]): HealthItem => ({
  state: "warning",
  text,
  advice,
});

/** `asked`: the terminal has been asked and `caps` has its answers. */
export function terminalSection(
  caps: Capabilities,
  env: Environment,
  hasEntry: boolean,
  asked: boolean,
): HealthSection {
  const items: HealthItem[] = [];
  if (caps.term === "") items.push(warning("TERM is not set", "export TERM=xterm-256color"));
  else if (!hasEntry) {
    items.push(
      warning(
        `TERM is ${caps.term}, and there is no terminfo entry for it here`,
        "Copy it over:  infocmp -x | ssh HOST tic -x -",
        "or use another name:  TERM=xterm-256color hunch",
      ),
    );
  } else items.push(ok(`TERM is ${caps.term}, with a terminfo entry`));
  items.push(coloursItem(caps, env));
  items.push(
    caps.synchronizedUpdate
      ? ok("Frames are shown whole (synchronised updates)")
      : info(`No synchronised updates${asked ? "" : " known (the terminal was not asked)"}`),
  );
  items.push(keyboardItem(caps, asked));
  items.push(
    caps.clipboard ? ok("OSC 52 may set the clipboard") : info("No OSC 52: copies need a tool"),
  );
  const missing = [
    ["alternate screen", caps.alternateScreen],
    ["mouse", caps.mouse],
    ["bracketed paste", caps.bracketedPaste],
    ["focus reports", caps.focus],
    ["cursor shapes", caps.cursorShape !== "none"],
    ["styled underlines", caps.styledUnderline],
  ].filter(([, has]) => !has);
  if (missing.length > 0) {
    items.push(info(`Not in this terminal: ${missing.map(([name]) => name).join(", ")}`));
  }
  if (caps.remote) items.push(info("This is a remote session (SSH)"));
  return { title: "Terminal", items };
}

function coloursItem(caps: Capabilities, env: Environment): HealthItem {
  const names = {
    "24bit": "True colour",
    256: "256 colours",
    16: "16 colours",
    8: "8 colours",
    mono: "No colours",
  } as const;
  const name = names[caps.colours];
  if (env.NO_COLOR) return info(`${name}: NO_COLOR is set`);
  if (caps.colours === "24bit") {
    const why = env.COLORTERM ? `COLORTERM is ${env.COLORTERM}` : "the terminal says so";
    return ok(`${name}: ${why}`);
  }
  return warning(
    `${name}: neither COLORTERM nor the terminal promises more`,
    "If the terminal has true colour:  export COLORTERM=truecolor",
    "(ssh passes it on with  SendEnv COLORTERM,  where the server accepts it)",
  );
}

function keyboardItem(caps: Capabilities, asked: boolean): HealthItem {
  if (caps.keyboard === "kitty") return ok("Keyboard: kitty protocol, every key can be told apart");
  if (caps.keyboard === "modifyOtherKeys") {
    const more = asked ? "" : " (the terminal was not asked for the kitty protocol)";
    return ok(`Keyboard: modifyOtherKeys is asked for${more}`);
  }
  return info("Keyboard: legacy, so CTRL-I is Tab and CTRL-[ is Esc");
}

/** `option` gives the value of a tmux option, or null; it is only asked inside of tmux. */
export function tmuxSection(
  caps: Capabilities,
  option: (name: string) => string | null,
): HealthSection | null {
  if (caps.multiplexer !== "tmux") return null;
  const items: HealthItem[] = [];
  const lines: string[] = [];
  const want = (
    name: string,
    good: (value: string) => boolean,
    line: string,
    why: string,
  ): void => {
    const value = option(name);
    if (value === null) items.push(info(`${name}: tmux did not say`));
    else if (good(value)) items.push(ok(`${name} is ${value === "" ? "empty" : value}`));
    else {
      items.push({ state: "warning", text: `${name} is ${value}: ${why}` });
      lines.push(line);
    }
  };
  want(
    "escape-time",
    (v) => Number(v) <= 50,
    "set -sg escape-time 10",
    "Esc takes that many milliseconds",
  );
  want(
    "default-terminal",
    (v) => /^tmux/.test(v),
    'set -g default-terminal "tmux-256color"',
    "italics and colours are missing",
  );
  if (caps.colours !== "24bit") {
    want(
      "terminal-features",
      (v) => /RGB/.test(v),
      "set -as terminal-features ',*:RGB'",
      "tmux passes no true colour on",
    );
  }
  want("focus-events", (v) => v === "on", "set -g focus-events on", "changed files go unnoticed");
  want(
    "extended-keys",
    (v) => v !== "off",
    "set -s extended-keys on",
    "CTRL-I and Tab are one key",
  );
  want("set-clipboard", (v) => v !== "off", "set -s set-clipboard on", "copies do not leave tmux");
  if (lines.length > 0) {
    items.push({ state: "info", text: "Lines worth adding to ~/.tmux.conf:", advice: lines });
  }
  return { title: "tmux", items };
}

export function clipboardSection(
  provider: string,
  canPaste: boolean,
  remote: boolean,
): HealthSection {
  if (provider === "none") {
    return {
      title: "Clipboard",
      items: [
        warning(
          "Nothing to copy with",
          remote
            ? "Over SSH the terminal has to take OSC 52."
            : "Install wl-clipboard (Wayland), xclip or xsel (X11).",
        ),
      ],
    };
  }
  const items = [ok(`Copies go through ${provider}`)];
  if (!canPaste) {
    items.push(info("What others copied can't be read here: paste with the terminal's own keys"));
  }
  return { title: "Clipboard", items };
}

export interface ConfigFacts {
  readonly folder: string;
  readonly files: readonly string[];
  readonly faults: readonly ConfigFault[];
}

export function configSection({ folder, files, faults }: ConfigFacts): HealthSection {
  const items: HealthItem[] = [];
  if (files.length === 0) items.push(info(`No configuration in ${folder}`));
  for (const file of files) {
    const own = faults.filter((fault) => fault.file === file);
    if (own.length === 0) items.push(ok(file));
    for (const fault of own) {
      items.push({ state: "error", text: `${fault.file}:${fault.line}: ${fault.text}` });
    }
  }
  return { title: "Configuration", items };
}

export interface StateFacts {
  readonly folder: string;
  /** What keeps the folder from being written, or null. */
  readonly fault: string | null;
  /** Recovery logs that lie there, bytes in all. */
  readonly logs: number;
  readonly logBytes: number;
  /** Bytes of the database; null when there is none yet. */
  readonly database: number | null;
}

export function stateSection(state: StateFacts): HealthSection {
  if (state.fault !== null) {
    return {
      title: "State",
      items: [
        {
          state: "error",
          text: `${state.folder} can't be written: ${state.fault}`,
          advice: ["Nothing can be recovered after a crash, and no undo history is kept."],
        },
      ],
    };
  }
  return {
    title: "State",
    items: [
      ok(`${state.folder} can be written`),
      info(`Journal: ${count(state.logs, "log")}, ${kilobytes(state.logBytes)}`),
      info(state.database === null ? "Store: new" : `Store: ${kilobytes(state.database)}`),
    ],
  };
}

export function toolsSection(
  version: string,
  node: string,
  has: (program: string) => boolean,
): HealthSection {
  const items: HealthItem[] = [info(`hunch ${version}`)];
  const major = Number(/^v?(\d+)/.exec(node)?.[1] ?? 0);
  items.push(
    major >= 24
      ? ok(`Node ${node}`)
      : { state: "error", text: `Node ${node} is too old: 24 or later is needed` },
  );
  items.push(has("git") ? ok("git is there") : info("git is not on the PATH"));
  return { title: "Program and tools", items };
}

/** The report as plain text. */
export function healthText(sections: readonly HealthSection[]): string {
  const marks = { ok: "  ok     ", info: "  -      ", warning: "  notice ", error: "  ERROR  " };
  const blocks = sections.map(({ title, items }) => {
    const lines = items.flatMap(({ state, text, advice = [] }) => [
      `${marks[state]}${text}`,
      ...advice.map((line) => `           ${line}`),
    ]);
    return [title, ...lines].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

function kilobytes(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${Math.ceil(bytes / 1024)} kB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

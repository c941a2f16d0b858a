import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clipboardSection,
  configSection,
  healthText,
  stateSection,
  terminalSection,
  tmuxSection,
  toolsSection,
} from "../../src/app/health-sections.ts";
import { BARE } from "../../src/term/capabilities.ts";

test("a bare terminal is described, with advice", () => {
  const text = healthText([terminalSection({ ...BARE, term: "foo" }, {}, false, false)]);
  assert.match(
    text,
    /^Terminal\n {2}notice TERM is foo, and there is no terminfo entry for it here/,
  );
  assert.match(text, /infocmp -x \| ssh HOST tic -x -/);
  assert.match(text, /No colours: neither COLORTERM nor the terminal promises more/);
  assert.match(text, /legacy, so CTRL-I is Tab/);
  assert.match(text, /Not in this terminal: alternate screen, mouse/);
});

test("colours name their reason", () => {
  const line = (caps: object, env: Record<string, string>) =>
    terminalSection({ ...BARE, term: "xterm", ...caps }, env, true, true).items[1]!.text;
  assert.equal(
    line({ colours: "24bit" }, { COLORTERM: "truecolor" }),
    "True colour: COLORTERM is truecolor",
  );
  assert.equal(line({ colours: "24bit" }, {}), "True colour: the terminal says so");
  assert.equal(line({ colours: "mono" }, { NO_COLOR: "1" }), "No colours: NO_COLOR is set");
});

test("tmux: only lines that are missing are worth adding", () => {
  const caps = { ...BARE, term: "screen", multiplexer: "tmux", colours: "256" } as const;
  const options: Record<string, string> = {
    "escape-time": "500",
    "default-terminal": "tmux-256color",
    "terminal-features": "xterm*:clipboard",
    "focus-events": "on",
    "extended-keys": "off",
    "set-clipboard": "external",
  };
  const section = tmuxSection(caps, (name) => options[name] ?? null);
  assert.deepEqual(section?.items.at(-1)?.advice, [
    "set -sg escape-time 10",
    "set -as terminal-features ',*:RGB'",
    "set -s extended-keys on",
  ]);
  assert.equal(
    tmuxSection(BARE, () => null),
    null,
  );
});

test("clipboard, configuration, state and tools", () => {
  const text = healthText([
    clipboardSection("OSC 52", false, true),
    clipboardSection("none", false, false),
    configSection({
      folder: "/c",
      files: ["/c/config.toml", "/c/init.ts"],
      faults: [{ file: "/c/init.ts", line: 3, text: "no" }],
    }),
    configSection({ folder: "/c", files: [], faults: [] }),
    stateSection({ folder: "/s", fault: "EACCES", logs: 0, logBytes: 0, database: null }),
    stateSection({ folder: "/s", fault: null, logs: 1, logBytes: 2000, database: 3 << 20 }),
    toolsSection("1.0", "v24.1.0", (program) => program === "git"),
    toolsSection("1.0", "v20.1.0", () => false),
  ]);
  for (const line of [
    "  ok     Copies go through OSC 52",
    "  notice Nothing to copy with",
    "  ok     /c/config.toml",
    "  ERROR  /c/init.ts:3: no",
    "  -      No configuration in /c",
    "  ERROR  /s can't be written: EACCES",
    "  -      Journal: 1 log, 2 kB",
    "  -      Store: 3.0 MB",
    "  ok     git is there",
    "  -      git is not on the PATH",
    "  ERROR  Node v20.1.0 is too old: 24 or later is needed",
  ]) {
    assert.ok(text.includes(`${line}\n`), line);
  }
});

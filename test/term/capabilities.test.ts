import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BARE,
  type Capabilities,
  detectCapabilities,
  needsAscii,
  withReply,
} from "../../src/term/capabilities.ts";
import { enterModes, leaveModes, questions, titleBytes } from "../../src/term/modes.ts";
import type { Terminfo } from "../../src/term/terminfo.ts";

/** An entry with the capabilities of real ones, so that the test needs none on the machine. */
function entry(flags: string[], colors: number, strings: Record<string, string> = {}): Terminfo {
  return {
    names: ["test"],
    flag: (name) => flags.includes(name),
    number: (name) => (name === "colors" ? colors : -1),
    string: (name) => strings[name] ?? null,
  };
}

const ANSI = { cup: "\x1b[%i%p1%d;%p2%dH", csr: "x", indn: "x", sitm: "\x1b[3m" };
const XTERM = entry(["bce", "am", "xenl"], 256, { ...ANSI, ech: "x", smxx: "x" });
const TMUX = entry(["am", "xenl"], 256, { ...ANSI, Smulx: "x", smxx: "x" });
const LINUX = entry(["bce", "am", "xenl"], 8, ANSI);

function summary(caps: Capabilities): string {
  const on = Object.entries(caps).filter(([, value]) => value === true);
  const texts = [caps.colours, caps.keyboard, caps.cursorShape, caps.multiplexer, caps.queries];
  return [...texts, ...on.map(([name]) => name)].join(" ");
}

const CASES: readonly [Record<string, string>, Terminfo | null, RegExp][] = [
  [
    { TERM: "xterm-256color" },
    XTERM,
    /^256 modifyOtherKeys decscusr none full .*scrollRegions.*bce/,
  ],
  [{ TERM: "xterm-256color", COLORTERM: "truecolor" }, XTERM, /^24bit/],
  [{ TERM: "xterm-256color", COLORTERM: "truecolor", NO_COLOR: "1" }, XTERM, /^mono/],
  [{ TERM: "xterm-256color", TERM_PROGRAM: "WezTerm" }, XTERM, /^24bit.*styledUnderline/],
  [{ TERM: "xterm-256color", TERM_PROGRAM: "Apple_Terminal" }, XTERM, /^256/],
  [{ TERM: "xterm-kitty" }, null, /^24bit.*styledUnderline/],
  [{ TERM: "xterm" }, null, /^8 /],
  [{ TERM: "tmux-256color", TMUX: "x" }, TMUX, /^256 modifyOtherKeys decscusr tmux full .*bce/],
  [{ TERM: "screen-256color", TMUX: "x" }, TMUX, /^256 modifyOtherKeys decscusr tmux/],
  [{ TERM: "screen-256color", STY: "x" }, TMUX, /^256 legacy none screen basic/],
  [{ TERM: "linux", COLORTERM: "truecolor" }, LINUX, /^8 legacy linux none basic/],
  [
    { TERM: "vt100" },
    entry(["am", "xenl"], -1, ANSI),
    /^mono legacy none none basic scrollRegions/,
  ],
  [{ TERM: "dumb" }, entry(["am"], -1), /^mono legacy none none none reverse$/],
  [{}, null, /^mono legacy none none none reverse$/],
  [{ TERM: "xterm-256color", SSH_TTY: "/dev/pts/1" }, XTERM, /remote/],
];

for (const [env, terminfo, expected] of CASES) {
  test(`${JSON.stringify(env)} is known`, () => {
    assert.match(summary(detectCapabilities(env, terminfo)), expected);
  });
}

test("answers add what they prove", () => {
  const base = detectCapabilities({ TERM: "xterm-256color" }, XTERM);
  const learn = (reply: Parameters<typeof withReply>[1]): Capabilities =>
    withReply(base, reply, false);
  assert.equal(learn({ kind: "mode", mode: 2026, state: 2 }).synchronizedUpdate, true);
  assert.equal(learn({ kind: "mode", mode: 2026, state: 0 }), base);
  assert.equal(learn({ kind: "kitty-flags", flags: 5 }).keyboard, "kitty");
  assert.equal(learn({ kind: "termcap", found: true, name: "RGB", value: "8" }).colours, "24bit");
  assert.equal(learn({ kind: "termcap", found: false, name: "RGB", value: "" }), base);
  assert.equal(learn({ kind: "version", text: "kitty(0.32.1)" }).colours, "24bit");
  assert.equal(learn({ kind: "version", text: "XTerm(370)" }), base);
  const mosh = learn({ kind: "secondary-attributes", params: [1, 10, 0] });
  assert.equal(mosh.multiplexer, "mosh");
  assert.equal(withReply(mosh, { kind: "mode", mode: 2026, state: 2 }, false), mosh);
});

test("NO_COLOR stands against every answer", () => {
  const base = detectCapabilities({ TERM: "xterm-256color", NO_COLOR: "1" }, XTERM);
  const rgb = { kind: "termcap", found: true, name: "RGB", value: "8" } as const;
  assert.equal(withReply(base, rgb, true).colours, "mono");
  assert.equal(withReply(base, { kind: "version", text: "foot(1.16)" }, true).colours, "mono");
});

test("a terminal that cannot be asked is not asked, and gets no private modes", () => {
  assert.deepEqual(questions(BARE), { bytes: "", positions: 0 });
  assert.equal(enterModes(BARE, { mouse: true, title: true }), "");
  const linux = detectCapabilities({ TERM: "linux" }, LINUX);
  assert.equal(questions(linux).bytes, "\x1b[c");
  assert.doesNotMatch(enterModes(linux, { mouse: true, title: true }), /[>P\]]| q/);
});

test("what is switched on is switched off", () => {
  const caps = detectCapabilities({ TERM: "xterm-256color" }, XTERM);
  const options = { mouse: true, title: true };
  const entered = enterModes(caps, options);
  const left = leaveModes(caps, options, 24);
  for (const mode of entered.matchAll(/\x1b\[\?(\d+)h/g)) {
    assert.ok(left.includes(`\x1b[?${mode[1]}l`), mode[1]);
  }
  for (const mode of entered.matchAll(/\x1b\[\?(\d+)l/g)) {
    assert.ok(left.includes(`\x1b[?${mode[1]}h`), mode[1]);
  }
});

test("a title is one line of printable characters", () => {
  assert.equal(titleBytes("a\x1b]0;b\x07\u202e\u009cé👍\n"), "\x1b]2;a]0;bé👍\x1b\\");
  assert.ok(titleBytes("👍".repeat(1000)).isWellFormed());
});

test("ASCII is for locales without UTF-8 and fonts without arrows", () => {
  const cases: ReadonlyArray<readonly [Record<string, string>, boolean]> = [
    [{ TERM: "xterm-256color", LANG: "en_GB.UTF-8" }, false],
    [{ TERM: "xterm-256color", LANG: "C.utf8" }, false],
    [{ TERM: "xterm-256color" }, false],
    [{ TERM: "xterm-256color", LANG: "C" }, true],
    [{ TERM: "xterm-256color", LC_ALL: "en_GB.UTF-8", LANG: "C" }, false],
    [{ TERM: "linux", LANG: "C.UTF-8" }, true],
    [{ TERM: "vt100", LANG: "C.UTF-8" }, true],
    [{ LANG: "C.UTF-8" }, true],
  ];
  for (const [env, expected] of cases) assert.equal(needsAscii(env), expected, JSON.stringify(env));
});

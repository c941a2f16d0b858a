import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  type HistoryEntry,
  type HistoryFileKind,
  historyFiles,
  historyKind,
  parseBashHistory,
  parseFishHistory,
  parseHistory,
  parseZshHistory,
} from "../../src/shell/history/files.ts";
import { random } from "../editor/files/random.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);
const entry = (command: string, time = 0, duration: number | null = null): HistoryEntry => {
  return { command, time, duration };
};

interface Case {
  readonly name: string;
  readonly kind: HistoryFileKind;
  readonly file: string;
  readonly entries: readonly HistoryEntry[];
}

const CASES: readonly Case[] = [
  { name: "nothing", kind: "bash", file: "", entries: [] },
  {
    name: "bash, lines",
    kind: "bash",
    file: "ls\n\ncd x\n",
    entries: [entry("ls"), entry("cd x")],
  },
  {
    name: "no last line break",
    kind: "bash",
    file: "ls\npwd",
    entries: [entry("ls"), entry("pwd")],
  },
  {
    name: "bash, times and lines",
    kind: "bash",
    file: "#1700000000\nfor i in 1\ndo echo\ndone\n#1700000002\nls\n",
    entries: [
      entry("for i in 1\ndo echo\ndone", 1_700_000_000_000),
      entry("ls", 1_700_000_002_000),
    ],
  },
  {
    name: "bash, times switched on later",
    kind: "bash",
    file: "a\nb\n#1700000000\nc\n",
    entries: [entry("a"), entry("b"), entry("c", 1_700_000_000_000)],
  },
  {
    name: "a comment is no time",
    kind: "bash",
    file: "#42\n# 1700000000\n",
    entries: [entry("#42"), entry("# 1700000000")],
  },
  { name: "zsh, plain", kind: "zsh", file: "ls\n\\: x\n", entries: [entry("ls"), entry(": x")] },
  {
    name: "zsh, extended",
    kind: "zsh",
    file: ": 1700000000:3;make\n: 1700000005:0;ls\n",
    entries: [entry("make", 1_700_000_000_000, 3000), entry("ls", 1_700_000_005_000, 0)],
  },
  {
    name: "zsh, several lines",
    kind: "zsh",
    file: ": 1700000000:0;echo a\\\necho b\n",
    entries: [entry("echo a\necho b", 1_700_000_000_000, 0)],
  },
  {
    name: "zsh, a backslash at the end",
    kind: "zsh",
    file: "echo \\ \nls\n",
    entries: [entry("echo \\"), entry("ls")],
  },
  {
    name: "fish",
    kind: "fish",
    file: "- cmd: echo a\\nb \\\\n\n  when: 1700000000\n  paths:\n    - when: 5\n- cmd: ls\n",
    entries: [entry("echo a\nb \\n", 1_700_000_000_000), entry("ls")],
  },
];

test("history files are read as their shells do", () => {
  for (const { name, kind, file, entries } of CASES) {
    assert.deepEqual(parseHistory(kind, bytes(file)).entries, entries, name);
  }
});

test("zsh's own bytes become what they were", () => {
  // As zsh 5.9 wrote it: 0x83 before bytes from 0x83 to 0xa2, which are changed by 32.
  const file = Buffer.from([
    ...Buffer.from(": 1:0;echo "),
    ...[0xc3, 0xa4, 0xe2, 0x83, 0xa6, 0x83, 0xb2, 0xc3, 0xa9, 0xc4, 0x83, 0xa5, 0x0a],
  ]);
  assert.deepEqual(parseZshHistory(file).entries, [entry("echo ä→éą", 1000, 0)]);
});

test("bytes that are no text do no harm", () => {
  const noise = Uint8Array.from({ length: 3000 }, (_, i) => (i * 7919) % 256);
  for (const kind of ["bash", "zsh", "fish"] as const) {
    assert.ok(parseHistory(kind, noise).used <= noise.length);
  }
});

test("whose file it is: by name, by content", () => {
  assert.equal(historyKind("/h/.bash_history", bytes(": 1:0;x\n")), "bash");
  assert.equal(historyKind("/h/.zsh_history", bytes("x")), "zsh");
  assert.equal(historyKind("/h/fish/fish_history", bytes("x")), "fish");
  assert.equal(historyKind("/h/.histfile", bytes(": 1700000000:0;x\n")), "zsh");
  assert.equal(historyKind("/h/mine", bytes("- cmd: x\n  when: 1\n")), "fish");
  assert.equal(historyKind("/h/mine", bytes("x\n")), "bash");
});

test("where histories are", () => {
  assert.deepEqual(historyFiles({ HOME: "/h", HISTFILE: "/x/hist", fish_history: "work" }), [
    "/x/hist",
    "/h/.bash_history",
    "/h/.zsh_history",
    "/h/.zhistory",
    "/h/.histfile",
    "/h/.local/share/fish/work_history",
  ]);
  assert.deepEqual(historyFiles({}), []);
});

// As the shells write them.

const ENCODE: Record<HistoryFileKind, (entries: readonly HistoryEntry[]) => Uint8Array> = {
  bash: (entries) =>
    bytes(entries.map(({ command, time }) => `#${time / 1000}\n${command}\n`).join("")),
  zsh: (entries) =>
    Buffer.concat(
      entries.map(({ command, time, duration }) => {
        const ends = /\\ *$/.test(command) ? " " : "";
        const text = `: ${time / 1000}:${(duration ?? 0) / 1000};${command.replaceAll("\n", "\\\n")}${ends}\n`;
        return Buffer.from(
          [...bytes(text)].flatMap((b) => (b >= 0x83 && b <= 0xa2 ? [0x83, b ^ 32] : [b])),
        );
      }),
    ),
  fish: (entries) =>
    bytes(
      entries
        .map(({ command, time }) => {
          const text = command.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
          return `- cmd: ${text}\n  when: ${time / 1000}\n`;
        })
        .join(""),
    ),
};

test("what was written comes back, whole and in pieces of any size", () => {
  const next = random(7);
  const atoms = [
    "a",
    "ls ",
    "\\",
    "\n",
    "ä",
    "→",
    "😀",
    "'",
    "#",
    ":",
    ";",
    " ",
    "- cmd: ",
    "ą",
    "ı",
  ];
  for (let round = 0; round < 150; round++) {
    const length = next(6);
    for (const kind of ["bash", "zsh", "fish"] as const) {
      const entries = Array.from({ length }, (_, k) => {
        let command = "x";
        for (let n = next(12); n > 0; n--) command += atoms[next(atoms.length)]!;
        return entry(command, (1_700_000_000 + k) * 1000, kind === "zsh" ? k * 1000 : null);
      });
      const file = ENCODE[kind](entries);
      assert.deepEqual(parseHistory(kind, file).entries, entries);
      const size = 1 + next(40);
      assert.deepEqual(inPieces(kind, file, size), entries);
    }
  }
});

function inPieces(kind: HistoryFileKind, file: Uint8Array, size: number): HistoryEntry[] {
  const found: HistoryEntry[] = [];
  let from = 0;
  for (let to = size; ; to += size) {
    const isLast = to >= file.length;
    const { entries, used } = parseHistory(
      kind,
      file.subarray(from, Math.min(to, file.length)),
      isLast,
    );
    found.push(...entries);
    from += used;
    if (isLast) break;
  }
  return found;
}

test("the parsers by their names", () => {
  assert.equal(parseBashHistory(bytes("a\n")).used, 2);
  assert.equal(parseFishHistory(bytes("- cmd: a\n")).used, 9);
  assert.equal(parseBashHistory(bytes("a\nb"), false).used, 2);
});

// As the shells themselves write them, where they are installed.

const COMMANDS = [
  "echo ä→éą",
  "for i in 1 2\ndo echo $i\ndone",
  "ls \\\n  -la",
  "printf '%s\\n' x",
];

/** Only interactive ones have a history. */
const FLAGS = { bash: ["--norc", "-c"], zsh: ["-f", "-i", "-c"] };

function writtenBy(kind: "bash" | "zsh", script: string): Uint8Array | null {
  const folder = mkdtempSync(join(tmpdir(), "hunch-written-"));
  try {
    const file = join(folder, "history");
    const env = { PATH: process.env.PATH, HOME: folder, OUT: file, LC_ALL: "C.UTF-8" };
    const { error } = spawnSync(kind, [...FLAGS[kind], script, kind, ...COMMANDS], { env });
    if (error) return null;
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, maxRetries: 10 });
  }
}

const WRITERS: readonly (readonly [kind: "bash" | "zsh", script: string])[] = [
  [
    "bash",
    'set -o history; HISTTIMEFORMAT=x; history -c; for c; do history -s "$c"; done; history -w "$OUT"',
  ],
  [
    "zsh",
    'HISTSIZE=9; SAVEHIST=9; setopt extendedhistory; for c; do print -rs -- "$c"; done; fc -W $OUT',
  ],
];

for (const [kind, script] of WRITERS) {
  test(`what ${kind} writes is read`, (t) => {
    const file = writtenBy(kind, script);
    if (file === null) return t.skip(`${kind} is not installed`);
    const { entries } = parseHistory(kind, file);
    assert.deepEqual(
      entries.map(({ command }) => command),
      COMMANDS,
    );
    assert.ok(entries.every(({ time }) => time > 1_600_000_000_000));
  });
}

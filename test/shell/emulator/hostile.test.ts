/** Programs that do not mean well: nothing of their output gets out but what is meant to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { localPath, plainText } from "../../../src/shell/emulator/requests.ts";
import { allLines, feed, newEmulator, rowTexts, Screen } from "./screen.ts";

const COLOURS = { foreground: 0xe0e0e0, background: 0x101820 };

/** What a program asks, and what it reads. */
const ANSWERS: readonly (readonly [asked: string, answers: readonly string[]])[] = [
  ["\x1b[c", ["\x1b[?1;2c"]],
  ["\x1b[>c", ["\x1b[>0;276;0c"]],
  ["\x1b[5n", ["\x1b[0n"]],
  ["ab\r\ncd\x1b[6n", ["\x1b[2;3R"]],
  ["\x1b[?6n", ["\x1b[?1;1R"]],
  ["\x1b[>q", ["\x1bP>|hunch\x1b\\"]],
  ["\x1b[?u", ["\x1b[?0u"]],
  ["\x1b[>3u\x1b[?u", ["\x1b[?1u"]],
  ["\x1b[>1u\x1b[>29u\x1b[<u\x1b[?u", ["\x1b[?1u"]],
  ["\x1b[=13;1u\x1b[=8;3u\x1b[?u", ["\x1b[?5u"]],
  ["\x1b[?2026$p", ["\x1b[?2026;2$y"]],
  ["\x1b[?2004h\x1b[?2004$p", ["\x1b[?2004;1$y"]],
  ["\x1b[?1016$p", ["\x1b[?1016;0$y"]],
  ["\x1b]10;?\x1b\\", ["\x1b]10;rgb:e0e0/e0e0/e0e0\x1b\\"]],
  ["\x1b]11;?\x07", ["\x1b]11;rgb:1010/1818/2020\x1b\\"]],
  ["\x1b]10;?;?\x07", ["\x1b]10;rgb:e0e0/e0e0/e0e0\x1b\\", "\x1b]11;rgb:1010/1818/2020\x1b\\"]],
  ["\x1b[?996n", ["\x1b[?997;1n"]],
  ["\x1bP+q544e\x1b\\", ["\x1bP0+r\x1b\\"]],
  ["\x1bP$qm\x1b\\", ["\x1bP1$r0m\x1b\\"]],
  // The clipboard is nobody's business.
  ["\x1b]52;c;?\x07", ["\x1b]52;c;\x1b\\"]],
  // Not answered: what was set before would come back as if it were typed.
  ["\x1b]0;rm -rf ~\r\x07\x1b[21t\x1b[20t", []],
  ["\x1b[14t\x1b[18t\x1b[11t\x1b[13t", []],
  ["\x1b]4;1;?\x07\x1b]4;1;rgb:ff/00/00\x07\x1b]12;#fff\x07", []],
  ["\x05", []],
  ["\x1bP$qrm -rf ~\r\x1b\\", ["\x1bP0$r\x1b\\"]],
  ["\x1b_Ga=q,i=1,s=1,v=1,f=24;AAAA\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\", []],
  ["\x1b]1337;File=name=x;inline=1:AAAA\x07\x1b]1337;ReportCellSize\x07", []],
  ["\x1b]50;?\x07\x1b]5;0;?\x07\x1b]17;?\x07", []],
];

test("questions are answered in fixed forms, or not at all", () => {
  for (const [asked, answers] of ANSWERS) {
    const { emulator, said } = newEmulator();
    emulator.colours = COLOURS;
    feed(emulator, asked);
    assert.deepEqual(said.answers, answers, JSON.stringify(asked));
  }
});

test("colours that nobody knows are not told", () => {
  const { emulator, said } = newEmulator();
  feed(emulator, "\x1b]10;?\x07\x1b]11;?\x07\x1b[?996n");
  assert.deepEqual(said.answers, []);
});

test("answers hold no control characters but their own, whatever was asked", () => {
  const { emulator, said } = newEmulator();
  emulator.colours = COLOURS;
  for (let code = 0; code < 256; code++) {
    const char = String.fromCharCode(code);
    for (const asked of [
      `\x1b[${char}`,
      `\x1b[?6${char}`,
      `\x1b[>${char}`,
      `\x1bP$q${char}\x1b\\`,
    ]) {
      feed(emulator, `text\r\n${asked}\x1b\\\x18`, true);
    }
    feed(emulator, `\x1b]${code};${char};?\x1b\\\x18`, true);
  }
  for (const answer of said.answers) {
    assert.match(answer, /^\x1b(?:[[P\]][\x20-\x7e]*(?:\x1b\\)?)$/, JSON.stringify(answer));
    assert.ok(!answer.includes("text"), JSON.stringify(answer));
  }
});

test("titles are text of a bounded length", () => {
  const { emulator, said } = newEmulator();
  feed(emulator, "\x1b]0;plain\x07\x1b]2;a\u202eb\u200bcd\x1b\\");
  feed(emulator, `\x1b]2;${"x".repeat(100_000)}\x07`);
  feed(emulator, "\x1b]1;icon\x07\x1b]2;\x07");
  assert.deepEqual(said.titles.slice(0, 2), ["plain", "abcd"]);
  assert.equal(said.titles[2]!.length, 256);
  assert.equal(said.titles[3], "");
  assert.equal(plainText(" two\nlines\t\u0007 ", 99), "two lines");
  assert.equal(plainText("👍👍", 3), "👍");
});

test("what goes to the clipboard is text of a bounded size", () => {
  const { emulator, said } = newEmulator();
  const encoded = (text: string) => Buffer.from(text).toString("base64");
  feed(emulator, `\x1b]52;c;${encoded("hello 世界")}\x07`);
  feed(emulator, `\x1b]52;;${encoded("no name")}\x1b\\`);
  feed(emulator, `\x1b]52;c;${"A".repeat(3_000_000)}\x07`);
  feed(emulator, "\x1b]52;c;not base64!\x07\x1b]52\x07\x1b]52;c;\x07");
  assert.deepEqual(said.clips, ["hello 世界", "no name"]);
});

test("messages and marks", () => {
  const { emulator, said } = newEmulator();
  feed(emulator, "\x1b]9;done\x07\x1b]9;4;1;50\x07\x1b]777;notify;make;it failed\x07");
  feed(emulator, "\x1b]777;other;x\x07\x1b]133;A\x07\x1b]633;E;ls;nonce\x1b\\\x1b]1337;x\x07");
  assert.deepEqual(said.notes, ["done", "make: it failed"]);
  assert.deepEqual(said.marks, ["133;A", "633;E;ls;nonce", "1337;x"]);
});

const FOLDERS: readonly (readonly [data: string, path: string | null])[] = [
  ["file:///tmp/a%20b", "/tmp/a b"],
  ["file://here/tmp", "/tmp"],
  ["file://HERE/tmp", "/tmp"],
  ["file://localhost/tmp/100%", "/tmp/100%"],
  ["file://elsewhere/tmp", null],
  ["http://here/tmp", null],
  ["/tmp", null],
  ["file:///tmp/%0a%1b[31m", null],
  [`file:///${"x".repeat(5000)}`, null],
];

test("a folder counts when it is one of this machine", () => {
  for (const [data, path] of FOLDERS) assert.equal(localPath(data, "here.example"), path, data);
  const { emulator, said } = newEmulator();
  feed(emulator, "\x1b]7;file:///tmp\x07\x1b]7;file://elsewhere/x\x07");
  assert.deepEqual(said.cwds, ["/tmp"]);
});

/** Sequences that would take hours, or gigabytes, if they were taken at their word. */
const ENDLESS = [
  "\x1b[2147483647L",
  "\x1b[2147483647M",
  "\x1b[2147483647S",
  "\x1b[2147483647T",
  "\x1b[2147483647I",
  "\x1b[2147483647Z",
  "x\x1b[2147483647b",
  "\x1b[2147483647@",
  "\x1b[2147483647P",
  "\x1b[2147483647X",
  "\x1b[2147483647A\x1b[2147483647B\x1b[2147483647C\x1b[2147483647D\x1b[2147483647;2147483647H",
  "\x1b[2147483647 @\x1b[2147483647 A\x1b[2147483647'}\x1b[2147483647'~",
  `\x1b]4;${"1;?;".repeat(1_000_000)}\x07`,
  `\x1b]104;${"1;".repeat(1_000_000)}\x07`,
  `\x1b]8;;http://${"x".repeat(9_000_000)}\x07`,
  `\x1b[${";".repeat(100_000)}m`,
  "\x1b[?1049h\x1b[?1049l".repeat(2000),
  "\x1b]0;t\x07".repeat(20_000),
];

test("no sequence takes long or breaks the terminal", () => {
  for (const output of ENDLESS) {
    const { emulator } = newEmulator({ rows: 24, cols: 80, scrollback: 1000 });
    const start = process.cpuUsage();
    feed(emulator, output);
    const { user, system } = process.cpuUsage(start);
    assert.ok(user + system < 8_000_000, `${JSON.stringify(output.slice(0, 40))} took long`);
    feed(emulator, "\x1bc\x1b[Hstill here");
    assert.equal(rowTexts(emulator)[0], "still here", JSON.stringify(output.slice(0, 40)));
  }
});

test("bytes that are no UTF-8 are drawn as such, NULs are nothing", () => {
  const cases: readonly (readonly [bytes: string, text: string])[] = [
    ["a\xffb", "a\ufffdb"],
    ["\xe4\xb8", ""],
    ["caf\xe9 x", "caf\ufffd x"],
    ["\xc0\xafx", "\ufffd\ufffdx"],
    ["\xed\xa0\x80x", "\ufffd\ufffd\ufffdx"],
    ["\xf5x", "\ufffdx"],
    ["a\0\0b", "ab"],
    ["\x80\x9b31mx", "\ufffd\ufffd31mx"],
  ];
  for (const [bytes, text] of cases) {
    const { emulator } = newEmulator();
    feed(emulator, bytes, true);
    assert.equal(rowTexts(emulator)[0], text, JSON.stringify(bytes));
  }
  const { emulator } = newEmulator();
  for (const byte of Buffer.from("世👍é")) emulator.feed(Buffer.from([byte]));
  assert.equal(rowTexts(emulator)[0], "世👍é");
});

test("a line of ten megabytes is as many rows as are kept", () => {
  const { emulator } = newEmulator({ rows: 10, cols: 80, scrollback: 500 });
  const piece = Buffer.from("0123456789".repeat(6400));
  for (let i = 0; i < 160; i++) emulator.feed(piece);
  feed(emulator, "\r\nnext");
  const lines = allLines(emulator);
  assert.equal(lines.length, 2);
  assert.ok(lines[0]!.length <= 510 * 80 && lines[0]!.length > 490 * 80);
  assert.equal(lines[1], "next");
});

test("a cell does not grow, whatever is put onto it", () => {
  const { emulator } = newEmulator({ rows: 4, cols: 80 });
  for (const mark of ["\u0301", "\u200b", "\u200d", "\ufe0f", "\u{e0020}"]) {
    feed(emulator, `\x1bca${mark.repeat(20_000)}`);
    const screen = new Screen();
    emulator.forgetFrames();
    screen.show(emulator.frame());
    for (const row of screen.rows) {
      for (const units of (row.clusters ?? []).filter((_, i) => i % 2 === 0)) {
        assert.ok(units <= 64, `${units} units`);
      }
    }
  }
});

test("styles and links are bounded", () => {
  const { emulator } = newEmulator({ rows: 50, cols: 100 });
  let styles = 0;
  for (let frame = 0; frame < 30; frame++) {
    let out = "\x1b[H";
    for (let i = 0; i < 4900; i++) {
      const n = frame * 4900 + i;
      out += `\x1b[38;2;${n & 255};${(n >> 8) & 255};${n >> 16};4:3;58;5;${n & 255}mx`;
      if (i % 4 === 0) out += `\x1b]8;;https://x.y/${n}\x07`;
    }
    feed(emulator, out);
    styles += emulator.frame().styles.length;
  }
  assert.ok(styles < 17_000, `${styles} styles`);
});

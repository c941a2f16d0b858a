import assert from "node:assert/strict";
import { test } from "node:test";
import { InputDecoder, type TerminalEvent } from "../../src/term/input-decoder.ts";

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "utf8"));
}

/** Events in one line: keys as they are, everything else with its fields. */
function show(events: readonly TerminalEvent[]): string {
  return events
    .map((event) => {
      if (event.type === "key") return event.key;
      if (event.type === "paste") return `paste(${JSON.stringify(event.text)})`;
      if (event.type === "focus") return `focus(${event.gained})`;
      if (event.type === "mouse") {
        const mods = [event.shift && "S", event.alt && "M", event.ctrl && "C"].filter(Boolean);
        return `${event.action}(${[event.button, event.row, event.col, ...mods].join(" ")})`;
      }
      const { kind, ...rest } = event.reply;
      return `${kind}(${JSON.stringify(Object.values(rest))})`;
    })
    .join(" ");
}

const SAMPLES: readonly [string, string][] = [
  // Text and control characters.
  ["abc", "a b c"],
  ["<\t\r\n\x7f\x08\x00", "<lt> <Tab> <CR> <NL> <BS> <C-h> <C-@>"],
  ["\x01\x1a\x1c\x1f", "<C-a> <C-z> <C-\\> <C-_>"],
  ["é漢👍", "é 漢 👍"],
  // Legacy function keys.
  ["\x1b[A\x1b[B\x1bOC\x1bOD", "<Up> <Down> <Right> <Left>"],
  ["\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~", "<Home> <End> <Home> <End> <Home> <End>"],
  ["\x1b[2~\x1b[3~\x1b[5~\x1b[6~", "<Insert> <Del> <PageUp> <PageDown>"],
  ["\x1bOP\x1bOQ\x1bOR\x1bOS\x1b[15~\x1b[24~", "<F1> <F2> <F3> <F4> <F5> <F12>"],
  ["\x1b[11~\x1b[14~\x1b[17~\x1b[21~\x1b[25~", "<F1> <F4> <F6> <F10> <F13>"],
  ["\x1b[[A\x1b[[E", "<F1> <F5>"],
  ["\x1b[1;5A\x1b[1;2D\x1b[1;3C\x1b[3;5~\x1b[1;6H", "<C-Up> <S-Left> <M-Right> <C-Del> <C-S-Home>"],
  ["\x1b[1;5R\x1b[1;5P", "<C-F3> <C-F1>"],
  ["\x1b[Z", "<S-Tab>"],
  ["\x1bOM\x1bOk\x1bOp", "<CR> + 0"],
  ["\x1bO5A", "<C-Up>"],
  // rxvt.
  ["\x1b[7$\x1b[7^\x1b[7@\x1b[a\x1bOa", "<S-Home> <C-Home> <C-S-Home> <S-Up> <C-Up>"],
  ["\x1b[11^\x1b[23$", "<C-F1> <S-F11>"],
  // Alt.
  ["\x1bx\x1bX\x1b<\x1b\x01\x1b\r\x1b\x7fé", "<M-x> <M-X> <M-lt> <M-C-a> <M-CR> <M-BS> é"],
  ["\x1bé", "<M-é>"],
  ["\x1b\x1b[A\x1b\x1bOA\x1b\x1b[3~", "<M-Up> <M-Up> <M-Del>"],
  ["\x1b\x1bj", "<Esc> <M-j>"],
  // modifyOtherKeys and CSI u.
  ["\x1b[27;5;105~\x1b[27;5;9~\x1b[27;2;13~", "<C-i> <C-Tab> <S-CR>"],
  ["\x1b[27;6;65~\x1b[27;5;46~\x1b[27;6;94~", "<C-S-a> <C-.> <C-^>"],
  ["\x1b[27;2;33~\x1b[27;3;60~\x1b[27;5;60~", "! <M-lt> <C-lt>"],
  ["\x1b[105;5u\x1b[109;5u\x1b[91;5u\x1b[104;5u\x1b[106;5u", "<C-i> <C-m> <C-[> <C-h> <NL>"],
  ["\x1b[27u\x1b[9u\x1b[9;2u\x1b[13;5u\x1b[127;3u", "<Esc> <Tab> <S-Tab> <C-CR> <M-BS>"],
  ["\x1b[32;5u\x1b[32;2u\x1b[32u", "<C-Space> <S-Space>  "],
  // The kitty protocol: events, alternates, text, other scripts, the keypad.
  ["\x1b[97;5:1u\x1b[97;5:2u\x1b[97;5:3u", "<C-a> <C-a>"],
  ["\x1b[54:94;6u\x1b[97:65;2u\x1b[97:65;6u", "<C-^> A <C-S-a>"],
  ["\x1b[1092::97;5u", "<C-a>"],
  ["\x1b[97;2;65u\x1b[49;2;33u", "A !"],
  ["\x1b[57414u\x1b[57417;5u\x1b[57399u\x1b[57441;2u\x1b[57376u", "<CR> <C-Left> 0 <F13>"],
  ["\x1b[97;9u\x1b[97;65u", "<D-a> a"],
  ["\x1b[1;5:3A\x1b[1;1:1A", "<Up>"],
  // Paste, mouse, focus.
  ["\x1b[200~a\r\nb\rc\x1b[201~d", 'paste("a\\nb\\nc") d'],
  ["\x1b[200~x\x1b[20y\x1b\x1b[201~", 'paste("x\\u001b[20y\\u001b")'],
  ["\x1b[200~\x1b[201~", 'paste("")'],
  ["\x1b[<0;5;3M\x1b[<32;6;3M\x1b[<0;6;3m", "press(left 2 4) drag(left 2 5) release(left 2 5)"],
  [
    "\x1b[<64;1;1M\x1b[<65;1;1M\x1b[<2;1;1M",
    "wheel-up(none 0 0) wheel-down(none 0 0) press(right 0 0)",
  ],
  ["\x1b[<20;300;200M\x1b[<35;1;1M", "press(left 199 299 S C)"],
  ["\x1b[M !!\x1b[M#!!\x1b[M`!!", "press(left 0 0) release(none 0 0) wheel-up(none 0 0)"],
  ["\x1b[I\x1b[O", "focus(true) focus(false)"],
  // Answers.
  ["\x1b[?62;22c", "primary-attributes([[62,22]])"],
  ["\x1b[>41;354;0c", "secondary-attributes([[41,354,0]])"],
  ["\x1bP!|7E565445\x1b\\", 'tertiary-attributes(["7E565445"])'],
  ["\x1bP>|XTerm(370)\x1b\\", 'version(["XTerm(370)"])'],
  ["\x1b[12;40R", "cursor-position([11,39])"],
  ["\x1b[0n", "status([[0]])"],
  ["\x1b[?2026;2$y", "mode([2026,2])"],
  ["\x1b[?5u", "kitty-flags([5])"],
  [
    "\x1b]11;rgb:1c1c/1b1b/ff00\x1b\\",
    "colour([11,null,1842175])".replace("1842175", String(0x1c1bfe)),
  ],
  ["\x1b]4;7;rgb:ff/80/00\x07x", `colour([4,7,${0xff8000}]) x`],
  ["\x1b]52;c;aGk=\x07", "clipboard([])"],
  ["\x1bP1+r524742=38\x1b\\", 'termcap([true,"RGB","8"])'],
  ["\x1bP0+r5463\x1b\\", 'termcap([false,"Tc",""])'],
  ["\x1bP1$r0 q\x1b\\", 'setting([true,"0 q"])'],
  ["\x1b[8;24;80t", "window([[8,24,80]])"],
  ["\x1b_Gi=1;OK\x1b\\", 'unknown(["APC Gi=1;OK"])'],
  ["\x1b[?997;1n", "status([[997,1]])"],
  // Sequences that are none, and CTRL-C through an open string.
  ["\x1b]hello", "<M-]> h e l l o".replace("h e l l o", "h e l l o")],
  ["\x1bPaste", "<M-P> a s t e"],
  ["\x1bOz", "<M-O> z"],
  ["\x1b]11;rgb:\x03x", "<C-c> x"],
  ["\x1b[12\x1b[A", "<Up>"],
];

for (const [bytes, expected] of SAMPLES) {
  test(`${JSON.stringify(bytes)} is ${expected}, cut anywhere`, () => {
    const all = bytesOf(bytes);
    assert.equal(show(new InputDecoder().push(all)), expected);
    for (let cut = 1; cut < all.length; cut++) {
      const decoder = new InputDecoder();
      const events = [...decoder.push(all.slice(0, cut)), ...decoder.push(all.slice(cut))];
      assert.equal(show(events), expected, `cut at ${cut}`);
    }
    const bytewise = new InputDecoder();
    const events = [...all].flatMap((byte) => bytewise.push(Uint8Array.of(byte)));
    assert.equal(show(events), expected, "byte by byte");
    assert.equal(bytewise.pending, "none");
  });
}

const TIMEOUTS: readonly [string, string][] = [
  ["\x1b", "<Esc>"],
  ["\x1b\x1b", "<Esc> <Esc>"],
  ["\x1b[", "<M-[>"],
  ["\x1bO", "<M-O>"],
  ["\x1b]", "<M-]>"],
  ["\x1bP", "<M-P>"],
  ["a", "a"],
  // The start of an answer is never typed text: the rest may be late.
  ["\x1b[?62;", ""],
  ["\x1b]11;rgb", ""],
];

for (const [bytes, expected] of TIMEOUTS) {
  test(`${JSON.stringify(bytes)} and then silence is "${expected}"`, () => {
    const decoder = new InputDecoder();
    const events = [...decoder.push(bytesOf(bytes)), ...decoder.timeout()];
    assert.equal(show(events), expected);
  });
}

test("an answer whose rest comes late is still swallowed", () => {
  const decoder = new InputDecoder();
  decoder.push(bytesOf("\x1b[?62"));
  decoder.timeout();
  assert.equal(show(decoder.push(bytesOf(";4cj"))), "primary-attributes([[62,4]]) j");
});

test("a position that was asked for is no F3", () => {
  const decoder = new InputDecoder();
  decoder.expectPosition();
  assert.equal(show(decoder.push(bytesOf("\x1b[1;2R\x1b[1;2R"))), "cursor-position([0,1]) <S-F3>");
});

test("bytes that are not UTF-8 are kept", () => {
  const decoder = new InputDecoder();
  assert.equal(show(decoder.push(Uint8Array.of(0xff, 0xc3, 0x28))), "\udcff \udcc3 (");
  const paste = Uint8Array.from([...bytesOf("\x1b[200~a"), 0xe9, ...bytesOf("b\x1b[201~")]);
  assert.equal(show(decoder.push(paste)), `paste(${JSON.stringify("a\udce9b")})`);
});

test("a paste without end gives what came, and keys work again", () => {
  const decoder = new InputDecoder();
  decoder.push(bytesOf("\x1b[200~abc"));
  assert.equal(decoder.pending, "paste");
  assert.equal(show([...decoder.timeout(), ...decoder.push(bytesOf("j"))]), 'paste("abc") j');
});

test("sequences of terminfo are keys", () => {
  const decoder = new InputDecoder(
    new Map([
      ["\x1bOt", "<F5>"],
      ["\x1bA", "<Up>"],
    ]),
  );
  assert.equal(show(decoder.push(bytesOf("\x1bOt\x1bA"))), "<F5> <Up>");
});

test("random bytes never throw and never leave a key with a control character", () => {
  let state = 1;
  const random = (n: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % n;
  };
  const alphabet = bytesOf("\x1b\x1b[[O]P_?>;:0129~uMmRcyA$\x07\\\x03 é");
  const decoder = new InputDecoder();
  for (let i = 0; i < 20_000; i++) {
    const bytes = Uint8Array.from({ length: 1 + random(6) }, () =>
      random(4) === 0 ? random(256) : alphabet[random(alphabet.length)]!,
    );
    for (const event of [...decoder.push(bytes), ...(random(3) === 0 ? decoder.timeout() : [])]) {
      if (event.type === "key") assert.doesNotMatch(event.key, /[\x00-\x1f\x7f]/);
    }
  }
});

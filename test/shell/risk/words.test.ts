import assert from "node:assert/strict";
import { test } from "node:test";
import { simpleCommands } from "../../../src/shell/risk/commands.ts";
import { shellTokens } from "../../../src/shell/risk/words.ts";

/** Words are printed as their text, quoted ones in «». */
const CASES: readonly (readonly [line: string, tokens: string])[] = [
  ["", ""],
  ["  ls  -la ", "ls -la"],
  ["echo 'a b' \"c d\"", "echo «a b» «c d»"],
  ["echo a\\ b", "echo «a b»"],
  ["echo 'a'\"b\"c", "echo «abc»"],
  ["echo $'a\\tb\\x41\\''", "echo «a\tbA'»"],
  ['echo "a\\"b\\n"', 'echo «a"b\\n»'],
  ["a && b || c ; d | e & f", "a [&&] b [||] c [;] d [|] e [&] f"],
  ["a|b", "a [|] b"],
  ["a |& b", "a [|&] b"],
  ["(a)", "[(] a [)]"],
  ["a\nb", "a [\n] b"],
  ["a \\\n b", "a b"],
  ["a # b c\nd", "a #4 [\n] d"],
  ["a#b", "a#b"],
  ["ls > out", "ls >out"],
  ["ls 2>&1 >>out", "ls >&1 >>out"],
  ["ls &> 'a b'", "ls &>«a b»"],
  ["ls >", "ls >?"],
  ["a2>b", "a2 >b"],
  ["cat <<< word", "cat <<<word"],
  ["cat <<E\nx y\nE\nls", "cat <<E{x y\n} [\n] ls"],
  ["cat <<-'E'\n\tx\n\tE\nls", "cat <<-«E»{\tx\n} [\n] ls"],
  ["cat <<E\nx", "cat <<E{x} [\n]"],
  ["diff <(a b) >(c)", "diff <(a b)$(a b) >(c)$(c)"],
  ["echo $(ls a) b", "echo $(ls a)$(ls a) b"],
  ["echo $(a (b) ')') c", "echo $(a (b) ')')$(a (b) ')') c"],
  ['echo "x $(a "b c") y" z', 'echo «x $(a "b c") y»$(a "b c") z'],
  ["echo `ls a` b", "echo `ls a`$(ls a) b"],
  ["echo $\x7ba b} c", "echo $\x7ba b} c"],
  ["echo 'a b", "echo «a b»"],
  ['echo "a b', "echo «a b»"],
  ["echo $(ls", "echo $(ls$(ls)"],
  ["echo `ls", "echo `ls$(ls)"],
  ["echo ${a", "echo ${a"],
  ["echo a\\", "echo «a»"],
  ["A=b c", "A=b c"],
  ["\\rm x", "«rm» x"],
];

test("tokens of command lines", () => {
  for (const [line, expected] of CASES) assert.equal(print(line), expected, line);
});

test("offsets cover the line's words", () => {
  for (const [line] of CASES) {
    for (const token of shellTokens(line)) {
      if (token.type === "word") assert.equal(line.slice(token.from, token.to), token.raw, line);
      assert.ok(token.from <= token.to && token.to <= line.length, line);
    }
  }
});

test("any text is read to its end", () => {
  const signs = [
    "'",
    '"',
    "`",
    "$(",
    "${",
    "\\",
    "<<E",
    "\n",
    " ",
    "a",
    ">",
    "<(",
    "|",
    "#",
    ")",
    "}",
  ];
  let seed = 7;
  for (let turn = 0; turn < 3000; turn++) {
    let line = "";
    for (let length = 0; length < 12; length++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      line += signs[Math.floor((seed / 2_147_483_648) * signs.length)] ?? "";
    }
    let last = 0;
    for (const token of shellTokens(line)) {
      assert.ok(token.from >= last && token.to <= line.length, JSON.stringify(line));
      last = token.to;
    }
  }
});

test("simple commands", () => {
  const print = (line: string) =>
    simpleCommands(line)
      .map((command) =>
        [
          command.joined === "" ? "" : `[${command.joined}]`,
          ...command.assignments.map((word) => `{${word.text}}`),
          ...command.words.map((word) => word.text),
          ...command.redirections.map((each) => each.operator),
        ]
          .filter((part) => part !== "")
          .join(" "),
      )
      .join(" / ");
  assert.equal(
    print("A=1 B='x y' make -j 2 >log && ls | wc"),
    "{A=1} {B=x y} make -j 2 > / [&&] ls / [|] wc",
  );
  assert.equal(print("if a; then b; else c; fi"), "a / [;] b / [;] c");
  assert.equal(print("> x"), ">");
  assert.equal(print("a;;b"), "a / [;;] b");
  assert.equal(print("echo if"), "echo if");
});

function print(line: string): string {
  return shellTokens(line)
    .map((token) => {
      if (token.type === "operator") return `[${token.text}]`;
      if (token.type === "comment") return `#${token.to - token.from - 1}`;
      if (token.type === "word") return word(token);
      const body = token.body === null ? "" : `{${token.body}}`;
      const target = token.target === null ? "?" : word(token.target);
      return `${token.operator}${target}${body}`;
    })
    .join(" ");
}

function word(token: Extract<ReturnType<typeof shellTokens>[number], { type: "word" }>): string {
  const text = token.quoted ? `«${token.text}»` : token.text;
  const inner = token.substitutions.map((each) => `$(${each.text})`).join("");
  return `${text}${inner}`;
}

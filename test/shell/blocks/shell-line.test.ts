/** `:terminal` with a shell's name is a shell for the user. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { shellOfLine } from "../../../src/shell/terminal/start.ts";

const LINES: readonly [string | null, string | null][] = [
  [null, null],
  ["", null],
  ["zsh", "zsh"],
  ["/bin/bash -l", "/bin/bash -l"],
  ["  fish  -i ", "fish -i"],
  ["bash --login", "bash --login"],
  ["bash -c 'ls'", null],
  ["bash script.sh", null],
  ["zsh; ls", null],
  ["-bash", null],
  ["$(x)/bash", null],
  ["nu", null],
];

test("lines that are nothing but a shell", () => {
  for (const [line, expected] of LINES) {
    const found = shellOfLine(line);
    assert.equal(found && [found.file, ...found.args].join(" "), expected, String(line));
  }
});

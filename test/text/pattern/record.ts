/**
 * Records what Neovim answers to the cases: `sh bin/node test/text/pattern/record.ts` writes
 * recorded.jsonl. Needs `nvim` 0.7.2 on the PATH.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allCases } from "./cases.ts";

const folder = mkdtempSync(join(tmpdir(), "patterns-"));
const asked = join(folder, "cases.jsonl");
const answered = join(folder, "answers.jsonl");
const here = import.meta.dirname;
let pending = allCases();
const recorded: string[] = [];
// A pattern that crashes Neovim (there are some) is left out, and the rest asked again.
while (pending.length > 0) {
  writeFileSync(asked, pending.map((one) => `${JSON.stringify(one)}\n`).join(""));
  const run = spawnSync(
    "nvim",
    ["--clean", "--headless", "-c", `luafile ${join(here, "record.lua")}`],
    {
      env: { ...process.env, CASES: asked, ANSWERS: answered },
      timeout: 120_000,
    },
  );
  const answers = readFileSync(answered, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  answers.forEach((answer, index) => {
    const { other, ...main } = JSON.parse(answer);
    const differs = other && JSON.stringify(other) !== JSON.stringify(main.rows);
    recorded.push(JSON.stringify({ ...pending[index], ...main, ...(differs ? { other } : {}) }));
  });
  if (answers.length < pending.length) {
    process.stderr.write(`left out: ${pending[answers.length]!.p} (${run.signal ?? run.status})\n`);
  }
  pending = pending.slice(answers.length + 1);
}
writeFileSync(join(here, "recorded.jsonl"), `${recorded.join("\n")}\n`);
rmSync(folder, { recursive: true, maxRetries: 10 });
process.stdout.write(`${recorded.length} cases\n`);

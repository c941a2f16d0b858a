/** Nothing that must not leave this machine is in a scene, whatever is opened, typed and run. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Emitter } from "../../src/base/emitter.ts";
import { diagnosticsOf } from "../../src/language/diagnostics.ts";
import type { Block } from "../../src/shell/block.ts";
import type { Terminal, TerminalEvents, Terminals } from "../../src/shell/terminals.ts";
import { rowOf } from "../../src/text/text.ts";
import { Lab } from "./lab.ts";

const ROUNDS = 12;
const STEPS = 14;
/** So many characters of a secret in a row are a leak. */
const PART = 10;

class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  below(limit: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  word(length: number, letters: string): string {
    return Array.from({ length }, () => letters[this.below(letters.length)]).join("");
  }
}

const MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

interface Plant {
  /** What is typed or stands in a file. */
  readonly text: string;
  /** What of it must not be told. */
  readonly secrets: readonly string[];
}

/** Lines with a secret each; `2x` makes the word surely a random one. */
function plant(dice: Dice): Plant {
  const mixed = (length: number) => `2x${dice.word(length - 2, MIXED)}`;
  const of = (secret: string, write: (secret: string) => string): Plant => ({
    text: write(secret),
    secrets: [secret],
  });
  return dice.pick<() => Plant>([
    () => of(`ghp_${mixed(36)}`, (s) => `const a = "${s}";`),
    () => of(`sk-ant-api03-${mixed(60)}`, (s) => `client.use("${s}");`),
    () => of(`AKIA${dice.word(16, UPPER)}`, (s) => `region: eu, id: ${s}`),
    () => of(`AIza${mixed(35)}`, (s) => `fetch("https://maps?k=${s}")`),
    () => of(`xoxb-${mixed(30)}`, (s) => `// ${s}`),
    () => of(mixed(24), (s) => `const password = "${s}";`),
    () => of(mixed(40), (s) => `aws_secret_access_key = "${s}"`),
    () => of(mixed(30), (s) => `export API_TOKEN=${s}`),
    () => of(mixed(16), (s) => `const url = "postgres://app:${s}@db.internal/x";`),
    () => of(mixed(32), (s) => `"Authorization": "Bearer ${s}",`),
    () => {
      const lines = Array.from({ length: 4 + dice.below(12) }, () => mixed(64));
      const last = mixed(22);
      return {
        text: [
          "-----BEGIN RSA PRIVATE KEY-----",
          ...lines,
          `${last}==`,
          "-----END RSA PRIVATE KEY-----",
        ].join("\n"),
        secrets: [...lines, last],
      };
    },
  ])();
}

function assertHidden(told: string, secrets: readonly string[], about: string): void {
  for (const secret of secrets) {
    for (let at = 0; at + PART <= secret.length; at++) {
      const part = secret.slice(at, at + PART);
      assert.ok(!told.includes(part), `${about}: ${part} of ${secret}\n${told}`);
    }
  }
}

function terminals(): { readonly all: Terminals; run(command: string, output: string): void } {
  const events = new Emitter<TerminalEvents>((name, error) => {
    throw new Error(`listener of ${name}: ${error}`);
  });
  let ids = 0;
  return {
    all: { events } as unknown as Terminals,
    run(command, output) {
      const lines = output.split("\n");
      const block: Block = {
        id: ++ids,
        command,
        cwd: null,
        startedAt: 0,
        endedAt: 1,
        status: 1,
        promptLine: 0,
        outputLine: 0,
        endLine: lines.length,
        sure: true,
      };
      const terminal = {
        running: true,
        blocks: [block],
        read: async (from: number, to: number) => lines.slice(from, to),
      } as unknown as Terminal;
      events.emit("block-end", { terminal, block });
    },
  };
}

const first = Number(process.env.HUNCH_SEED ?? 1);

for (let round = 0; round < ROUNDS; round++) {
  const seed = first + round * 7919;
  test(`nothing planted is told (HUNCH_SEED=${seed})`, async () => {
    const dice = new Dice(seed);
    const secrets: string[] = ["zorblatt", "quux-laptop"];
    const code = (rows: number): string =>
      Array.from({ length: rows }, (_, row) =>
        dice.pick([
          () => `const name${row} = value${dice.below(99)};`,
          () => `  return hidden${dice.below(5)}(name${dice.below(20)});`,
          () => `// see /home/zorblatt/work/${row}.ts`,
          () => `import { hidden${dice.below(5)} } from "./ignored/hidden.ts";`,
          () => "",
          () => {
            const { text, secrets: own } = plant(dice);
            secrets.push(...own);
            return text;
          },
        ])(),
      ).join("\n");
    const marks = Array.from({ length: 3 }, () => `planted${dice.word(12, MIXED)}`);
    secrets.push(...marks);
    const hidden = `export function hidden1() { return "${marks[0]}"; }\nexport const ${marks[1]} = 1;\n`;
    const { all, run } = terminals();
    const lab: Lab = new Lab({
      files: {
        "package.json": "{}",
        ".gitignore": "ignored/\n",
        ".cursorignore": "*.private.ts\n",
        "ignored/hidden.ts": hidden,
        "a.private.ts": `${hidden}\n${code(10)}\n`,
        ".env": `NAME=${marks[2]}\n`,
        "main.ts": `${code(40 + dice.below(200))}\n`,
        "other.ts": `${code(30)}\n`,
        "settings.yaml": `name: x\n${code(5)}\n`,
      },
      terminals: all,
      definitions: {
        find: async () => [
          {
            path: `${lab.root}/${dice.pick(["ignored/hidden.ts", "a.private.ts", ".env", "other.ts"])}`,
            row: 0,
          },
        ],
      },
    });
    const names = [
      "main.ts",
      "other.ts",
      "settings.yaml",
      "a.private.ts",
      "ignored/hidden.ts",
      ".env",
    ];
    lab.open("main.ts");
    let told = 0;
    const look = async (about: string) => {
      const tokens = dice.pick([600, 1500, 4000]);
      const scene = await lab.refused({ tokens }, dice.pick(["insert", "normal"] as const));
      if (scene === null) return;
      told++;
      for (const { from, to } of scene.masked) assert.ok(from < to && to <= scene.text.length);
      assertHidden(JSON.stringify(scene), secrets, about);
    };
    for (let step = 0; step < STEPS; step++) {
      const { doc, win } = lab.editor;
      const what = dice.below(6);
      if (what === 0) lab.open(dice.pick(names), [dice.below(20), 0]);
      else if (what === 1) lab.editor.setCursor(win, dice.below(doc.text.length + 1));
      else if (what === 2) {
        const { text, secrets: own } = plant(dice);
        secrets.push(...own);
        const line = doc.text.line(1 + dice.below(doc.text.lines));
        lab.editor.setCursor(win, line.to);
        lab.type("\n");
        const stop = dice.below(text.length);
        for (let at = 0; at < text.length; at++) {
          lab.type(text[at]!);
          if (at === stop || dice.below(24) === 0) {
            await look(`step ${step}, typing ${text.slice(0, at + 1)}`);
          }
          if (dice.below(60) === 0) lab.now += 60_000;
        }
      } else if (what === 3) {
        const { text, secrets: own } = plant(dice);
        secrets.push(...own);
        const from = dice.below(doc.text.length + 1);
        lab.replace(from, Math.min(doc.text.length, from + dice.below(80)), `\n${text}\n`);
      } else if (what === 4) {
        const { text, secrets: own } = plant(dice);
        secrets.push(...own);
        const command = dice.pick([
          "npm test",
          "cat .env",
          "printenv",
          `run --here /home/zorblatt/x`,
        ]);
        const shown = /^(?:cat|printenv)/.test(command) ? `${marks[2]}\n` : "";
        run(command, `zorblatt@quux-laptop:~$ failed\n${shown}${text}\nat /home/zorblatt/a.ts:3`);
      } else if (doc.path !== null) {
        const row = rowOf(doc.text, win.cursor.pos);
        const { text, secrets: own } = plant(dice);
        secrets.push(...own);
        diagnosticsOf(lab.editor).set("test", doc.path, [
          {
            severity: "error",
            message: `In /home/zorblatt/a.ts: ${text} is wrong`,
            start: { row, col: 0 },
            end: { row, col: 1 },
            tags: [],
            tool: "ts",
            code: "1",
            related: [],
          },
        ]);
      }
      await look(`step ${step}, action ${what}`);
    }
    assert.ok(told > 0 || lab.editor.doc.path !== null);
  });
}

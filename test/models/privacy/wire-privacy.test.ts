/**
 * Nothing that must not leave this machine is in the bytes that a server receives, whatever is opened,
 * typed, taken and run; and the log has every request as it was received, byte for byte.
 */
import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { test } from "node:test";
import { diagnosticsOf } from "../../../src/language/diagnostics.ts";
import { rowOf } from "../../../src/text/text.ts";
import { type Provider, type Received, startProvider } from "../server/provider.ts";
import type { Turn } from "../server/turn.ts";
import { API_KEY, HOST, Home, USER } from "./home.ts";
import { Dice, plant, textsIn, Watch } from "./plants.ts";

const ROUNDS = 2;
const STEPS = 12;

const COMPLETIONS = ["value1;", "name1 + 2;\n", "if (name2) {\n  return 3;\n}", "", "// more"];

/** What a model may say: often something to take. */
function answer(seed: number, { path, json, body }: Received): Turn {
  // By what is asked: the order of requests that are under way together is nobody's.
  const dice = new Dice(seed + body.length * 31 + (body.codePointAt(body.length >> 1) ?? 0));
  if (dice.below(12) === 0) {
    const status = dice.pick([408, 500, 503] as const);
    return { pieces: [], fault: { kind: "status", status, headers: { "retry-after": "0" } } };
  }
  if (path !== "/v1/chat/completions") return { pieces: [dice.pick(COMPLETIONS)] };
  const prompt = (json.messages as { content: string }[]).at(-1)!.content;
  const now = prompt.slice(prompt.lastIndexOf("as they are now"));
  const lines = now.split("\n").filter((line) => /^(?:const|import|\s+return)\b/.test(line));
  if (lines.length === 0 || dice.below(4) === 0) return { pieces: ["<NO_EDIT>"] };
  const file = dice.pick(["main.ts", "src/other.ts", ".env", "ignored/hidden.ts"]);
  const line = dice.pick(lines).replace("<|cursor|>", "");
  return { pieces: [`${file}:1\n-${line}\n`, `+${line} // seen\n`] };
}

const KEYS: readonly string[] = [
  ..."j,k,w,b,G,gg,0,$,x,dw,D,dd,p,P,u,J,>>,yy,o<Esc>,ciwname9<Esc>,A;<Esc>,xp".split(","),
  ...["<Tab>", "<Tab>", "<C-r>", "vjd", "I// <Esc>"],
];

interface Stage {
  readonly home: Home;
  readonly dice: Dice;
  readonly watch: Watch;
  readonly marks: readonly string[];
  readonly servers: readonly Provider[];
}

const ACTIONS: readonly ((stage: Stage) => Promise<void>)[] = [
  async ({ home, dice }) => {
    home.open(dice.pick(NAMES), dice.below(30));
  },
  async ({ home, dice }) => {
    for (let n = dice.below(6); n >= 0; n--) await home.session.type(dice.pick(KEYS));
  },
  async ({ home, dice }) => {
    await home.session.type("o");
    await home.session.type(`const name${dice.below(9)} = value${dice.below(9)};`);
    if (dice.below(2) === 0) await home.session.type("<Tab>");
    await home.rest();
    await home.session.type("<Esc>");
  },
  // A secret is typed, with pauses in it.
  async ({ home, dice, watch }) => {
    const { text, secrets } = plant(dice);
    watch.secret(...secrets);
    await home.session.type("o");
    for (const letter of text) {
      await home.session.type(letter === "\n" ? "<CR>" : letter === "<" ? "<lt>" : letter);
      if (dice.below(25) === 0) await home.rest();
    }
    await home.rest();
    await home.session.type("<Esc>");
  },
  async ({ home, dice, watch, marks }) => {
    const { text, secrets } = plant(dice);
    watch.secret(...secrets);
    const command = dice.pick(["npm test", "cat .env", "printenv", "cat ignored/hidden.ts"]);
    const shown = command === "npm test" ? "" : `${marks.join("\n")}\n`;
    const prompt = `${USER}@${HOST}:~$ `;
    home.run(command, `${prompt}\n${shown}${text}\nat ${home.root}/main.ts:3\n${prompt}`);
  },
  async ({ home, dice, watch }) => {
    const { doc, win } = home.session.editor;
    if (doc.path === null) return;
    const { text, secrets } = plant(dice);
    watch.secret(...secrets);
    const row = rowOf(doc.text, win.cursor.pos);
    diagnosticsOf(home.session.editor).set("test", doc.path, [
      {
        severity: "error",
        message: `In ${doc.path}: ${text} is wrong`,
        start: { row, col: 0 },
        end: { row, col: 1 },
        tags: [],
        tool: "ts",
        code: "1",
        related: [],
      },
    ]);
  },
];

const NAMES = [
  "main.ts",
  "main.ts",
  "src/other.ts",
  "settings.yaml",
  "a.private.ts",
  "b.mine.ts",
  "ignored/hidden.ts",
  ".env",
];

/** Of files that are ignored in each way, and of `.env`: a name each that is nowhere else. */
function filesOf(dice: Dice, watch: Watch, marks: readonly string[]): Record<string, string> {
  const code = (rows: number): string =>
    Array.from({ length: rows }, (_, row) =>
      dice.pick([
        () => `const name${row} = value${dice.below(99)};`,
        () => `  return hidden${dice.below(5)}(name${dice.below(20)});`,
        () => `// see /home/${USER}/work/${row}.ts, or file:///Users/${USER}/x`,
        () => `import { hidden${dice.below(5)} } from "./ignored/hidden.ts";`,
        () => "",
        () => {
          const { text, secrets } = plant(dice);
          watch.secret(...secrets);
          return text;
        },
      ])(),
    ).join("\n");
  const hidden = (mark: string) =>
    `export function hidden1() { return "${mark}"; }\nexport const ${mark} = 1;\n${code(8)}\n`;
  return {
    "package.json": "{}",
    ".gitignore": "ignored/\n",
    ".cursorignore": "*.private.ts\n",
    ".hunchignore": "*.mine.ts\n",
    "ignored/hidden.ts": hidden(marks[0]!),
    "a.private.ts": hidden(marks[1]!),
    "b.mine.ts": hidden(marks[2]!),
    ".env": `NAME=${marks[3]}\nexport OTHER=${marks[4]}\n`,
    "main.ts": `import { one } from "./src/other.ts";\n${code(60 + dice.below(120))}\n`,
    "src/other.ts": `export function one() {}\n${code(30)}\n`,
    "settings.yaml": `name: x\n${code(5)}\n`,
  };
}

/** What is wrong with what the servers have received since the last time. */
async function leaks(
  { home, watch, servers }: Stage,
  seen: number[],
  allowed: RegExp | null,
): Promise<string[]> {
  const told = await home.models.log(50);
  return servers.flatMap((server, n) => {
    const fresh = server.received.slice(seen[n]);
    seen[n] = server.received.length;
    return fresh.flatMap(({ body, url, headers, json, faults }) => {
      const { authorization, ...others } = headers;
      const found = watch.in(`${url}\n${JSON.stringify(others)}\n${body}\n${textsIn(json)}`);
      const known = [...home.log.values()].some((one) => one.body === body);
      const elsewhere = allowed?.exec(body);
      return [
        ...found,
        ...faults,
        ...(authorization === `Bearer ${API_KEY}` ? [] : ["no key"]),
        ...(known ? [] : [`not in the log: ${body.slice(0, 80)}`]),
        // As `:Tab log` shows it.
        ...(fresh.length > 50 || told.includes(`\n\n${body}\n\n`) ? [] : ["not shown"]),
        ...(elsewhere ? [`of a folder that is not allowed: ${elsewhere[0]}`] : []),
      ];
    });
  });
}

const first = Number(process.env.HUNCH_SEED ?? 1);

for (let round = 0; round < ROUNDS; round++) {
  const seed = first + round * 7919;
  test(`nothing planted is received (HUNCH_SEED=${seed})`, async (t) => {
    const dice = new Dice(seed);
    const watch = new Watch();
    const marks = Array.from({ length: 5 }, () => dice.mark());
    watch.secret(...marks, API_KEY);
    const files = filesOf(dice, watch, marks);
    const places = new Dice(seed + 1);
    const complete = await startProvider("llama.cpp", (request) => answer(seed, request));
    const edit = await startProvider("openai", (request) => answer(seed, request));
    // In the last round a provider may see one folder only.
    const narrow = round === ROUNDS - 1;
    const targets = ["ignored/hidden.ts", "a.private.ts", "b.mine.ts", ".env", "src/other.ts"];
    const home: Home = new Home({
      files,
      complete,
      edit,
      allow: narrow ? ["src"] : null,
      definitions: { find: async () => [{ path: join(home.root, places.pick(targets)), row: 0 }] },
    });
    watch.word(USER, HOST, home.root, basename(join(home.root, "../../../..")));
    const stage: Stage = { home, dice, watch, marks, servers: [complete, edit] };
    const seen = [0, 0];
    try {
      home.open(narrow ? "src/other.ts" : "main.ts", 10);
      await home.session.type("oconst one = value1;<Esc>");
      await home.rest();
      for (let step = 0; step < STEPS; step++) {
        const action = dice.below(ACTIONS.length);
        await ACTIONS[action]!(stage);
        // Whoever moves in normal mode is asked for, too.
        await home.session.type(dice.pick(["j", "k", "A <BS><Esc>", "w"]));
        await home.rest();
        const found = await leaks(stage, seen, narrow ? /main\.ts|settings\.yaml/ : null);
        assert.deepEqual(found, [], `step ${step}, action ${action}`);
      }
      const received = complete.received.length + edit.received.length;
      const logged = [...home.log.values()].filter(({ method }) => method === "POST");
      t.diagnostic(`${received} requests received, ${logged.length} in the log`);
      assert.ok(received > 0);
      // What the log has and no server saw was closed on its way.
      const bodies = stage.servers.flatMap((server) => server.received.map(({ body }) => body));
      const unseen = logged.filter(({ body }) => !bodies.includes(body));
      assert.deepEqual(
        unseen.filter(({ outcome }) => outcome !== "closed"),
        [],
      );
      assert.deepEqual(watch.in(logged.map(({ headers }) => JSON.stringify(headers)).join()), []);
    } finally {
      await home.close();
      await Promise.all([complete.close(), edit.close()]);
    }
  });
}

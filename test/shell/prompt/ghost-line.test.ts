import assert from "node:assert/strict";
import { test } from "node:test";
import { Stage } from "./scripted-terminal.ts";

const COMMANDS = ["git status", "git commit -m x", "git stash", "npm test", "ls src/shell/prompt"];

function stage(): Stage {
  return new Stage(COMMANDS).newPrompt().rest();
}

test("an empty prompt and typed characters are given a ghost behind the frame", () => {
  const on = new Stage(COMMANDS).newPrompt();
  assert.equal(on.picture, "");
  assert.equal(on.rest().picture, "[git status]");
  assert.equal(on.keys("x").picture, "");
  assert.equal(on.frame("x").rest().keys("<BS>").frame("").picture, "");
  assert.equal(on.keys("n").frame("n").picture, "n");
  assert.equal(on.rest().picture, "n[pm test]");
});

test("a character that agrees moves nothing: not in its own frame, not in that of its echo", () => {
  const on = stage();
  on.keys("g");
  assert.equal(on.picture, "[git status]");
  assert.equal(on.line.rest, "it status");
  assert.equal(on.frame("g").picture, "g[it status]");
  assert.deepEqual(on.rest().asked, [""]);
  on.keys("i", "t");
  assert.equal(on.picture, "g[it status]");
  assert.equal(on.frame("gi", { seen: 2 }).picture, "gi[t status]");
  assert.equal(on.frame("git").picture, "git[ status]");
});

test("another character takes the ghost away in its own frame", () => {
  const on = stage();
  on.keys("x");
  assert.equal(on.picture, "");
  assert.equal(on.frame("", { seen: 0 }).rest().picture, "");
  assert.equal(on.frame("x").rest().picture, "x");
});

test("a character that fits another suggestion turns to it at once", () => {
  assert.equal(stage().keys("n").picture, "[npm test]");
  const on = stage().type("git ");
  assert.equal(on.picture, "git [status]");
  on.keys("c");
  assert.equal(on.picture, "git [commit -m x]");
  assert.equal(on.frame("git c").picture, "git c[ommit -m x]");
});

test("what is on the way counts when a suggestion is accepted", () => {
  const on = stage();
  on.keys("g", "i");
  assert.equal(on.line.accept("all"), true);
  assert.deepEqual(on.terminal.inputs, ["g", "i", "t status"]);
  assert.equal(on.line.accept("all"), false);
  assert.equal(on.picture, "[git status]");
  assert.equal(on.frame("git status").rest().picture, "git status");
});

test("words are taken as in fish", () => {
  const on = stage().type("l");
  const accepted: string[] = [];
  while (on.line.accept("word")) {
    accepted.push(on.terminal.inputs.at(-1) ?? "");
    on.frame(accepted.reduce((line, word) => line + word, "l")).rest();
  }
  assert.deepEqual(accepted, ["s", " src/", "shell/", "prompt"]);
});

test("suggestions are cycled among those that fit", () => {
  const on = stage().type("git ");
  assert.equal(on.line.cycle(1), true);
  assert.equal(on.picture, "git [commit -m x]");
  on.line.cycle(1);
  assert.equal(on.picture, "git [stash]");
  on.line.cycle(1);
  assert.equal(on.picture, "git [status]");
  on.line.cycle(-1);
  assert.equal(on.picture, "git [stash]");
  assert.equal(stage().type("n").line.cycle(1), false);
});

test("what is put away stays away at this prompt", () => {
  const on = stage();
  on.line.dismiss();
  assert.equal(on.picture, "");
  assert.equal(on.type("git").picture, "git");
  assert.equal(on.keys("<CR>").noPrompt().newPrompt().rest().picture, "[git status]");
});

interface Silence {
  readonly name: string;
  readonly act: (on: Stage) => Stage;
}

const SILENCES: readonly Silence[] = [
  { name: "a password: nothing is echoed", act: (on) => on.keys("g").frame("").wait(400).rest() },
  { name: "a key that edits", act: (on) => on.type("git").keys("<BS>").frame("gi").rest() },
  { name: "a line of the history", act: (on) => on.keys("<Up>").frame("git").rest() },
  { name: "what Tab completed", act: (on) => on.type("g").keys("<Tab>").frame("git ").rest() },
  { name: "pasted text", act: (on) => on.paste("git").frame("git").rest() },
  {
    name: "the cursor within the line",
    act: (on) => on.type("git").keys("<Left>").frame("gi", { after: "t" }).rest(),
  },
  {
    name: "the end of the line by a key",
    act: (on) =>
      on.type("git").keys("<Left>").frame("gi", { after: "t" }).keys("<End>").frame("git").rest(),
  },
  {
    name: "a search in the history",
    act: (on) =>
      on
        .keys("<C-r>")
        .frame("(reverse-i-search)`': ")
        .keys("g")
        .frame("(reverse-i-search)`g': git")
        .rest(),
  },
  {
    name: "the command mode of vi",
    act: (on) =>
      on.type("git").keys("<Esc>").frame("gi", { after: "t" }).keys("l").frame("git").rest(),
  },
  {
    name: "the line as it comes back",
    act: (on) => on.keys("<Esc>").frame("").keys("g").frame("").rest(),
  },
  { name: "a guessed prompt", act: (on) => on.newPrompt({ sure: false }).type("g") },
  { name: "the shell's own ghost", act: (on) => on.newPrompt({ ownGhost: true }).type("g") },
  { name: "fish", act: (on) => on.newPrompt({ shell: "fish" }).type("g") },
  {
    name: "a program on the whole screen",
    act: (on) => {
      on.terminal.modes = { ...on.terminal.modes, alternate: true };
      return on.newPrompt().rest();
    },
  },
  {
    name: "suggestions switched off",
    act: (on) => {
      on.on = false;
      return on.newPrompt().type("g");
    },
  },
  {
    name: "several lines",
    act: (on) => on.keys("<CR>").frame("for\n").keys("g").frame("for\ng").rest(),
  },
  {
    name: "typed while a command ran",
    act: (on) => on.keys("<CR>").noPrompt().keys("g").newPrompt({ before: "g" }).rest(),
  },
  {
    name: "the prompt of before the keys",
    act: (on) => on.keys("<CR>", "g").newPrompt({ seen: 1 }).rest(),
  },
];

for (const { name, act } of SILENCES) {
  test(`no ghost: ${name}`, () => {
    const on = act(stage());
    assert.ok(!on.picture.includes("["), on.picture);
    assert.equal(on.line.rest, "");
    assert.equal(on.line.accept("all"), false);
  });
}

test("typing on brings the ghost back", () => {
  const pasted = stage().paste("gi");
  assert.equal(pasted.frame("gi").rest().wait(100).type("t").picture, "git[ status]");
  const deleted = stage().type("gix").keys("<BS>").frame("gi").wait(100);
  assert.equal(deleted.type("t").picture, "git[ status]");
  const completed = stage().type("g").keys("<Tab>").frame("git ").wait(100);
  assert.equal(completed.type("s").picture, "git s[tatus]");
});

test("a line that is emptied and written anew in one burst has its ghost", () => {
  const on = stage().type("npm");
  assert.equal(on.keys("<C-u>", "g", "i").picture, "npm");
  assert.equal(on.frame("gi").rest().picture, "gi[t status]");
  assert.equal(on.keys("<C-u>").frame("").rest().picture, "[git status]");
});

test("a slow echo loses nothing", () => {
  const on = stage().type("gi");
  on.keys("t").wait(80).keys(" ");
  assert.equal(on.frame("git").picture, "git[ status]");
  assert.equal(on.frame("git ").rest().picture, "git [status]");
});

test("where echoes take long they are waited for longer", () => {
  const on = stage();
  on.keys("g").wait(600).frame("g").rest();
  assert.equal(on.picture, "g[it status]");
  assert.equal(on.keys("i").wait(600).picture, "g[it status]");
  assert.equal(on.frame("gi").picture, "gi[t status]");
  assert.equal(on.keys("t").wait(1300).picture, "gi");
});

test("an echo that never comes is not waited for", () => {
  const on = stage();
  // autopair of a plugin: a quote becomes two
  on.keys("x").frame("xx").rest().wait(500).keys("y").frame("xxy").rest();
  assert.deepEqual(on.asked, ["", "xxy"]);
});

test("news from around are asked for only where nothing is shown", () => {
  const on = stage();
  on.line.reconsider();
  assert.deepEqual(on.rest().asked, [""]);
  const other = stage().type("x");
  other.line.reconsider();
  assert.deepEqual(other.rest().asked, ["", "x", "x"]);
});

test("the program's end takes the ghost away", () => {
  const on = stage();
  on.terminal.running = false;
  on.line.changed();
  assert.equal(on.picture, "");
});

test("any order of keys, echoes and turns keeps the ghost true to the line", () => {
  let seed = 11;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let run = 0; run < 400; run++) {
    const on = new Stage(COMMANDS).newPrompt();
    let line = "";
    /** Inputs that the shell has not read yet. */
    const way: string[] = [];
    for (let step = 0; step < 40; step++) {
      const what = random(7);
      if (what < 3) {
        const target = COMMANDS[random(COMMANDS.length)] ?? "";
        const guess = line + way.join("");
        const key = random(5) > 0 && target.startsWith(guess) ? (target[guess.length] ?? "x") : "x";
        on.keys(key);
        way.push(key);
      } else if (what === 3) {
        const sent = on.terminal.inputs.length;
        if (on.line.accept(random(2) === 0 ? "all" : "word")) {
          way.push(...on.terminal.inputs.slice(sent));
        }
      } else if (what < 6) {
        line += way.shift() ?? "";
        const seen = on.terminal.sent - random(way.length + 1);
        on.frame(line, { seen });
      } else on.rest();
      on.wait(random(400));
      const { rest, offer } = on.line;
      const all = line + way.join("");
      if (offer !== null) {
        assert.equal(all + rest, offer.command, `run ${run}`);
        assert.ok(COMMANDS.includes(offer.command));
      }
      const shown = /\[(.*)\]/.exec(on.picture)?.[1];
      if (shown !== undefined)
        assert.ok(COMMANDS.includes(line + shown), `run ${run}: ${on.picture}`);
    }
  }
});

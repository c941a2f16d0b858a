import assert from "node:assert/strict";
import { test } from "node:test";
import { Emitter } from "../../src/base/emitter.ts";
import type { Block } from "../../src/shell/block.ts";
import type { CommandRun } from "../../src/shell/command.ts";
import { CommandHistory, type HistoryPorts } from "../../src/shell/history/history.ts";
import type { Terminal, TerminalEvents, Terminals } from "../../src/shell/terminals.ts";
import type { StoredCommand } from "../../src/store/request.ts";

function set(more: Partial<HistoryPorts> = {}) {
  const events = new Emitter<TerminalEvents>();
  const stored: StoredCommand[] = [];
  const asked: string[] = [];
  const store = {
    ask: async (name: string, argument: unknown) => {
      asked.push(name);
      if (name === "addCommand") stored.push(argument as StoredCommand);
      if (name === "listCommands") {
        const { limit, skip } = argument as { limit: number; skip: number };
        return stored.slice(0, stored.length - skip).slice(-limit);
      }
      if (name === "forgetCommands") return [];
      return null;
    },
  };
  const ports: HistoryPorts = {
    store: store as unknown as HistoryPorts["store"],
    isOn: () => true,
    now: () => 1000,
    importFiles: async () => {
      asked.push("import");
      return { added: 0, problems: [] };
    },
    later: (callback) => callback(),
    onBug: (_name, error) => assert.fail(String(error)),
    ...more,
  };
  const history = new CommandHistory({ events } as unknown as Terminals, ports);
  const runs: CommandRun[] = [];
  history.onRun((run) => runs.push(run));
  return { events, stored, asked, history, runs };
}

const terminal = (id: number) => ({ id, shell: "bash" }) as unknown as Terminal;

function block(command: string, more: Partial<Block> = {}): Block {
  const lines = { promptLine: 0, outputLine: 1, endLine: 2 };
  return {
    id: 1,
    command,
    cwd: null,
    startedAt: 10,
    endedAt: 35,
    status: 0,
    sure: true,
    ...lines,
    ...more,
  };
}

test("what ends is told and stored, with the command before it in the same terminal", async () => {
  const { events, history, stored, runs } = set();
  const one = terminal(1);
  const two = terminal(2);
  events.emit("block-end", { terminal: one, block: block("make", { status: 2 }) });
  events.emit("block-end", { terminal: two, block: block("ls") });
  events.emit("block-end", {
    terminal: one,
    block: block("vim x", { endedAt: null, status: null }),
  });
  await history.search([], { limit: 1 });
  assert.deepEqual(
    runs.map(({ command, previous, status, duration }) => [command, previous, status, duration]),
    [
      ["make", null, 2, 25],
      ["ls", null, 0, 25],
      ["vim x", "make", null, null],
    ],
  );
  assert.deepEqual(
    stored.map(({ line }) => line),
    ["make", "ls", "vim x"],
  );
  assert.equal(runs[0]!.session, runs[2]!.session);
  assert.notEqual(runs[0]!.session, runs[1]!.session);
  assert.equal(runs[0]!.session, history.sessionOf(one));
});

test("what is nobody's business is neither stored nor told", async () => {
  const { events, history, stored, runs } = set();
  const at = terminal(1);
  for (const command of [" ls", "export TOKEN=abcdef", "", "  "]) {
    events.emit("block-end", { terminal: at, block: block(command) });
  }
  events.emit("block-end", { terminal: at, block: block("forged", { sure: false }) });
  await history.search([], { limit: 1 });
  assert.deepEqual([stored, runs], [[], []]);
});

test("nothing is read before the first terminal, and then once", async () => {
  const { events, history, asked } = set();
  assert.deepEqual(asked, []);
  events.emit("opened", terminal(1));
  events.emit("opened", terminal(2));
  await history.loadRuns(5);
  assert.deepEqual(asked, ["import", "listCommands"]);
});

test("with 'shellhistory' off nothing is stored and nothing read", async () => {
  const { events, history, asked, runs } = set({ isOn: () => false });
  events.emit("opened", terminal(1));
  events.emit("block-end", { terminal: terminal(1), block: block("ls") });
  assert.deepEqual(await history.loadRuns(5), []);
  assert.deepEqual(asked, []);
  assert.deepEqual(
    runs.map(({ command }) => command),
    ["ls"],
  );
});

test("runs are loaded in pieces, oldest first", async () => {
  const { events, history } = set();
  for (let k = 0; k < 1300; k++) {
    events.emit("block-end", { terminal: terminal(1), block: block(`c${k}`) });
  }
  await history.search([], { limit: 1 });
  const runs = await history.loadRuns(1200);
  assert.deepEqual([runs.length, runs[0]!.command, runs[1199]!.command], [1200, "c100", "c1299"]);
});

test("a repository is found from the folder up", async () => {
  const { events, history, runs } = set();
  const cwd = import.meta.dirname;
  events.emit("block-end", { terminal: terminal(1), block: block("ls", { cwd }) });
  events.emit("block-end", { terminal: terminal(1), block: block("ls", { cwd: "/" }) });
  await history.search([], { limit: 1 });
  assert.equal(runs[1]!.repository, null);
  const found = runs[0]!.repository;
  assert.ok(found === null || cwd.startsWith(found));
});

test("what is forgotten is told, also where it was not stored", async () => {
  const { history } = set();
  const gone: string[] = [];
  history.onForget((commands) => gone.push(...commands));
  assert.deepEqual(await history.forget({ line: "ls" }), []);
  await history.forget({ pattern: "x*" });
  assert.deepEqual(gone, ["ls"]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { habitKeeper } from "../../../src/shell/prompt/kept-habits.ts";
import type { Store } from "../../../src/store/store.ts";

function stage(value: string | null) {
  const state = { on: true, value, asked: [] as string[] };
  const store = {
    async ask(name: string, argument: { value?: string }) {
      state.asked.push(name);
      if (name === "putValue") state.value = argument.value ?? null;
      return name === "getValue" ? state.value : null;
    },
  } as unknown as Pick<Store, "ask">;
  const keeper = habitKeeper({ store, isOn: () => state.on, now: () => 1 });
  return { state, keeper };
}

test("habits come back as they were kept", async () => {
  const { keeper } = stage(null);
  assert.equal(await keeper.load(), null);
  const habits = { params: { least: 0.3 }, ideas: { cd: 1 } };
  keeper.save(habits);
  assert.deepEqual(await keeper.load(), habits);
});

test("what is no table of habits teaches nothing", async () => {
  assert.equal(await stage("{").keeper.load(), null);
});

test("nothing is read or kept where nothing is to be remembered", async () => {
  const { keeper, state } = stage("{}");
  state.on = false;
  assert.equal(await keeper.load(), null);
  keeper.save({ params: {}, ideas: {} });
  assert.deepEqual(state.asked, []);
});

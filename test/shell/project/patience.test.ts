import assert from "node:assert/strict";
import { test } from "node:test";
import { Patience } from "../../../src/shell/project/patience.ts";

const never = (): Promise<string> => new Promise(() => {});

test("what answers in time, and what fails", async () => {
  const patience = new Patience(60_000);
  assert.equal(await patience.wait("/a", async () => "x"), "x");
  await assert.rejects(
    patience.wait("/a", async () => Promise.reject(new Error("gone"))),
    /gone/,
  );
});

test("a place that owes an answer is not asked again, and few may owe one", async () => {
  const patience = new Patience(0);
  let asked = 0;
  let answer: (text: string) => void = () => {};
  const slow = (): Promise<string> => {
    asked++;
    return new Promise((resolve) => {
      answer = resolve;
    });
  };
  assert.equal(await patience.wait("/slow", slow), null);
  assert.equal(await patience.wait("/slow", slow), null);
  assert.equal(asked, 1);
  assert.equal(await patience.wait("/other", never), null);
  assert.equal(await patience.wait("/third", async () => "x"), null);
  answer("late");
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(await patience.wait("/third", async () => "x"), "x");
  assert.equal(await patience.wait("/slow", async () => "now"), "now");
});

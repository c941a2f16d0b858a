import assert from "node:assert/strict";
import { test } from "node:test";
import { compileWhen, type FactName, whenEvaluator } from "../../src/modal/when.ts";

function facts(...held: string[]) {
  const values = new Map<string, string | undefined>();
  for (const fact of held) values.set(fact.split("=")[0]!, fact.split("=")[1]);
  return (name: FactName) => (values.has(name) ? (values.get(name) ?? true) : false);
}

const CASES: readonly [string, string[], boolean][] = [
  ["", [], true],
  ["  ", [], true],
  ["insert", ["insert"], true],
  ["insert", [], false],
  ["!insert", [], true],
  ["!!insert", ["insert"], true],
  ["insert && prediction && !completion", ["insert", "prediction"], true],
  ["insert && prediction && !completion", ["insert", "prediction", "completion"], false],
  ["normal || insert && prediction", ["normal"], true],
  ["(normal || insert) && prediction", ["normal"], false],
  ["(normal || insert) && prediction", ["insert", "prediction"], true],
  ["!(normal||insert)", ["visual"], true],
  ["filetype == python", ["filetype=python"], true],
  ["filetype == 'c++'", ["filetype=c++"], true],
  ["filetype == c++", ["filetype=c++"], true],
  ['filetype != "lua"', ["filetype=python"], true],
  ["filetype", ["filetype="], false],
  ["filetype == ''", ["filetype="], true],
];

test("conditions hold as written", () => {
  for (const [source, held, expected] of CASES) {
    assert.equal(compileWhen(source)(facts(...held)), expected, `${source} with ${held}`);
  }
});

const FAULTS: readonly [string, string][] = [
  ["insert &&", 'when "insert &&", column 10: expected a condition'],
  ["insert & normal", 'when "insert & normal", column 8: "&" is not understood'],
  ["insert normal", 'when "insert normal", column 8: expected && or ||'],
  ["(insert", 'when "(insert", column 8: expected )'],
  ["  inset", 'when "  inset", column 3: unknown condition inset'],
  ["filetype ==", 'when "filetype ==", column 12: expected a word to compare with'],
  [")", 'when ")", column 1: expected a condition'],
];

test("faults name their column", () => {
  for (const [source, message] of FAULTS) {
    assert.throws(() => compileWhen(source), { name: "UserError", message });
  }
});

test("an evaluator asks only for the facts it needs, and a wrong condition never holds", () => {
  const asked: string[] = [];
  const holds = whenEvaluator((name) => {
    asked.push(name);
    return name === "insert";
  });
  assert.equal(holds("insert || prediction"), true);
  assert.equal(holds("insert &&"), false);
  assert.deepEqual(asked, ["insert"]);
});

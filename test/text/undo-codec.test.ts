import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeSet, type Text, textOf } from "../../src/text/text.ts";
import { decodeUndo, encodeUndo } from "../../src/text/undo-codec.ts";
import { type UndoNode, UndoTree } from "../../src/text/undo-tree.ts";

/** A small generator of numbers below `n`, the same for the same seed. */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const PIECES = ["a", "two words", "\n", "x\ny\r", "\ud83d", "e\u0301 \u{1f600}", ""];

/** A tree that was grown, undone, branched and saved at random; with the text it stands at. */
function grow(seed: number): { tree: UndoTree; text: Text; saved: Text } {
  const roll = dice(seed);
  const tree = new UndoTree(1000);
  let text = textOf("first\nsecond\n");
  let saved = text;
  for (let step = 0; step < 60; step++) {
    const kind = roll(10);
    if (kind < 2) text = walk(tree, text, tree.nodes[roll(tree.nodes.length)]!);
    else if (kind === 2) tree.sync();
    else if (kind === 3) {
      tree.sync();
      tree.saved = tree.current;
      saved = text;
    } else {
      const from = roll(text.length + 1);
      const to = Math.min(text.length, from + roll(6));
      const insert = textOf(PIECES[roll(PIECES.length)]!);
      const change = ChangeSet.of({ from, to, insert }, text.length);
      if (change.empty) continue;
      const after = change.apply(text);
      tree.record(change, text, after, { row: roll(3), col: roll(5) }, 1000 + step * 10);
      text = after;
    }
  }
  return { tree, text, saved };
}

function walk(tree: UndoTree, start: Text, target: UndoNode): Text {
  let text = start;
  for (const step of tree.path(target)) {
    if (step !== "undo") {
      for (const change of step.changes) text = change.apply(text);
      tree.arrive(step);
      continue;
    }
    const back = tree.undo()!;
    for (const change of back.changes) text = change.apply(text);
    tree.arrive(back.node);
  }
  return text;
}

test("a tree that was kept walks the same states", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const { tree, text, saved } = grow(seed);
    const bytes = encodeUndo(tree, saved.length)!;
    const again = decodeUndo(bytes, saved.length)!;
    assert.equal(again.current.seq, tree.saved!.seq);
    assert.deepEqual(again.leaves(), tree.leaves());
    assert.deepEqual(
      again.nodes.map((node) => [node.time, node.cursor, node.edits, node.next?.seq]),
      tree.nodes.map((node) => [node.time, node.cursor, node.edits, node.next?.seq]),
    );
    let here = text;
    let there = saved;
    const roll = dice(seed);
    for (let i = 0; i < 30; i++) {
      const seq = roll(tree.nodes.length);
      here = walk(tree, here, tree.nodes[seq]!);
      there = walk(again, there, again.nodes[seq]!);
      assert.ok(here.eq(there), `state ${seq} of tree ${seed}`);
    }
  }
});

test("a tree without the state on disk is not kept", () => {
  const { tree } = grow(3);
  tree.saved = null;
  assert.equal(encodeUndo(tree, 1), null);
});

test("what is damaged, of another version or of another text is refused", () => {
  const { tree, saved } = grow(5);
  const bytes = encodeUndo(tree, saved.length)!;
  const source = new TextDecoder().decode(bytes);
  const decode = (text: string, length = saved.length) =>
    decodeUndo(new TextEncoder().encode(text), length);
  assert.equal(decode(source, saved.length + 1), null);
  assert.equal(decode(source.replace('"version":1', '"version":99')), null);
  assert.equal(decode(source.slice(0, -3)), null);
  assert.equal(decode("null"), null);
  assert.equal(decode('{"version":1,"length":3,"saved":7,"nodes":[]}', 3), null);
  assert.equal(
    decode('{"version":1,"length":3,"saved":1,"nodes":[[-1,1,0,0,0,[],[],[]],[4,-1,0]]}', 3),
    null,
  );
});

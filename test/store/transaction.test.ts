import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { inTransaction } from "../../src/store/transaction.ts";

function full() {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE t (x); PRAGMA max_page_count = 4");
  const count = () => database.prepare("SELECT count(*) AS n FROM t").get()!.n;
  return { database, count };
}

test("what fails halfway leaves nothing", () => {
  const { database, count } = full();
  const act = () => {
    database.exec("INSERT INTO t VALUES (1)");
    throw new Error("halfway");
  };
  assert.throws(() => inTransaction((sql) => database.exec(sql), act), /halfway/);
  assert.equal(count(), 0);
  inTransaction(
    (sql) => database.exec(sql),
    () => database.exec("INSERT INTO t VALUES (1)"),
  );
  assert.equal(count(), 1);
});

test("a full disk is told of as such, also where the transaction is gone by then", () => {
  const { database, count } = full();
  const fill = () => database.exec("INSERT OR ROLLBACK INTO t VALUES (zeroblob(1000000))");
  const gone = () => {
    database.exec("ROLLBACK");
    fill();
  };
  for (const act of [fill, gone]) {
    assert.throws(() => inTransaction((sql) => database.exec(sql), act), /full/);
    assert.equal(count(), 0);
    assert.equal(database.isTransaction, false);
  }
});

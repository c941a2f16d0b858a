import assert from "node:assert/strict";
import { test } from "node:test";
import { derivedNames, namePair } from "../../../src/patterns/names/name-pair.ts";

/** The line with all names rewritten that follow from a rename. */
function rewritten(old: string, fresh: string, line: string): string {
  let out = line;
  for (const { from, to, insert } of derivedNames(namePair(old, fresh), line).reverse()) {
    out = out.slice(0, from) + insert + out.slice(to);
  }
  return out;
}

/** Rename, line, and what becomes of it. */
const CASES: readonly [old: string, fresh: string, line: string, after: string][] = [
  // TypeScript, JavaScript
  ["userId", "accountId", "getUserId(), setUserIds()", "getAccountId(), setAccountIds()"],
  ["userId", "accountId", 'const key = "user_id";', 'const key = "account_id";'],
  ["userId", "accountId", "USER_ID, user-id, user.id", "ACCOUNT_ID, account-id, account.id"],
  ["userId", "accountId", "// the user id of it", "// the account id of it"],
  ["userId", "accountId", "class UserIdList {}", "class AccountIdList {}"],
  ["user", "account", "for (const user of users)", "for (const user of accounts)"],
  ["getUserId", "getAccountId", "const userId = 1;", "const accountId = 1;"],
  ["userID", "accountID", "userId = getUserID()", "accountId = getAccountID()"],
  ["httpClient", "webClient", "new HTTPClient(HttpClient)", "new WebClient(WebClient)"],
  // Python
  ["max_size", "limit", "self._max_size = MAX_SIZE", "self._limit = LIMIT"],
  ["entry", "record", "entries = [Entry()]", "records = [Record()]"],
  // Go
  [
    "ParseFlags",
    "ReadFlags",
    "func TestParseFlags(t *testing.T)",
    "func TestReadFlags(t *testing.T)",
  ],
  // Rust
  ["color_choice", "color_mode", "enum ColorChoice {}", "enum ColorMode {}"],
  ["show_ui", "draw", "fn show_ui_twice()", "fn draw_twice()"],
];

test("names that follow from a rename", () => {
  for (const [old, fresh, line, after] of CASES) {
    assert.equal(rewritten(old, fresh, line), after, `${old} → ${fresh}: ${line}`);
  }
});

const UNTOUCHED: readonly [old: string, fresh: string, line: string][] = [
  ["userId", "accountId", "const userId = 1;"],
  ["userId", "userKey", "userIdle, superuserid"],
  ["set", "put", "reset(), settings, offset"],
  ["id", "key", "width: idle, grid"],
];

test("what only looks like the name stays, and the renamed name is left to the rename", () => {
  for (const [old, fresh, line] of UNTOUCHED) {
    assert.equal(rewritten(old, fresh, line), line, `${old} → ${fresh}`);
  }
});

test("how a name follows", () => {
  const pair = namePair("userId", "accountId");
  const kinship = (line: string) => derivedNames(pair, line).map((name) => name.kinship);
  assert.deepEqual(kinship("user_id"), ["style"]);
  assert.deepEqual(kinship("getUserId"), ["inside"]);
  assert.deepEqual(kinship("user_ids"), ["number"]);
  assert.deepEqual(kinship("theUser"), ["core"]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatName,
  type NameStyle,
  nameOf,
  pluralOf,
  singularOf,
  splitName,
} from "../../../src/patterns/names/name.ts";

const SPLITS: readonly [string, string][] = [
  ["userId", "user Id"],
  ["user_id", "user id"],
  ["USER_ID", "USER ID"],
  ["user-id", "user id"],
  ["user.id", "user id"],
  ["user id", "user id"],
  ["HTTPServer", "HTTP Server"],
  ["parseURL", "parse URL"],
  ["sha256Sum", "sha256 Sum"],
  ["_private", "private"],
  ["$scope", "scope"],
  ["__init__", "init"],
  ["größeÄndern", "größe Ändern"],
  ["x", "x"],
  ["", ""],
];

test("the words of names", () => {
  for (const [name, words] of SPLITS) assert.equal(splitName(name).join(" "), words, name);
});

const NAMES: readonly [string, NameStyle][] = [
  ["userId", "camel"],
  ["UserId", "pascal"],
  ["User", "pascal"],
  ["user_id", "snake"],
  ["USER_ID", "screaming"],
  ["URL", "screaming"],
  ["user-id", "kebab"],
  ["user.id", "dotted"],
  ["user id", "words"],
  ["User Id", "title"],
  ["User id", "sentence"],
  ["user", "flat"],
  ["_userId", "camel"],
];

test("the styles of names", () => {
  for (const [name, style] of NAMES) assert.equal(nameOf(name).style, style, name);
});

test("marks around a name stay apart", () => {
  const { lead, parts, trail } = nameOf("__user_id_");
  assert.deepEqual([lead, parts, trail], ["__", ["user", "id"], "_"]);
});

const FORMATS: readonly [NameStyle, boolean, string][] = [
  ["camel", false, "parseUrlNow"],
  ["camel", true, "parseURLNow"],
  ["pascal", false, "ParseUrlNow"],
  ["snake", false, "parse_url_now"],
  ["screaming", false, "PARSE_URL_NOW"],
  ["kebab", false, "parse-url-now"],
  ["dotted", false, "parse.url.now"],
  ["words", false, "parse url now"],
  ["title", true, "Parse URL Now"],
  ["sentence", false, "Parse url now"],
  ["flat", false, "parseurlnow"],
];

test("names written in a style", () => {
  for (const [style, acronyms, written] of FORMATS) {
    assert.equal(formatName(["parse", "URL", "Now"], style, acronyms), written);
  }
});

/** Draws words of two to six letters, so that no style runs two of them together. */
function randomWords(random: () => number): string[] {
  const letter = () => String.fromCharCode(97 + Math.floor(random() * 26));
  const word = () => Array.from({ length: 2 + Math.floor(random() * 5) }, letter).join("");
  return Array.from({ length: 2 + Math.floor(random() * 3) }, word);
}

test("any style leads to any other and back", () => {
  const seed = Number(process.env.SEED ?? 1);
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
  const styles: readonly NameStyle[] = [
    "camel",
    "pascal",
    "snake",
    "screaming",
    "kebab",
    "dotted",
    "words",
    "title",
    "sentence",
  ];
  for (let round = 0; round < 200; round++) {
    const words = randomWords(random);
    for (const style of styles) {
      const written = formatName(words, style);
      const name = nameOf(written);
      assert.deepEqual(name.parts, words, `seed ${seed}: ${written}`);
      assert.equal(name.style, style, `seed ${seed}: ${written}`);
      for (const other of styles) {
        const there = nameOf(formatName(name.spelled, other));
        assert.equal(formatName(there.spelled, style), written, `seed ${seed}: ${written}`);
      }
    }
  }
});

test("plurals and singulars", () => {
  const pairs = [
    ["user", "users"],
    ["entry", "entries"],
    ["key", "keys"],
    ["box", "boxes"],
    ["match", "matches"],
    ["child", "children"],
    ["index", "indices"],
  ] as const;
  for (const [one, many] of pairs) {
    assert.equal(pluralOf(one), many);
    assert.equal(singularOf(many), one);
  }
  for (const word of ["status", "class", "analysis", "is", "user"]) {
    assert.equal(singularOf(word), null, word);
  }
});

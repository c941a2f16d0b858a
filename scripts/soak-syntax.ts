/**
 * `npm run soak:syntax`: 10,000 edits of a page with scripts, in random places, then the memory of the
 * parsers and the trees that are left. The shorter version is test/language/syntax/service.test.ts.
 */
import assert from "node:assert/strict";
import { syntaxMemory } from "../src/language/syntax/language.ts";
import { syntaxStage } from "../test/language/syntax/stage.ts";

const EDITS = 10_000;
const REPORTS = 10;
const PIECES = ["a", "\n", "(", "`", "/*", "*/", "</script>", "let x = 1;\n", "<p>", '"'];

const text = `<h1>Title</h1>\n${"<script>\nlet a = 1;\nfunction f() { return a; }\n</script>\n".repeat(40)}`;
const stage = await syntaxStage(text, "html");
const { doc } = stage;
const sizes: number[] = [];
for (let i = 1; i <= EDITS; i++) {
  const at = (i * 7919) % doc.text.length;
  stage.edit(at, Math.min(doc.text.length, at + (i % 4)), PIECES[i % PIECES.length]!);
  if (i % 100 === 0) stage.edit(0, doc.text.length, text);
  await stage.settle();
  if (i % (EDITS / REPORTS) === 0) {
    sizes.push(syntaxMemory());
    const rss = process.memoryUsage().rss / 1e6;
    console.log(
      `${i} edits: ${(syntaxMemory() / 1e6).toFixed(1)} MB of parsers, ${rss.toFixed(0)} MB`,
    );
  }
}
stage.close();
assert.equal(sizes[sizes.length - 1], sizes[1], "the memory of the parsers grows");

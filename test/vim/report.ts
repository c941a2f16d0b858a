/**
 * `sh bin/node test/vim/report.ts FILE [CATEGORY]`: scores a file of cases by category; with a
 * category, shows each of its failures with what was expected and what came.
 */
import { runCase } from "../../src/app/filter-case.ts";
import { readCases } from "./case.ts";
import { rate, scoreCases } from "./score.ts";

const [file, category] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: report.ts FILE [CATEGORY]");
const score = scoreCases(readCases(file));
for (const [name, count] of [...score.categories].sort()) {
  console.log(`${name.padEnd(22)}${count.passed} passed, ${count.failed} failed`);
}
console.log(`${rate(score.all).toFixed(2)} % of ${score.all.passed + score.all.failed}`);
for (const { given, why } of score.failures.filter((one) => one.given.category === category)) {
  const { expected, ...input } = given;
  console.log(`\n${why}\n${JSON.stringify(input)}\nexpected ${JSON.stringify(expected)}`);
  try {
    console.log(`actual   ${JSON.stringify(runCase(input))}`);
  } catch (error) {
    console.log(error);
  }
}

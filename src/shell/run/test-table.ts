/** What tests look like in each language, and how their programs are called: tests.toml. */
import { parse } from "smol-toml";
import { testsText } from "./test-data.ts";

export interface TestLanguage {
  readonly name: string;
  readonly filetypes: ReadonlySet<string>;
  readonly test: RegExp;
  readonly suite: RegExp;
  /** What a line above a test must be, with nothing but such lines between; null: nothing. */
  readonly above: RegExp | null;
  /** Paths of files with tests. */
  readonly files: RegExp;
}

export interface TestFramework {
  readonly name: string;
  readonly language: string;
  /** One of these files in a folder above says that it is used, and where it runs; empty: none need. */
  readonly files: readonly string[];
  /** What stands in that file. */
  readonly words: RegExp | null;
  /** What stands in the source. */
  readonly source: RegExp | null;
  /** What the path of the source is like. */
  readonly path: RegExp | null;
  readonly nearest: string;
  readonly whole: string;
  readonly all: string;
}

export interface TestTable {
  readonly languages: readonly TestLanguage[];
  /** In the order in which they are looked for. */
  readonly frameworks: readonly TestFramework[];
}

type Row = Readonly<Record<string, string>>;

/** Throws an Error for a table that can't be read. */
export function readTestTable(text: string): TestTable {
  const data = parse(text) as unknown as {
    readonly languages: Readonly<Record<string, Row>>;
    readonly frameworks: readonly Row[];
  };
  const pattern = (source: string | undefined, flags = ""): RegExp | null =>
    source === undefined ? null : new RegExp(source, flags);
  return {
    languages: Object.entries(data.languages).map(([name, row]) => ({
      name,
      filetypes: new Set(row.filetypes!.split(" ")),
      test: new RegExp(row.test!),
      suite: new RegExp(row.suite!),
      above: pattern(row.above),
      files: new RegExp(row.files!),
    })),
    frameworks: data.frameworks.map((row) => ({
      name: row.name!,
      language: row.language!,
      files: row.file?.split(" ") ?? [],
      words: pattern(row.words),
      source: pattern(row.source, "m"),
      path: pattern(row.path),
      nearest: row.nearest!,
      whole: row.whole!,
      all: row.all!,
    })),
  };
}

let table: TestTable | null = null;

/** The built-in one; read when it is first needed. */
export function testTable(): TestTable {
  table ??= readTestTable(testsText());
  return table;
}

export function testLanguageOf(filetype: string): TestLanguage | null {
  return testTable().languages.find(({ filetypes }) => filetypes.has(filetype)) ?? null;
}

/** Whether a file (absolute path) is made of tests by its name, or may have some beside other things. */
export function mayHaveTests(path: string): boolean {
  return testTable().languages.some(({ files }) => files.test(path));
}

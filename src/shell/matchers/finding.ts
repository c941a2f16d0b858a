/** Places that a program's output names: what went wrong there, or what was found. */

/** Error, warning, information, note; empty: none of them (a match of grep). */
export type FindingKind = "E" | "W" | "I" | "N" | "";

export interface FindingPlace {
  /** Absolute; the file is there. */
  readonly path: string;
  /** 0-based row and UTF-16 column, as far as the program counts so; 0 where it says none. */
  readonly row: number;
  readonly col: number;
}

export interface Finding {
  /** Absolute; the file is there. Null: the entry is text only. */
  readonly path: string | null;
  /** 0-based. */
  readonly row: number;
  readonly col: number;
  /** The program named a column. */
  readonly exact: boolean;
  readonly endRow?: number;
  readonly message: string;
  readonly kind: FindingKind;
  /** Its number or rule: `TS2322`, `no-undef`. */
  readonly code?: string;
  /** The test that it is about, as the program names it. */
  readonly test?: string;
  /** The name of the matcher that found it: `tsc`. */
  readonly source: string;
  /** The line of the output, counted from its first one. */
  readonly line: number;
  /** The file belongs to the project: it is below its root, and no library's. */
  readonly own: boolean;
  /** Other places of the project that led there, the nearest first (frames of a stack). */
  readonly also: readonly FindingPlace[];
}

export type TestStatus = "pass" | "fail" | "skip";

/** What became of one test. */
export interface TestResult {
  /** As the program names it; of nested ones often only the last part. */
  readonly test: string;
  readonly status: TestStatus;
  /** As the program names the file; null: it does not. */
  readonly file: string | null;
  readonly line: number;
}

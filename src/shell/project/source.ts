/** What reads a kind of project file: what it is given and what it answers. */
import type { ProjectCommandKind } from "../command.ts";

export interface ProjectFile {
  readonly text: string;
  /** The names in its folder. */
  readonly siblings: ReadonlySet<string>;
  /** The names in this folder and in those above, up to the repository's root. */
  readonly above: readonly ReadonlySet<string>[];
}

export interface Offer {
  readonly command: string;
  readonly kind: ProjectCommandKind;
  readonly detail: string;
}

export interface ProjectSource {
  /** Names of files; with the first of them that is there, the others are not read. */
  readonly files: readonly string[];
  /** Its programs look for the file in the folders above by themselves. */
  readonly anywhere: boolean;
  /** Throws (anything) where the file makes no sense. */
  read(file: ProjectFile): Offer[];
}

const KINDS: readonly (readonly [RegExp, ProjectCommandKind])[] = [
  [
    /(?:^|[-_:./])(?:test|tests|spec|e2e|unit|check|vitest|jest|pytest|coverage|cover)(?:$|[-_:./])/,
    "test",
  ],
  [
    /(?:^|[-_:./])(?:lint|eslint|clippy|typecheck|tsc|types|mypy|vet|ruff|shellcheck)(?:$|[-_:./])/,
    "lint",
  ],
  [/(?:^|[-_:./])(?:format|fmt|prettier|fix|black|gofmt)(?:$|[-_:./])/, "format"],
  [/(?:^|[-_:./])(?:install|setup|bootstrap|deps|init)(?:$|[-_:./])/, "install"],
  [/(?:^|[-_:./])(?:build|compile|bundle|dist|all|package|release|make)(?:$|[-_:./])/, "build"],
  [/(?:^|[-_:./])(?:run|start|dev|serve|server|watch|up|preview|exec)(?:$|[-_:./])/, "run"],
];

/** What a script or target is for, by its name. */
export function kindOf(name: string): ProjectCommandKind {
  const lower = name.toLowerCase();
  return KINDS.find(([pattern]) => pattern.test(lower))?.[1] ?? "other";
}

/** A name that can be typed as it is: what needs quoting is not offered. */
export function isPlainName(name: unknown): name is string {
  return typeof name === "string" && /^[\w@%+=:,./][\w@%+=:,./-]{0,80}$/.test(name);
}

/** A value of parsed JSON or TOML as a table; empty where it is none. */
export function tableOf(value: unknown): Readonly<Record<string, unknown>> {
  const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
  return isTable ? (value as Record<string, unknown>) : {};
}

/** One line for the user, of a text of a project. */
export function detailOf(value: unknown): string {
  if (typeof value !== "string") return "";
  return value
    .replace(/[\x00-\x1f\x7f-\x9f\s]+/g, " ")
    .trim()
    .slice(0, 160);
}

/** The projects of the scripted sessions: their files and what they offer to run. */
import type { ProjectCommandKind } from "../command.ts";

export type ProjectType = "node" | "python" | "rust" | "go" | "make";

export interface ScriptedProject {
  readonly type: ProjectType;
  readonly files: readonly string[];
  readonly commands: readonly (readonly [string, ProjectCommandKind])[];
  /** How a package is added; null: not from the command line. */
  readonly add: string | null;
  /** The command for one test file. */
  single(file: string): string | null;
}

export type Draw = <T>(from: readonly T[]) => T;

const WORDS =
  "parser router cache session billing invoice report search export import queue worker mailer " +
  "schema config auth token upload image layout table graph index store client server theme";
const NAMES = WORDS.split(" ");

/** A project with names drawn by chance. */
export function scriptedProject(type: ProjectType, draw: Draw): ScriptedProject {
  const parts = [...new Set(Array.from({ length: 6 }, () => draw(NAMES)))];
  const extra = draw(["gen:api", "db:seed", "storybook", "deploy:staging", "bundle:size", "i18n"]);
  switch (type) {
    case "node":
      return {
        type,
        files: [
          "package.json",
          "README.md",
          ...parts.map((part) => `src/${part}.ts`),
          ...parts.map((part) => `test/${part}.test.ts`),
        ],
        commands: [
          ["npm test", "test"],
          ["npm run build", "build"],
          ["npm run dev", "run"],
          ["npm run lint", "lint"],
          [`npm run ${extra}`, "other"],
          ["npm install", "install"],
        ],
        add: "npm install",
        single: (file) => (file.includes(".test.") ? `npx vitest run ${file}` : null),
      };
    case "python":
      return {
        type,
        files: [
          "pyproject.toml",
          "README.md",
          ...parts.map((part) => `app/${part}.py`),
          ...parts.map((part) => `tests/test_${part}.py`),
        ],
        commands: [
          ["pytest", "test"],
          ["ruff check .", "lint"],
          ["python -m app", "run"],
          ["pip install -e .", "install"],
        ],
        add: "pip install",
        single: (file) => (file.startsWith("tests/") ? `pytest ${file}` : null),
      };
    case "rust":
      return {
        type,
        files: ["Cargo.toml", "README.md", "src/main.rs", ...parts.map((part) => `src/${part}.rs`)],
        commands: [
          ["cargo test", "test"],
          ["cargo build", "build"],
          ["cargo run", "run"],
          ["cargo clippy", "lint"],
          ["cargo fmt", "format"],
        ],
        add: "cargo add",
        single: () => null,
      };
    case "go":
      return {
        type,
        files: [
          "go.mod",
          "main.go",
          ...parts.map((part) => `${part}/${part}.go`),
          ...parts.map((part) => `${part}/${part}_test.go`),
        ],
        commands: [
          ["go test ./...", "test"],
          ["go build ./...", "build"],
          ["go run .", "run"],
          ["go vet ./...", "lint"],
        ],
        add: "go get",
        single: (file) => (file.endsWith("_test.go") ? `go test ./${file.split("/")[0]}` : null),
      };
    case "make":
      return {
        type,
        files: ["Makefile", "README", ...parts.flatMap((part) => [`${part}.c`, `${part}.h`])],
        commands: [
          ["make", "build"],
          ["make test", "test"],
          ["make clean", "other"],
          [`make ${extra.replace(":", "-")}`, "other"],
          ["make install", "install"],
        ],
        add: null,
        single: () => null,
      };
  }
}

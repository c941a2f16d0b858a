import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { ProjectCommand } from "../../../src/shell/command.ts";
import { diskPort } from "../../../src/shell/project/disk-port.ts";
import { type ProjectPort, projectReader } from "../../../src/shell/project/project.ts";
import { memoryFiles } from "./memory-port.ts";

async function readProject(folder: string, port: ProjectPort): Promise<readonly ProjectCommand[]> {
  return (await projectReader(port).read(folder)).commands;
}

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Default: /p. */
  readonly folder?: string;
  /** `command (kind)`, with ` — detail` where there is one, by lines; folders other than /p before it. */
  readonly expected: string;
}

const CASES: readonly Case[] = [
  {
    name: "npm",
    files: {
      "/p/.git/HEAD": "",
      "/p/package-lock.json": "",
      "/p/package.json": JSON.stringify({
        scripts: {
          test: "node --test",
          start: "node .",
          build: "tsc",
          prebuild: "rm -r dist",
          "lint:fix": "biome",
          "bad name": "x",
          "x; rm -rf ~": "x",
          postinstall: "y",
          five: 5,
        },
      }),
    },
    expected: `npm test (test) — node --test
npm start (run) — node .
npm run build (build) — tsc
npm run lint:fix (lint) — biome
npm install (install)
npm ci (install)`,
  },
  {
    name: "pnpm by a lock file above, in a package of a workspace",
    files: {
      "/p/.git/HEAD": "",
      "/p/pnpm-lock.yaml": "",
      "/p/package.json": '{"scripts": {"all": "x"}}',
      "/p/packages/a/package.json": '{"scripts": {"test": "vitest", "deploy": "d", "dev": "vite"}}',
    },
    folder: "/p/packages/a",
    expected: `/p/packages/a: pnpm test (test) — vitest
/p/packages/a: pnpm run deploy (other) — d
/p/packages/a: pnpm dev (run) — vite
/p/packages/a: pnpm install (install)
pnpm all (build) — x
pnpm install (install)`,
  },
  {
    name: "yarn and bun",
    files: {
      "/p/.git/HEAD": "",
      "/p/yarn.lock": "",
      "/p/package.json": '{"scripts": {"test": "jest"}}',
      "/p/b/package.json": '{"packageManager": "bun@1.2.0", "scripts": {"test": "x"}}',
    },
    folder: "/p/b",
    expected: `/p/b: bun run test (test) — x
/p/b: bun install (install)
yarn test (test) — jest
yarn install (install)`,
  },
  {
    name: "the test script that npm writes is none",
    files: {
      "/p/package.json": '{"scripts": {"test": "echo \\"Error: no test specified\\" && exit 1"}}',
    },
    expected: "npm install (install)",
  },
  {
    name: "make",
    files: {
      "/p/Makefile": `VAR := value
OTHER = a:b
export PATH
.PHONY: test build.all clean
all: build ## Everything
# Runs the tests
test: deps
\tgo test ./...
\techo "a: b"
build.all : x y
%.o: %.c
\tcc $<
out/file.js: src.js
\tcp $< $@
$(NAME): x
.SUFFIXES:
clean deep-clean:: ; rm -rf out

target: VAR = 3
define X
endef
`,
    },
    expected: `make (build)
make all (build) — Everything
make test (test) — Runs the tests
make build.all (build)
make clean (other)
make deep-clean (other)
make target (other)`,
  },
  {
    name: "just",
    files: {
      "/p/justfile": `set shell := ["bash", "-c"]
alias b := build
version := "1"
# Build it
build target='all':
  cargo build
@test *args: build
  cargo test
_hidden:
  x
[private]
secret:
  x
[doc("Cleans up")]
clean:
  rm x
`,
    },
    expected: `just build (build) — Build it
just test (test)
just clean (other) — Cleans up`,
  },
  {
    name: "task",
    files: {
      "/p/Taskfile.yml": `version: '3'
vars:
  A: b
tasks:
  default:
    cmds: [x]
  build:
    desc: "Builds it"
    cmds:
      - go build
  docs:serve:
    desc: Serves: all
  "quoted":
    internal: true
`,
    },
    expected: `task default (other)
task build (build) — Builds it
task docs:serve (run) — Serves: all`,
  },
  {
    name: "cargo, in a folder below",
    files: {
      "/p/.git/HEAD": "",
      "/p/Cargo.toml": '[package]\nname = "x"\n[[bin]]\nname = "tool"\n[workspace]\n',
      "/p/src/main.rs": "",
    },
    folder: "/p/src",
    expected: `cargo test (test)
cargo build (build)
cargo run (run)
cargo clippy (lint)
cargo fmt (format)
cargo check (lint)
cargo build --release (build)
cargo test --workspace (test)
cargo run --bin tool (run)`,
  },
  {
    name: "go",
    files: { "/p/go.mod": "module x", "/p/main.go": "" },
    expected: `go test ./... (test)
go build ./... (build)
go vet ./... (lint)
go run . (run)
go mod tidy (install)
gofmt -l . (format)`,
  },
  {
    name: "python with uv",
    files: {
      "/p/uv.lock": "",
      "/p/pyproject.toml": `[project]
name = "x"
[project.scripts]
serve = "x.main:run"
[tool.pytest.ini_options]
[tool.ruff]
[tool.poe.tasks]
docs = { cmd = "mkdocs", help = "Writes the pages" }
`,
    },
    expected: `uv run serve (run) — x.main:run
uv run poe docs (other) — Writes the pages
uv run pytest (test)
uv run ruff check . (lint)
uv run ruff format . (format)
uv sync (install)`,
  },
  {
    name: "python without tools, tox, requirements",
    files: {
      "/p/pyproject.toml": '[project]\nname = "x"\ndependencies = ["mypy>1"]\n',
      "/p/tests/test_a.py": "",
      "/p/tox.ini": "[tox]\n[testenv]\n[testenv:lint]\n",
      "/p/requirements.txt": "",
    },
    expected: `pytest (test)
mypy . (lint)
pip install -e . (install)
tox (test)
tox -e lint (lint)
pip install -r requirements.txt (install)`,
  },
  {
    name: "deno with comments",
    files: {
      "/p/deno.jsonc":
        '{ // "x"\n "tasks": { "dev": "deno run a//b", "t": {"description": "T", "command": "x"}, }, }',
    },
    expected: `deno task dev (run) — deno run a//b
deno task t (other) — T
deno test (test)
deno lint (lint)
deno fmt (format)`,
  },
  {
    name: "cmake with its build folder, gradle by its wrapper, maven",
    files: {
      "/p/CMakeLists.txt": "",
      "/p/build/x": "",
      "/p/gradlew": "",
      "/p/pom.xml": "",
    },
    expected: `cmake -B build (build)
cmake --build build (build)
ctest --test-dir build (test)
./gradlew test (test)
./gradlew build (build)
./gradlew run (run)
./gradlew check (lint)
mvn test (test)
mvn package (build)
mvn verify (test)
mvn install (install)`,
  },
  {
    name: "composer and mix",
    files: {
      "/p/composer.json":
        '{"scripts": {"test": "phpunit", "stan": ["a"], "post-install-cmd": "x"}}',
      "/p/mix.exs": "",
    },
    expected: `composer test (test) — phpunit
composer run stan (other)
composer install (install)
mix test (test)
mix compile (build)
mix format (format)
mix deps.get (install)`,
  },
  {
    name: "outside of a repository only the nearest folder counts",
    files: { "/Makefile": "a:\n", "/p/Makefile": "b:\n", "/p/q/r/x": "" },
    folder: "/p/q/r",
    expected: `make (build)
make b (other)`,
  },
  { name: "no project", files: { "/p/x": "" }, expected: "" },
  { name: "no folder", files: {}, expected: "" },
  {
    name: "broken files do not hide others",
    files: {
      "/p/package.json": "{ half",
      "/p/Cargo.toml": "= x",
      "/p/pyproject.toml": "[a",
      "/p/deno.json": "[",
      "/p/justfile": "ok:\n",
    },
    expected: "just ok (other)",
  },
  {
    name: "unexpected values",
    files: {
      "/p/package.json": '{"scripts": ["a"], "packageManager": 3}',
      "/p/composer.json": "null",
    },
    expected: `npm install (install)
composer install (install)`,
  },
];

for (const { name, files, folder, expected } of CASES) {
  test(`a project's commands: ${name}`, async () => {
    const commands = await readProject(folder ?? "/p", memoryFiles(files).port);
    const lines = commands.map(({ command, kind, detail, cwd }) => {
      const place = cwd === "/p" ? "" : `${cwd}: `;
      return `${place}${command} (${kind})${detail === "" ? "" : ` — ${detail}`}`;
    });
    assert.equal(lines.join("\n"), expected);
  });
}

test("files that are the same are read once", async () => {
  const files = memoryFiles({ "/p/.git/HEAD": "", "/p/Makefile": "a:\n", "/p/src/x": "" });
  const reader = projectReader(files.port);
  await reader.read("/p");
  await reader.read("/p/src");
  assert.equal(files.reads.get("/p/Makefile"), 1);
  files.set("/p/Makefile", "bb:\n");
  const again = await reader.read("/p");
  assert.deepEqual(
    again.commands.map((each) => each.command),
    ["make", "make bb"],
  );
  assert.equal(files.reads.get("/p/Makefile"), 2);
});

test("a file that makes no sense, is too large or can't be read is left out", async () => {
  const files = memoryFiles({
    "/p/package.json": "{",
    "/p/Makefile": `a:\n${"#".repeat(600_000)}`,
    "/p/justfile": "b:\n",
  });
  let away = true;
  const port: ProjectPort = {
    ...files.port,
    text: (path) =>
      away && path === "/p/justfile" ? Promise.reject(new Error("away")) : files.port.text(path),
  };
  const reader = projectReader(port);
  assert.deepEqual((await reader.read("/p")).commands, []);
  away = false;
  assert.deepEqual(
    (await reader.read("/p")).commands.map(({ command }) => command),
    ["just b"],
  );
});

test("long lines of nothing are read in one go", async () => {
  const long = " ".repeat(200_000);
  const files = memoryFiles({
    "/p/Makefile": `a${long}\nb${long}=\nc:${"#".repeat(80_000)}\u2028\nd :\n`,
    "/p/justfile": `a${long}\ne${long}=\nf x='1':\n`,
  });
  const { commands } = await projectReader(files.port).read("/p");
  assert.deepEqual(
    commands.map(({ command }) => command),
    ["make", "make c", "make d", "just f"],
  );
});

test("home is no project", async () => {
  const files = memoryFiles({ "/home/u/Makefile": "a:\n", "/home/u/x/y": "" });
  assert.deepEqual((await projectReader(files.port, "/home/u").read("/home/u/x")).commands, []);
});

test("a project on the disk", async () => {
  const root = await mkdtemp(join(tmpdir(), "hunch-project-"));
  try {
    await mkdir(join(root, ".git"));
    await mkdir(join(root, "sub", "Makefile"), { recursive: true });
    await writeFile(join(root, "package.json"), '{"scripts": {"test": "x"}}');
    const commands = await readProject(join(root, "sub"), diskPort);
    assert.deepEqual(
      commands.map((each) => each.command),
      ["npm test", "npm install"],
    );
    assert.equal(commands[0]?.cwd, root);
    assert.equal(commands[0]?.source, join(root, "package.json"));
    assert.deepEqual(await readProject(join(root, "none", "below"), diskPort), []);
  } finally {
    await rm(root, { recursive: true, maxRetries: 10 });
  }
});

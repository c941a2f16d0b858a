/** The real servers that tests talk to: where they are, and what each is asked. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const HERE = import.meta.dirname;
const ROOT = join(HERE, "..", "..");

export interface RealServer {
  readonly name: string;
  /** Absolute, or null when it is not installed. */
  readonly command: string | null;
  /** Over hunch's own table. */
  readonly table?: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, string>>;
  /** The file that is opened. */
  readonly main: string;
  /** A part of a diagnostic of the main file. */
  readonly complaint: RegExp | null;
  /** A word in the main file (its last occurrence is looked at) and where it is defined. */
  readonly definition: {
    readonly word: string;
    readonly file: string;
    readonly row: number;
  } | null;
  readonly hover: { readonly word: string; readonly says: RegExp } | null;
  /** What is typed at random. */
  readonly pieces: readonly string[];
}

const TS_FILES = {
  "package.json": '{ "name": "x", "type": "module" }\n',
  "tsconfig.json":
    '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2022" } }\n',
  "lib.ts": "/** Says 😀. */\nexport function greet(name: string): string {\n  return name;\n}\n",
  "main.ts":
    'import { greet } from "./lib.ts";\n\nconst n: number = "😀";\ngreet(n);\ngreet("x");\n',
};

const TS_PIECES = [
  "/*😀*/ ",
  "const a = 1; ",
  "\nfunction 漢(é: string) { return é; }\n",
  "\n",
  '"𝒳" ',
  "// e\u0301\n",
  "\nclass K { m() {} }\n",
  "x",
  ";",
];

const TS_QUESTIONS = {
  files: TS_FILES,
  main: "main.ts",
  complaint: /not assignable to type/,
  definition: { word: "greet", file: "lib.ts", row: 1 },
  hover: { word: "greet", says: /Says 😀/ },
  pieces: TS_PIECES,
};

function own(program: string): string | null {
  const path = join(HERE, "node_modules", ".bin", program);
  return existsSync(path) ? path : null;
}

function onPath(program: string): string | null {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, program);
    if (folder !== "" && existsSync(path)) return path;
  }
  return null;
}

/** TypeScript 7 of this repository, as the project would have it. */
export const NATIVE_MODULES = join(ROOT, "node_modules");

export const REAL_SERVERS: readonly RealServer[] = [
  {
    name: "typescript",
    command: existsSync(join(NATIVE_MODULES, "typescript")) ? "tsc" : null,
    ...TS_QUESTIONS,
  },
  {
    name: "typescript-language-server",
    command: own("typescript-language-server"),
    table: {
      initializationOptions: {
        tsserver: { path: join(HERE, "node_modules", "typescript", "lib", "tsserver.js") },
      },
    },
    ...TS_QUESTIONS,
  },
  {
    name: "pyright",
    command: own("pyright-langserver"),
    files: {
      "pyrightconfig.json": "{}\n",
      "lib.py": 'def greet(name: str) -> str:\n    """Says 😀."""\n    return name\n',
      "main.py": 'from lib import greet\n\nn: int = "😀"\nprint(greet("x"))\n',
    },
    main: "main.py",
    complaint: /not assignable to/,
    definition: { word: "greet", file: "lib.py", row: 0 },
    hover: { word: "greet", says: /Says 😀/ },
    pieces: [
      "a = '😀'; b = 2\n",
      "\ndef 漢(é):\n    return é\n",
      "\n",
      "# e\u0301\n",
      "    ",
      "x",
      "\nclass K:\n    y = '𝒳'\n",
    ],
  },
  {
    name: "bash",
    command: own("bash-language-server"),
    files: { "main.sh": '# Greets 😀.\ngreet() {\n  echo "$1"\n}\n\ngreet x\n' },
    main: "main.sh",
    complaint: null,
    definition: { word: "greet", file: "main.sh", row: 1 },
    hover: { word: "greet", says: /Greets 😀/ },
    pieces: ["a='😀'; b=2\n", "\nf() { echo 漢; }\n", "\n", "# e\u0301\n", " ", "x=1\n"],
  },
  {
    name: "yaml",
    command: own("yaml-language-server"),
    files: { "main.yaml": "a: 1\nb: &x 😀\nc: *x\nd: [\n" },
    main: "main.yaml",
    complaint: /./,
    definition: null,
    hover: null,
    pieces: ["é: '😀'\n", "  k: 漢\n", "\n", "- x\n", "# e\u0301\n", " ", "x: {y: 𝒳}\n"],
  },
  {
    name: "json",
    command: own("vscode-json-language-server"),
    files: { "main.json": '{ "a": 1, "b": "😀", }\n' },
    main: "main.json",
    complaint: /Trailing comma|Property expected/,
    definition: null,
    hover: null,
    pieces: ['"é": "😀", ', '"k": [1, "漢"],\n', "\n", "{", "}", " ", '"𝒳": 1'],
  },
  {
    name: "gopls",
    command: onPath("gopls"),
    files: {
      "go.mod": "module x\n\ngo 1.21\n",
      "main.go":
        'package main\n\n// greet says 😀.\nfunc greet(s string) {}\n\nfunc main() {\n\tvar n int = "😀"\n\tgreet("x")\n}\n',
    },
    main: "main.go",
    complaint: /cannot use/,
    definition: { word: "greet", file: "main.go", row: 3 },
    hover: { word: "greet", says: /says 😀/ },
    pieces: ["/*😀*/ ", "\nfunc 漢(é string) {}\n", "\n", '"𝒳" ', "// e\u0301\n", "x"],
  },
  {
    name: "clangd",
    command: onPath("clangd"),
    files: {
      "compile_flags.txt": "-xc\n",
      "main.c":
        '/* Says 😀. */\nstatic void greet(int x) {}\n\nint main(void) {\n  int n = "😀" * 2;\n  greet(n);\n}\n',
    },
    main: "main.c",
    complaint: /invalid operands/,
    definition: { word: "greet", file: "main.c", row: 1 },
    hover: { word: "greet", says: /Says 😀/ },
    pieces: ["/*😀*/ ", "\nint f(int e) { return e; }\n", "\n", "// e\u0301\n", "int x;", "x"],
  },
];

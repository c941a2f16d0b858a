/** Text objects and motions by language: a text with its cursor, keys, the text that is selected. */
export interface KeyCase {
  readonly filetype: string;
  readonly text: string;
  readonly keys: string;
  /** What is selected in visual mode. */
  readonly selected?: string;
  /** The whole text with the cursor. */
  readonly result?: string;
}

const TS =
  "function a(x: number, y = f(1, 2)) {\n  if (x) {\n    return‸ y;\n  }\n}\n\nclass B {\n  m() {\n    go();\n  }\n}";
const PY =
  "import os\n\n@deco\ndef a(x, y=1):\n    if x:\n        re‸turn y\n    return 2\n\nclass B:\n    def m(self):\n        pass";

export const KEY_CASES: readonly KeyCase[] = [
  { filetype: "typescript", text: TS, keys: "vif", selected: "  if (x) {\n    return y;\n  }" },
  {
    filetype: "typescript",
    text: TS,
    keys: "vaf",
    selected: "function a(x: number, y = f(1, 2)) {\n  if (x) {\n    return y;\n  }\n}",
  },
  { filetype: "typescript", text: TS, keys: "vio", selected: "return y;" },
  {
    filetype: "typescript",
    text: TS,
    keys: "daf",
    result: "‸\nclass B {\n  m() {\n    go();\n  }\n}",
  },
  {
    filetype: "typescript",
    text: "f(a, ‸b, c);",
    keys: "daa",
    result: "f(a, ‸c);",
  },
  { filetype: "typescript", text: "f(a, b, ‸c);", keys: "daa", result: "f(a, b‸);" },
  { filetype: "typescript", text: "f(‸a);", keys: "daa", result: "f(‸);" },
  { filetype: "typescript", text: "f(a, ‸g(b, c));", keys: "via", selected: "g(b, c)" },
  { filetype: "typescript", text: "f(a, g(‸b, c));", keys: "via", selected: "b" },
  { filetype: "typescript", text: "f(a, g(‸b, c));", keys: "viaia", selected: "g(b, c)" },
  { filetype: "typescript", text: "f(‸a, b, c);", keys: "v2aa", selected: "a, b, " },
  {
    filetype: "typescript",
    text: "const { a, ‸b } = c;",
    keys: "dia",
    result: "const { a, ‸ } = c;",
  },
  { filetype: "typescript", text: "x = foo(‸1) + 2;", keys: "vau", selected: "foo(1)" },
  { filetype: "typescript", text: "x = foo(‸1) + 2;", keys: "viu", selected: "1" },
  {
    filetype: "typescript",
    text: "for (const a of b) {\n  g‸o();\n}",
    keys: "vil",
    selected: "go();",
  },
  {
    filetype: "typescript",
    text: "class A {\n  b() {\n    c‸();\n  }\n}",
    keys: "vik",
    selected: "  b() {\n    c();\n  }",
  },
  {
    filetype: "typescript",
    text: "// on‸e\n// two\nx();",
    keys: "vagc",
    selected: "// one\n// two",
  },
  { filetype: "typescript", text: "x(); // on‸e", keys: "vigc", selected: "one" },
  { filetype: "typescript", text: "f(a.b(‸c));", keys: "van", selected: "(c)" },
  { filetype: "typescript", text: "f(a.b(‸c));", keys: "vanan", selected: "a.b(c)" },
  { filetype: "typescript", text: "f(a.b(‸c));", keys: "vananin", selected: "(c)" },
  { filetype: "typescript", text: "f(a.b(‸c));", keys: "vananinin", selected: "c" },
  { filetype: "typescript", text: "f(a.b(‸c));", keys: "v2an", selected: "a.b(c)" },
  { filetype: "typescript", text: "f(a.b(‸c));", keys: "din", result: "f(a.b(‸));" },
  {
    filetype: "typescript",
    text: "‸a();\nfunction b() {}\nconst c = () => 1;\nx(() => 2);",
    keys: "2]f",
    result: "a();\nfunction b() {}\nconst c = ‸() => 1;\nx(() => 2);",
  },
  {
    filetype: "typescript",
    text: "function b() {\n}\nfoo();‸",
    keys: "[m",
    result: "‸function b() {\n}\nfoo();",
  },
  {
    filetype: "typescript",
    text: "f‸unction b() {\n}\nfoo();",
    keys: "]M",
    result: "function b() {\n‸}\nfoo();",
  },
  {
    filetype: "typescript",
    text: "a();\n‸b();\nclass C {}",
    keys: "d]k",
    result: "a();\n‸class C {}",
  },
  {
    filetype: "typescriptreact",
    text: "const a = (\n  <d‸iv b={c}>\n    <p />\n  </div>\n);",
    keys: "%",
    result: "const a = (\n  <div b={c}>\n    <p />\n  ‸</div>\n);",
  },
  { filetype: "typescript", text: "if ‸(a) { b(); }", keys: "%", result: "if (a‸) { b(); }" },
  {
    filetype: "python",
    text: PY,
    keys: "vif",
    selected: "    if x:\n        return y\n    return 2",
  },
  {
    filetype: "python",
    text: PY,
    keys: "vaf",
    selected: "@deco\ndef a(x, y=1):\n    if x:\n        return y\n    return 2",
  },
  { filetype: "python", text: "f(a, ‸b=1)", keys: "daa", result: "f(a‸)" },
  {
    filetype: "python",
    text: PY,
    keys: "]k",
    result: PY.replace("‸", "").replace("class", "‸class"),
  },
  {
    filetype: "go",
    text: "package a\n\nfunc f(a int, ‸b string) {\n\tgo()\n}",
    keys: "daa",
    result: "package a\n\nfunc f(a int‸) {\n\tgo()\n}",
  },
  {
    filetype: "go",
    text: "package a\n\ntype T struct {\n\tA‸ int\n\tB int\n}",
    keys: "vik",
    selected: "\tA int\n\tB int",
  },
  {
    filetype: "go",
    text: "package a\n\nfunc f() {\n\tg‸o()\n\tx()\n}",
    keys: "vif",
    selected: "\tgo()\n\tx()",
  },
  { filetype: "rust", text: "fn f(a: u8, ‸b: u8) {}", keys: "daa", result: "fn f(a: u8‸) {}" },
  {
    filetype: "rust",
    text: "struct A {\n    a‸: u8,\n    b: u8,\n}",
    keys: "vik",
    selected: "    a: u8,\n    b: u8,",
  },
  { filetype: "rust", text: 'println!("a", ‸b);', keys: "daa", result: 'println!("a"‸);' },
  {
    filetype: "c",
    text: "int f(int a, ‸int b)\n{\n  return a;\n}",
    keys: "daa",
    result: "int f(int a‸)\n{\n  return a;\n}",
  },
  {
    filetype: "c",
    text: "int f(int a)\n{\n  ret‸urn a;\n  b;\n}",
    keys: "vif",
    selected: "  return a;\n  b;",
  },
  {
    filetype: "cpp",
    text: "class A {\n  int ‸b;\n  int c;\n};",
    keys: "vik",
    selected: "  int b;\n  int c;",
  },
  {
    filetype: "java",
    text: "class A {\n  void b(int x, ‸int y) {\n  }\n}",
    keys: "daa",
    result: "class A {\n  void b(int x‸) {\n  }\n}",
  },
  {
    filetype: "lua",
    text: "local function f(a, ‸b)\n  x()\n  y()\nend",
    keys: "daa",
    result: "local function f(a‸)\n  x()\n  y()\nend",
  },
  {
    filetype: "lua",
    text: "local function f(a)\n  x‸()\n  y()\nend",
    keys: "vif",
    selected: "  x()\n  y()",
  },
  {
    filetype: "lua",
    text: "i‸f a then\n  b()\nelse\n  c()\nend",
    keys: "%",
    result: "if a ‸then\n  b()\nelse\n  c()\nend",
  },
  { filetype: "sh", text: "f() {\n  a‸\n  b\n}", keys: "vif", selected: "  a\n  b" },
  { filetype: "sh", text: "‸if a; then\n  b\nfi", keys: "%%", result: "if a; then\n  b\n‸fi" },
  { filetype: "json", text: '{ "a": 1, ‸"b": 2 }', keys: "daa", result: '{ "a": 1‸ }' },
  { filetype: "json", text: "[1, ‸2, 3]", keys: "daa", result: "[1, ‸3]" },
  { filetype: "css", text: "a {\n  b‸: c;\n  d: e;\n}", keys: "vik", selected: "  b: c;\n  d: e;" },
  {
    filetype: "html",
    text: "<d‸iv>\n  <p>a</p>\n</div>",
    keys: "%",
    result: "<div>\n  <p>a</p>\n‸</div>",
  },
  { filetype: "toml", text: "a = [1, ‸2]", keys: "daa", result: "a = [1‸]" },
  {
    filetype: "typescriptreact",
    text: "const a = (\n  <div>\n    ‸<b />\n  </div>\n);",
    keys: "gcc",
    result: "const a = (\n  <div>\n    ‸{/* <b /> */}\n  </div>\n);",
  },
  {
    filetype: "html",
    text: "<script>\n‸a();\n</script>",
    keys: "gcc",
    result: "<script>\n‸// a();\n</script>",
  },
];

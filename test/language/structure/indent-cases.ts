/** The indent of lines while typing and with `=`: a text with its cursor, keys, the text after. */
export interface IndentCase {
  readonly filetype: string;
  readonly text: string;
  readonly keys: string;
  readonly result: string;
}

const js = (text: string, keys: string, result: string): IndentCase => ({
  filetype: "typescript",
  text,
  keys,
  result,
});
const py = (text: string, keys: string, result: string): IndentCase => ({
  filetype: "python",
  text,
  keys,
  result,
});

export const INDENT_CASES: readonly IndentCase[] = [
  // New lines
  js("if (a) {‸\n}", "ob", "if (a) {\n  ‸b\n}"),
  js("if (a) {‸", "ob", "if (a) {\n  ‸b"),
  js("function f() {‸", "A<CR>a<CR>b", "function f() {\n  a\n  ‸b"),
  js("foo(a, (b) => {‸\n});", "ob", "foo(a, (b) => {\n  ‸b\n});"),
  js("foo(‸\n);", "ob", "foo(\n  ‸b\n);"),
  js("const a =‸", "ob", "const a =\n  ‸b"),
  js("const a = {‸};", "i<CR>", "const a = {\n‸};"),
  js("if (a)‸", "ob;", "if (a)\n  b‸;"),
  js("if (a)\n  b;‸\n", "oc", "if (a)\n  b;\n‸c\n"),
  js("switch (a) {\n  case 1:‸\n}", "ob", "switch (a) {\n  case 1:\n    ‸b\n}"),
  js("foo\n  .bar()‸", "o.b", "foo\n  .bar()\n  .‸b"),
  js("foo\n  .bar();‸", "ob", "foo\n  .bar();\n‸b"),
  js("{\n  a();\n}‸", "Ob", "{\n  a();\n  ‸b\n}"),
  js("{\n  a()‸;\n}", "Ob", "{\n  ‸b\n  a();\n}"),
  js("a ||‸", "ob", "a ||\n  ‸b"),
  js("f(a, {\n  b: 1,‸\n});", "oc", "f(a, {\n  b: 1,\n  ‸c\n});"),
  js("const t = `\n‸\n`;", "ob", "const t = `\n\n‸b\n`;"),
  py("def f():‸", "oa", "def f():\n    ‸a"),
  py("def f():\n    if a:‸", "ob", "def f():\n    if a:\n        ‸b"),
  py("def f():\n    return 1‸", "ob", "def f():\n    return 1\n‸b"),
  py("def f():\n    if a: return‸", "ob", "def f():\n    if a: return\n    ‸b"),
  py("def f():\n    a()‸", "ob", "def f():\n    a()\n    ‸b"),
  py("f(a,‸\n", "ob", "f(a,\n  ‸b\n"),
  py("f(‸\n", "ob", "f(\n    ‸b\n"),
  py("x = [‸\n]", "o1", "x = [\n    ‸1\n]"),
  py("if (a and\n        b):‸", "oc", "if (a and\n        b):\n    ‸c"),
  py(
    "class A:\n    def f(self):\n        pass‸",
    "ob",
    "class A:\n    def f(self):\n        pass\n    ‸b",
  ),
  { filetype: "go", text: "func f() {‸\n}", keys: "ob", result: "func f() {\n  ‸b\n}" },
  {
    filetype: "go",
    text: "func f() {\n  switch a {‸\n  }\n}",
    keys: "ocase 1:<CR>b",
    result: "func f() {\n  switch a {\n  case 1:\n    ‸b\n  }\n}",
  },
  { filetype: "rust", text: "fn f() {‸\n}", keys: "ob", result: "fn f() {\n  ‸b\n}" },
  {
    filetype: "rust",
    text: "fn f() {\n  match a {‸\n  }\n}",
    keys: "ob",
    result: "fn f() {\n  match a {\n    ‸b\n  }\n}",
  },
  {
    filetype: "rust",
    text: "fn f() {\n  let a =‸\n}",
    keys: "ob",
    result: "fn f() {\n  let a =\n    ‸b\n}",
  },
  {
    filetype: "json",
    text: '{\n  "a": [‸\n  ]\n}',
    keys: "o1",
    result: '{\n  "a": [\n    ‸1\n  ]\n}',
  },
  { filetype: "lua", text: "if a then‸", keys: "ob", result: "if a then\n  ‸b" },
  {
    filetype: "lua",
    text: "local function f()‸\nend",
    keys: "ob",
    result: "local function f()\n  ‸b\nend",
  },
  { filetype: "sh", text: "if a; then‸", keys: "ob", result: "if a; then\n  ‸b" },
  {
    filetype: "sh",
    text: "for a in b; do‸\ndone",
    keys: "oc",
    result: "for a in b; do\n  ‸c\ndone",
  },
  { filetype: "c", text: "int f() {‸\n}", keys: "ob;", result: "int f() {\n  b‸;\n}" },
  { filetype: "css", text: "a {‸\n}", keys: "ob: c;", result: "a {\n  b: c‸;\n}" },
  { filetype: "html", text: "<div>‸\n</div>", keys: "o<lt>p>", result: "<div>\n  <p‸>\n</div>" },
  // What is typed
  js("if (a) {\n  b();\n  ‸", "A}", "if (a) {\n  b();\n‸}"),
  js("f(\n  a,\n  ‸", "A)", "f(\n  a,\n‸)"),
  js("if (a) {\n  b();\n} ‸", "aelse {<CR>c();<CR>}", "if (a) {\n  b();\n} else {\n  c();\n‸}"),
  js(
    "switch (a) {\n  case 1:\n    b();\n    ‸\n}",
    "Acase 2:",
    "switch (a) {\n  case 1:\n    b();\n  case 2‸:\n}",
  ),
  py("if a:\n    b()\n    ‸", "Aelse:", "if a:\n    b()\nelse‸:"),
  py("try:\n    b()\n    ‸", "Aexcept E:", "try:\n    b()\nexcept E‸:"),
  py(
    "def f():\n    if a:\n        b()\n    ‸",
    "Aelse:",
    "def f():\n    if a:\n        b()\n    else‸:",
  ),
  {
    filetype: "lua",
    text: "if a then\n  b()\n  ‸",
    keys: "Aend",
    result: "if a then\n  b()\nen‸d",
  },
  { filetype: "sh", text: "if a; then\n  b\n  ‸", keys: "Afi", result: "if a; then\n  b\nf‸i" },
  {
    filetype: "html",
    text: "<div>\n  <p>a</p>\n  ‸",
    keys: "A<lt>/div>",
    result: "<div>\n  <p>a</p>\n</div‸>",
  },
  js("foo(a)‸", "o.b()", "foo(a)\n  .b(‸)"),
  js("{\n  return [1]‸\n}", "o.map(a)", "{\n  return [1]\n    .map(a‸)\n}"),
  {
    filetype: "rust",
    text: "fn f() {\n  let a = b‸\n}",
    keys: "o.c()",
    result: "fn f() {\n  let a = b\n    .c(‸)\n}",
  },
  // =
  js(
    "‸function f() {\na(\nb,\n{\nc: 1,\n},\n);\n}",
    "=G",
    "‸function f() {\n  a(\n    b,\n    {\n      c: 1,\n    },\n  );\n}",
  ),
  js("‸const a = b\n? c\n: d;", "=G", "‸const a = b\n  ? c\n  : d;"),
  js("‸  a();\n  /*\n   * b\n   */\n  c();", "=G", "‸a();\n/*\n * b\n */\nc();"),
  js("‸type A =\n| B\n| {\nc: 1;\n};", "=G", "‸type A =\n  | B\n  | {\n      c: 1;\n    };"),
  py(
    "‸def f(a):\n  if a:\n      return [\n   1,\n      ]\n  # end\n  return 2",
    "=G",
    "‸def f(a):\n    if a:\n        return [\n            1,\n        ]\n    # end\n    return 2",
  ),
  {
    filetype: "typescriptreact",
    text: "‸const a = (\n<div\nb={c}\n>\n{d && (\n<e />\n)}\ntext\n</div>\n);",
    keys: "=G",
    result:
      "‸const a = (\n  <div\n    b={c}\n  >\n    {d && (\n      <e />\n    )}\n    text\n  </div>\n);",
  },
  {
    filetype: "json",
    text: '‸{\n"a": [\n1,\n{ "b": 2 }\n]\n}',
    keys: "=G",
    result: '‸{\n  "a": [\n    1,\n    { "b": 2 }\n  ]\n}',
  },
  {
    filetype: "html",
    text: "‸<html>\n<body>\n<script>\nif (a) {\nb();\n}\n</script>\n</body>\n</html>",
    keys: "=G",
    result:
      "‸<html>\n<body>\n  <script>\n    if (a) {\n      b();\n    }\n  </script>\n</body>\n</html>",
  },
];

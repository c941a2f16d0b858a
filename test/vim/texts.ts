/** The texts that generated cases start from. */
export const TEXTS: Readonly<Record<string, readonly string[]>> = {
  code: [
    'function add(a, b) {\n  const sum = a + b;\n  if (sum > 10) {\n    return [sum, "big (really)"];\n  }\n  return { sum, a: b };\n}\n\nconst all = list.map((x) => x.id);\n// end of file',
    'int main(void)\n{\n    int i = 0;\n    /* count up */\n    for (i = 0; i < 10; i++) {\n        printf("%d\\n", i);\n    }\n    return 0;\n}',
    'def walk(tree):\n    """Visit it all."""\n    for node in tree:\n        if node.left:\n            yield from walk(node.left)\n        yield node\n\n\nprint(list(walk(root)))',
    "foo(bar, baz(qux), 'a, b')\nlet x = { k: [1, 2, 3], `t`: \"it's\" }\nfoo.bar.baz = foo-bar + foo_bar",
  ],
  prose: [
    "The quick brown fox jumps over the lazy dog.  The dog sleeps on!\nWhy not?  Nobody knows.\n\nA second paragraph, short and plain.\nIt ends (more or less) here.\n\n\nLast one.",
    "one two three four\nfive six seven\n\n   eight nine ten\neleven.twelve/thirteen fourteen-fifteen\nsixteen",
    "alpha beta gamma\nbeta gamma alpha\ngamma alpha beta\nalpha alpha alpha\nbetabeta",
    "word",
    "  leading and trailing  \n\n  again  ",
  ],
  lists: [
    "- apple 3\n- pear 12\n- plum -7\n- fig 007\n- kiwi 0x1f\n- lime 0b101",
    "banana\napple\ncherry\napple\nBanana\n10\n9\n\ndate",
    "a=1\nb=22\nc=333\n# c\nd=4444\ne=5",
  ],
  markup: [
    '<div class="a">\n  <p>one <b>two</b> three</p>\n  <br/>\n  <ul><li>x</li><li>y</li></ul>\n</div>',
    "# Title\n\nSome *text* with `code` and [a link](http://x.org/y).\n\n1. first\n2. second\n\n> quoted",
  ],
  tabs: [
    "\tone\ttwo\n\t\tthree four\nfive\tsix\tseven\n\t\n  \teight",
    "a\tb\tc\nlonger word\tb\tc\n\tx\n12345678\t9\nend",
    "if x:\n\treturn\t1\nelse:\n\treturn\t22\n",
  ],
  wide: [
    "漢字かな ascii 漢字\nasciiのみ text\nあいう えお\n全角、句読点。終わり\nab",
    "naïve café über\nÀÉÎ õü ß ŠČ\ne\u0301a\u0308o\u0302 plain n\u0303\nстрока текста ещё\nend",
    "emoji 😀 smile\n😀😃😄 three\nx😀y\n👍 ok 👍\nplain line",
    "mixed\t漢字\tend\n1234漢56\n\t😀\tx\né\tü",
  ],
  empty: ["", "\n", "\n\n\n", "a", " "],
  nested: [
    '((a) (b (c)) [d {e}])\n{x: (1, [2, 3]), y: {z: "q"}}\nif (a && (b || c)) { d(); } else { e(); }',
    'a "b \'c\' d" e\n\'one\' "two" `three`\nsay("he said \\"hi\\" ok")\n"" \'\' ``',
  ],
  indented: [
    "top\n  one\n    two\n    two b\n  one b\n\n      three\n  one c\nbottom",
    "a\n    b\n        c\n    d\ne\n  f\n  g\n\n  h",
  ],
  folds: [
    "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\neleven\ntwelve",
    "head\n  a\n  b\n    c\n    d\n  e\nmid\n  f\n  g\n\n  h\ntail",
    "start {{{\n  in\n  deep {{{\n    x\n  }}}\nout }}}\nbetween\nagain {{{2\n  y\nend",
  ],
};

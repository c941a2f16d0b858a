import assert from "node:assert/strict";
import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repository, withoutGit } from "../git/repo.ts";
import { Lab } from "./lab.ts";

const skip = withoutGit();

/** Ignore files, a file, and whether it may be sent. */
const IGNORED: readonly (readonly [
  name: string,
  files: Readonly<Record<string, string>>,
  path: string,
  may: boolean,
])[] = [
  ["no rules", {}, "src/a.ts", true],
  ["a name", { ".hunchignore": "a.ts\n" }, "src/a.ts", false],
  ["a folder", { ".cursorignore": "src/\n" }, "src/deep/a.ts", false],
  ["another name", { ".cursorignore": "b.ts\n" }, "src/a.ts", true],
  ["a comment", { ".hunchignore": "# a.ts\n" }, "src/a.ts", true],
  ["taken back", { ".hunchignore": "*.ts\n!a.ts\n" }, "src/a.ts", true],
  [
    "taken back in a nested file",
    { ".hunchignore": "*.ts\n", "src/.hunchignore": "!a.ts\n" },
    "src/a.ts",
    true,
  ],
  [
    "not in an ignored folder",
    { ".hunchignore": "src/\n", "src/.hunchignore": "!a.ts\n" },
    "src/a.ts",
    false,
  ],
  ["nested", { "src/.aiignore": "/a.ts\n" }, "src/a.ts", false],
  ["nested and anchored", { "src/.aiignore": "/a.ts\n" }, "src/deep/a.ts", true],
  [".cursorindexingignore", { ".cursorindexingignore": "**/*.ts\n" }, "src/a.ts", false],
  [".codeiumignore", { ".codeiumignore": "src/*\n" }, "src/a.ts", false],
  [".aiexclude", { ".aiexclude": "src\n" }, "src/a.ts", false],
  [".gitignore without git", { ".gitignore": "*.ts\n" }, "src/a.ts", false],
  ["an environment", {}, ".env", false],
  ["an environment of a stage", {}, "config/.env.production", false],
  ["an example of one", {}, ".env.example", true],
  ["a key", {}, "certs/server.key", false],
  ["a file of npm", {}, ".npmrc", false],
  ["a state of terraform", {}, "infra/terraform.tfstate", false],
  ["secrets", {}, "config/secrets.yaml", false],
  ["code about passwords", {}, "src/passwords.ts", true],
  ["a key of ssh", {}, ".ssh/config", false],
  ["an environment of a container", {}, "config/prod.env", false],
  ["a copy of a key", {}, "certs/server.key.bak", false],
  ["a key with a name", {}, "keys/id_ed25519_work", false],
  ["a public key", {}, "keys/id_ed25519.pub", true],
  ["a shell's history", {}, ".bash_history", false],
  ["tokens of a design", {}, "src/tokens.json", true],
  [
    "by the project around the project",
    { ".hunchignore": "inner/private/\n", "inner/package.json": "{}" },
    "inner/private/a.ts",
    false,
  ],
  ["a token in its name", {}, `src/ghp_${"x9Y8z7W6v5".repeat(4)}.ts`, false],
];

for (const [name, files, path, may] of IGNORED) {
  test(`ignored: ${name} (${path})`, async () => {
    const lab = new Lab({ files: { "package.json": "{}", ...files, [path]: "const one = 1;\n" } });
    lab.open(path);
    const scene = await lab.refused();
    assert.equal(scene !== null, may, lab.context.refusalOf(lab.editor.doc.id) ?? "a scene");
    if (!may) assert.notEqual(lab.context.refusalOf(lab.editor.doc.id), null);
  });
}

test("a link leads to where it leads to", async () => {
  const lab = new Lab({
    files: {
      "package.json": "{}",
      ".hunchignore": "private/\n",
      "private/a.ts": "const hidden = 1;\n",
    },
  });
  symlinkSync(join(lab.root, "private/a.ts"), join(lab.root, "open.ts"));
  lab.open("open.ts");
  assert.equal(await lab.refused(), null);
  assert.match(lab.context.refusalOf(lab.editor.doc.id)!, /\.hunchignore/);
});

test("an ignore file that is written later holds for the next scene", async () => {
  const lab = new Lab({ files: { "package.json": "{}", "a.ts": "const one = 1;\n" } });
  lab.open("a.ts");
  assert.notEqual(await lab.refused(), null);
  lab.write(".hunchignore", "a.ts\n");
  lab.now += 2000;
  assert.equal(await lab.refused(), null);
  writeFileSync(join(lab.root, ".hunchignore"), "b.ts\n");
  lab.now += 2000;
  assert.notEqual(await lab.refused(), null);
});

test("git's own rules count, and not for what it follows", { skip }, async () => {
  const { root, write } = repository({
    "kept.log": "followed all the same\n",
    "a.ts": "const one = 1;\n",
  });
  write(".gitignore", "*.log\n");
  write("new.log", "not followed\n");
  write(".git/info/exclude", "local.ts\n");
  write("local.ts", "const own = 1;\n");
  const lab = new Lab({ root, git: true });
  const may = async (name: string) => {
    lab.open(name);
    return (await lab.refused()) !== null;
  };
  assert.equal(await may("a.ts"), true);
  assert.equal(await may("kept.log"), true);
  assert.equal(await may("new.log"), false);
  assert.equal(await may("local.ts"), false);
});

test("only the folders that a provider is allowed", async () => {
  const lab = new Lab({ files: { "package.json": "{}", "a.ts": "const one = 1;\n" } });
  lab.open("a.ts");
  assert.notEqual(await lab.refused({ allow: [lab.root] }), null);
  assert.equal(await lab.refused({ allow: [`${lab.root}/src`, "/somewhere"] }), null);
  assert.match(lab.context.refusalOf(lab.editor.doc.id)!, /allowed/);
  lab.unnamed("a text without a name");
  assert.equal(await lab.refused({ allow: [lab.root] }), null);
  assert.equal((await lab.scene()).path, "untitled");
});

const KEY = `sk-ant-${"a1B2c3D4e5".repeat(4)}`;
const TOKEN = `ghp_${"x9Y8z7W6v5".repeat(4)}`;

test("secrets are masked with as many characters", async () => {
  const text = `const key = "${KEY}";\nconst b = 2;\n`;
  const lab = new Lab({ files: { "package.json": "{}", "a.ts": text } });
  lab.open("a.ts", [1, 3]);
  const scene = await lab.scene();
  assert.equal(scene.text.length, text.length - 1);
  assert.equal(scene.text.split("\n")[0], `const key = "${"*".repeat(KEY.length)}";`);
  const [span] = scene.masked;
  assert.deepEqual(span, { from: 13, to: 13 + KEY.length });
});

test("nothing is sent while a secret is typed, and its part stays masked", async () => {
  const lab = new Lab({ files: { "package.json": "{}", "a.ts": "const a = 1;\n\n" } });
  lab.open("a.ts", [1, 0]);
  lab.type('const key = "');
  assert.notEqual(await lab.refused(), null);
  lab.type(TOKEN.slice(0, 12));
  assert.equal(await lab.refused(), null);
  assert.match(lab.context.refusalOf(lab.editor.doc.id)!, /secret at the cursor/);
  lab.editor.setCursor(lab.editor.win, 3);
  const scene = await lab.scene();
  assert.ok(!JSON.stringify(scene).includes(TOKEN.slice(0, 9)));
  assert.equal(scene.edits.length, 1);
});

test("a password that is half typed is in no edit", async () => {
  const lab = new Lab({ files: { "package.json": "{}", "a.ts": "const a = 1;\n\n" } });
  lab.open("a.ts", [1, 0]);
  lab.type('const password = "hunterx');
  assert.equal(await lab.refused(), null);
  lab.now += 100_000;
  lab.type('tail";');
  lab.editor.setCursor(lab.editor.win, 0);
  const told = JSON.stringify(await lab.scene());
  assert.ok(!told.includes("hunterx"), told);
  assert.ok(!told.includes("xtail"), told);
});

test("a variable behind the name of a secret is no secret while it is typed", async () => {
  const lab = new Lab({ files: { "package.json": "{}", "a.ts": "const a = 1;\n\n" } });
  lab.open("a.ts", [1, 0]);
  lab.type("const password = askFor");
  const scene = await lab.scene();
  assert.deepEqual(scene.masked, []);
});

test("a key that the edge of an excerpt cuts is masked", async () => {
  const body = Array.from({ length: 600 }, (_, row) =>
    Buffer.from(`${row}-${"qX7".repeat(8)}-${row * 7919}-pad`.padEnd(48, "z")).toString("base64"),
  );
  const lines = ["-----BEGIN RSA PRIVATE KEY-----", ...body, "-----END RSA PRIVATE KEY-----"];
  const text = `${lines.join("\n")}\n${"const plain = 1;\n".repeat(40)}`;
  const lab = new Lab({ files: { "package.json": "{}", "a.ts": text } });
  lab.open("a.ts", [lines.length + 5, 0]);
  const scene = await lab.scene({ tokens: 2000 });
  assert.ok(scene.firstRow > 0);
  for (const line of body) assert.ok(!scene.text.includes(line.slice(8, 24)), line);
});

test("the home folder, the user and the machine stay here", async () => {
  const text = [
    'const root = "/home/zorblatt/work/project";',
    "// by zorblatt@quux-laptop",
    'const other = "/Users/zorblatt/x";',
    'const free = "/home/someone/x";',
    "",
  ].join("\n");
  const lab = new Lab({ files: { "package.json": "{}", "a.ts": text } });
  lab.open("a.ts", [3, 0]);
  const scene = await lab.scene();
  const told = JSON.stringify(scene);
  assert.ok(!told.includes("zorblatt"), told);
  assert.ok(!told.includes("quux"), told);
  assert.ok(told.includes("/home/someone/x"));
  assert.equal(scene.text.length, text.length - 1);
});

test("binary and minified files are not sent", async () => {
  const lab = new Lab({
    files: {
      "package.json": "{}",
      "a.ts": `const a = 1;\0\n`,
      "b.ts": `${"a=1;".repeat(3000)}\n`,
      "c.ts": `${`const row = ${"1 + ".repeat(20)}1;\n`.repeat(100)}const data = "${"x y ".repeat(1100)}";\n`,
    },
  });
  for (const name of ["a.ts", "b.ts"]) {
    lab.open(name);
    assert.equal(await lab.refused(), null);
  }
  lab.open("c.ts");
  assert.notEqual(await lab.refused(), null);
  lab.open("c.ts", [100, 3]);
  assert.equal(await lab.refused(), null);
});

const MANIFEST = "apiVersion: v1\nkind: Secret\ndata:\n  user: YWRtaW4=\n";

test("nothing of a Kubernetes Secret is sent, from nowhere", async () => {
  const lab = new Lab({
    files: { "package.json": "{}", "app.yaml": MANIFEST, "a.ts": "const one = 1;\n" },
  });
  lab.open("app.yaml", [3, 8]);
  lab.type("Zm9v");
  assert.equal(await lab.refused(), null);
  assert.match(lab.context.refusalOf(lab.editor.doc.id)!, /Kubernetes/);
  assert.match((await lab.context.whyNot(lab.editor.doc.path, null))!, /Kubernetes/);
  lab.open("a.ts");
  const told = JSON.stringify(await lab.scene());
  assert.ok(!told.includes("YWRtaW4") && !told.includes("app.yaml"), told);
});

test("what was typed before a text got a name that is private is not told", async () => {
  const lab = new Lab({ files: { "package.json": "{}", "a.ts": "const one = 1;\n" } });
  const doc = lab.unnamed("first");
  lab.type("planted here ");
  doc.path = `${lab.root}/.env`;
  lab.open("a.ts");
  const { edits } = await lab.scene();
  assert.deepEqual(edits, []);
});

test("what only some may read, outside of projects and home, is not sent", async () => {
  const lab = new Lab({ files: { "shared.conf": "a = 1\n", "own.conf": "a = 1\n" } });
  chmodSync(join(lab.root, "shared.conf"), 0o644);
  chmodSync(join(lab.root, "own.conf"), 0o600);
  lab.open("shared.conf");
  assert.notEqual(await lab.refused(), null);
  lab.open("own.conf");
  assert.equal(await lab.refused(), null);
  assert.match(lab.context.refusalOf(lab.editor.doc.id)!, /only some/);
});

test("a path that git refuses hides nothing of the others", { skip }, async () => {
  const { root, write } = repository({ "a.ts": "const one = 1;\n" });
  write(".git/info/exclude", "local.ts\n");
  write("local.ts", "const own = 1;\n");
  write("sub/b.ts", "const two = 2;\n");
  symlinkSync(join(root, "sub"), join(root, "link"));
  const lab = new Lab({ root, git: true });
  const why = await Promise.all(
    ["link/b.ts", "local.ts", "a.ts"].map((name) => lab.context.whyNot(join(root, name), null)),
  );
  assert.deepEqual(why, [null, "git ignores it", null]);
});

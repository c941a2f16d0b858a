/** Secrets in unusual forms are masked, and programs are left as they are. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Masks, maskedText } from "../../src/context/redact/mask.ts";
import { Names } from "../../src/context/redact/names.ts";
import { isSettings } from "../../src/context/redact/settings.ts";

// Made here, of no account.
const MIXED = "vB7xQ2mLp9Zk4TnR8wYc3HdJ6fGs1AeU";
const WORDS = "correct-horse-battery";
const HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

function shown(path: string, text: string): string {
  const masks = new Masks(new Names({ home: "/home/zorblatt", user: "zorblatt", host: "quux" }));
  return maskedText(text, masks.spans(text, isSettings(`/p/${path}`)));
}

/** A file and lines of it, with `%` where the secret stands, and the secret. */
const SECRET: readonly (readonly [path: string, text: string, secret: string])[] = [
  ["a.yaml", "password: %", WORDS],
  ["a.yaml", "password: %", "hunter"],
  ["a.yaml", "password:              %", WORDS],
  ["a.yaml", "password: |\n  %\nnext: 1", MIXED],
  ["a.yaml", "client_secret: >-\n    %", MIXED],
  ["a.yaml", "env:\n  - name: DB_PASSWORD\n    value: %", WORDS],
  ["a.yaml", "- value: %\n  name: API_TOKEN", MIXED],
  ["a.yaml", "secret_key_base: %", HEX],
  ["compose.yaml", `  POSTGRES_PASSWORD: \${PGPASS:-%}`, WORDS],
  ["a.tf", 'variable "db_password" {\n  type = string\n  default = "%"\n}', WORDS],
  ["a.toml", 'secret_key = """\n%\n"""', MIXED],
  ["Dockerfile", "ENV DB_PASSWORD %", WORDS],
  ["run.sh", "DB_PASSWORD=%", "correct horse battery"],
  ["run.sh", `DB_PASSWORD=\${DB_PASSWORD:-%}`, WORDS],
  ["run.sh", "PASSWORD1=%", WORDS],
  ["notes.md", "**Password:** %", WORDS],
  ["notes.md", "| password | % |", WORDS],
  ["notes.txt", "the password is %", "hunter2!x9"],
  ["a.xml", '<add key="ApiToken" value="%" />', MIXED],
  ["a.plist", "<key>ApiToken</key>\n<string>%</string>", MIXED],
  ["a.sql", "CREATE USER x IDENTIFIED BY '%';", WORDS],
  ["a.ts", 'const password          = "%";', WORDS],
  ["a.ts", "const password = `%`;", WORDS],
  ["a.ts", 'const token: string | null = "%";', "aB3dE6gH9jK2"],
  ["a.ts", 'if (password === "%") {', WORDS],
  ["a.ts", 'const password = process.env.PASSWORD || "%";', WORDS],
  ["a.ts", 'const passwordForAdmin = "%";', WORDS],
  ["a.ts", 'client.use("%");', MIXED],
  ["a.ts", 'const text = "line\\nghp_%";', MIXED],
  ["a.ts", "// the password was %", "hunter2!x9"],
  ["a.py", 'os.getenv("DB_PASSWORD", "%")', WORDS],
  ["a.py", 'password = f"%"', WORDS],
  ["a.py", "SECRET_KEY = '%'", "django-insecure-)x#y2$z!abc&def*ghi(jkl)"],
  ["a.rs", 'const API_KEY: &\'static str = "%";', MIXED],
  ["a.rs", 'let password = String::from("%");', WORDS],
  ["a.c", 'static const char password[32] = "%";', WORDS],
  ["a.c", '#define DB_PASSWORD "%"', WORDS],
  ["a.json", '{"kty":"oct","k":"%"}', MIXED],
  ["a.ts", "https://b.s3.amazonaws.com/k?X-Amz-Signature=%", HEX],
  ["a.ts", "https://discord.com/api/webhooks/123456789012345678/%", MIXED + MIXED],
];

for (const [path, text, secret] of SECRET) {
  test(`${path}: ${JSON.stringify(text)} with ${secret.slice(0, 12)}`, () => {
    for (const ends of [text, text.replaceAll("\n", "\r\n")]) {
      const told = shown(
        path,
        ends.replace("%", () => secret),
      );
      for (const part of secret.split(" ")) {
        assert.ok(!told.includes(part.slice(0, 10)) && !told.includes(part.slice(-6)), told);
      }
      assert.equal(told.length, ends.length - 1 + secret.length);
    }
  });
}

/** Lines that stay as they are. */
const PLAIN: readonly (readonly [path: string, text: string])[] = [
  ["a.py", "        self.password = password"],
  ["a.py", "    access_token=None,"],
  ["a.py", "connect(password=url.password, token=tokens[0])"],
  ["a.py", "if isinstance(key, Ed25519PrivateKey):"],
  ["a.ts", "  AnthropicTextEditorCodeExecutionToolResultContent,\n  tools,\n  more,"],
  ["a.ts", "export type RealtimeUsage = Experimental_RealtimeModelV4Usage;"],
  ["a.ts", 'if (token.kind === "string") return token === "(";'],
  ["a.ts", "interface User {\n  password: string\n  token: string | null\n}"],
  ["a.ts", 'const label = { password: "Password", token: t("login.token") };'],
  [
    "a.ts",
    'integrity: "sha512-vB7xQ2mLp9Zk4TnR8wYc3HdJ6fGs1AeUvB7xQ2mLp9Zk4TnR8wYc3HdJ6fGs1AeU=="',
  ],
  ["a.yaml", `password: string\ntoken: \${TOKEN}\nsecret: !Ref Secret\npass: true`],
  ["a.yaml", "password: {{ .Values.password }}"],
  ["go.sum", "example.org/a v1.2.3 h1:vB7xQ2mLp9Zk4TnR8wYc3HdJ6fGs1AeUvB7xQ2mLp9Z="],
  ["notes.md", "A password is required, and the password of the user has to be long."],
];

for (const [path, text] of PLAIN) {
  test(`stays: ${path}: ${text.slice(0, 60)}`, () => assert.equal(shown(path, text), text));
}

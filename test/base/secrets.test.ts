import assert from "node:assert/strict";
import { test } from "node:test";
import { hasSecret, redact } from "../../src/shell/history/secrets.ts";

// Made here, of no account.
const GITHUB = `ghp_${"aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dF3gH6"}`;
const JWT = `eyJ${"hbGciOiJIUzI1NiJ9"}.eyJ${"zdWIiOiIxMjM0NTY3ODkwIn0"}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1g`;

/** Each with what is left of it. */
const SECRET: readonly (readonly [command: string, redacted: string])[] = [
  [`git clone https://${GITHUB}@github.com/a/b`, "git clone https://[secret]@github.com/a/b"],
  [`echo github_pat_11ABCDEFG0abcdefghijkl_more1234`, "echo [secret]"],
  ["export OPENAI_API_KEY=sk-proj-abcdefghijkl1234567890", "export OPENAI_API_KEY=[secret]"],
  ["echo xoxb-1234567890-abcdefghij", "echo [secret]"],
  ["aws s3 ls # AKIAIOSFODNN7EXAMPLE", "aws s3 ls # [secret]"],
  ["glab auth login -t glpat-abcDEF123456_7890xyz", "glab auth login -t [secret]"],
  [
    "npm config set //registry.example.org/:_authToken=npm_abcdefghijklmnopqrstuvwxyz0123456789",
    "npm config set //registry.example.org/:_authToken=[secret]",
  ],
  [`curl -H 'X: ${JWT}' example.org`, "curl -H 'X: [secret]' example.org"],
  [
    "echo '-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----' > k",
    "echo '[secret]' > k",
  ],
  ["mysql -u root -p secret shop", "mysql -u root -p [secret] shop"],
  ["mysql -u root -pswordfish shop", "mysql -u root -p[secret] shop"],
  ["mysqldump --password=hunter2 shop > a.sql", "mysqldump --password=[secret] shop > a.sql"],
  ["sshpass -p 'my pass' ssh host", "sshpass -p '[secret]' ssh host"],
  [
    "docker login -u me -p swordfish registry.example.org",
    "docker login -u me -p [secret] registry.example.org",
  ],
  ["redis-cli -h db -a swordfish ping", "redis-cli -h db -a [secret] ping"],
  ["zip -P swordfish a.zip b", "zip -P [secret] a.zip b"],
  ["7z x -pswordfish a.7z", "7z x -p[secret] a.7z"],
  ["curl -u user:pw https://example.org", "curl -u user:[secret] https://example.org"],
  ["curl -su user:pw https://example.org", "curl -su user:[secret] https://example.org"],
  ["curl --user 'user:p w' x", "curl --user 'user:[secret] w' x"],
  ["http -a me:swordfish example.org", "http -a me:[secret] example.org"],
  ["git clone https://user:pw@host/x.git", "git clone https://user:[secret]@host/x.git"],
  ["psql postgres://u:hunter2@db/shop", "psql postgres://u:[secret]@db/shop"],
  ["ldapsearch -x -w swordfish -b dc=x", "ldapsearch -x -w [secret] -b dc=x"],
  ["smbclient //srv/x -U me%swordfish", "smbclient //srv/x -U me%[secret]"],
  ["openssl rsa -passin pass:swordfish -in k", "openssl rsa -passin pass:[secret] -in k"],
  ["htpasswd -bc file me swordfish", "htpasswd -bc file me [secret]"],
  ["vault login s.swordfish", "vault login [secret]"],
  [
    "kubectl create secret generic x --from-literal=a=swordfish",
    "kubectl create secret generic x --from-literal=a=[secret]",
  ],
  ["echo swordfish | sudo -S ls", "echo [secret] | sudo -S ls"],
  ["echo me:swordfish | sudo chpasswd", "echo me:[secret] | sudo chpasswd"],
  ["PASSWORD=swordfish ./run", "PASSWORD=[secret] ./run"],
  ["PGPASSWORD='sword fish' psql", "PGPASSWORD='[secret]' psql"],
  ["SSHPASS=swordfish sshpass -e ssh h", "SSHPASS=[secret] sshpass -e ssh h"],
  ["MYSQL_PWD=swordfish mysql", "MYSQL_PWD=[secret] mysql"],
  ["export X_TOKEN=abcdef", "export X_TOKEN=[secret]"],
  ["set -gx GITHUB_TOKEN a1b2c3d4e5f6g7h8i9", "set -gx GITHUB_TOKEN [secret]"],
  ["tool --token abcdef", "tool --token [secret]"],
  ["tool --api-key=abcdef", "tool --api-key=[secret]"],
  ["tool --client-secret abcdef", "tool --client-secret [secret]"],
  ["gpg --batch --passphrase swordfish -d x", "gpg --batch --passphrase [secret] -d x"],
  ["keytool -list -storepass changeit", "keytool -list -storepass [secret]"],
  [
    "java -Dspring.datasource.password=pw -jar a.jar",
    "java -Dspring.datasource.password=[secret] -jar a.jar",
  ],
  [
    "aws configure set aws_secret_access_key wJalrXUtnFEMI/K7MDENG/bPxRfiCY",
    "aws configure set aws_secret_access_key [secret]",
  ],
  ["curl -H 'Authorization: Bearer abcdef' x", "curl -H 'Authorization: Bearer [secret]' x"],
  ['curl -H "authorization: token abcdef" x', 'curl -H "authorization: token [secret]" x'],
  ["curl -H 'X-Api-Key: 12ab34cd56ef' x", "curl -H 'X-Api-Key: [secret]' x"],
  ["curl -H 'Cookie: session=12345678' x", "curl -H 'Cookie: [secret]' x"],
  [
    "curl 'https://x.org/a?b=c&access_token=abcdef&d=e'",
    "curl 'https://x.org/a?b=c&access_token=[secret]&d=e'",
  ],
  ["curl 'https://x.org/a?sig=Zm9vYmFyYmF6cXV4MTIzNDU2'", "curl 'https://x.org/a?sig=[secret]'"],
  ['{"password": "swordfish"}', '{"password": "[secret]"}'],
  ["password: hunter2", "password: [secret]"],
  ["db_password = 'swordfish'", "db_password = '[secret]'"],
  ["api_key: 0123456789abcdef0123", "api_key: [secret]"],
];

/** As they are, whatever they remind of. */
const HARMLESS: readonly string[] = [
  "",
  "ls -la",
  "git show 4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  "git checkout 87c0183 -- src/token.ts",
  "git log --format='%H %s' --author=me",
  "docker run -p 8080:80 nginx@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "kubectl delete pod 123e4567-e89b-12d3-a456-426614174000",
  "ssh -p 2222 me@host",
  "mkdir -p a/b/c",
  "git clone git@github.com:a/b.git",
  "git clone ssh://git@host:22/a/b.git",
  "curl http://localhost:3000/@scope/pkg",
  "curl -u me https://example.org",
  "npm install @types/node@24.1.0",
  "mysql -u root -p",
  "mysql -u root -p -h db",
  "docker login --password-stdin < pw",
  "gh auth token",
  "export TOKEN=$(gh auth token)",
  'export TOKEN="$TOKEN"',
  "PASSWORD=$1 ./run",
  "curl -H 'Authorization: Bearer $TOKEN' x",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: text of a shell
  'curl -H "X-Api-Key: ${KEY}" x',
  "tool --token-file ~/.token",
  "tool --password --verbose",
  "tool --max-tokens 100",
  "grep -r token src",
  "grep -rn 'password' src/app/login.ts",
  "vim src/passwords.ts",
  "rg token= src",
  "PWD=/tmp ls",
  "echo $PWD $OLDPWD",
  "cd -; pwd",
  "pass show mail/work",
  "sudo passwd user0123456789",
  "make bypass=1",
  "ssh-keygen -t ed25519 -f ~/.ssh/id_key",
  "ssh -i ~/.ssh/key2.pem me@host",
  "openssl rsa -in server.key -out a.key",
  "apt-key adv --keyserver keyserver.ubuntu.com --recv-keys 0123456789ABCDEF",
  "redis-cli get session:1234",
  "git commit -m 'Refresh the token when it has expired'",
  "task-runner-with-a-long-name1234567890",
  "error TS1005: token expected",
  "SyntaxError: Unexpected token '}', line 12",
  "const token = scanner.next();",
  "expected token: Identifier",
  "Enter passphrase for key '/home/me/.ssh/id_ed25519':",
  "password:",
  "tar xf a-1.2.3.tar.gz",
  "node --test test/shell/secrets.test.ts",
  "cp key.pem /etc/ssl/private/key-2024-01-01.pem",
  "tool --auth=basic --session=main",
  "tool --secret=***** --token=<token> --password=[secret]",
  "find . -path ./node_modules -prune -o -print",
  "exit code 127",
];

test("a command with a secret is seen, and shown without it", () => {
  for (const [command, redacted] of SECRET) {
    assert.ok(hasSecret(command), command);
    assert.equal(redact(command), redacted);
    assert.equal(redact(redacted), redacted);
  }
});

test("what only looks like a secret is left alone", () => {
  for (const command of HARMLESS) {
    assert.equal(redact(command), command);
    assert.ok(!hasSecret(command), command);
  }
});

test("several secrets in one text", () => {
  const text = `a ${GITHUB}\nAuthorization: Bearer abc\nPASSWORD=x TOKEN=yz\nend`;
  const clean = "a [secret]\nAuthorization: Bearer [secret]\nPASSWORD=[secret] TOKEN=[secret]\nend";
  assert.equal(redact(text), clean);
});

test("long hostile texts take no long", () => {
  // Quadratic rules would take minutes with these.
  for (const piece of [
    "a",
    "a.",
    "://a:",
    "token ",
    "-----BEGIN PRIVATE KEY",
    "eyJ",
    "curl ",
    "=",
    '"',
    "mysql -",
    "echo ",
    "--password ",
  ]) {
    redact(piece.repeat(Math.ceil(300_000 / piece.length)));
  }
});

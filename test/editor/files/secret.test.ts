import assert from "node:assert/strict";
import { test } from "node:test";
import { secretReason } from "../../../src/editor/files/secret.ts";

const SECRET: readonly (readonly [path: string, env?: Record<string, string>])[] = [
  ["/dev/shm/pass.aB3dE9/work-mail.txt"],
  ["/dev/shm/anything"],
  ["/tmp/pass.x7Yq2kLmN0/bank.txt"],
  ["/tmp/gopass-edit123/secret.txt"],
  ["/tmp/gopass.Abc123"],
  ["/home/u/.password-store/mail.gpg"],
  ["/home/u/letter.gpg"],
  ["/tmp/letter.txt.asc"],
  ["/home/u/secrets.sops.yaml"],
  ["/tmp/bw-edit/item.json"],
  ["/tmp/1password-note"],
  ["/home/u/.ansible/tmp/ansible-local-99/tmpx1/vault.yml"],
  ["/var/tmp/sudoers.aB3dE9xY"],
  ["/var/tmp/hostsAb12Cd34"],
  ["/var/tmp/sshd_configAb12Cd34.conf"],
  ["/tmp/hosts.Ab12Cd34", { SUDO_COMMAND: "sudoedit /etc/hosts" }],
];

const ORDINARY: readonly (readonly [path: string, env?: Record<string, string>])[] = [
  ["/home/u/notes.txt"],
  ["/home/u/pass.ts"],
  ["/home/u/src/password.ts"],
  ["/home/u/src/compass.ts"],
  ["/tmp/hosts.Ab12Cd34"],
  ["/home/u/agenda.txt"],
  ["/home/u/page.html"],
  ["/etc/hosts", { SUDO_COMMAND: "/usr/bin/hunch /etc/hosts" }],
  ["/home/u/op/main.c"],
  ["/var/tmp/a/b.c"],
  ["/var/tmp/longfilename.txt"],
  ["/tmp/mutt-host-1000-1234-5678901234"],
];

for (const [path, env] of SECRET) {
  test(`${path} leaves no trace`, () => assert.notEqual(secretReason(path, env ?? {}), null));
}

for (const [path, env] of ORDINARY) {
  test(`${path} is an ordinary file`, () => assert.equal(secretReason(path, env ?? {}), null));
}

/**
 * Who works here, and on what machine: it stands in paths, in what compilers say and at prompts, and is
 * nobody's business.
 */
import { realpathSync } from "node:fs";
import { homedir, hostname, userInfo } from "node:os";
import type { Span } from "../../text/text.ts";

export interface Identity {
  /** The absolute home folder. */
  readonly home: string;
  readonly user: string;
  readonly host: string;
}

/** Names that say nothing about anybody. */
const NOBODY = new Set(
  "root user users admin administrator ubuntu debian fedora centos arch alpine pi vagrant docker node test tester dev developer build builder runner ci git www www-data nobody guest default home localhost localdomain host server main app work code editor".split(
    " ",
  ),
);
const LEAST = 3;

/** Of the user who runs this. */
export function ownIdentity(env: Readonly<Record<string, string | undefined>>): Identity {
  let user = env.USER ?? env.LOGNAME ?? "";
  try {
    user ||= userInfo().username;
  } catch {
    // Containers run users that have no entry: then there is no name to hide.
  }
  return { home: env.HOME || homedir(), user, host: hostname() };
}

export class Names {
  private readonly homes: readonly string[];
  private readonly inText: RegExp | null;
  private readonly told: readonly (readonly [pattern: RegExp, by: string])[];

  constructor({ home, user, host }: Identity) {
    const homes = new Set([home, realOf(home)].filter((each) => each.length > 1));
    // The longer one first, as the other may be its beginning.
    this.homes = [...homes].sort((a, b) => b.length - a.length);
    const people = new Set([user, ...this.homes.map((each) => each.split("/").at(-1)!)]);
    const users = [...people].filter(isSomebody).map(quoted);
    const hosts = [...new Set([host, host.split(".")[0]!])].filter(isSomebody).map(quoted);
    const own = this.homes.filter((each) => !NOBODY.has(each.split("/").at(-1)!.toLowerCase()));
    const places = own.flatMap((each) => [
      `${quoted(each)}(?![\\w.-])`,
      `${quoted(encodeURIComponent(each))}(?![\\w.-])`,
      `${quoted(each.replaceAll("/", "-"))}(?!\\w)`,
    ]);
    const anybody = users.length === 0 ? null : `(?:${users.join("|")})`;
    if (anybody !== null) {
      places.push(`(?<=\\b(?:home|users)(?:[/\\\\]{1,2}|%2F|%5C))${anybody}(?![\\w.-])`);
      places.push(
        `(?<![\\w.-])${anybody}@(?:(?:${[...hosts, "[\\w-]+(?:\\.[\\w-]+)*"].join("|")}))`,
      );
    }
    this.inText = places.length === 0 ? null : new RegExp(places.join("|"), "gi");
    const told: [RegExp, string][] = this.homes.map((each) => [
      new RegExp(`(?:file://)?${quoted(each)}(?![\\w.-])`, "gi"),
      "~",
    ]);
    if (anybody !== null) {
      told.push([new RegExp(`[/\\\\](?:home|users)[/\\\\]{1,2}${anybody}(?![\\w.-])`, "gi"), "~"]);
      told.push([new RegExp(`(?<![A-Za-z0-9])${anybody}(?![A-Za-z0-9])`, "gi"), "user"]);
    }
    if (hosts.length > 0) {
      told.push([
        new RegExp(`(?<![A-Za-z0-9])(?:${hosts.join("|")})(?![A-Za-z0-9])`, "gi"),
        "host",
      ]);
    }
    this.told = told;
  }

  /** Where a text of a file tells of the home folder or of who works on what machine. */
  spans(text: string): Span[] {
    if (this.inText === null) return [];
    return [...text.matchAll(this.inText)].map(({ 0: found, index }) => ({
      from: index,
      to: index + found.length,
    }));
  }

  /** What a program has said, without them; its length changes. */
  clean(text: string): string {
    let result = text;
    for (const [pattern, by] of this.told) result = result.replace(pattern, by);
    return result;
  }

  /** An absolute path as it may be told: below the home folder with `~`. */
  path(path: string): string {
    for (const home of this.homes) {
      if (path === home) return "~";
      if (path.startsWith(`${home}/`)) return `~${path.slice(home.length)}`;
    }
    return this.clean(path);
  }
}

function isSomebody(name: string): boolean {
  return name.length >= LEAST && !NOBODY.has(name.toLowerCase());
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // A home folder that is not there is known by its name only.
    return path;
  }
}

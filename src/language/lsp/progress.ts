/** The work that servers report (`$/progress`), as one short text. */
import type { LanguageClient } from "./client.ts";
import { isTable } from "./server-table.ts";

interface Work {
  readonly client: LanguageClient;
  readonly title: string;
  message: string;
  percentage: number | null;
}

/** More at once are not followed: nobody reads them. */
const MOST_WORKS = 50;
const MOST_LENGTH = 40;

export class Progress {
  private readonly works = new Map<string, Work>();

  /** Takes what a server reports; false when it says nothing new. */
  report(client: LanguageClient, params: unknown): boolean {
    if (!isTable(params) || !isTable(params.value)) return false;
    const key = `${client.name}\0${client.root}\0${String(params.token)}`;
    const { kind, title, message, percentage } = params.value;
    if (kind === "end") return this.works.delete(key);
    let work = this.works.get(key);
    if (work === undefined) {
      if (kind !== "begin" || this.works.size >= MOST_WORKS) return false;
      work = { client, title: word(title), message: "", percentage: null };
      this.works.set(key, work);
    }
    if (typeof message === "string") work.message = word(message);
    if (typeof percentage === "number") work.percentage = Math.round(percentage);
    return true;
  }

  /** Forgets the works of a server. */
  end(client: LanguageClient): void {
    for (const [key, work] of this.works) {
      if (work.client === client) this.works.delete(key);
    }
  }

  /** The newest work, as in `gopls: Loading 40%`; empty when there is none. */
  text(): string {
    const work = [...this.works.values()].at(-1);
    if (work === undefined) return "";
    const { client, title, message, percentage } = work;
    const parts = [title, message, percentage === null ? "" : `${percentage}%`].filter(Boolean);
    return `${client.name}: ${parts.join(" ")}`.slice(0, MOST_LENGTH);
  }
}

function word(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 200) : "";
}

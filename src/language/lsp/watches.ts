/** Which servers want to hear of which files, and the watchers of their roots. */
import type { LanguageClient } from "./client.ts";
import { isTable } from "./server-table.ts";
import { uriOf } from "./uri.ts";
import { eventFilter, RootWatcher } from "./watched-files.ts";

export const WATCH_METHOD = "workspace/didChangeWatchedFiles";

export class WatchedFiles {
  private readonly roots = new Map<string, RootWatcher>();
  private readonly listening = new Map<LanguageClient, () => void>();

  /** A server's registrations have changed. */
  update(client: LanguageClient): void {
    const wanted = client.registrations.of(WATCH_METHOD);
    this.forget(client);
    if (client.root === null || wanted.length === 0) return;
    const filters = wanted.map(({ registerOptions }) => {
      return eventFilter(isTable(registerOptions) ? registerOptions.watchers : [], client.root);
    });
    let watcher = this.roots.get(client.root);
    if (watcher === undefined) {
      watcher = new RootWatcher(client.root);
      this.roots.set(client.root, watcher);
    }
    const stop = watcher.listen((events) => {
      const changes = events
        .filter((event) => filters.some((filter) => filter(event)))
        .map(({ path, type }) => ({ uri: uriOf(path), type }));
      if (changes.length > 0) client.notify(WATCH_METHOD, { changes });
    });
    this.listening.set(client, stop);
  }

  forget(client: LanguageClient): void {
    this.listening.get(client)?.();
    this.listening.delete(client);
  }

  /** How many folders of a root are watched. */
  folders(root: string): number {
    return this.roots.get(root)?.folders ?? 0;
  }

  /** Whether a root has more folders than are watched. */
  isFull(root: string): boolean {
    return this.roots.get(root)?.full ?? false;
  }

  close(): void {
    for (const watcher of this.roots.values()) watcher.close();
    this.roots.clear();
    this.listening.clear();
  }
}

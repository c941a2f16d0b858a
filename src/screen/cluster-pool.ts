/** Clusters of several code points, each kept once, so that a cell can hold a number. */

const CAPACITY = 1 << 18;

export class ClusterPool {
  readonly #texts: string[] = [];
  readonly #ids = new Map<string, number>();

  /** How many clusters the pool holds. */
  get size(): number {
    return this.#texts.length;
  }

  /** The number of a cluster, or -1 when the pool is full and the cluster is new. */
  intern(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    if (this.#texts.length >= CAPACITY) return -1;
    const id = this.#texts.length;
    this.#texts.push(text);
    this.#ids.set(text, id);
    return id;
  }

  /** The cluster of a number that this pool gave. */
  text(id: number): string {
    const text = this.#texts[id];
    if (text === undefined) throw new Error(`No cluster ${id} in a pool of ${this.#texts.length}`);
    return text;
  }
}

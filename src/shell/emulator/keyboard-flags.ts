/** The flags of the kitty keyboard protocol that programs set, a stack of them for each screen. */

/** What we can do: disambiguate, alternate keys, all keys as escapes, their text. Not: releases. */
const SUPPORTED = 1 | 4 | 8 | 16;
const DEEPEST = 16;

export class KeyboardFlags {
  #normal: number[] = [0];
  #alternate: number[] = [0];

  #stack(alternate: boolean): number[] {
    return alternate ? this.#alternate : this.#normal;
  }

  current(alternate: boolean): number {
    return this.#stack(alternate).at(-1)!;
  }

  push(alternate: boolean, flags: number): void {
    const stack = this.#stack(alternate);
    stack.push(flags & SUPPORTED);
    if (stack.length > DEEPEST) stack.shift();
  }

  pop(alternate: boolean, count: number): void {
    const stack = this.#stack(alternate);
    stack.length = Math.max(0, stack.length - Math.max(1, count));
    if (stack.length === 0) stack.push(0);
  }

  /** `mode` 1 sets the flags, 2 adds them, 3 takes them away. */
  set(alternate: boolean, flags: number, mode: number): void {
    const stack = this.#stack(alternate);
    const now = stack.at(-1)!;
    const next = mode === 2 ? now | flags : mode === 3 ? now & ~flags : flags;
    stack[stack.length - 1] = next & SUPPORTED;
  }

  reset(): void {
    this.#normal = [0];
    this.#alternate = [0];
  }
}

/**
 * Loads the features behind the first frame: in the first quiet moment, a piece of a few milliseconds
 * at a time, so that keys go first; and at once when something asks for what is not there yet.
 */
import { createRequire } from "node:module";
import { compiledBundle } from "./compiled.ts";
import type { Features } from "./features.ts";

type FeaturesModule = typeof import("./features.ts");

/** So long (milliseconds) nobody must have typed. */
const QUIET_MS = 20;

export interface LatePorts {
  /** Milliseconds since the last key. */
  quietMs(): number;
  /** Puts the features into the editor, in steps. */
  install(module: FeaturesModule): Generator<void, Features>;
  /** They are there. */
  loaded(): void;
}

export class LateFeatures {
  private readonly ports: LatePorts;
  private work: Generator<void> | null;
  private atWork = false;
  private features: Features | null = null;

  constructor(ports: LatePorts) {
    this.ports = ports;
    this.work = this.steps();
  }

  /** The features; null before they are loaded. */
  get(): Features | null {
    return this.features;
  }

  /**
   * Does at once what is left to do. False when nothing was: a feature that is missing now does not
   * exist.
   */
  load(): boolean {
    // What a feature asks for while it is put in is not the business of one that comes later.
    if (this.work === null || this.atWork) return false;
    while (this.step());
    return true;
  }

  /** Begins with the first quiet moment; keeps no process alive. */
  begin(): void {
    const turn = (): void => {
      if (this.work === null) return;
      const left = QUIET_MS - this.ports.quietMs();
      if (left > 0) setTimeout(turn, Math.ceil(left)).unref();
      else if (this.step()) setImmediate(turn);
    };
    setTimeout(turn, QUIET_MS).unref();
  }

  /** One piece; false when it was the last. */
  private step(): boolean {
    if (this.work === null) return false;
    this.atWork = true;
    try {
      if (this.work.next().done !== true) return true;
      this.work = null;
    } catch (error) {
      // What is in the editor stays; it can't be put in twice.
      this.work = null;
      throw error;
    } finally {
      this.atWork = false;
    }
    this.ports.loaded();
    return false;
  }

  private *steps(): Generator<void> {
    const run = prepare();
    yield;
    const module = run();
    yield;
    this.features = yield* this.ports.install(module);
  }
}

/** The features' module, which is loaded by now. */
export function featuresModule(): FeaturesModule {
  return prepare()();
}

/** In the bundle it is a file of its own, compiled here and run by the function that is answered. */
function prepare(): () => FeaturesModule {
  const compiled = compiledBundle();
  if (compiled !== null) return compiled.load("features.cjs") as () => FeaturesModule;
  const require = createRequire(import.meta.url);
  return () => require("./features.ts") as FeaturesModule;
}

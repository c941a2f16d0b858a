/**
 * The three kinds of failure (docs/ARCHITECTURE.md): a refusal is a `UserError`, a cancellation is
 * `Cancelled`, everything else that is thrown is a bug.
 */

/** The user asked for something impossible. Its message is shown in the message line as it is. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** Work was stopped on purpose (CTRL-C, an aborted signal). Nothing is reported. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
  constructor(message = "Interrupted") {
    super(message);
  }
}

/** Throws a bug with its numbers when `condition` does not hold. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

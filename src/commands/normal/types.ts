/** The grammar of normal mode: motions, operators and text objects are commands with a second nature. */
import { UserError } from "../../base/errors.ts";
import type { Key } from "../../base/key.ts";
import type { Command } from "../../editor/command.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import type { Window } from "../../editor/window.ts";
import type { ObjectSelection } from "../../text/object/contract.ts";
import type { Text } from "../../text/text.ts";
import type { Inclusion, Region } from "../region.ts";

/** A command that can't do anything here: silence but for a beep; a running macro ends. */
export class Beep extends UserError {
  constructor() {
    super("");
  }
}

export interface MotionCall {
  readonly editor: Editor;
  readonly win: Window;
  readonly doc: Document;
  readonly text: Text;
  /** Where the cursor is. */
  readonly pos: number;
  /** 0 when none was typed. */
  readonly count: number;
  readonly count1: number;
  /** The name of the operator that waits, or null. */
  readonly operator: string | null;
  readonly visual: boolean;
  readonly keys: readonly Key[];
}

export interface MotionResult {
  readonly pos: number;
  readonly type: Inclusion;
  /** The goal column from now on; absent: where the cursor lands. */
  readonly want?: number | null;
  readonly coladd?: number;
  /** The other end, for motions that select (`gn`). */
  readonly from?: number;
  /** The place before goes into the jump list. */
  readonly jump?: boolean;
  /** A delete goes to register 1 (`:help quote_number`). */
  readonly bigRegister?: boolean;
  /** The cursor moves, but there is a beep and a macro ends. */
  readonly failed?: boolean;
  /** An operator takes the end as it is, also at the start of a row (`:help o_v`). */
  readonly keepEnd?: boolean;
  /** The document or window is another one now: not for operators. */
  readonly elsewhere?: boolean;
}

export interface MotionCommand extends Command {
  /** null: it fails and nothing moves. */
  motion(call: MotionCall): MotionResult | null | Fiber<MotionResult | null>;
}

export interface OperatorCall {
  readonly editor: Editor;
  readonly win: Window;
  readonly doc: Document;
  readonly region: Region;
  readonly register: string;
  /** The count typed before the operator in visual mode, else 0. */
  readonly count: number;
  /** The keys of the operator. */
  readonly keys: readonly Key[];
}

export interface OperatorCommand extends Command {
  /** `.` does not repeat it. */
  readonly noRepeat?: boolean;
  operate(call: OperatorCall): Fiber | void;
}

export interface ObjectCall {
  readonly editor: Editor;
  readonly win: Window;
  readonly doc: Document;
  /** 1 when none was typed. */
  readonly count: number;
}

export interface ObjectCommand extends Command {
  /** The key after `i` or `a`. */
  readonly object: Key;
  readonly around: boolean;
  /** Finds the object, where that is not a matter of the text alone; null: it is not there. */
  select?(call: ObjectCall): ObjectSelection | null;
}

export interface ActionCommand extends Command {
  /** `simple`: `.` repeats the keys; `insert`: insert mode completes what `.` repeats. */
  readonly repeat?: "simple" | "insert";
}

export function isMotion(command: Command): command is MotionCommand {
  return "motion" in command;
}
export function isOperator(command: Command): command is OperatorCommand {
  return "operate" in command;
}
export function isObject(command: Command): command is ObjectCommand {
  return "object" in command;
}

/** A motion; as a command of its own (in the palette) it moves the cursor. */
export function motion(name: string, doc: string, run: MotionCommand["motion"]): MotionCommand {
  return {
    name,
    doc,
    motion: run,
    run: () => {
      throw new UserError(`${name} is a motion: use its key`);
    },
  };
}

export function operator(
  name: string,
  doc: string,
  operate: OperatorCommand["operate"],
  extra: { noRepeat?: boolean } = {},
): OperatorCommand {
  return {
    name,
    doc,
    operate,
    ...extra,
    run: () => {
      throw new UserError(`${name} is an operator: use its key`);
    },
  };
}

export function action(
  name: string,
  doc: string,
  run: ActionCommand["run"],
  repeat?: "simple" | "insert",
): ActionCommand {
  return repeat ? { name, doc, run, repeat } : { name, doc, run };
}

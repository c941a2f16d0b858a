/** The part of node-pty that is used here; its own types are declared for another package name. */
declare module "node-pty" {
  export interface PtyProcess {
    readonly pid: number;
    /** The path or name of the program in the foreground. */
    readonly process: string;
    onData(listener: (data: Uint8Array) => void): unknown;
    onExit(listener: (event: { exitCode: number; signal?: number }) => void): unknown;
    resize(cols: number, rows: number): void;
  }
  export interface SpawnOptions {
    readonly name: string;
    readonly cols: number;
    readonly rows: number;
    readonly cwd: string;
    readonly env: Record<string, string>;
    /** Null: bytes. */
    readonly encoding: null;
  }
  export function spawn(file: string, args: string[], options: SpawnOptions): PtyProcess;
}

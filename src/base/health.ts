/** A row of `:checkhealth`. */
export interface HealthItem {
  readonly state: "ok" | "info" | "warning" | "error";
  readonly text: string;
  /** What to do about it, one line each. */
  readonly advice?: readonly string[];
}

/** How often the next suggestion is in the frame of the accept before it. */
export class Chains {
  /** Whole accepts. */
  accepts = 0;
  /** Accepts after which the next suggestion was there at once, and came later. */
  ready = 0;
  late = 0;
  private state: "none" | "accepted" | "waiting" = "none";

  accepted(): void {
    this.accepts++;
    this.state = "accepted";
  }

  /** The command is done, and its frame is drawn with or without a suggestion. */
  framed(shown: boolean): void {
    if (this.state !== "accepted") this.state = "none";
    else if (shown) {
      this.ready++;
      this.state = "none";
    } else this.state = "waiting";
  }

  /** An answer has come, and a suggestion is shown. */
  shown(): void {
    if (this.state !== "waiting") return;
    this.late++;
    this.state = "none";
  }
}

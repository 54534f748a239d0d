/** What customers went through in one drill, with whatever was there to help. */
export interface Night {
  readonly tool: string;
  readonly scenario: string;
  readonly seed: number;
  /** From the first failed request until customers are served for good; null when nothing failed, or they never were. */
  readonly rtoSeconds: number | null;
  /** Whether customers were served at the end. */
  readonly isServed: boolean;
  /** Shortest recovery that AWS permits, from Baton's drill; null where it did not fail over, and for alternatives. */
  readonly floorSeconds: number | null;
  /** Share of requests that succeeded from the first fault to the end of the drill. */
  readonly availability: number;
  /** Acknowledged, and not in the database that is left; split-brain writes are among them. */
  readonly writesLost: number;
  /** Acknowledged by a Region after the other had become the writer. */
  readonly splitBrainWrites: number;
  readonly promotions: number;
}

export const BATON = "baton";

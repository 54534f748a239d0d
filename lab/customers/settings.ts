/** Who the customers are. */
export interface CustomerSettings {
  readonly clients: number;
  /** Every client writes once in this time. */
  readonly writeIntervalMs: number;
  /** Requests are made in steps of this length; a whole part of `writeIntervalMs`. */
  readonly stepMs: number;
  /** Share of clients whose resolver holds an answer longer than its TTL, and by how much (aws-facts: resolver behaviour). */
  readonly holdingShare: number;
  readonly heldLongerSeconds: number;
}

export const DEFAULT_CUSTOMERS: CustomerSettings = {
  clients: 50,
  writeIntervalMs: 1_000,
  stepMs: 500,
  holdingShare: 0.02,
  heldLongerSeconds: 300,
};

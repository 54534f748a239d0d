/** Every API call that was tried, answered or not: what the report counts and the checks look through. */

/**
 * `answered`: the model's answer arrived. `failed`: an error answer arrived. `refused`: IAM (or the signature check) said no.
 * `unreachable`: the request never arrived. `reply-lost`: the call took effect, its answer never arrived.
 * `gave-up`: the answer came later than the client was willing to wait.
 */
export type CallOutcome = "answered" | "failed" | "refused" | "unreachable" | "reply-lost" | "gave-up";

export interface CallRecord {
  /** When the call was sent. */
  readonly atMs: number;
  /** SigV4 signing name. */
  readonly service: string;
  readonly operation: string;
  /** ARN of the role that called. */
  readonly principal: string;
  readonly fromRegion: string;
  readonly toRegion: string;
  readonly outcome: CallOutcome;
  /** Wire code of the error, when one was answered. */
  readonly errorCode?: string;
}

export class CallLog {
  readonly records: CallRecord[] = [];

  record(record: CallRecord): void {
    this.records.push(record);
  }
}

/** How a scenario meddles with calls: throttling, slowness, lost replies. */
import type { ApiCall } from "../kernel/service";

export interface Interceptor {
  /** Before the model acts: may throw an `AwsError` (the caller gets it, nothing happened) or wait on the virtual clock. */
  beforeModel?(call: ApiCall): void | Promise<void>;
  /** After the model acted: may throw an `AwsError`, or `LostReply`, or wait. */
  afterModel?(call: ApiCall): void | Promise<void>;
}

/** Thrown by an interceptor: the call took effect but its answer never arrives. */
export class LostReply extends Error {
  constructor() {
    super("The reply was lost on its way.");
    this.name = "LostReply";
  }
}

/** Who looks at calls from outside of the services: observers of the lab, and tests that cut a run short. */
import type { ApiCall } from "../kernel/service";

export interface Interceptor {
  /** Before the model acts: may throw an `AwsError` (the caller gets it, nothing happened) or wait on the virtual clock. */
  beforeModel?(call: ApiCall): void | Promise<void>;
  /** After the model acted: may throw an `AwsError`, or `LostReply`, or wait. */
  afterModel?(call: ApiCall): void | Promise<void>;
}

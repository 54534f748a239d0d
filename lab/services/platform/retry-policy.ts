/** How long EventBridge and its Scheduler go on trying to deliver (aws-facts: 24 h / 185 times by default). */
import type { Properties } from "./properties";

export interface RetryPolicy {
  readonly largestAgeSeconds: number;
  readonly largestRetries: number;
}

/** Reads a target's `RetryPolicy`. */
export function readRetryPolicy(target: Properties): RetryPolicy {
  const section = target.optionalSection("RetryPolicy");
  const policy = {
    largestAgeSeconds: section?.optionalNumber("MaximumEventAgeInSeconds") ?? 86_400,
    largestRetries: section?.optionalNumber("MaximumRetryAttempts") ?? 185,
  };
  section?.finish();
  return policy;
}

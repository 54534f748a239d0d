/** The names by which AWS refuses who asks too often: nothing is wrong with what was asked, and whoever asks less often is answered. */
export const THROTTLING_ERRORS: readonly string[] = [
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestThrottled",
  "RequestThrottledException",
  "RequestLimitExceeded",
  "TooManyRequestsException",
  "BandwidthLimitExceeded",
  "PriorRequestNotComplete",
  "SlowDown",
  "ProvisionedThroughputExceededException",
];

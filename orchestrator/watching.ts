/**
 * How closely Baton watches: what checks, sentry and alarms are deployed with, and what time is reckoned with. Written once,
 * so that what a plan is promised is what was deployed.
 */

/** Of the check that asks who holds the baton. Two observations: see docs/decisions.md, "The traffic check needs two observations". */
export const TRAFFIC_CHECK = { intervalSeconds: 10, failureThreshold: 2 } as const;

/** Trigger (a). The checkers have counted consecutive failures already; a second minute here would only be lost. */
export const WATCH_ALARM = { periodSeconds: 60, periods: 1 } as const;

/** Trigger (b). One place, one look a minute: a single bad one is a lost packet, two are worth a run. */
export const SENTRY_ALARM = { periodSeconds: 60, periods: 2 } as const;

/** The sentry's one metric: 1 while it cannot reach a healthy application, else 0. */
export const SENTRY_METRIC = "PrimaryUnhealthy";

/** A bad look is two probes: one lost packet is no outage. */
export const SENTRY_LOOK = { periodSeconds: 60, probeTimeoutSeconds: 5, secondProbeAfterSeconds: 2 } as const;

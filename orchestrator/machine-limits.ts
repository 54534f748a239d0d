/** What Step Functions can carry, and therefore what a plan may ask of the machine. */

/**
 * Iterations of an inline Map that run at the same time [doc]. A 41st would begin when another is done, and its deadline with
 * it: the phase would take longer than the plan says. Every resource is fenced, so this bounds the resources of a plan.
 */
export const RESOURCES_AT_ONCE = 40;

/** Events that the history of one execution holds, redrives included [doc]; the next one fails it. */
export const LARGEST_HISTORY_EVENTS = 25_000;

/**
 * While nobody can write, each resource is looked at once in so many seconds for each that there is: a plan of 30 looks at each
 * once a minute, so that the history of the run holds all of it.
 */
export const LOOK_SECONDS_PER_RESOURCE = 2;

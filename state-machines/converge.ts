/**
 * The one loop: call the step -> done? -> wait -> call again, until its deadline. It serves every step that has to wait for
 * AWS. No function sleeps while AWS works, and an answer that never comes is a named error.
 *
 * History: one turn is 9 events (task 5, choice 2, wait 2), and an execution may have 25,000. So a loop waits longer between
 * its turns the more resources it runs for and the later its deadline is: all resources together take at most 300 turns to
 * fence, 750 to promote and 750 to fill capacity, and one more each; a loop about the whole application 180, and 50 more
 * beyond its deadline while AWS throttles, when it waits 6 s or longer. A failover has three of the latter (evidence, which
 * never goes on beyond its deadline, verification, traffic), whatever its deadlines are:
 *
 *     (300 + 2 x 750 + 3 x 180 + 2 x 50) turns x 9                               = 21,960
 *     40 resources x (3 x 13 for the iteration and its last turn, 9 for the early warm-up) = 1,920
 *     claim, decision, approval, close                                            <   100
 *
 * which leaves more than 1,000 events for retries, at 3 each. Standing down after a fence that was refused has one more
 * over resources and none of verification, traffic, promotion and capacity.
 *
 * What may take hours runs apart, in executions of its own (`converge-apart.ts`).
 */
import { RESOURCES_AT_ONCE } from "../orchestrator/machine-limits";
import { jsonata, type MapState, type StateGraph } from "./asl";
import { type Loop, type LoopEnding, loopStates } from "./loop-states";
import { THROTTLED_PATIENCE_SECONDS } from "./loop-waits";

const AROUND = { run: "$run", output: jsonata("$previous") } as const;

/** Turns that wait, over all resources of one loop: of one that may be given up, and of one that the run cannot do without. */
const TURNS_OF_BRIEF = 300;
const TURNS_OF_RESOURCES = 750;
const TURNS_OF_APPLICATION = 180;

/** A loop about the whole application. */
export function converge(loop: Loop): StateGraph {
  const { deadlineSeconds } = loop;
  const leastSeconds = `${deadlineSeconds} / ${TURNS_OF_APPLICATION}`;
  return loopStates(loop, {
    ...AROUND,
    resourceId: "null",
    deadlineSeconds,
    pollSeconds: pollSeconds(loop, leastSeconds),
  });
}

/** The same loop once per resource. `ids` is JSONata for a list; brackets keep a list of one a list. `ending`: unless an error ends all. */
export function convergeEach(loop: Loop, ids: string, ending?: LoopEnding): Omit<MapState, "Catch" | "Next" | "End"> {
  const { deadlineSeconds, secondsPerResource = 0 } = loop;
  const spread = `$count([${ids}]) * $max([${secondsPerResource}, ${secondsPerTurn(loop)}])`;
  const scope = {
    ...AROUND,
    resourceId: "$states.input.resourceId",
    deadlineSeconds,
    pollSeconds: pollSeconds(loop, spread),
    ...ending,
  };
  return {
    Type: "Map",
    Items: jsonata(`[${ids}]`),
    ItemSelector: { resourceId: jsonata("$states.context.Map.Item.Value") },
    MaxConcurrency: RESOURCES_AT_ONCE,
    ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...loopStates(loop, scope) },
  };
}

/** Waiting out AWS's throttling counts, where a loop does. */
function secondsPerTurn({ deadlineSeconds, whenNotDone }: Loop): string {
  return whenNotDone === "go-on"
    ? `${deadlineSeconds} / ${TURNS_OF_BRIEF}`
    : `(${deadlineSeconds} + ${THROTTLED_PATIENCE_SECONDS}) / ${TURNS_OF_RESOURCES}`;
}

/** Whole seconds: Wait refuses fractions. */
function pollSeconds(loop: Loop, leastSeconds: string): string {
  return `$max([${loop.pollSeconds}, $ceil(${leastSeconds})])`;
}

/**
 * The one loop: call the step -> done? -> wait -> call again, until its deadline. It serves every step that has to wait for
 * AWS. No function ever sleeps, and an answer that never comes is a named error.
 *
 * History: one turn is 9 events (task 5, choice 2, wait 2), and an execution may have 25,000. So a loop waits longer between
 * its turns the more resources it runs for and the later its deadline is: all resources together take at most 600 turns and
 * one more each, a loop about the whole application 200. A failover has three of each (fence, promotion, capacity; evidence,
 * verification, traffic), whatever its deadlines are:
 *
 *     (3 x 600 + 3 x 200) turns x 9                                              = 21,600
 *     40 resources x (3 x 13 for the iteration and its last turn, 9 for the early warm-up) = 1,920
 *     claim, decision, approval, close                                            <   100
 *
 * which leaves more than 1,000 events for retries, at 3 each. Standing down after a fence that was refused has one more
 * over resources and none of verification, traffic, promotion and capacity.
 *
 * What may take hours runs apart, in executions of its own (`converge-apart.ts`).
 */
import { ERROR_NAMES } from "../orchestrator/errors";
import { RESOURCES_AT_ONCE } from "../orchestrator/machine-limits";
import type { StepName } from "../orchestrator/steps";
import {
  type Catcher,
  type Expression,
  jsonata,
  type MapState,
  type Retrier,
  type State,
  type StateGraph,
} from "./asl";
import { type FunctionArn, step } from "./step";

export interface Loop {
  readonly step: StepName;
  readonly functionArn: FunctionArn;
  /** Start of the states' names, as the console shows them. */
  readonly title: string;
  /** Least wait between two turns. */
  readonly pollSeconds: number;
  /** Waiting doubles from turn to turn up to this; always `pollSeconds` when left out. */
  readonly slowestPollSeconds?: number;
  /** Between two calls over all resources of one loop, at least. */
  readonly secondsPerResource?: number;
  /** JSONata for a number of seconds. */
  readonly deadlineSeconds: string;
  /** `go-on`: what an expired deadline or a blocked resource means is decided later, from the record. */
  readonly whenNotDone: "fail" | "go-on";
  readonly retry?: readonly Retrier[];
  /** What the step gets beside what every converging step gets. */
  readonly payload?: Readonly<Record<string, Expression>>;
}

/** How a loop ends that does not simply answer or fail. */
export interface LoopEnding {
  /** Catches whatever the step raises, and goes on with the state that ends the loop. */
  readonly catchInto?: (done: string) => readonly Catcher[];
  readonly output: Expression | Readonly<Record<string, Expression>>;
}

/** What a loop reads: variables of the machine around it, or the input of an execution of its own. */
export interface LoopScope extends LoopEnding {
  /** JSONata each. */
  readonly run: string;
  readonly resourceId: string;
  readonly pollSeconds: string;
  readonly deadlineSeconds: string;
}

const AROUND = { run: "$run", output: jsonata("$previous") } as const;

/** Turns that wait, over all resources of one loop. */
const TURNS_OF_RESOURCES = 600;
const TURNS_OF_APPLICATION = 200;

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
  const spread = `$count([${ids}]) * $max([${secondsPerResource}, ${deadlineSeconds} / ${TURNS_OF_RESOURCES}])`;
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

/** Whole seconds: Wait refuses fractions. */
function pollSeconds(loop: Loop, leastSeconds: string): string {
  return `$max([${loop.pollSeconds}, $ceil(${leastSeconds})])`;
}

/** An error of the step becomes the answer of its resource: `blocked`, in the error's own words. */
export function answerWithError(done: string): readonly Catcher[] {
  const detail = jsonata("$string($states.errorOutput.Error) & ': ' & $string($states.errorOutput.Cause)");
  return [{ ErrorEquals: ["States.ALL"], Assign: { previous: { status: "blocked", detail } }, Next: done }];
}

/** The loop's states, for whoever runs it elsewhere. */
export function loopStates(loop: Loop, scope: LoopScope): StateGraph {
  const named = namesOf(loop.title);
  const states: Record<string, State> = {
    [named.begin]: {
      Type: "Pass",
      Assign: {
        resourceId: jsonata(scope.resourceId),
        previous: null,
        startedAt: jsonata("$states.context.State.EnteredTime"),
        pollSeconds: jsonata(scope.pollSeconds),
        deadlineSeconds: jsonata(scope.deadlineSeconds),
        elapsedSeconds: 0,
      },
      Next: named.act,
    },
    [named.act]: callStep(loop, scope, named),
    [named.judge]: judge(loop, named),
    [named.wait]: wait(loop, named),
    [named.done]: { Type: "Succeed", Output: scope.output },
    ...(loop.whenNotDone === "fail" && failures(named, loop.step)),
  };
  return { StartAt: named.begin, States: states };
}

interface LoopNames {
  readonly begin: string;
  readonly act: string;
  readonly judge: string;
  readonly wait: string;
  readonly done: string;
  readonly blocked: string;
  readonly late: string;
}

function namesOf(title: string): LoopNames {
  return {
    begin: `${title}: begin`,
    act: `${title}: look and act`,
    judge: `${title}: done?`,
    wait: `${title}: wait`,
    done: `${title}: finished`,
    blocked: `${title}: blocked`,
    late: `${title}: deadline passed`,
  };
}

function secondsSinceBegin(): Expression {
  return jsonata("$floor(($toMillis($states.context.State.EnteredTime) - $toMillis($startedAt)) / 1000)");
}

function callStep(loop: Loop, { run, catchInto }: LoopScope, named: LoopNames): State {
  return step({
    name: loop.step,
    functionArn: loop.functionArn,
    payload: {
      run: jsonata(run),
      resourceId: jsonata("$resourceId"),
      elapsedSeconds: secondsSinceBegin(),
      previous: jsonata("$previous"),
      ...loop.payload,
    },
    assign: { previous: jsonata("$states.result.Payload"), elapsedSeconds: secondsSinceBegin() },
    ...(loop.retry && { retry: loop.retry }),
    ...(catchInto && { catch: catchInto(named.done) }),
    next: named.judge,
  });
}

/** A wait that would end after the deadline is not begun. */
function judge({ whenNotDone }: Loop, named: LoopNames): State {
  const isGoOn = whenNotDone === "go-on";
  return {
    Type: "Choice",
    Choices: [
      { Condition: jsonata("$previous.status = 'done'"), Next: named.done },
      { Condition: jsonata("$previous.status = 'blocked'"), Next: isGoOn ? named.done : named.blocked },
      {
        Condition: jsonata("$elapsedSeconds + $pollSeconds > $deadlineSeconds"),
        Next: isGoOn ? named.done : named.late,
      },
    ],
    Default: named.wait,
  };
}

function wait({ slowestPollSeconds }: Loop, named: LoopNames): State {
  const slower = jsonata(`$min([2 * $pollSeconds, $max([$pollSeconds, ${slowestPollSeconds}])])`);
  return {
    Type: "Wait",
    Seconds: jsonata("$pollSeconds"),
    ...(slowestPollSeconds !== undefined && { Assign: { pollSeconds: slower } }),
    Next: named.act,
  };
}

function failures(named: LoopNames, stepName: StepName): Record<string, State> {
  const subject = `($resourceId = null ? '${stepName}' : '${stepName} ' & $resourceId)`;
  return {
    [named.blocked]: {
      Type: "Fail",
      Error: ERROR_NAMES.resourceBlocked,
      Cause: jsonata(`${subject} & ': ' & $previous.detail`),
    },
    [named.late]: {
      Type: "Fail",
      Error: ERROR_NAMES.deadlineExceeded,
      Cause: jsonata(`${subject} & ' was not done within ' & $string($deadlineSeconds) & ' s. ' & $previous.detail`),
    },
  };
}

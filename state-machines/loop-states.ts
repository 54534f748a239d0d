/** The states of the one loop (`converge.ts`): begin, look and act, done?, wait; and how it fails. */
import { ERROR_NAMES } from "../orchestrator/errors";
import type { StepName } from "../orchestrator/steps";
import { type Catcher, type Expression, jsonata, type Retrier, type State, type StateGraph } from "./asl";
import { untilSeconds, waitSeconds } from "./loop-waits";
import { type FunctionArn, step } from "./step";

/** What the latest look found, and that AWS has refused it where it did. */
export const LAST_SAID = "$join([$previous.detail, $previous.throttle.refusal], ' ')";

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
      canWait: true,
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
function judge(loop: Loop, named: LoopNames): State {
  const isGoOn = loop.whenNotDone === "go-on";
  return {
    Type: "Choice",
    Choices: [
      { Condition: jsonata("$previous.status = 'done'"), Next: named.done },
      { Condition: jsonata("$previous.status = 'blocked'"), Next: isGoOn ? named.done : named.blocked },
      {
        Condition: jsonata(`$elapsedSeconds + $pollSeconds > ${untilSeconds(loop)}`),
        Next: isGoOn ? named.done : named.late,
      },
    ],
    Default: named.wait,
  };
}

function wait(loop: Loop, named: LoopNames): State {
  const { slowestPollSeconds } = loop;
  const slower = jsonata(`$min([2 * $pollSeconds, $max([$pollSeconds, ${slowestPollSeconds}])])`);
  return {
    Type: "Wait",
    Seconds: jsonata(waitSeconds(loop)),
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
      Cause: jsonata(
        `${subject} & ' was not done within ' & $string($max([$deadlineSeconds, $elapsedSeconds])) & ' s. ' & ${LAST_SAID}`,
      ),
    },
  };
}

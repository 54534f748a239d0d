/**
 * The loop for what may take hours: a Distributed Map, so that every resource has an execution and a history of its own and
 * the run's history grows by a handful of events, however long it takes.
 *
 * A child sees nothing of the run but its input, and a Distributed Map that fails does not tell what its children said. So
 * a child never fails: it ends with what its resource answered last, and the run judges all the answers together.
 */
import { ERROR_NAMES } from "../orchestrator/errors";
import { RESOURCES_AT_ONCE } from "../orchestrator/machine-limits";
import { jsonata, type State, type StateGraph } from "./asl";
import { answerWithError, LAST_SAID, type Loop, loopStates } from "./loop-states";

/** The input of a child execution, whatever state it is in. */
const INPUT = "$states.context.Execution.Input";

/** One loop per resource, and a named failure that says of each resource that is not done what it said last. */
export function convergeApart(loop: Loop, ids: string): StateGraph {
  const each = `${loop.title}: every resource`;
  const judge = `${loop.title}: all done?`;
  const done = `${loop.title}: all finished`;
  const failed = `${loop.title}: not all done`;
  return {
    StartAt: each,
    States: {
      [each]: { ...childrenOf(loop, ids), Next: judge },
      [judge]: {
        Type: "Choice",
        Choices: [{ Condition: jsonata("$count($unfinished) = 0"), Next: done }],
        Default: failed,
      },
      [done]: { Type: "Succeed", Output: jsonata("$answers") },
      [failed]: failure(loop),
    },
  };
}

function childrenOf(loop: Loop, ids: string): Omit<Extract<State, { Type: "Map" }>, "Next" | "End"> {
  return {
    Type: "Map",
    Items: jsonata(`[${ids}]`),
    ItemSelector: {
      resourceId: jsonata("$states.context.Map.Item.Value"),
      run: jsonata("$run"),
      deadlineSeconds: jsonata(loop.deadlineSeconds),
    },
    MaxConcurrency: RESOURCES_AT_ONCE,
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      ...loopStates({ ...loop, whenNotDone: "go-on" }, childScope(loop)),
    },
    Assign: {
      answers: jsonata("[$states.result]"),
      unfinished: jsonata("[$states.result[status != 'done']]"),
    },
  };
}

function childScope({ pollSeconds }: Loop) {
  return {
    run: `${INPUT}.run`,
    resourceId: `${INPUT}.resourceId`,
    deadlineSeconds: `${INPUT}.deadlineSeconds`,
    pollSeconds: String(pollSeconds),
    catchInto: answerWithError,
    output: {
      resourceId: jsonata("$resourceId"),
      status: jsonata("$previous.status"),
      detail: jsonata(LAST_SAID),
    },
  };
}

function failure({ step, deadlineSeconds }: Loop): State {
  const isBlocked = "'blocked' in $unfinished.status";
  const sentence = `$map($unfinished, function($answer) {
    '${step} ' & $answer.resourceId &
    ($answer.status = 'blocked' ? ': ' : ' was not done within ' & $string(${deadlineSeconds}) & ' s. ') & $answer.detail
  })`.replace(/\s+/g, " ");
  return {
    Type: "Fail",
    Error: jsonata(`${isBlocked} ? '${ERROR_NAMES.resourceBlocked}' : '${ERROR_NAMES.deadlineExceeded}'`),
    Cause: jsonata(`$join([${sentence}], ' ')`),
  };
}

import { describe, expect, test } from "@jest/globals";
import type { LoadedHandler } from "../../../../lab/kernel/ports";
import { ACCOUNT, AWAY, HOME, ROLE, TestCloud } from "../platform/cloud";

const MACHINE = `arn:aws:states:${HOME}:${ACCOUNT}:stateMachine:machine`;

interface Described {
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly redriveCount: number;
}

function task(extra: object = {}): object {
  const Arguments = { FunctionName: `arn:aws:lambda:${HOME}:${ACCOUNT}:function:work`, Payload: "{% $states.input %}" };
  return { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Arguments, End: true, ...extra };
}

async function cloudWith(state: object, handler: LoadedHandler, properties: object = {}): Promise<TestCloud> {
  const cloud = new TestCloud();
  await cloud.createFunction(HOME, "work", handler);
  const DefinitionString = JSON.stringify({ QueryLanguage: "JSONata", StartAt: "Work", States: { Work: state } });
  const machine = { StateMachineName: "machine", RoleArn: ROLE, DefinitionString, ...properties };
  await cloud.create(HOME, "AWS::StepFunctions::StateMachine", "Machine", machine);
  return cloud;
}

async function start(cloud: TestCloud, input: object = {}, name?: string): Promise<string> {
  const request = { stateMachineArn: MACHINE, input: JSON.stringify(input), ...(name !== undefined && { name }) };
  return (await cloud.call<{ executionArn: string }>("states", "StartExecution", request)).executionArn;
}

const describeRun = (cloud: TestCloud, executionArn: string) =>
  cloud.call<Described>("states", "DescribeExecution", { executionArn });

async function runToEnd(cloud: TestCloud, input: object = {}): Promise<Described> {
  const arn = await start(cloud, input);
  await cloud.pass(600);
  return describeRun(cloud, arn);
}

function failing(name: string, message: string): LoadedHandler {
  return async () => {
    throw Object.assign(new Error(message), { name });
  };
}

describe("an execution", () => {
  test("invokes functions and ends with their answer", async () => {
    const state = task({ Output: "{% $states.result.Payload %}" });
    const cloud = await cloudWith(state, async (event) => ({ got: event }));
    const { status, output } = await runToEnd(cloud, { a: 1 });
    expect([status, JSON.parse(output ?? "")]).toEqual(["SUCCEEDED", { got: { a: 1 } }]);
  });

  test("fails with the handler's own error, its cause as JSON text", async () => {
    const cloud = await cloudWith(task(), failing("Baton.Blocked", "a person must look"));
    const { status, error, cause } = await runToEnd(cloud);
    expect([status, error]).toEqual(["FAILED", "Baton.Blocked"]);
    expect(JSON.parse(cause ?? "")).toMatchObject({ errorType: "Baton.Blocked", errorMessage: "a person must look" });
  });

  test("retries an error of Lambda under its Step Functions name", async () => {
    const Retry = [{ ErrorEquals: ["Lambda.TooManyRequestsException"], IntervalSeconds: 5, MaxAttempts: 3 }];
    const cloud = await cloudWith(task({ Retry }), async () => "done");
    await cloud.createFunction(HOME, "idle", async () => null, { ReservedConcurrentExecutions: 0 });
    const throttled = { FunctionName: "idle", Payload: {} };
    const definition = { StartAt: "W", QueryLanguage: "JSONata", States: { W: task({ Arguments: throttled, Retry }) } };
    const DefinitionString = JSON.stringify(definition);
    const properties = { StateMachineName: "throttled", RoleArn: ROLE, DefinitionString };
    const { ref } = await cloud.create(HOME, "AWS::StepFunctions::StateMachine", "Second", properties);
    const { executionArn } = await cloud.call<{ executionArn: string }>("states", "StartExecution", {
      stateMachineArn: ref,
    });
    await cloud.pass(120);
    expect((await describeRun(cloud, executionArn)).error).toBe("Lambda.TooManyRequestsException");
    const { events } = await cloud.call<{ events: readonly { type: string }[] }>("states", "GetExecutionHistory", {
      executionArn,
    });
    expect(events.filter(({ type }) => type === "TaskFailed")).toHaveLength(4);
  });

  test("fails when its role may not invoke", async () => {
    const cloud = await cloudWith(task(), async () => null);
    cloud.deniedActions.add("lambda:InvokeFunction");
    expect((await runToEnd(cloud)).error).toBe("Lambda.AWSLambdaException");
  });

  test("stands still while its Region is dark", async () => {
    const cloud = await cloudWith({ Type: "Wait", Seconds: 30, End: true }, async () => null);
    const arn = await start(cloud);
    cloud.network.darken({ region: HOME, sparedServices: [] });
    await cloud.pass(300);
    cloud.network.restore(HOME);
    expect((await describeRun(cloud, arn)).status).toBe("RUNNING");
    await cloud.pass(10);
    expect((await describeRun(cloud, arn)).status).toBe("SUCCEEDED");
  });
});

describe("StartExecution", () => {
  const waiting = { Type: "Wait", Seconds: 60, End: true };

  test("with a name in use answers the same execution only for the same input while it runs", async () => {
    const cloud = await cloudWith(waiting, async () => null);
    const first = await start(cloud, { a: 1 }, "one");
    expect(await start(cloud, { a: 1 }, "one")).toBe(first);
    await expect(start(cloud, { a: 2 }, "one")).rejects.toMatchObject({ code: "ExecutionAlreadyExists" });
    await cloud.pass(120);
    await expect(start(cloud, { a: 1 }, "one")).rejects.toMatchObject({ code: "ExecutionAlreadyExists" });
    expect(cloud.in(HOME).states.executions()).toHaveLength(1);
  });

  test("refuses bad names, input that is no JSON, and machines that do not exist", async () => {
    const cloud = await cloudWith(waiting, async () => null);
    const call = (request: object) => cloud.call("states", "StartExecution", { stateMachineArn: MACHINE, ...request });
    await expect(call({ name: "no blanks" })).rejects.toMatchObject({ code: "InvalidName" });
    await expect(call({ input: "{" })).rejects.toMatchObject({ code: "InvalidExecutionInput" });
    await expect(call({ stateMachineArn: `${MACHINE}x` })).rejects.toMatchObject({ code: "StateMachineDoesNotExist" });
  });
});

describe("a task that waits for its token", () => {
  const Arguments = { FunctionName: "work", Payload: { token: "{% $states.context.Task.Token %}" } };
  const Resource = "arn:aws:states:::lambda:invoke.waitForTaskToken";
  const waitingTask = task({ Resource, Arguments, TimeoutSeconds: 300, Output: "{% $states.result %}" });

  async function cloudWithToken(): Promise<{ cloud: TestCloud; arn: string; token: () => string }> {
    let taskToken = "";
    const cloud = await cloudWith(waitingTask, async (event) => {
      taskToken = (event as { readonly token: string }).token;
    });
    const arn = await start(cloud);
    await cloud.pass(10);
    return { cloud, arn, token: () => taskToken };
  }

  test("goes on with the answer, which is taken once", async () => {
    const { cloud, arn, token } = await cloudWithToken();
    const answer = { taskToken: token(), output: '{"approved":true}' };
    await cloud.call("states", "SendTaskSuccess", answer);
    await cloud.pass(10);
    expect(await describeRun(cloud, arn)).toMatchObject({ status: "SUCCEEDED", output: '{"approved":true}' });
    await expect(cloud.call("states", "SendTaskSuccess", answer)).rejects.toMatchObject({ code: "TaskTimedOut" });
  });

  test("fails when it is told so, and times out when nobody answers", async () => {
    const told = await cloudWithToken();
    await told.cloud.call("states", "SendTaskFailure", { taskToken: told.token(), error: "Declined", cause: "no" });
    await told.cloud.pass(10);
    expect(await describeRun(told.cloud, told.arn)).toMatchObject({ status: "FAILED", error: "Declined", cause: "no" });
    const silent = await cloudWithToken();
    await silent.cloud.pass(400);
    expect((await describeRun(silent.cloud, silent.arn)).error).toBe("States.Timeout");
  });
});

describe("a failed execution", () => {
  test("goes on from the failed state when it is redriven", async () => {
    let isFixed = false;
    const cloud = await cloudWith(task({ Output: "{% $states.context.Execution.RedriveCount %}" }), async () => {
      if (!isFixed) throw new Error("not yet");
      return "ok";
    });
    const executionArn = await start(cloud);
    await cloud.pass(30);
    isFixed = true;
    await cloud.call("states", "RedriveExecution", { executionArn });
    await cloud.pass(30);
    const run = await describeRun(cloud, executionArn);
    expect(run).toMatchObject({ status: "SUCCEEDED", output: "1", redriveCount: 1 });
    expect(run.error).toBeUndefined();
    const again = cloud.call("states", "RedriveExecution", { executionArn });
    await expect(again).rejects.toMatchObject({ code: "ExecutionNotRedrivable" });
  });

  test("is an event that rules can match, and counts in its metric", async () => {
    const cloud = await cloudWith(task(), failing("Broken", "no"));
    const heard: string[] = [];
    await cloud.createFunction(HOME, "listener", async (event) => {
      heard.push((event as { readonly detail: { readonly status: string } }).detail.status);
    });
    const Arn = `arn:aws:lambda:${HOME}:${ACCOUNT}:function:listener`;
    const EventPattern = { source: ["aws.states"], detail: { stateMachineArn: [MACHINE], status: ["FAILED"] } };
    const rule = await cloud.create(HOME, "AWS::Events::Rule", "Rule", { EventPattern, Targets: [{ Id: "L", Arn }] });
    const permission = { FunctionName: "listener", Action: "lambda:InvokeFunction", Principal: "events.amazonaws.com" };
    const SourceArn = rule.attributes.Arn;
    await cloud.create(HOME, "AWS::Lambda::Permission", "Allow", { ...permission, SourceArn });
    const startedAt = new Date(cloud.clock.now());
    await runToEnd(cloud);
    expect(heard).toContain("FAILED");
    const { Datapoints } = await cloud.call<{ Datapoints: readonly object[] }>("monitoring", "GetMetricStatistics", {
      Namespace: "AWS/States",
      MetricName: "ExecutionsFailed",
      Dimensions: [{ Name: "StateMachineArn", Value: MACHINE }],
      StartTime: startedAt,
      EndTime: new Date(startedAt.getTime() + 300_000),
      Period: 300,
      Statistics: ["Sum"],
    });
    expect(Datapoints).toMatchObject([{ Sum: 1 }]);
  });
});

test("an execution is not described in its first seconds: the read is eventually consistent", async () => {
  const cloud = await cloudWith({ Type: "Wait", Seconds: 600, End: true }, async () => null);
  const executionArn = await start(cloud);
  await expect(describeRun(cloud, executionArn)).rejects.toThrow("Execution Does Not Exist");
  await cloud.pass(3);
  expect(await describeRun(cloud, executionArn)).toMatchObject({ status: "RUNNING" });
});

test("a stopped execution is aborted with the reason that was given", async () => {
  const cloud = await cloudWith({ Type: "Wait", Seconds: 600, End: true }, async () => null);
  const executionArn = await start(cloud);
  await cloud.pass(5);
  await cloud.call("states", "StopExecution", { executionArn, error: "Enough", cause: "by hand" });
  const run = await describeRun(cloud, executionArn);
  expect(run).toMatchObject({ status: "ABORTED", error: "Enough", cause: "by hand" });
  expect(cloud.recorded("execution-ended")).toHaveLength(1);
});

test("what has been running for longest can reach its time limit, and be redriven", async () => {
  const cloud = await cloudWith({ Type: "Wait", Seconds: 600, End: true }, async () => null);
  const [oldest, other] = [await start(cloud), await start(cloud)];
  await cloud.pass(5);
  cloud.in(HOME).states.timeOutOldest();
  expect(await describeRun(cloud, oldest)).toMatchObject({ status: "TIMED_OUT", redriveStatus: "REDRIVABLE" });
  expect(await describeRun(cloud, other)).toMatchObject({ status: "RUNNING" });
  await cloud.call("states", "RedriveExecution", { executionArn: oldest });
  expect(await describeRun(cloud, oldest)).toMatchObject({ status: "RUNNING" });
});

test("the journal tells which states were entered and left", async () => {
  const cloud = await cloudWith(task(), async () => null);
  await runToEnd(cloud);
  const kinds = cloud.journal.entries.filter(({ actor }) => actor === "states").map(({ kind }) => kind);
  expect(kinds).toEqual(["execution-started", "state-entered", "state-exited", "execution-ended"]);
});

describe("children of a Distributed Map", () => {
  const map = {
    Type: "Map",
    Items: [1, 2],
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      StartAt: "Pass",
      States: { Pass: { Type: "Pass", End: true } },
    },
    End: true,
  };

  test("start under the machine's own role, which must be allowed to start them", async () => {
    const allowed = await cloudWith(map, async () => ({}));
    expect((await runToEnd(allowed)).status).toBe("SUCCEEDED");
    const forbidden = await cloudWith(map, async () => ({}));
    forbidden.deniedActions.add("states:StartExecution");
    const { status, error, cause } = await runToEnd(forbidden);
    expect([status, error]).toEqual(["FAILED", "States.Permissions"]);
    expect(cause).toContain("states:StartExecution");
  });
});

describe("a state machine is refused at creation", () => {
  test.each([
    ["for a definition that AWS refuses", { Type: "Pass", Next: "Nowhere" }, /Invalid State Machine Definition/],
    ["for a task that the lab cannot do", task({ Resource: "arn:aws:states:::sns:publish" }), /sns:publish/],
  ])("%s", async (_, state, problem) => {
    await expect(cloudWith(state, async () => null)).rejects.toThrow(problem);
  });

  test("when Step Functions may not assume its role", async () => {
    const cloud = new TestCloud();
    cloud.distrusted.add("states.amazonaws.com");
    const DefinitionString = JSON.stringify({
      StartAt: "W",
      States: { W: { Type: "Succeed" } },
      QueryLanguage: "JSONata",
    });
    const create = async () =>
      cloud.create(AWAY, "AWS::StepFunctions::StateMachine", "Machine", { RoleArn: ROLE, DefinitionString });
    await expect(create).rejects.toThrow("may not assume");
  });

  test("when its role cannot write the logs that it asks for", async () => {
    const cloud = new TestCloud();
    cloud.deniedActions.add("logs:CreateLogDelivery");
    const DefinitionString = JSON.stringify({
      StartAt: "W",
      States: { W: { Type: "Succeed" } },
      QueryLanguage: "JSONata",
    });
    const LoggingConfiguration = { Level: "ALL", Destinations: [] };
    const properties = { RoleArn: ROLE, DefinitionString, LoggingConfiguration };
    const create = async () => cloud.create(AWAY, "AWS::StepFunctions::StateMachine", "Machine", properties);
    await expect(create).rejects.toThrow("logs:CreateLogDelivery");
  });
});

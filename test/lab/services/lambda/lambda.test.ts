import { describe, expect, test } from "@jest/globals";
import { ACCOUNT, HOME, START_MS, TestCloud } from "../platform/cloud";

interface InvokeAnswer {
  readonly StatusCode: number;
  readonly FunctionError?: string;
  readonly Payload: Uint8Array;
}

async function invoke(cloud: TestCloud, name: string, payload: unknown = {}): Promise<InvokeAnswer> {
  const Payload = new TextEncoder().encode(JSON.stringify(payload));
  return cloud.call("lambda", "Invoke", { FunctionName: name, Payload });
}

const bodyOf = ({ Payload }: InvokeAnswer) => JSON.parse(new TextDecoder().decode(Payload));

async function invokeLater(cloud: TestCloud, name: string): Promise<unknown> {
  return cloud.call("lambda", "Invoke", { FunctionName: name, InvocationType: "Event" });
}

describe("an invocation", () => {
  test("gives the handler its event and its caller the answer", async () => {
    const cloud = new TestCloud();
    await cloud.createFunction(HOME, "echo", async (event) => ({ got: event }));
    const answer = await invoke(cloud, "echo", { a: 1 });
    expect([answer.FunctionError, bodyOf(answer)]).toEqual([undefined, { got: { a: 1 } }]);
  });

  test("is slower in a new sandbox than in a warm one", async () => {
    const cloud = new TestCloud();
    await cloud.createFunction(HOME, "fast", async () => null);
    const elapsed = async () => {
      const startedAtMs = cloud.clock.now();
      await invoke(cloud, "fast");
      return cloud.clock.now() - startedAtMs;
    };
    expect((await elapsed()) - (await elapsed())).toBeGreaterThan(350);
  });

  test("that throws is answered with the error's class and message", async () => {
    const cloud = new TestCloud();
    class NotReady extends Error {
      override name = "NotReady";
    }
    await cloud.createFunction(HOME, "fails", async () => {
      throw new NotReady("come back later");
    });
    const answer = await invoke(cloud, "fails");
    expect(answer.FunctionError).toBe("Unhandled");
    expect(bodyOf(answer)).toMatchObject({ errorType: "NotReady", errorMessage: "come back later" });
  });

  test("ends at the function's timeout, which the handler sees coming", async () => {
    const cloud = new TestCloud();
    let remainingMs = 0;
    await cloud.createFunction(
      HOME,
      "slow",
      async (_, invocation) => {
        remainingMs = invocation.getRemainingTimeInMillis();
        return new Promise(() => {});
      },
      { Timeout: 3 },
    );
    const answer = await invoke(cloud, "slow");
    expect(remainingMs).toBe(3000);
    expect(bodyOf(answer).errorType).toBe("Sandbox.Timedout");
    expect(bodyOf(answer).errorMessage).toMatch(/Task timed out after 3\.00 seconds$/);
  });

  test("that timed out has killed its sandbox: the next one starts in another", async () => {
    const cloud = new TestCloud();
    let invocations = 0;
    const stuckOnce = async () => {
      invocations += 1;
      return invocations === 1 ? new Promise(() => {}) : null;
    };
    await cloud.createFunction(HOME, "stuck", stuckOnce, { Timeout: 3 });
    expect((await invoke(cloud, "stuck")).FunctionError).toBe("Unhandled");
    expect((await invoke(cloud, "stuck")).FunctionError).toBeUndefined();
    await invoke(cloud, "stuck");
    expect(cloud.lives.map(({ isOver }) => isOver)).toEqual([true, false]);
  });

  test.each([
    [0, []],
    [1, ["first"]],
    [2, ["first", "second"]],
  ])("that is killed after %d answered calls has done what it had done, and nothing more", async (calls, expected) => {
    const cloud = new TestCloud();
    const done: string[] = [];
    const call = async (name: string) => {
      await cloud.clock.sleep(10);
      if (cloud.lives.at(-1)?.isOver) return new Promise<void>(() => {});
      done.push(name);
      cloud.lives.at(-1)?.onAnswer?.();
      if (cloud.lives.at(-1)?.isOver) return new Promise<void>(() => {});
    };
    const works = async () => {
      for (const name of ["first", "second", "third"]) await call(name);
      return "well";
    };
    await cloud.createFunction(HOME, "dies", works);
    cloud.in(HOME).lambda.killInvocations("dies", calls, 1);
    const answer = await invoke(cloud, "dies");
    expect([answer.FunctionError, bodyOf(answer).errorType]).toEqual(["Unhandled", "Runtime.ExitError"]);
    expect(done).toEqual(expected);
    expect(bodyOf(await invoke(cloud, "dies"))).toBe("well");
    expect(done).toEqual([...expected, "first", "second", "third"]);
    expect(cloud.lives.map(({ isOver }) => isOver)).toEqual([true, false]);
  });

  test("beyond the reserved concurrency is throttled", async () => {
    const cloud = new TestCloud();
    const nap = async () => cloud.clock.sleep(1000);
    await cloud.createFunction(HOME, "single", nap, { ReservedConcurrentExecutions: 1 });
    const both = await Promise.allSettled([cloud.finish(invoke(cloud, "single")), invoke(cloud, "single")]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("of a function elsewhere or nowhere is refused", async () => {
    const cloud = new TestCloud();
    await cloud.createFunction(HOME, "here", async () => null);
    await expect(invoke(cloud, "nowhere")).rejects.toThrow(/Function not found/);
    await expect(invoke(cloud, `arn:aws:lambda:us-west-2:${ACCOUNT}:function:here`)).rejects.toThrow(/not found/);
  });

  test("does not complete in a dark Region", async () => {
    const cloud = new TestCloud();
    let isDone = false;
    await cloud.createFunction(HOME, "frozen", async () => cloud.clock.sleep(2000), { Timeout: 10 });
    void cloud
      .in(HOME)
      .lambda.invokeDirectly("frozen", {})
      .then(() => {
        isDone = true;
      });
    await cloud.pass(1);
    cloud.network.darken({ region: HOME, sparedServices: [] });
    await cloud.pass(60);
    expect(isDone).toBe(false);
    cloud.network.restore(HOME);
    await cloud.pass(10);
    expect(isDone).toBe(true);
  });
});

test("a function whose role Lambda may not assume cannot be created", async () => {
  const cloud = new TestCloud();
  cloud.distrusted.add("lambda.amazonaws.com");
  await expect(async () => cloud.createFunction(HOME, "f", async () => null)).rejects.toThrow("may not assume");
});

describe("an asynchronous invocation", () => {
  test("is tried three times, then goes to the dead-letter queue", async () => {
    const cloud = new TestCloud();
    await cloud.create(HOME, "AWS::SQS::Queue", "Dead", { QueueName: "dead" });
    const triedAtSeconds: number[] = [];
    const fails = async () => {
      triedAtSeconds.push(Math.round((cloud.clock.now() - START_MS) / 60_000));
      throw new Error("no");
    };
    const TargetArn = `arn:aws:sqs:${HOME}:${ACCOUNT}:dead`;
    await cloud.createFunction(HOME, "fails", fails, { DeadLetterConfig: { TargetArn } });
    await invokeLater(cloud, "fails");
    await cloud.pass(600);
    expect(triedAtSeconds).toEqual([0, 1, 3]);
    expect(cloud.in(HOME).sqs.visibleCount("dead")).toBe(1);
  });

  test("obeys its own retry settings", async () => {
    const cloud = new TestCloud();
    let tries = 0;
    await cloud.createFunction(HOME, "fails", async () => {
      tries += 1;
      throw new Error("no");
    });
    const properties = { FunctionName: "fails", MaximumRetryAttempts: 0, Qualifier: "$LATEST" };
    await cloud.create(HOME, "AWS::Lambda::EventInvokeConfig", "Config", properties);
    await invokeLater(cloud, "fails");
    await cloud.pass(600);
    expect(tries).toBe(1);
  });
});

describe("a function's declaration", () => {
  test("with a property that the lab does not simulate is refused by name", async () => {
    const cloud = new TestCloud();
    const create = async () => cloud.createFunction(HOME, "vpc", async () => null, { VpcConfig: {} });
    await expect(create).rejects.toThrow("VpcConfig");
  });

  test("lets a service in only through its permission", async () => {
    const cloud = new TestCloud();
    await cloud.createFunction(HOME, "target", async () => "in");
    const sourceArn = `arn:aws:events:${HOME}:${ACCOUNT}:rule/mine`;
    const knock = async (source: string) => {
      const caller = { arn: "aws:events", region: HOME, sourceArn: source };
      const input = { FunctionName: "target" };
      return cloud.finish(
        cloud.directory.call({ service: "lambda", operation: "Invoke", input, region: HOME, caller }),
      );
    };
    await expect(knock(sourceArn)).rejects.toThrow(/not authorized/);
    const permission = { FunctionName: "target", Action: "lambda:InvokeFunction", Principal: "events.amazonaws.com" };
    await cloud.create(HOME, "AWS::Lambda::Permission", "Allow", { ...permission, SourceArn: sourceArn });
    await expect(knock(sourceArn)).resolves.toMatchObject({ StatusCode: 200 });
    await expect(knock(`${sourceArn}-not`)).rejects.toThrow(/not authorized/);
  });
});

test("a function that is broken fails before its handler, and counts as an error", async () => {
  const cloud = new TestCloud();
  let invocations = 0;
  await cloud.createFunction(HOME, "broken", async () => {
    invocations += 1;
  });
  await invoke(cloud, "broken");
  cloud.in(HOME).lambda.breakFunction("broken", "crashes");
  const answer = await invoke(cloud, "broken");
  expect([answer.FunctionError, bodyOf(answer).errorType]).toEqual(["Unhandled", "Runtime.ImportModuleError"]);
  cloud.in(HOME).lambda.breakFunction("broken", "hangs");
  const late = await invoke(cloud, "broken");
  expect([late.FunctionError, bodyOf(late).errorType]).toEqual(["Unhandled", "Sandbox.Timedout"]);
  expect(invocations).toBe(1);
  cloud.in(HOME).lambda.mendFunction("broken");
  await invoke(cloud, "broken");
  expect(invocations).toBe(2);
});

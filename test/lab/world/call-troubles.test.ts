import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { withAmbient } from "../../../lab/kernel/ambient";
import { RandomSource } from "../../../lab/kernel/random";
import type { CallFault } from "../../../lab/scenarios/call-fault";
import { faultSchema } from "../../../lab/scenarios/fault";
import { warmUpSdk } from "../../../lab/wire/warm-up";
import { CallTroubles } from "../../../lab/world/call-troubles";
import { bench, START_MS } from "../wire/helpers";

beforeAll(warmUpSdk);

const REGION = "eu-west-1";
const WHICH: Omit<CallFault, "type"> = {
  region: "standby",
  services: ["dynamodb"],
  calls: "all",
  share: 1,
  seconds: 60,
};
const put = new PutItemCommand({ TableName: "t", Item: {} });
const get = new GetItemCommand({ TableName: "t", Key: { pk: { S: "x" } } });

function troubled(fault: CallFault, maxAttempts = 1) {
  const made = bench(() => ({}), { budget: { connectionTimeoutMs: 1_000, requestTimeoutMs: 3_000, maxAttempts } });
  const troubles = new CallTroubles(new RandomSource(5));
  made.disturbances.add(troubles);
  troubles.begin(fault, REGION, made.clock.now());
  const outcome = (command: typeof put | typeof get, region = REGION) =>
    made.run(
      made.clients
        .get(DynamoDBClient, region)
        .send(command as typeof put)
        .then(
          () => "answered",
          (error: Error) => error.name,
        ),
    );
  return { ...made, troubles, outcome };
}

describe("trouble with single calls", () => {
  test.each<["calls-throttled" | "calls-break-down", string]>([
    ["calls-throttled", "ThrottlingException"],
    ["calls-break-down", "InternalServerError"],
  ])("%s: refused in the service's own words, and nothing happened", async (type, name) => {
    const { outcome, seen } = troubled({ ...WHICH, type });
    expect(await outcome(put)).toBe(name);
    expect(seen).toEqual([]);
  });

  test("messages refused: SNS says why, whoever tries again hears the same, and the rest of SNS works", async () => {
    const made = bench(() => ({ MessageId: "1" }), {
      budget: { connectionTimeoutMs: 1_000, requestTimeoutMs: 3_000, maxAttempts: 3 },
    });
    const troubles = new CallTroubles(new RandomSource(5));
    made.disturbances.add(troubles);
    troubles.refuseMessages(REGION, made.clock.now() + 60_000);
    const sns = made.clients.get(SNSClient, REGION);
    const publish = () =>
      made.run(
        sns.send(new PublishCommand({ TopicArn: "arn:aws:sns:eu-west-1:1:t", Message: "m" })).then(
          () => "sent",
          (error: Error) => error.name,
        ),
      );
    expect(await publish()).toBe("KMSDisabledException");
    expect(made.seen).toEqual([]);
    made.clock.at(made.clock.now() + 61_000, () => {});
    await made.clock.run(made.clock.now() + 61_000);
    expect(await publish()).toBe("sent");
  });

  test("a lost reply: the call takes effect, and the connection is reset or silent", async () => {
    const { outcome, seen, clock, wire } = troubled({ ...WHICH, type: "replies-lost" });
    const tookMs: number[] = [];
    for (let calls = 0; calls < 12; calls += 1) {
      const beganMs = clock.now();
      expect(await outcome(put)).toBe("TimeoutError");
      tookMs.push(clock.now() - beganMs);
    }
    expect(seen).toHaveLength(12);
    expect(new Set(wire.calls.records.map((record) => record.outcome))).toEqual(new Set(["reply-lost"]));
    expect(tookMs.some((ms) => ms === 3_000)).toBe(true);
    expect(tookMs.some((ms) => ms < 100)).toBe(true);
  });

  test("the SDK asks again after a reset, so that what it asks for happens twice", async () => {
    const { outcome, seen, clock, troubles } = troubled({ ...WHICH, type: "replies-lost" }, 4);
    // The first call has arrived by then, the second has not.
    clock.after(30, () => troubles.endAll());
    await withAmbient(clock, new RandomSource(3), async () => {
      expect(await outcome(put)).toBe("answered");
    });
    expect(seen).toHaveLength(2);
  });

  test("a slow service acts late; a client that gives up before never hears of it", async () => {
    const { outcome, seen, clock } = troubled({ ...WHICH, type: "calls-slow", delaySeconds: 2 });
    expect(await outcome(put)).toBe("answered");
    expect(clock.now() - START_MS).toBeGreaterThan(2_000);
    const slower = troubled({ ...WHICH, type: "calls-slow", delaySeconds: 5 });
    expect(await slower.outcome(put)).toBe("TimeoutError");
    await slower.clock.run(slower.clock.now() + 10_000);
    expect(slower.seen).toHaveLength(1);
    expect(seen).toHaveLength(1);
  });

  test("only in its Region, of its kind, as long as it lasts", async () => {
    const { outcome, clock } = troubled({
      ...WHICH,
      type: "calls-throttled",
      calls: "mutating",
      operations: ["PutItem"],
    });
    expect(await outcome(put, "us-east-1")).toBe("answered");
    expect(await outcome(get)).toBe("answered");
    expect(await outcome(put)).toBe("ThrottlingException");
    await clock.run(START_MS + 60_000);
    expect(await outcome(put)).toBe("answered");
  });

  test("a share of the calls, from the seed", async () => {
    const { outcome } = troubled({ ...WHICH, type: "calls-throttled", share: 0.3, seconds: 3600 });
    const outcomes: string[] = [];
    for (let calls = 0; calls < 300; calls += 1) outcomes.push(await outcome(put));
    const refused = outcomes.filter((each) => each !== "answered").length;
    expect(refused).toBeGreaterThan(60);
    expect(refused).toBeLessThan(120);
  });

  test("a service that nobody can call is refused by name", () => {
    const fault = { type: "calls-throttled", region: "standby", services: ["rsd"], share: 1, seconds: 1 };
    expect(faultSchema.safeParse(fault).error?.message).toContain('carries no calls to \\"rsd\\"');
  });
});

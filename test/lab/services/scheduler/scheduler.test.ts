import { describe, expect, test } from "@jest/globals";
import { ACCOUNT, HOME, ROLE, START_MS, TestCloud } from "../platform/cloud";

const FUNCTION_ARN = `arn:aws:lambda:${HOME}:${ACCOUNT}:function:tick`;

function schedule(extra: object = {}, target: object = {}): object {
  return {
    Name: "every-minute",
    ScheduleExpression: "rate(1 minute)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: FUNCTION_ARN, RoleArn: ROLE, ...target },
    ...extra,
  };
}

async function minutesOf(cloud: TestCloud, properties: object, minutes: number): Promise<readonly number[]> {
  const firedAtMinutes: number[] = [];
  await cloud.createFunction(HOME, "tick", async () => {
    firedAtMinutes.push(Math.floor((cloud.clock.now() - START_MS) / 60_000));
  });
  await cloud.create(HOME, "AWS::Scheduler::Schedule", "Schedule", properties);
  await cloud.pass(minutes * 60);
  return firedAtMinutes;
}

describe("a schedule", () => {
  test("fires once a minute", async () => {
    expect((await minutesOf(new TestCloud(), schedule(), 30)).length).toBeGreaterThanOrEqual(29);
  });

  test("fires once at a moment", async () => {
    const properties = schedule({ ScheduleExpression: "at(2026-01-01T12:10:00)" });
    const fired = await minutesOf(new TestCloud(), properties, 60);
    expect(fired).toHaveLength(1);
    expect(fired[0]).toBeGreaterThanOrEqual(10);
  });

  test("fires by cron", async () => {
    const properties = schedule({ ScheduleExpression: "cron(0/15 * * * ? *)" });
    expect(await minutesOf(new TestCloud(), properties, 61)).toHaveLength(4);
  });

  test("that is disabled never fires", async () => {
    expect(await minutesOf(new TestCloud(), schedule({ State: "DISABLED" }), 10)).toEqual([]);
  });

  test("does not fire while its Region is dark, and goes on afterwards", async () => {
    const cloud = new TestCloud();
    cloud.network.darken({ region: HOME, sparedServices: [] });
    cloud.clock.at(START_MS + 10 * 60_000, () => cloud.network.restore(HOME));
    const fired = await minutesOf(cloud, schedule(), 20);
    expect(Math.min(...fired)).toBeGreaterThanOrEqual(10);
    expect(fired.length).toBeGreaterThanOrEqual(9);
    expect(fired.length).toBeLessThanOrEqual(11);
  });

  test("whose role may not invoke sends its input to the dead-letter queue", async () => {
    const cloud = new TestCloud();
    cloud.deniedActions.add("lambda:InvokeFunction");
    await cloud.create(HOME, "AWS::SQS::Queue", "Dead", { QueueName: "dead" });
    const DeadLetterConfig = { Arn: `arn:aws:sqs:${HOME}:${ACCOUNT}:dead` };
    expect(await minutesOf(cloud, schedule({}, { DeadLetterConfig }), 5)).toEqual([]);
    expect(cloud.in(HOME).sqs.visibleCount("dead")).toBeGreaterThanOrEqual(4);
  });

  test("whose role the Scheduler may not assume cannot be created", async () => {
    const cloud = new TestCloud();
    cloud.distrusted.add("scheduler.amazonaws.com");
    await expect(async () => minutesOf(cloud, schedule(), 1)).rejects.toThrow("may not assume");
  });

  test.each([
    ["a flexible window", { FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 5 } }, /flexible/],
    ["another time zone", { ScheduleExpressionTimezone: "Europe/Berlin" }, /time zone/],
    ["an expression of days", { ScheduleExpression: "cron(0 10 ? * MON *)" }, /does not read the schedule/],
    ["an unknown expression", { ScheduleExpression: "every minute" }, /does not read the schedule/],
    ["an unknown property", { StartDate: "2026-01-01" }, /StartDate/],
  ])("with %s is refused", async (_, properties, problem) => {
    const create = async () => minutesOf(new TestCloud(), schedule(properties), 1);
    await expect(create).rejects.toThrow(problem);
  });
});

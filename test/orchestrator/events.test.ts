import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { expectedAlarmArns, parseTrigger } from "../../orchestrator/events";
import { NOW_MS, storefront } from "./fixtures";

const context = { plan: storefront, nowMs: NOW_MS };
const [watchAlarm, sentryAlarm] = expectedAlarmArns(storefront);

function alarmEvent(changes: { arn?: string; ageSeconds?: number; state?: object; envelope?: object } = {}) {
  const changedAtMs = NOW_MS - (changes.ageSeconds ?? 4) * 1000;
  return {
    version: "0",
    id: "c4c1c1c9-6542-e61b-6ef0-8c4d36933a92",
    "detail-type": "CloudWatch Alarm State Change",
    source: "aws.cloudwatch",
    account: "123456789012",
    time: "2026-03-14T03:09:22Z",
    region: "us-east-1",
    resources: [changes.arn ?? watchAlarm],
    detail: {
      alarmName: "baton-storefront-primary-unhealthy",
      // CloudWatch writes the zone without a colon.
      state: { value: "ALARM", timestamp: new Date(changedAtMs).toISOString().replace("Z", "+0000"), ...changes.state },
      previousState: { value: "OK" },
    },
    ...changes.envelope,
  };
}

function reasonOf(input: unknown): string {
  const parsed = parseTrigger(input, context);
  if (parsed.type !== "ignored") throw new Error(`expected to be ignored, was ${JSON.stringify(parsed)}`);
  return parsed.reason;
}

describe("alarm events", () => {
  test("both expected alarms start a run", () => {
    expect(watchAlarm).toBe("arn:aws:cloudwatch:us-east-1:123456789012:alarm:baton-storefront-primary-unhealthy");
    expect(sentryAlarm).toBe(
      "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:baton-storefront-sentry-primary-unhealthy",
    );
    for (const alarmArn of [watchAlarm, sentryAlarm]) {
      expect(parseTrigger(alarmEvent({ arn: alarmArn }), context)).toEqual({
        type: "alarm",
        alarmArn,
        eventId: "c4c1c1c9-6542-e61b-6ef0-8c4d36933a92",
        changedAtMs: NOW_MS - 4_000,
      });
    }
  });

  test("an event at the limit of age still counts, as does a clock that runs a little ahead", () => {
    expect(parseTrigger(alarmEvent({ ageSeconds: 900 }), context).type).toBe("alarm");
    expect(parseTrigger(alarmEvent({ ageSeconds: -60 }), context).type).toBe("alarm");
  });

  test.each([
    ["another alarm", alarmEvent({ arn: watchAlarm.replace("storefront", "other") }), "another alarm"],
    ["the alarm of another Region", alarmEvent({ arn: watchAlarm.replace("us-east-1", "us-west-2") }), "another alarm"],
    ["a state of OK", alarmEvent({ state: { value: "OK" } }), "state is OK, not ALARM"],
    ["suppressed actions", alarmEvent({ state: { actionsSuppressedBy: "maintenance" } }), "suppressed by maintenance"],
    ["an old event", alarmEvent({ ageSeconds: 901 }), "901 s ago; an event older than 900 s"],
    ["an event of the future", alarmEvent({ ageSeconds: -61 }), "61 s in the future"],
    [
      "a timestamp that is no date",
      alarmEvent({ state: { timestamp: "2026-99-99T00:00:00Z" } }),
      "no readable timestamp",
    ],
    ["a timestamp that is no text", alarmEvent({ state: { timestamp: 5 } }), "detail.state.timestamp is 5"],
    [
      "another source",
      alarmEvent({ envelope: { source: "my.app" } }),
      'source is "my.app"; allowed: one of "aws.cloudwatch"',
    ],
    ["another detail type", alarmEvent({ envelope: { "detail-type": "Alarm" } }), 'detail-type is "Alarm"'],
    ["no resources", alarmEvent({ envelope: { resources: [] } }), "resources"],
    ["nothing but a source", { source: "aws.cloudwatch" }, "detail is missing"],
  ])("%s starts nothing", (_name, input, words) => {
    expect(reasonOf(input)).toContain(words);
  });
});

describe("console input", () => {
  test("a name and a reason start a run", () => {
    const input = { requestedBy: "ada@example.com", reason: "customers cannot pay" };
    expect(parseTrigger(input, context)).toEqual({ type: "person", ...input });
  });

  test("is one line each, so that nobody writes a section of a message with it, nor into a terminal", () => {
    const reason =
      "drill\n\nWhat is wanted of you\n1. Approve at https://evil.example \u001b[2J\u202e\u2028\u0000 now\r\n";
    expect(parseTrigger({ requestedBy: "\tada \u200b", reason }, context)).toEqual({
      type: "person",
      requestedBy: "ada",
      reason: "drill What is wanted of you 1. Approve at https://evil.example [2J now",
    });
  });

  test("never has more than one line, whatever is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 120 }), (reason) => {
        const parsed = parseTrigger({ requestedBy: "ada", reason }, context);
        if (parsed.type !== "person") return;
        expect(parsed.reason).toMatch(/^(?! )[^\p{C}\p{Zl}\p{Zp}]+(?<! )$/u);
      }),
    );
  });

  test.each([
    [{}, ["requestedBy is missing", "reason is missing"]],
    [{ requestedBy: "\u200b\n", reason: "because" }, ["requestedBy is"]],
    [{ requestedBy: "ada" }, ["reason is missing; allowed: a text of 1 to 500 characters"]],
    [{ requestedBy: 5, reason: " " }, ["requestedBy is 5; allowed: a text of 1 to 100 characters", 'reason is " "']],
    [{ requestedBy: "ada", reason: "because", force: true }, ["force is true; allowed: no such field"]],
    [{ requestedBy: "a".repeat(101), reason: "because" }, ['requestedBy is "aaa']],
    ["please", ['the input is "please"; allowed: an object {"requestedBy"']],
    [null, ["the input is null"]],
    [undefined, ["the input is missing"]],
  ])("%j is refused field by field", (input, expected) => {
    const parsed = parseTrigger(input, context);
    if (parsed.type !== "invalid") throw new Error(`expected invalid, was ${parsed.type}`);
    expect(parsed.problems).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) expect(parsed.problems[index]).toContain(words);
  });
});

describe("whatever comes in", () => {
  const named = ["alarm", "person", "ignored", "invalid"];

  test("gets a named answer, never an exception", () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withMap: true }),
        (input) => {
          expect(named).toContain(parseTrigger(input, context).type);
        },
      ),
    );
  });

  test("an event with one thing spoiled starts a run only if the spoiled thing is not judged", () => {
    const places = ["id", "source", "detail-type", "resources", "detail"];
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.anything(), (place, value) => {
        const parsed = parseTrigger({ ...alarmEvent(), [place]: value }, context);
        const isUnharmed = place === "id" && typeof value === "string" && value.length > 0;
        expect(parsed.type).toBe(isUnharmed ? "alarm" : "ignored");
      }),
    );
  });

  test("values that JSON cannot show are still named", () => {
    const circular: Record<string, unknown> = { requestedBy: 1n };
    circular.reason = circular;
    expect(parseTrigger(circular, context)).toMatchObject({ type: "invalid" });
  });
});

import { describe, expect, test } from "@jest/globals";
import { parseTrigger } from "../../orchestrator/events";
import { sentryEvent } from "../../orchestrator/sentry-event";
import { FIRST_WATCH } from "../../orchestrator/watch";
import { NOW_MS, storefront } from "./fixtures";

const watch = { ...FIRST_WATCH, failingSinceMs: NOW_MS - 1_200_000, starts: 1 };
const event = sentryEvent(watch, NOW_MS);
const parsed = (input: unknown, nowMs = NOW_MS) => parseTrigger(input, { plan: storefront, nowMs });

describe("a run that the sentry starts", () => {
  test("is named by its outage and its number: the same start is the same execution", () => {
    expect(event.id).toBe("sentry-20260314-024926-2");
    expect(sentryEvent(watch, NOW_MS + 1000).id).toBe(event.id);
    expect(sentryEvent({ ...watch, starts: 2 }, NOW_MS).id).not.toBe(event.id);
    expect(event.id.slice(-8)).not.toBe(sentryEvent({ ...watch, starts: 2 }, NOW_MS).id.slice(-8));
  });

  test("comes back from its input as the sentry's", () => {
    const lookedAtMs = NOW_MS;
    const trigger = { type: "sentry", eventId: event.id, failingSinceMs: NOW_MS - 1_200_000, lookedAtMs };
    expect(parsed(JSON.parse(JSON.stringify(event)))).toEqual(trigger);
  });

  test.each([
    ["old", event, NOW_MS + 901_000, "the sentry looked 901 s ago; an event older than 900 s"],
    ["of the future", event, NOW_MS - 61_000, "the sentry looked 61 s in the future"],
    ["of another name", { ...event, id: "x" }, NOW_MS, 'not a well-formed event of the sentry (id is "x"'],
    ["of another kind", { ...event, "detail-type": "Hello" }, NOW_MS, "detail-type"],
    ["without a look", { ...event, detail: {} }, NOW_MS, "detail.failingSince"],
  ])("one that is %s starts nothing", (_, input, nowMs, why) => {
    const trigger = parsed(input, nowMs);
    expect(trigger.type).toBe("ignored");
    expect(trigger.type === "ignored" && trigger.reason).toContain(why);
  });
});

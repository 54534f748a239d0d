import { describe, expect, test } from "@jest/globals";
import { floorParts } from "../../../lab/drill/floor";
import { noticesIn } from "../../../lab/drill/notices";
import { spansIn } from "../../../lab/drill/spans";
import { isForPeople, timelineLine } from "../../../lab/drill/timeline";
import type { JournalEntry } from "../../../lab/kernel/journal";

const entry = (
  atSeconds: number,
  kind: string,
  facts: JournalEntry["facts"] = {},
  rest: Partial<JournalEntry> = {},
): JournalEntry => ({
  atMs: atSeconds * 1000,
  place: "eu-west-1",
  actor: "test",
  kind,
  summary: kind,
  facts,
  ...rest,
});

describe("the floor", () => {
  const facts = {
    outageStartedAtMs: 10_000,
    alarmAtMs: 130_000,
    standbyRegion: "eu-west-1",
    recordName: "shop.example.com",
    timeToLiveSeconds: 60,
  };
  const dns = (atSeconds: number, name: string) => entry(atSeconds, "dns-answer-changed", { name });
  const boot = (atSeconds: number, bootSeconds: number, place = "eu-west-1") =>
    entry(atSeconds, "instance-in-service", { bootSeconds }, { place });
  const promoted = entry(150, "promotion-started", { plannedSeconds: 240 });
  const moved = entry(400, "baton-moved");

  test("is detection, the longer of promotion and boot, the flip and 95 % of the time to live", () => {
    const entries = [
      promoted,
      boot(300, 100),
      moved,
      dns(405, "other."),
      dns(412, "shop.example.com."),
      boot(500, 999),
    ];
    expect(floorParts({ ...facts, entries })).toEqual([
      { name: "detection", seconds: 120 },
      { name: "promotion", seconds: 240 },
      { name: "traffic check flips", seconds: 12 },
      { name: "DNS caches expire", seconds: 57 },
    ]);
  });

  test("counts the slowest of several promotions, and none after the move", () => {
    const another = entry(151, "promotion-started", { plannedSeconds: 300 });
    const later = entry(500, "promotion-started", { plannedSeconds: 900 });
    const entries = [promoted, another, moved, dns(412, "shop.example.com"), later];
    expect(floorParts({ ...facts, entries })?.[1]).toEqual({ name: "promotion", seconds: 300 });
  });

  test("counts a boot of the standby that took longer than the promotion", () => {
    const entries = [promoted, boot(300, 260), boot(300, 900, "us-east-1"), moved, dns(412, "shop.example.com")];
    expect(floorParts({ ...facts, entries })?.[1]).toEqual({ name: "instance boot", seconds: 260 });
  });

  test.each([
    ["a promotion", [moved, dns(412, "shop.example.com")]],
    ["a move of the baton", [promoted, dns(412, "shop.example.com")]],
    ["a flip after the move", [promoted, dns(100, "shop.example.com"), moved]],
  ])("does not exist without %s", (_, entries) => {
    expect(floorParts({ ...facts, entries })).toBeNull();
  });
});

describe("spans", () => {
  test("pair beginnings with ends, and last to the end of the drill when there is none", () => {
    const state = (atSeconds: number, kind: string) =>
      entry(atSeconds, kind, { executionArn: "e", state: "Promote", stateType: "Task" });
    const entries = [
      entry(0, "fault-injected", {}, { actor: "fault", summary: "dark" }),
      state(10, "state-entered"),
      state(20, "state-exited"),
      state(30, "state-entered"),
      state(45, "state-exited"),
      entry(11, "promotion-started", { instanceId: "db" }),
      entry(40, "promotion-finished", { instanceId: "db" }),
      entry(12, "instance-launched", { instanceId: "i-1" }),
    ];
    const spans = spansIn(entries, 0, 100_000).map(({ lane, name, startSeconds, endSeconds }) => [
      lane,
      name,
      startSeconds,
      endSeconds,
    ]);
    expect(spans).toEqual([
      ["fault", "dark", 0, 100],
      ["baton", "Promote", 10, 45],
      ["aws", "promotion of db", 11, 40],
      ["aws", "boot of i-1", 12, 100],
    ]);
  });
});

describe("the timeline", () => {
  test("leaves out what only machines read and names turning points", () => {
    expect(isForPeople(entry(1, "state-entered"))).toBe(false);
    const alarm = entry(65, "alarm-state-changed", { state: "ALARM" });
    expect(isForPeople(alarm)).toBe(true);
    expect(timelineLine(alarm, 60_000)).toEqual({
      atSeconds: 5,
      region: "eu-west-1",
      actor: "test",
      what: "alarm-fired",
      why: "alarm-state-changed",
    });
    expect(timelineLine(entry(1, "alarm-state-changed", { state: "OK" }), 0).what).toBe("alarm-state-changed");
    expect(timelineLine(entry(1, "application-down", {}, { actor: "fault" }), 0).what).toBe("fault-injected");
  });

  test("messages are shown as each protocol shows them", () => {
    const sent = entry(90, "message-published", { subject: "s", email: "long", sms: "short" });
    expect(noticesIn([entry(1, "other"), sent], 60_000)).toEqual([
      { atSeconds: 30, subject: "s", email: "long", sms: "short" },
    ]);
  });
});

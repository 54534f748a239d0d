import { describe, expect, test } from "@jest/globals";
import { spansIn } from "../../../lab/drill/spans";
import { timelineLine } from "../../../lab/drill/timeline";
import type { JournalEntry } from "../../../lab/kernel/journal";

const entry = (atSeconds: number, kind: string, rest: Partial<JournalEntry> = {}): JournalEntry => ({
  atMs: atSeconds * 1000,
  place: "eu-west-1",
  actor: "fault",
  kind,
  summary: kind,
  facts: {},
  ...rest,
});

const ended = (outcome: unknown, status = "SUCCEEDED") =>
  entry(9, "execution-ended", {
    actor: "states",
    summary: `baton-storefront-failover: execution e ${status}`,
    facts: { executionArn: "e", status, output: outcome === null ? null : JSON.stringify(outcome) },
  });

describe("a line of the timeline", () => {
  test.each([
    "region-returned",
    "all-mended",
    "capacity-back",
    "application-up",
    "function-mended",
    "replication-lag-over",
  ])("says of %s that it mends", (kind) => {
    const { actor, what } = timelineLine(entry(1, kind), 0);
    expect(actor).toBe("mending");
    expect(what).not.toBe("fault-injected");
  });

  test("says of anything else by that hand that it is a fault", () => {
    expect(timelineLine(entry(1, "capacity-limited"), 0)).toMatchObject({ actor: "fault", what: "fault-injected" });
  });

  test.each([
    [{ outcome: "refused", reason: "held" }, "SUCCEEDED", "execution e ended: refused"],
    [{ outcome: "ignored", reason: "no alarm" }, "SUCCEEDED", "execution e ended: ignored"],
    [{ outcome: "invalid-input", reason: "no name" }, "SUCCEEDED", "execution e ended: refused for its input"],
    [{ done: true }, "SUCCEEDED", "execution e SUCCEEDED"],
    ["text", "SUCCEEDED", "execution e SUCCEEDED"],
    [null, "ABORTED", "execution e ABORTED"],
  ])("of an execution that ends with %j and %s reads %j", (output, status, words) => {
    expect(timelineLine(ended(output, status), 0).why).toBe(`baton-storefront-failover: ${words}`);
  });

  test("has names where ARNs were", () => {
    const summary =
      "held by arn:aws:states:eu-west-1:123456789012:execution:baton-failover:run-1, since noon; see arn:aws:sns:eu-west-1:123456789012:on-call.";
    expect(timelineLine(entry(1, "run-noted", { summary }), 0).why).toBe("held by run-1, since noon; see on-call.");
  });
});

describe("a bar", () => {
  const bars = (entries: readonly JournalEntry[]) =>
    spansIn(entries, 0, 100_000).map(({ name, startSeconds, endSeconds }) => [name, startSeconds, endSeconds]);

  test("of a fault ends with what mends that fault in that place, or everything", () => {
    const entries = [
      entry(1, "region-dark", { summary: "dark" }),
      entry(2, "fault-injected", { summary: "calls are slow" }),
      entry(3, "region-returned", { place: "us-east-1" }),
      entry(4, "region-returned"),
      entry(5, "all-mended", { place: "internet" }),
    ];
    expect(bars(entries)).toEqual([
      ["dark", 1, 4],
      ["calls are slow", 2, 5],
    ]);
  });

  const state = (atSeconds: number, kind: string, machine: string, name: string) =>
    entry(atSeconds, kind, {
      actor: "states",
      facts: { executionArn: `a:execution:${machine}:${name}`, state: "Claim the baton", stateType: "Task" },
    });

  test("of a run that was refused is no step of the run that holds the baton", () => {
    const end = ended({ outcome: "refused", reason: "held" });
    const entries = [
      state(1, "state-entered", "b-failover", "one"),
      state(2, "state-exited", "b-failover", "one"),
      state(3, "state-entered", "b-failover", "two"),
      state(4, "state-exited", "b-failover", "two"),
      { ...end, facts: { ...end.facts, executionArn: "a:execution:b-failover:two" } },
    ];
    expect(bars(entries)).toEqual([
      ["Claim the baton", 1, 2],
      ["Another run's claim is refused", 3, 4],
    ]);
  });

  test("says its workflow where there are several", () => {
    const entries = [
      state(1, "state-entered", "b-failover", "one"),
      state(2, "state-exited", "b-failover", "one"),
      state(3, "state-entered", "b-failback", "two"),
      state(4, "state-exited", "b-failback", "two"),
    ];
    expect(bars(entries).map(([name]) => name)).toEqual(["failover: Claim the baton", "failback: Claim the baton"]);
  });
});

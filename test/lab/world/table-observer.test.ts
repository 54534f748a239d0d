import { describe, expect, test } from "@jest/globals";
import { Journal } from "../../../lab/kernel/journal";
import type { ApiCall } from "../../../lab/kernel/service";
import { TableObserver } from "../../../lab/world/table-observer";

const KEY = { pk: { S: "BATON" }, sk: { S: "BATON" } };

function observe(...writes: readonly (readonly [operation: string, input: Record<string, unknown>])[]) {
  const journal = new Journal(() => 0);
  let writeCount = 0;
  const observer = new TableObserver(journal, () => {
    writeCount += 1;
  });
  for (const [operation, input] of writes) {
    const caller = { arn: "role", region: "eu-west-1" };
    const call: ApiCall = { service: "dynamodb", operation, input, region: "eu-west-1", caller, requestId: "1" };
    observer.afterModel(call);
  }
  return { told: journal.entries.map(({ kind, summary }) => `${kind}: ${summary}`), writeCount };
}

describe("what the table tells", () => {
  test("moves of the baton, and changes of its phase, each once", () => {
    const claimed = { Item: { ...KEY, active: { S: "primary" }, epoch: { N: "1" }, phase: { S: "failing-over" } } };
    const moved = { Key: KEY, ExpressionAttributeValues: { ":active": { S: "standby" }, ":epoch": { N: "2" } } };
    const { told, writeCount } = observe(
      ["PutItem", claimed],
      ["UpdateItem", moved],
      ["UpdateItem", moved],
      ["GetItem", { Key: KEY }],
    );
    expect(told).toEqual([
      "baton-changed: The baton: primary is active, epoch 1, failing-over.",
      "baton-moved: The baton: standby is active, epoch 2, failing-over.",
    ]);
    expect(writeCount).toBe(3);
  });

  test("lines of a run's timeline, and that a person is asked", () => {
    const line = {
      Item: { pk: { S: "RUN#1" }, sk: { S: "TIMELINE#t#decide" }, step: { S: "decide" }, summary: { S: "proceed" } },
    };
    const gate = { pk: { S: "RUN#1" }, sk: { S: "GATE" }, enteredAt: { S: "t" } };
    const decided = { ":enteredAt": { S: "t" }, ":status": { S: "decided" } };
    const { told } = observe(
      ["PutItem", line],
      ["PutItem", { Item: { ...gate, status: { S: "open" } } }],
      ["PutItem", { Item: { ...gate, status: { S: "open" } } }],
      ["UpdateItem", { Key: { pk: gate.pk, sk: gate.sk }, ExpressionAttributeValues: decided }],
    );
    expect(told).toEqual([
      "run-noted: decide: proceed",
      "approval-asked: The run waits for a person's decision.",
      "approval-decided: A person's decision stands on the record.",
    ]);
  });

  test("a brake is no move", () => {
    const paused = { Key: KEY, ExpressionAttributeValues: { ":automation": { M: {} } } };
    const first = { Item: { ...KEY, active: { S: "primary" }, epoch: { N: "1" }, phase: { S: "steady" } } };
    expect(observe(["PutItem", first], ["UpdateItem", paused]).told).toEqual([
      "baton-changed: The baton: primary is active, epoch 1, steady.",
    ]);
  });
});

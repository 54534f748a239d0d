import { expect, test } from "@jest/globals";
import { isCheckStanding } from "../../orchestrator/standing-check";

const CHANGED_AT_MS = 1_000_000;

test.each<[string, number | undefined, boolean]>([
  ["after the latest change of the baton stands", CHANGED_AT_MS + 1, true],
  ["at its very moment stands", CHANGED_AT_MS, true],
  ["before it was followed by a standstill", CHANGED_AT_MS - 1, false],
  ["that is not on the record was never taken", undefined, false],
])("a look %s", (_, checkedAgainAtMs, stands) => {
  const record = checkedAgainAtMs === undefined ? {} : { checkedAgainAtMs };
  expect(isCheckStanding(record, { changedAtMs: CHANGED_AT_MS })).toBe(stands);
});

/** A question that is to be sent: by one at a time, once, and only while an answer still counts. */
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import type { Gate } from "../../orchestrator/gate";
import {
  claimQuestion,
  claimReminder,
  decide,
  type GateChange,
  leaveQuestion,
  markAsked,
  markReminded,
  open,
} from "../../orchestrator/gate-transitions";
import { decision, ENTERED_AT_MS, HOUR_MS, openGate, question } from "./gate-fixtures";

const END_MS = ENTERED_AT_MS + HOUR_MS;
const LEASE_MS = 60_000;

function gateOf(change: GateChange): Gate {
  if ("refusal" in change) throw new Error(`refused: ${change.refusal}`);
  return change.gate;
}

const claim = (gate: Gate | null, nowMs: number) => claimQuestion(gate, "hash-q", nowMs);

describe("a new gate", () => {
  test("is to be written, and its question is with whoever opened it", () => {
    expect(open(null, question())).toMatchObject({ changed: true, gate: { questionSent: false, reminderSent: false } });
    expect(claim(openGate(), ENTERED_AT_MS + LEASE_MS - 1)).toEqual({ refusal: "not-due" });
  });
});

describe("sending the question", () => {
  test("falls to the next one when whoever had it has not come back for a minute, with a link of its own", () => {
    const taken = claim(openGate(), ENTERED_AT_MS + LEASE_MS);
    expect(taken).toMatchObject({ changed: true, gate: { secretHashes: ["hash-1", "hash-q"], revision: 2 } });
    const again = ENTERED_AT_MS + 2 * LEASE_MS;
    expect(claim(gateOf(taken), again - 1)).toEqual({ refusal: "not-due" });
    expect(claim(gateOf(taken), again)).toMatchObject({ changed: true });
  });

  test("may be tried at once by the next one when somebody gave it back", () => {
    const left = leaveQuestion(openGate());
    expect(left).toMatchObject({ changed: true });
    expect(claim(gateOf(left), ENTERED_AT_MS + 1)).toMatchObject({ changed: true });
    expect(leaveQuestion(gateOf(left))).toEqual({ changed: false, gate: gateOf(left) });
  });

  test("is nobody's any more once it is out, decided or too late", () => {
    const dueMs = ENTERED_AT_MS + LEASE_MS;
    expect(claim(gateOf(markAsked(openGate(), dueMs)), dueMs)).toEqual({ refusal: "not-due" });
    expect(claim(gateOf(decide(openGate(), decision())), dueMs)).toEqual({ refusal: "not-due" });
    expect(claim(openGate(), END_MS - 1)).toMatchObject({ changed: true });
    expect(claim(openGate(), END_MS)).toEqual({ refusal: "not-due" });
  });

  test("needs a gate", () => {
    for (const change of [claim(null, END_MS - 1), markAsked(null, END_MS - 1), leaveQuestion(null)])
      expect(change).toEqual({ refusal: "no-gate" });
  });

  test("is marked once, and saves the reminder when it came as late as that", () => {
    const gate = openGate();
    const early = gateOf(markAsked(gate, gate.remindAtMs - 1));
    expect(early).toMatchObject({ questionSent: true, reminderSent: false });
    expect(markAsked(early, END_MS)).toEqual({ changed: false, gate: early });
    expect(gateOf(markAsked(gate, gate.remindAtMs))).toMatchObject({ questionSent: true, reminderSent: true });
    const reminded = gateOf(markReminded(gate));
    expect(gateOf(markAsked(reminded, gate.remindAtMs - 1)).reminderSent).toBe(true);
    expect(markReminded(reminded)).toEqual({ changed: false, gate: reminded });
  });
});

test("links do not pile up: the newest sixteen work", () => {
  const retries = fc.array(fc.uuid(), { minLength: 1, maxLength: 40, size: "max" });
  fc.assert(
    fc.property(retries, fc.boolean(), (secrets, isReminder) => {
      let gate = openGate();
      for (const secretHash of secrets) {
        gate = gateOf(open(gate, question({ secretHash })));
      }
      if (isReminder) gate = gateOf(claimReminder(gate, "hash-r", gate.remindAtMs));
      const all = ["hash-1", ...secrets, ...(isReminder ? ["hash-r"] : [])];
      expect(gate.secretHashes).toEqual(all.slice(-16));
    }),
  );
});

import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { approvalUrl, LINK_SECRET_PATTERN, withoutLinkSecrets } from "../../orchestrator/approval-link";
import {
  answerSentence,
  type Gate,
  gateStateAt,
  LONGEST_APPROVAL_SECONDS,
  LONGEST_FENCE_QUESTION_SECONDS,
  remindAtMs,
} from "../../orchestrator/gate";
import {
  claimReminder,
  close,
  decide,
  decideWhatWasRead,
  type GateChange,
  markReminded,
  open,
  type Question,
} from "../../orchestrator/gate-transitions";
import { storefront } from "./fixtures";
import { decision, ENTERED_AT, ENTERED_AT_MS, HOUR_MS, openGate, question } from "./gate-fixtures";

function gateOf(change: GateChange): Gate {
  if ("refusal" in change) throw new Error(`refused: ${change.refusal}`);
  return change.gate;
}

const decided = (changes = {}) => gateOf(decide(openGate(), decision(changes)));

test("a run that asks twice ends within the week that its machine has, and each question leaves hours to answer", () => {
  const bothSeconds = LONGEST_APPROVAL_SECONDS + LONGEST_FENCE_QUESTION_SECONDS;
  expect(bothSeconds).toBeLessThan(7 * 86_400);
  expect(LONGEST_FENCE_QUESTION_SECONDS).toBeGreaterThanOrEqual(3600);
});

describe("opening", () => {
  test("a new question starts with one link, its times, and nothing decided", () => {
    expect(openGate()).toMatchObject({
      status: "open",
      secretHashes: ["hash-1"],
      openedAtMs: ENTERED_AT_MS,
      expiresAtMs: ENTERED_AT_MS + HOUR_MS,
      remindAtMs: ENTERED_AT_MS + HOUR_MS - 900_000,
      decision: null,
      revision: 1,
    });
  });

  test("a retry of the visit brings the token that counts, and the link that was sent before works on", () => {
    const retried = gateOf(open(openGate(), question({ taskToken: "token-2", secretHash: "hash-2" })));
    expect(retried).toMatchObject({ taskToken: "token-2", secretHashes: ["hash-1", "hash-2"], revision: 2 });
  });

  test("a retry after somebody has decided does not ask again", () => {
    expect(gateOf(open(decided(), question({ taskToken: "token-2" })))).toMatchObject({
      status: "decided",
      taskToken: "token-2",
      decision: { decidedBy: "ada" },
    });
  });

  test("another visit is another question: old links and an old decision are gone", () => {
    const later: Partial<Question> = { enteredAt: "2026-01-01T05:00:00.000Z", secretHash: "hash-9" };
    const asked = gateOf(open(decided(), question(later)));
    expect(asked).toMatchObject({ status: "open", secretHashes: ["hash-9"], decision: null, revision: 3 });
  });

  test("no plan makes it wait longer than the machine can", () => {
    const gate = openGate({ approvalTimeoutSeconds: 30 * 86_400 });
    expect(gate.expiresAtMs - gate.openedAtMs).toBe(6 * 86_400_000);
  });
});

describe("deciding", () => {
  test("the first decision stands, whatever comes later", () => {
    const second = decide(decided(), decision({ approved: false, decidedBy: "bob" }));
    expect(second).toMatchObject({ changed: false, gate: { decision: { approved: true, decidedBy: "ada" } } });
  });

  test("is refused from the very moment at which the time is up", () => {
    const at = (decidedAtMs: number) => decide(openGate(), decision({ decidedAtMs }));
    expect(at(ENTERED_AT_MS + HOUR_MS - 1)).toMatchObject({ changed: true });
    expect(at(ENTERED_AT_MS + HOUR_MS)).toEqual({ refusal: "expired" });
  });

  test("is refused to whoever has read another question of the run", () => {
    const asked = { enteredAt: ENTERED_AT };
    expect(decideWhatWasRead(openGate(), asked, decision())).toMatchObject({ changed: true });
    const anew = openGate({ enteredAt: "2026-01-01T00:10:00.000Z" });
    expect(decideWhatWasRead(anew, asked, decision())).toEqual({ refusal: "asked-anew" });
    expect(decideWhatWasRead(null, asked, decision())).toEqual({ refusal: "no-gate" });
  });

  test("is refused without a gate, and once the machine has its answer", () => {
    expect(decide(null, decision())).toEqual({ refusal: "no-gate" });
    expect(decide(gateOf(close(openGate(), null)), decision())).toEqual({ refusal: "expired" });
    expect(decide(gateOf(close(decided(), null)), decision())).toEqual({ refusal: "closed" });
  });
});

describe("closing", () => {
  test("goes by the record, even when another answer came with the token or none came at all", () => {
    const other = decision({ approved: false, channel: "task token" });
    expect(close(decided(), other)).toMatchObject({ gate: { outcome: "approved", decision: { decidedBy: "ada" } } });
    expect(close(decided(), null)).toMatchObject({ gate: { outcome: "approved" } });
  });

  test("goes by the token where nothing is on the record, and expires without either", () => {
    const sent = decision({ approved: false, channel: "task token" });
    expect(close(openGate(), sent)).toMatchObject({ gate: { outcome: "declined", decision: sent } });
    expect(close(openGate(), null)).toMatchObject({ gate: { outcome: "expired", decision: null } });
  });

  test("happens once", () => {
    const closed = gateOf(close(openGate(), null));
    expect(close(closed, decision())).toEqual({ changed: false, gate: closed });
    expect(close(null, null)).toEqual({ refusal: "no-gate" });
  });
});

describe("reminding", () => {
  const dueMs = ENTERED_AT_MS + HOUR_MS - 900_000;
  const claim = (gate: Gate, nowMs: number) => claimReminder(gate, "hash-r", nowMs);

  test("one at a time, and again only when whoever claimed it has not come back", () => {
    const claimed = gateOf(claim(openGate(), dueMs));
    expect(claimed.secretHashes).toEqual(["hash-1", "hash-r"]);
    expect(claim(claimed, dueMs + 119_999)).toEqual({ refusal: "not-due" });
    expect(claim(claimed, dueMs + 120_000)).toMatchObject({ changed: true });
    expect(claim(gateOf(markReminded(claimed)), dueMs + 120_000)).toEqual({ refusal: "not-due" });
  });

  test("not before its time, not after the end, not once somebody has decided", () => {
    expect(claim(openGate(), dueMs - 1)).toEqual({ refusal: "not-due" });
    expect(claim(openGate(), ENTERED_AT_MS + HOUR_MS)).toEqual({ refusal: "not-due" });
    expect(claim(decided(), dueMs)).toEqual({ refusal: "not-due" });
    expect(claimReminder(null, "hash-r", dueMs)).toEqual({ refusal: "no-gate" });
    expect(markReminded(null)).toEqual({ refusal: "no-gate" });
  });

  test("leaves a quarter of the time, from two to fifteen minutes", () => {
    expect(remindAtMs(0, 8 * HOUR_MS)).toBe(8 * HOUR_MS - 900_000);
    expect(remindAtMs(0, 1_200_000)).toBe(900_000);
    expect(remindAtMs(0, 300_000)).toBe(180_000);
  });
});

describe("whatever happens in whatever order", () => {
  const minutes = fc.integer({ min: 0, max: 90 }).map((minute) => ENTERED_AT_MS + minute * 60_000);
  const step = fc.oneof(
    fc.record({ type: fc.constant("decide" as const), atMs: minutes, approved: fc.boolean(), by: fc.string() }),
    fc.record({ type: fc.constant("close" as const), atMs: minutes }),
    fc.record({ type: fc.constant("remind" as const), atMs: minutes }),
    fc.record({ type: fc.constant("retry" as const), atMs: minutes }),
  );
  type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

  function apply(gate: Gate, one: Step): GateChange {
    if (one.type === "close") return close(gate, null);
    if (one.type === "remind") return claimReminder(gate, "hash-r", one.atMs);
    if (one.type === "retry") return open(gate, question({ secretHash: "hash-2" }));
    return decide(gate, decision({ approved: one.approved, decidedBy: one.by, decidedAtMs: one.atMs }));
  }

  test("a decision is never replaced, an outcome never changes, and the revision tells every write", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let gate = openGate();
        for (const one of steps) {
          const change = apply(gate, one);
          if ("refusal" in change) continue;
          expect(change.gate.revision).toBe(gate.revision + (change.changed ? 1 : 0));
          if (gate.decision !== null) expect(change.gate.decision).toEqual(gate.decision);
          if (gate.outcome !== null) expect(change.gate.outcome).toBe(gate.outcome);
          gate = change.gate;
        }
        const ended = gateOf(close(gate, null));
        expect(ended.outcome).toBe(
          ended.decision === null ? "expired" : ended.decision.approved ? "approved" : "declined",
        );
      }),
    );
  });
});

describe("how a gate looks", () => {
  test("open until its time is up, then expired, whether or not the machine has closed it", () => {
    const endMs = ENTERED_AT_MS + HOUR_MS;
    expect(gateStateAt(openGate(), endMs - 1)).toBe("open");
    expect(gateStateAt(openGate(), endMs)).toBe("expired");
    expect(gateStateAt(gateOf(close(openGate(), null)), 0)).toBe("expired");
    expect(gateStateAt(decided(), endMs)).toBe("decided");
    expect(gateStateAt(gateOf(close(decided(), null)), 0)).toBe("closed");
  });

  test.each([
    [{ outcome: "approved", decision: decision({ remark: "go" }) }, "Approved by ada: go."],
    [{ outcome: "declined", decision: decision({ channel: "command line" }) }, "Declined by ada (command line)."],
    [{ outcome: "expired", decision: null }, "Nobody decided in time."],
  ] as const)("its answer is a sentence", (answer, sentence) => {
    expect(answerSentence(answer)).toBe(sentence);
  });
});

describe("a link", () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9_-]{43}$/);
  const runId = fc.stringMatching(/^[A-Za-z0-9_.:+@=-]{1,80}$/);

  test("loses its secret in every text that is kept, and nothing else", () => {
    fc.assert(
      fc.property(runId, secret, fc.string(), (run, key, words) => {
        const kept = withoutLinkSecrets(`${words}\n${approvalUrl(storefront, run, key)}\nmore`);
        expect(kept).not.toContain(key);
        expect(kept.endsWith("/...\nmore")).toBe(true);
        expect(LINK_SECRET_PATTERN.test(key)).toBe(true);
      }),
    );
    expect(withoutLinkSecrets("no link at all")).toBe("no link at all");
  });
});

import { describe, expect, test } from "@jest/globals";
import { outcomeOf } from "../../cli/decision/outcome";
import { questionPage } from "../../cli/decision/question-page";
import type { Gate, GateDecision } from "../../orchestrator/gate";
import { NOW_MS } from "../orchestrator/fixtures";

const yes: GateDecision = {
  approved: true,
  decidedBy: "ada",
  remark: "",
  decidedAtMs: NOW_MS,
  channel: "command line",
};
const no: GateDecision = { ...yes, approved: false, decidedBy: "bob" };

const gate: Gate = {
  runId: "run-1",
  enteredAt: new Date(NOW_MS).toISOString(),
  status: "open",
  taskToken: "the-token-itself",
  secretHashes: ["the-hash-itself"],
  openedAtMs: NOW_MS,
  remindAtMs: NOW_MS + 2_700_000,
  expiresAtMs: NOW_MS + 3_600_000,
  questionClaimedAtMs: 0,
  questionSent: true,
  reminderClaimedAtMs: 0,
  reminderSent: false,
  basis: {},
  facts: {
    question: "Fail over to eu-west-1?",
    askedBy: "ada: customers cannot pay",
    reasons: ["The primary serves."],
    groups: [
      {
        title: "What was seen",
        facts: [{ label: "Probe", value: "UP", bearing: "against", seenAtMs: NOW_MS - 60_000 }],
      },
    ],
    ifApproved: ["The data is promoted."],
    ifDeclined: ["The warm-up is undone."],
    ifNobodyAnswers: "the run stands down.",
    cannotBeUndone: ["Promotion."],
  },
  decision: null,
  outcome: null,
  revision: 1,
};

const decided = (decision: GateDecision, isFirst: boolean) =>
  ({ outcome: "decided", gate: { ...gate, decision }, isFirst, wasWaiting: true }) as const;

describe("an answer", () => {
  test("that is the first stands", () => {
    expect(outcomeOf("run-1", decided(yes, true), yes)).toMatchObject({ decision: yes, isFirst: true });
  });

  test("that says the same again is no problem, and names who was first", () => {
    expect(outcomeOf("run-1", decided(yes, false), { ...yes, decidedBy: "eve" })).toMatchObject({
      isFirst: false,
      sentence: expect.stringContaining("already by ada"),
    });
  });

  test("that contradicts the first is a problem, whether the machine has taken the first one or not", () => {
    const contradicted = { problem: "DecidedOtherwise", sentence: expect.stringContaining("Approved already by ada") };
    expect(outcomeOf("run-1", decided(yes, false), no)).toMatchObject(contradicted);
    const closed = { outcome: "closed", gate: { ...gate, decision: yes } } as const;
    expect(outcomeOf("run-1", closed, no)).toMatchObject(contradicted);
  });

  test("that comes too late, finds no question, or is not handed over is a problem with a name", () => {
    expect(outcomeOf("run-1", { outcome: "expired" }, yes)).toMatchObject({ problem: "TooLate" });
    expect(outcomeOf("run-1", { outcome: "no-gate" }, yes)).toMatchObject({ problem: "NothingAsked" });
    expect(outcomeOf("run-1", { outcome: "asked-anew" }, yes)).toMatchObject({ problem: "AskedAnew" });
    const lost = { outcome: "not-handed-over", gate, isFirst: true, detail: "TimeoutError" } as const;
    expect(outcomeOf("run-1", lost, yes)).toMatchObject({ problem: "NotHandedOver" });
  });
});

describe("the question", () => {
  const page = (answer: "approve" | "decline") =>
    questionPage(gate, answer, NOW_MS + 60_000, { columns: 80, hasColour: false }).join("\n");

  test("shows the facts with their age, what follows, and until when there is time", () => {
    expect(page("approve")).toContain("! Probe: UP (seen 2 min ago)");
    expect(page("approve")).toMatch(/answer by .*in 59 min\n +otherwise +the run stands down/);
    expect(page("approve")).toContain("Promotion.");
    expect(page("decline")).toContain("The warm-up is undone.");
    expect(page("decline")).not.toContain("Promotion.");
  });

  test("never shows what would let others answer", () => {
    expect(page("approve")).not.toContain("itself");
  });
});

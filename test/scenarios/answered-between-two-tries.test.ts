import { beforeAll, expect, test } from "@jest/globals";
import { SWITCHOVER_IS_STARTED } from "../../lab/scenarios/course";
import { ALWAYS } from "../../lab/scenarios/expectation";
import { defineScenario } from "../../lab/scenarios/scenario";
import { brokenExpectations, drill } from "../support/drills";
import { storefrontAssembly } from "../support/storefront";

beforeAll(() => {
  storefrontAssembly();
}, 300_000);

/** Then the message is out, and nothing else has been done. */
const CALLS_UNTIL_IT_IS_TOLD = 16;

const answeredBetweenTwoTries = defineScenario({
  name: "answered-between-two-tries",
  title: "The step that asks dies once its message is out, and the answer comes before it is tried again",
  story:
    "A switchover asks at its gate. The message is out when the step that sent it is killed, and the waiting task ends with it. " +
    "Ines approves within seconds, while AWS takes long to describe the databases to the second try. That one " +
    "finds her answer, and the move begins; it does not wait until the question's time is up, twelve hours later.",
  acts: [
    { when: { atSeconds: 0 }, act: { type: "customers-come-every", seconds: 10 } },
    ...SWITCHOVER_IS_STARTED,
    {
      when: { afterSeconds: 0 },
      act: { type: "function-dies", name: "ask-approval", afterCalls: CALLS_UNTIL_IT_IS_TOLD, times: 1 },
    },
    {
      when: { onceIn: "Ask a person" },
      act: { type: "calls-slow", region: "standby", services: ["rds"], share: 1, seconds: 60, delaySeconds: 4 },
    },
    { when: { once: "the-gate-asks", thenSeconds: 2 }, act: { type: "move-approved", by: "Ines" } },
    { when: { once: "the-baton-moves" }, act: { type: "customers-come-every", seconds: 30 } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 2 * 3600,
  expectations: [
    { that: "story-is-told" },
    { that: "baton-is-at", role: "standby" },
    { that: "question-ended", outcome: "approved", by: "Ines" },
    { that: "notice-says", words: "DECIDE", times: 1 },
    { that: "no-write-lost" },
    ...ALWAYS,
  ],
});

test("an answer that came between two tries of the question moves the application at once", async () => {
  for (const seed of [1, 2]) {
    const seen: string[] = [];
    const onLine = ({ what, why }: { readonly what: string; readonly why: string }) => seen.push(`${what} ${why}`);
    const result = await drill(answeredBetweenTwoTries, seed, { onLine });
    expect(brokenExpectations(result)).toEqual([]);
    // The second try came after the answer: otherwise this would be like any other approval.
    const answeredAt = seen.findIndex((line) => line.startsWith("page-answered"));
    expect(seen.slice(answeredAt).some((line) => line.startsWith("run-noted ask-approval"))).toBe(true);
  }
}, 300_000);

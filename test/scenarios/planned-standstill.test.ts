import { beforeAll, expect, test } from "@jest/globals";
import { SWITCHOVER_IS_STARTED } from "../../lab/scenarios/course";
import { ALWAYS } from "../../lab/scenarios/expectation";
import { defineScenario } from "../../lab/scenarios/scenario";
import { brokenExpectations, drill } from "../support/drills";
import { storefrontAssembly } from "../support/storefront";

beforeAll(() => {
  storefrontAssembly();
}, 300_000);

const APPROVED = { type: "move-approved", by: "Ines" } as const;
const ABORTED = { type: "run-aborted", by: "Ada" } as const;
const REDRIVEN = { type: "run-redriven", by: "Bob" } as const;

const frozenBefore = defineScenario({
  name: "stopped-in-its-freeze",
  title: "A switchover is stopped in its freeze and redriven hours later, when the standby's application is down",
  story:
    "Ines approves a switchover, and Ada stops it while the writer is being frozen. Two hours later the standby's application " +
    "breaks down, and nobody notices: nobody uses it. Bob redrives the run. It lets the writer go and says why.",
  acts: [
    ...SWITCHOVER_IS_STARTED,
    { when: { once: "the-gate-asks", thenSeconds: 60 }, act: APPROVED },
    { when: { onceIn: "Freeze the active writer" }, act: ABORTED },
    { when: { afterSeconds: 60 }, act: { type: "customers-come-every", seconds: 5 } },
    { when: { afterSeconds: 2 * 3600 }, act: { type: "application-down", region: "standby" } },
    { when: { afterSeconds: 600 }, act: REDRIVEN },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 600,
  horizonSeconds: 4 * 3600,
  expectations: [
    { that: "story-is-told" },
    { that: "nothing-promoted" },
    { that: "notice-says", words: "switchover abandoned", times: 1 },
    { that: "email-says", words: "the run has stood still since" },
    { that: "phase-is", phase: "steady" },
    { that: "active-database-writes" },
    { that: "customers-are-served" },
    ...ALWAYS,
  ],
});

const askedBefore = defineScenario({
  name: "stopped-after-its-approval",
  title: "A switchover is stopped right after its approval and redriven an hour later: Ines is asked again",
  story:
    "Ines approves a switchover, and Ada stops it before it is begun. An hour later Bob redrives it. What Ines said " +
    "is an hour old, so the question is asked once more, with the facts of that moment; Ines declines.",
  acts: [
    ...SWITCHOVER_IS_STARTED,
    { when: { once: "the-gate-asks", thenSeconds: 60 }, act: APPROVED },
    { when: { onceIn: "Check the facts again" }, act: ABORTED },
    { when: { afterSeconds: 60 }, act: { type: "customers-come-every", seconds: 5 } },
    { when: { afterSeconds: 3600 }, act: REDRIVEN },
    { when: { once: "the-gate-asks", thenSeconds: 60 }, act: { type: "move-declined", by: "Ines" } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 600,
  horizonSeconds: 3 * 3600,
  expectations: [
    { that: "story-is-told" },
    { that: "nothing-promoted" },
    { that: "notice-says", words: "DECIDE", times: 2 },
    { that: "record-says", words: "a person is asked again" },
    { that: "planned-move-disturbs-nobody" },
    { that: "phase-is", phase: "steady" },
    ...ALWAYS,
  ],
});

const sickMeanwhile = defineScenario({
  name: "targets-fall-sick-at-the-gate",
  title:
    "The standby's targets fall sick while a switchover waits for its answer, which nothing but the load balancer sees",
  story:
    "Everything is warmed up and healthy when Ines is asked. Ten minutes later the standby's application stops answering its load " +
    "balancer, whose group of instances looks fine. Ines approves what she has read; the move is abandoned before it freezes anything.",
  acts: [
    ...SWITCHOVER_IS_STARTED,
    { when: { once: "the-gate-asks", thenSeconds: 600 }, act: { type: "targets-unhealthy", region: "standby" } },
    { when: { afterSeconds: 120 }, act: APPROVED },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 900,
  horizonSeconds: 2 * 3600,
  expectations: [
    { that: "story-is-told" },
    { that: "nothing-promoted" },
    { that: "notice-says", words: "switchover abandoned", times: 1 },
    { that: "email-says", words: "instances ready for customers in the standby at the gate and has 0 now" },
    { that: "planned-move-disturbs-nobody" },
    { that: "phase-is", phase: "steady" },
    ...ALWAYS,
  ],
});

const grownMeanwhile = defineScenario({
  name: "source-outgrows-its-target",
  title: "The primary grows from 6 to 11 instances while a switchover waits for its answer",
  story:
    "At night the standby is warmed up to the 6 instances that the primary has. Ines approves in the morning, when customers need 11. " +
    "She is told that the standby is too small, and nothing is frozen.",
  acts: [
    ...SWITCHOVER_IS_STARTED,
    { when: { once: "the-gate-asks", thenSeconds: 60 }, act: { type: "customers-come-every", seconds: 5 } },
    { when: { afterSeconds: 2 * 3600 }, act: { type: "groups-scaled", region: "primary", instances: 11 } },
    { when: { afterSeconds: 600 }, act: APPROVED },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 900,
  horizonSeconds: 4 * 3600,
  expectations: [
    { that: "story-is-told" },
    { that: "nothing-promoted" },
    { that: "notice-says", words: "switchover abandoned", times: 1 },
    {
      that: "email-says",
      words: "has 6 instances ready for customers in the standby now and needs 11: 100 % of the primary's 11",
    },
    { that: "planned-move-disturbs-nobody" },
    { that: "phase-is", phase: "steady" },
    ...ALWAYS,
  ],
});

test.each([frozenBefore, askedBefore, sickMeanwhile, grownMeanwhile])(
  "$title",
  async (scenario) => {
    for (const seed of [1, 2]) expect(brokenExpectations(await drill(scenario, seed))).toEqual([]);
  },
  300_000,
);

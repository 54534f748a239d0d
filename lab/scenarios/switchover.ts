import { SWITCHOVER_IS_STARTED } from "./course";
import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const switchover = defineScenario({
  name: "switchover",
  title: "A planned move away from a healthy primary",
  story:
    "A storm is forecast where the primary Region is. On-call moves the application to the standby beforehand: warmed up, " +
    "approved, frozen, drained, promoted. Nothing is lost, and the old primary gets a replica of the new writer.",
  acts: [
    ...SWITCHOVER_IS_STARTED,
    {
      when: { once: "the-gate-asks", thenSeconds: 300 },
      act: { type: "move-approved", by: "Jonas", remark: "Before the evening's peak." },
    },
    { when: { once: "the-baton-moves", thenSeconds: 1200 }, act: { type: "customers-come-every", seconds: 30 } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 20 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "moved" },
    { that: "baton-is-at", role: "standby" },
    { that: "phase-is", phase: "failed-over" },
    { that: "moves-are", directions: ["switchover"] },
    { that: "no-write-lost" },
    { that: "no-write-lost-by", direction: "switchover" },
    { that: "interrupted-at-most", direction: "switchover", seconds: 1800 },
    { that: "stale-copies-kept", role: "primary", count: 1 },
    { that: "protected-again" },
    { that: "promotions-are", count: 1 },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});

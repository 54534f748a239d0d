import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const failbackAfterFence = defineScenario({
  name: "failback-after-fence",
  title: "Home again to a Region that was fenced to the last instance",
  story:
    "The application breaks in the primary Region while everything else there works, so the failover can fence properly: " +
    "the old writer is in quarantine and the old group at zero. Once the application is mended the failback has to undo " +
    "what the fence did and nothing more: new data under the old name, processes resumed, capacity as the standby has it.",
  faults: [{ atSeconds: 0, fault: { type: "application-down", region: "primary" } }],
  acts: [
    { when: { atSeconds: 3600 }, act: { type: "customers-come-every", seconds: 30 } },
    { when: { afterSeconds: 0 }, act: { type: "application-up", region: "primary" } },
    {
      when: { atSeconds: 2 * 3600 },
      act: { type: "workflow-started", workflow: "failback", by: "Ines", reason: "The release is rolled back." },
    },
    { when: { once: "a-replica-is-created" }, act: { type: "customers-come-every", seconds: 0.5 } },
    { when: { once: "the-gate-asks", thenSeconds: 900 }, act: { type: "move-approved", by: "Jonas" } },
    { when: { once: "the-baton-moves", thenSeconds: 1200 }, act: { type: "customers-come-every", seconds: 30 } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 30 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "moved" },
    { that: "baton-is-at", role: "primary" },
    { that: "phase-is", phase: "steady" },
    { that: "moves-are", directions: ["failover", "failback"] },
    { that: "fence-verdict-is", verdict: "FENCED" },
    { that: "recovered-within-objective" },
    { that: "no-write-lost-by", direction: "failback" },
    { that: "lost-only-by", direction: "failover" },
    { that: "interrupted-at-most", direction: "failback", seconds: 1800 },
    { that: "stale-copies-kept", role: "primary", count: 1 },
    { that: "stale-copies-kept", role: "standby", count: 1 },
    { that: "protected-again" },
    { that: "capacity-is", role: "primary", instances: 6 },
    { that: "capacity-is", role: "standby", instances: 1 },
    ...ALWAYS,
  ],
});

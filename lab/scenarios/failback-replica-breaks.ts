import { FAILBACK_IS_STARTED } from "./course";
import { FAILBACK_ABANDONED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const failbackReplicaBreaks = defineScenario({
  name: "failback-replica-breaks",
  title: "The replica at home breaks while it is being built",
  story:
    "A failback is rebuilding the data at home when replication into the new replica breaks, for good. It can never " +
    "catch up, so the run abandons the move before it has frozen anything. The standby serves on.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  acts: [
    ...FAILBACK_IS_STARTED,
    {
      when: { once: "a-replica-is-being-created", thenSeconds: 1200 },
      act: { type: "replication-broken", region: "primary" },
    },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 600,
  horizonSeconds: 30 * 3600,
  expectations: [
    ...FAILBACK_ABANDONED,
    { that: "planned-move-disturbs-nobody" },
    { that: "stale-copies-kept", role: "primary", count: 1 },
    ...ALWAYS,
  ],
});

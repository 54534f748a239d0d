import { FAILBACK_IS_STARTED } from "./course";
import { FAILBACK_ABANDONED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const failbackApprovalExpires = defineScenario({
  name: "failback-approval-expires",
  title: "Nobody answers at the failback's gate",
  story:
    "A failback gets as far as its gate, and nobody answers until the question expires. The run abandons the move: the " +
    "standby serves on, customers notice nothing, and on-call is told.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  acts: [
    ...FAILBACK_IS_STARTED,
    { when: { once: "a-replica-is-created" }, act: { type: "customers-come-every", seconds: 1 } },
    { when: { once: "the-gate-asks", thenSeconds: 600 }, act: { type: "customers-come-every", seconds: 30 } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 600,
  horizonSeconds: 40 * 3600,
  expectations: [...FAILBACK_ABANDONED, { that: "planned-move-disturbs-nobody" }, ...ALWAYS],
});

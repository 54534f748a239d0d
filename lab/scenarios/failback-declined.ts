import { FAILBACK_IS_STARTED } from "./course";
import { FAILBACK_ABANDONED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const failbackDeclined = defineScenario({
  name: "failback-declined",
  title: "A person says no at the failback's gate",
  story:
    "After an outage the standby serves. The Region returns and a failback is started, but whoever is asked at the gate " +
    "declines. Nothing was frozen yet: customers notice nothing, the standby serves on, and the replica that was built " +
    "at home stays for the next attempt.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  acts: [
    ...FAILBACK_IS_STARTED,
    { when: { once: "a-replica-is-created" }, act: { type: "customers-come-every", seconds: 1 } },
    {
      when: { once: "the-gate-asks", thenSeconds: 600 },
      act: { type: "move-declined", by: "Jonas", remark: "Not during the sale." },
    },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 600,
  horizonSeconds: 30 * 3600,
  expectations: [...FAILBACK_ABANDONED, { that: "planned-move-disturbs-nobody" }, ...ALWAYS],
});

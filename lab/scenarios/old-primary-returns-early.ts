import { RECOVERED } from "./ending";
import { ALWAYS_BUT_SPLIT } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

/** The sentry's own pause between two invocations, a swap of security groups, and the beginning of a reboot. */
const SPLIT_BRAIN_SECONDS = 90;

export const oldPrimaryReturnsEarly = defineScenario({
  name: "old-primary-returns-early",
  title: "The lost Region comes back while the standby is being promoted: fenced beside the run, one message",
  story:
    "The primary Region goes dark, the fence says UNREACHABLE and the run goes on. A minute into the promotion the Region is back " +
    "as if nothing had been, and customers, whose names still lead there, write to the old database. Nobody can take those " +
    "writes back; what can be done is to end it. The sentry goes on fencing beside the run: the old writer is closed " +
    "before traffic has moved. On-call hears of it once, after the run has closed.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  acts: [
    {
      when: { once: "a-promotion-starts", thenSeconds: 60 },
      act: { type: "region-returns", region: "primary" },
    },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 600,
  horizonSeconds: 3600,
  expectations: [
    // The fence has to notice the Region, swap the security group and reboot: connections survive until then.
    { that: "split-brain-lasts-at-most", seconds: SPLIT_BRAIN_SECONDS },
    ...RECOVERED,
    { that: "fence-verdict-is", verdict: "FENCED" },
    { that: "old-writer-is-closed" },
    { that: "notice-says", words: "answers again, fenced", times: 1 },
    { that: "email-says", words: "Data loss cannot be bounded" },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS_BUT_SPLIT,
  ],
});

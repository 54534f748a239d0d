import { RECOVERED_BY_A_REDRIVE } from "./ending";
import { ALWAYS_BUT_SPLIT } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

/** The sentry's own pause between two invocations, a swap of security groups, and the beginning of a reboot. */
const SPLIT_BRAIN_SECONDS = 90;

export const oldPrimaryReturnsWhileStuck = defineScenario({
  name: "old-primary-returns-while-stuck",
  title: "The promotion hangs, a person is called, and the lost Region comes back meanwhile: fenced, and told",
  story:
    "The primary Region goes dark, the fence says UNREACHABLE, and RDS does not end the promotion that was asked for. The run calls " +
    "an operator and waits. Twenty minutes later the Region is back as if nothing had been, and customers, whose names still " +
    "lead there, write to the old database. The promotion cannot be taken back, so what is written there is lost: the sentry " +
    "fences the old writer although the run stands still, and tells on-call. Somebody redrives the run, and it recovers.",
  faults: [
    { atSeconds: 0, fault: PRIMARY_GOES_DARK },
    { atSeconds: 0, fault: { type: "promotions-hang" } },
  ],
  acts: [
    { when: { once: "a-run-fails", thenSeconds: 1200 }, act: { type: "region-returns", region: "primary" } },
    { when: { afterSeconds: 600 }, act: { type: "promotions-end-again" } },
    { when: { afterSeconds: 60 }, act: { type: "run-redriven", by: "Ines" } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 3 * 3600,
  expectations: [
    { that: "split-brain-lasts-at-most", seconds: SPLIT_BRAIN_SECONDS },
    ...RECOVERED_BY_A_REDRIVE,
    { that: "fence-verdict-is", verdict: "FENCED" },
    { that: "old-writer-is-closed" },
    { that: "notice-says", words: "NEEDS YOU", times: 1 },
    { that: "notice-says", words: "answers again, fenced", times: 1 },
    { that: "email-says", words: "the failover still waits" },
    { that: "email-says", words: "Data loss cannot be bounded" },
    ...ALWAYS_BUT_SPLIT,
  ],
});

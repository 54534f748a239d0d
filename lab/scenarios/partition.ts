import { STOOD_DOWN } from "./ending";
import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const partition = defineScenario({
  name: "partition",
  title: "The standby cannot see the primary, the rest of the world can: no promotion",
  story:
    "The network between the two Regions breaks. Seen from the standby the primary is gone: the sentry's alarm goes off, " +
    "the probe gets no answer, replication has stopped, and when the primary is us-east-1 Route 53's API is behind the cut " +
    "too. Seen from everywhere else the primary is fine and serves every customer. The witness sees both sides: its own " +
    "probe says UP, and it reads Route 53's opinion, which is UP as well. Two against one: the run stands down and undoes its " +
    "warm-up. Promoting here would be a split brain. The sentry's looks go on failing, and its alarm has told of its one change: " +
    "minutes later the sentry starts a run itself, which finds the same. From then on it does so less and less often.",
  faults: [{ atSeconds: 0, fault: { type: "connection-cut", between: ["standby", "primary"] } }],
  endsWhen: "run-ended",
  thenWatchSeconds: 900,
  horizonSeconds: 2400,
  expectations: [
    ...STOOD_DOWN,
    { that: "started-by", alarm: "sentry-look" },
    { that: "notice-says", words: "stood down", times: 2 },
    { that: "runs-that-claimed", count: 2 },
    ...ALWAYS,
  ],
});

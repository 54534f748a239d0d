import { RECOVERED_BY_A_REDRIVE } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const lostReplies = defineScenario({
  name: "lost-replies",
  title: "The primary Region dies, and AWS does what Baton asks without saying so",
  story:
    "The primary Region goes dark. For half an hour, one in five changes that are asked of the standby's APIs takes effect " +
    "while its answer never arrives. What is asked again meets its own first effect: a replica that is being promoted " +
    "already, a capacity that is set already, a claim of the baton that is the run's own. The application recovers, and " +
    "nothing is done twice.",
  faults: [
    { atSeconds: 0, fault: PRIMARY_GOES_DARK },
    {
      atSeconds: 0,
      fault: {
        type: "replies-lost",
        region: "standby",
        services: ["rds", "autoscaling", "ec2", "dynamodb", "states", "scheduler"],
        calls: "mutating",
        share: 0.2,
        seconds: 1800,
      },
    },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 300,
  horizonSeconds: 3600,
  expectations: [
    ...RECOVERED_BY_A_REDRIVE,
    { that: "trouble-is-met", by: "call", atLeast: 5 },
    { that: "recovered-within-objective" },
    ...ALWAYS,
  ],
});

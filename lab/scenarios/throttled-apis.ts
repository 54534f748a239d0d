import { RECOVERED_BY_A_REDRIVE } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const throttledApis = defineScenario({
  name: "throttled-apis",
  title: "The primary Region dies, and everybody's failover throttles the standby's APIs",
  story:
    "The primary Region goes dark, and every customer of AWS moves to the same standby. For half an hour, four of ten calls " +
    "to RDS, Auto Scaling and EC2 there are refused for asking too often. The SDK asks again, the machine retries " +
    "what the SDK gave up, and a converge function that was refused looks again at its next turn: the application recovers.",
  faults: [
    { atSeconds: 0, fault: PRIMARY_GOES_DARK },
    {
      atSeconds: 0,
      fault: {
        type: "calls-throttled",
        region: "standby",
        services: ["rds", "autoscaling", "ec2"],
        share: 0.4,
        seconds: 1800,
      },
    },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 300,
  horizonSeconds: 3600,
  expectations: [
    ...RECOVERED_BY_A_REDRIVE,
    { that: "trouble-is-met", by: "call", atLeast: 20 },
    { that: "recovered-within-objective" },
    ...ALWAYS,
  ],
});

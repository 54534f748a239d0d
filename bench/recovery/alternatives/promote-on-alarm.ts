/** Failover records, and a function that promotes and scales as soon as the alarm goes off: the fastest that people build themselves. */
import { type Alternative, ESTIMATE, SAME_ALARM } from "../alternative";

export const promoteOnAlarm: Alternative = {
  name: "promote-on-alarm",
  title: "DNS failover, promotion on the alarm",
  routing: "by-health",
  assumptions: [
    SAME_ALARM,
    {
      what: "One function promotes the replica and sets the group's capacity at once. It asks nobody, fences nothing and waits for nothing.",
      source: "The event-driven pattern of AWS's Architecture Blog; its settings are an estimate",
    },
    {
      what: "The name has moved long before the database is promoted, and goes back when the primary answers.",
      source: ESTIMATE,
    },
  ],
  recover: async (hands) => {
    await hands.promote();
    await hands.scaleOut();
  },
};

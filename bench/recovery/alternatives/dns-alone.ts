/** Failover records and nothing else: names move by themselves, databases do not. */
import type { Alternative } from "../alternative";

export const dnsAlone: Alternative = {
  name: "dns-alone",
  title: "DNS failover alone",
  routing: "by-health",
  assumptions: [
    {
      what: "Failover records hang on a health check of the primary's write path, every 10 s, three failures, and go back by themselves when it answers.",
      source: "Route 53 Developer Guide, failover routing; the plan's own detection settings",
    },
    {
      what: "Nobody promotes the replica: Route 53 cannot. The standby's application answers, and refuses every write.",
      source: "Route 53 Developer Guide: health checks change answers, nothing else",
    },
  ],
  recover: async () => {},
};

/** How many targets a load balancer would send customers to. */
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Runtime } from "../runtime/runtime";

export async function healthyTargetCount(runtime: Runtime<unknown>, targetGroupArn: string): Promise<number> {
  const loadBalancing = runtime.clients.get(ElasticLoadBalancingV2Client, runtime.plan.regions.standby);
  const answer = await loadBalancing.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }));
  const states = (answer.TargetHealthDescriptions ?? []).map(({ TargetHealth }) => TargetHealth?.State);
  return states.filter((state) => state === "healthy").length;
}

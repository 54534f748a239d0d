/** How many targets a load balancer would send customers to. */
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { clientAt, type Place } from "./client-at";

export async function healthyTargetCount(place: Place, targetGroupArn: string): Promise<number> {
  const loadBalancing = clientAt(place, ElasticLoadBalancingV2Client);
  const answer = await loadBalancing.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }));
  const states = (answer.TargetHealthDescriptions ?? []).map(({ TargetHealth }) => TargetHealth?.State);
  return states.filter((state) => state === "healthy").length;
}

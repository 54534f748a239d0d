import { describe, expect, test } from "@jest/globals";
import { Elbv2Service } from "../../../../lab/services/elbv2/elbv2-service";
import { ask, smallLab } from "../../estate/small-lab";

const GROUP = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/1";

function setUp() {
  const elbv2 = new Elbv2Service(smallLab().lab, "eu-west-1");
  const loadBalancer = elbv2.addLoadBalancer("shop-1.eu-west-1.elb.amazonaws.com", "Z32O12XQLNTSW2");
  elbv2.addTargetGroup(GROUP, loadBalancer);
  return { elbv2, loadBalancer };
}

describe("load balancing", () => {
  test("shows each target's state with AWS's reason, and counts the healthy ones", async () => {
    const { elbv2 } = setUp();
    const group = elbv2.targetGroup(GROUP);
    group.set("i-1", "healthy");
    group.set("i-2", "initial");
    group.set("i-3", "unhealthy");
    const { TargetHealthDescriptions: shown } = await ask<{ TargetHealthDescriptions: { TargetHealth: object }[] }>(
      elbv2,
      "DescribeTargetHealth",
      { TargetGroupArn: GROUP },
    );
    expect(shown.map(({ TargetHealth }) => TargetHealth)).toMatchObject([
      { State: "healthy" },
      { State: "initial", Reason: "Elb.RegistrationInProgress" },
      { State: "unhealthy", Reason: "Target.FailedHealthChecks" },
    ]);
    expect(elbv2.healthyCount(GROUP)).toBe(1);
    const one = await ask(elbv2, "DescribeTargetHealth", { TargetGroupArn: GROUP, Targets: [{ Id: "i-2" }] });
    expect(one.TargetHealthDescriptions).toHaveLength(1);
  });

  test("finds groups and load balancers by what names them, or refuses", async () => {
    const { elbv2, loadBalancer } = setUp();
    expect(await ask(elbv2, "DescribeLoadBalancers", { Names: ["shop-1"] })).toMatchObject({
      LoadBalancers: [{ LoadBalancerArn: loadBalancer.arn, DNSName: "shop-1.eu-west-1.elb.amazonaws.com" }],
    });
    expect(await ask(elbv2, "DescribeTargetGroups", { LoadBalancerArn: loadBalancer.arn })).toMatchObject({
      TargetGroups: [{ TargetGroupArn: GROUP, TargetGroupName: "web" }],
    });
    await expect(ask(elbv2, "DescribeLoadBalancers", { Names: ["other"] })).rejects.toMatchObject({
      code: "LoadBalancerNotFound",
    });
    await expect(ask(elbv2, "DescribeTargetHealth", { TargetGroupArn: "arn" })).rejects.toMatchObject({
      code: "TargetGroupNotFound",
    });
  });
});

/**
 * What an alternative has deployed: the application's health check and the alarm on it, made of Baton's own constructs so that
 * detection is the same for all, and the records of its kind of routing.
 */
import * as route53 from "aws-cdk-lib/aws-route53";
import { App, Stack } from "aws-cdk-lib/core";
import { FailoverRecords } from "../../infra/constructs/failover-records";
import { applicationCheckSettings, HttpsCheck } from "../../infra/constructs/health-checks";
import { WatchAlarm } from "../../infra/constructs/watch-alarm";
import type { RegionRole } from "../../orchestrator/baton";
import { deployedNames, HEALTH_METRICS_REGION } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import type { Routing } from "./alternative";

export function controlArn({ account, application }: Plan, role: RegionRole): string {
  return `arn:aws:route53-recovery-control::${account}:controlpanel/${application}/routingcontrol/${role}`;
}

/** Writes the cloud assembly into a folder, and returns the folder. */
export function synthesizeAlternative(plan: Plan, routing: Routing, outputFolder: string): string {
  const app = new App({ outdir: outputFolder, autoSynth: false, analyticsReporting: false, treeMetadata: false });
  const env = { account: plan.account, region: HEALTH_METRICS_REGION };
  const stack = new Stack(app, "Alternative", { stackName: `${plan.application}-alternative`, env });
  const { checkId } = new HttpsCheck(stack, "ApplicationCheck", {
    displayName: `${plan.application}-application`,
    settings: applicationCheckSettings(plan.detection),
  });
  const { watchAlarm: alarmName } = deployedNames(plan);
  new WatchAlarm(stack, "WatchAlarm", { plan, alarmName, applicationCheckId: checkId });
  addRecords(stack, plan, routing, checkId);
  return app.synth().directory;
}

function addRecords(stack: Stack, plan: Plan, routing: Routing, applicationCheckId: string): void {
  const { traffic } = plan;
  if (routing === "by-health") {
    new FailoverRecords(stack, "Records", { traffic, checkIds: { primary: applicationCheckId } });
  } else if (routing === "by-controls") {
    const checkIds = {
      primary: addControlCheck(stack, plan, "primary"),
      standby: addControlCheck(stack, plan, "standby"),
    };
    new FailoverRecords(stack, "Records", { traffic, checkIds });
  } else {
    addOneRecord(stack, plan);
  }
}

function addControlCheck(stack: Stack, plan: Plan, role: RegionRole): string {
  const healthCheckConfig = { type: "RECOVERY_CONTROL", routingControlArn: controlArn(plan, role) };
  return new route53.CfnHealthCheck(stack, `${role}Control`, { healthCheckConfig }).attrHealthCheckId;
}

function addOneRecord(stack: Stack, { traffic }: Plan): void {
  const { dnsName, canonicalHostedZoneId: hostedZoneId } = traffic.loadBalancers.primary;
  new route53.CfnRecordSet(stack, "Record", {
    hostedZoneId: traffic.hostedZoneId,
    name: traffic.recordName,
    type: "A",
    aliasTarget: { dnsName, hostedZoneId, evaluateTargetHealth: false },
  });
}

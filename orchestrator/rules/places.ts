/** Rules about where things are: Regions, accounts, names in DNS. */
import type { Problem } from "../problems";
import { type Rule, refuseIf, resourceRule, rule } from "./rule";

const differentRegions: readonly Rule[] = [
  rule(["regions.primary", "regions.standby"], (primary, standby) =>
    refuseIf(standby === primary, "regions.standby", standby, `a Region other than the primary, ${primary}`),
  ),
  rule(["regions.primary", "regions.witness"], (primary, witness) =>
    refuseIf(witness === primary, "regions.witness", witness, `a Region other than the primary, ${primary}`),
  ),
  rule(["regions.standby", "regions.witness"], (standby, witness) =>
    refuseIf(witness === standby, "regions.witness", witness, `a Region other than the standby, ${standby}`),
  ),
];

const arnsInPlace: readonly Rule[] = [
  rule(["traffic.endpoint.certificateArn", "regions.standby", "account"], (given, region, account) =>
    inPlace("traffic.endpoint.certificateArn", given, region, account),
  ),
  rule(["traffic.loadBalancers.primary.targetGroupArn", "regions.primary", "account"], (given, region, account) =>
    inPlace("traffic.loadBalancers.primary.targetGroupArn", given, region, account),
  ),
  rule(["traffic.loadBalancers.standby.targetGroupArn", "regions.standby", "account"], (given, region, account) =>
    inPlace("traffic.loadBalancers.standby.targetGroupArn", given, region, account),
  ),
  (plan) =>
    rule(["regions.standby", "account"], (region, account) =>
      resourceRule("autoScalingGroup", ["standbyTargetGroupArn"], (path, given) =>
        inPlace(`${path}.standbyTargetGroupArn`, given, region, account),
      )(plan),
    )(plan),
  (plan) =>
    rule(["regions.primary", "account"], (region, account) =>
      resourceRule("autoScalingGroup", ["primaryTargetGroupArn"], (path, given) =>
        inPlace(`${path}.primaryTargetGroupArn`, given, region, account),
      )(plan),
    )(plan),
  (plan) =>
    rule(["regions.primary", "regions.standby", "account"], (primary, standby, account) =>
      resourceRule("autoScalingGroup", ["primaryImageKeyArn", "standbyImageKeyArn"], (path, ofPrimary, ofStandby) => [
        ...(ofPrimary === undefined ? [] : inPlace(`${path}.primaryImageKeyArn`, ofPrimary, primary, account)),
        ...(ofStandby === undefined ? [] : inPlace(`${path}.standbyImageKeyArn`, ofStandby, standby, account)),
      ])(plan),
    )(plan),
  (plan) =>
    rule(["account"], (account) =>
      resourceRule("autoScalingGroup", ["instanceRoleArn"], (path, given) =>
        refuseIf(
          given !== undefined && given.split(":")[4] !== account,
          `${path}.instanceRoleArn`,
          given,
          `a role of account ${account}`,
        ),
      )(plan),
    )(plan),
];

const loadBalancerNames: readonly Rule[] = [
  rule(["traffic.loadBalancers.primary.dnsName", "regions.primary"], (dnsName, region) =>
    loadBalancerIn("traffic.loadBalancers.primary.dnsName", dnsName, region),
  ),
  rule(["traffic.loadBalancers.standby.dnsName", "regions.standby"], (dnsName, region) =>
    loadBalancerIn("traffic.loadBalancers.standby.dnsName", dnsName, region),
  ),
];

const NEVER_THE_RECORD = "a host of its own: the failover record moves, and then this would ask the other Region";

const hostsApart: readonly Rule[] = [
  rule(["detection.healthUrl", "traffic.recordName"], (url, recordName) =>
    refuseIf(hostOf(url) === recordName.toLowerCase(), "detection.healthUrl", url, NEVER_THE_RECORD),
  ),
  rule(["verification.healthUrl", "traffic.recordName"], (url, recordName) =>
    refuseIf(hostOf(url) === recordName.toLowerCase(), "verification.healthUrl", url, NEVER_THE_RECORD),
  ),
  rule(["verification.healthUrl", "detection.healthUrl"], (url, detectionUrl) =>
    refuseIf(
      hostOf(url) === hostOf(detectionUrl),
      "verification.healthUrl",
      url,
      "the standby's host, not the primary's of detection.healthUrl",
    ),
  ),
  rule(["traffic.endpoint.domainName", "traffic.recordName"], (domainName, recordName) =>
    refuseIf(
      domainName.toLowerCase() === recordName.toLowerCase(),
      "traffic.endpoint.domainName",
      domainName,
      "a name other than traffic.recordName: it must be reachable whoever serves",
    ),
  ),
];

export const placeRules: readonly Rule[] = [...differentRegions, ...arnsInPlace, ...loadBalancerNames, ...hostsApart];

function inPlace(path: string, arn: string, region: string, account: string): Problem[] {
  const [, , , givenRegion, givenAccount] = arn.split(":");
  const isThere = givenRegion === region && givenAccount === account;
  return refuseIf(!isThere, path, arn, `an ARN in Region ${region} and account ${account}`);
}

/** AWS writes the Region into a load balancer's name: `x.eu-west-1.elb.amazonaws.com` or `x.elb.eu-west-1.amazonaws.com`. */
function loadBalancerIn(path: string, dnsName: string, region: string): Problem[] {
  const [, first, second] = /\.(?:([a-z0-9-]+)\.elb|elb\.([a-z0-9-]+))\.amazonaws\.com$/i.exec(dnsName) ?? [];
  const givenRegion = (first ?? second)?.toLowerCase();
  return refuseIf(givenRegion !== undefined && givenRegion !== region, path, dnsName, `a load balancer in ${region}`);
}

/** Host of a URL that its schema has accepted, lower case, without port and without the final dot, which DNS does not tell apart. */
function hostOf(url: string): string {
  return url
    .toLowerCase()
    .replace(/^https:\/\/(?:[^/?#]*@)?([^/?#:]+).*$/s, "$1")
    .replace(/\.$/, "");
}

import type { ApiCall } from "../../kernel/service";
import { allOnEverything, inputText, onResource, type ServiceRequirements } from "../requirement";

const healthCheck = (call: ApiCall) => `arn:aws:route53:::healthcheck/${inputText(call, "HealthCheckId")}`;
const hostedZone = (call: ApiCall) => `arn:aws:route53:::hostedzone/${inputText(call, "HostedZoneId")}`;

export const route53Requirements: ServiceRequirements = {
  ...allOnEverything("route53", "ListHealthChecks", "ListHostedZones", "ListHostedZonesByName", "TestDNSAnswer"),
  ...onResource(
    "route53",
    healthCheck,
    "GetHealthCheck",
    "GetHealthCheckStatus",
    "GetHealthCheckLastFailureReason",
    "UpdateHealthCheck",
  ),
  ...onResource("route53", hostedZone, "ChangeResourceRecordSets", "ListResourceRecordSets"),
  ...onResource("route53", (call) => `arn:aws:route53:::change/${inputText(call, "Id")}`, "GetChange"),
};

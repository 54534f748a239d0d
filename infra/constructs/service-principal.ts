/** Who may take on a role of Baton: one service, on behalf of this account. */
import * as iam from "aws-cdk-lib/aws-iam";
import { Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/** Without the condition another account could make the service act with Baton's rights: the confused deputy of the IAM User Guide. */
export function servicePrincipal(scope: Construct, service: `${string}.amazonaws.com`): iam.ServicePrincipal {
  const conditions = { StringEquals: { "aws:SourceAccount": Stack.of(scope).account } };
  return new iam.ServicePrincipal(service, { conditions });
}

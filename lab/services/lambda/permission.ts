/** `AWS::Lambda::Permission` as the statement that it adds to the function's resource policy. */
import type { Properties } from "../platform/properties";

export function permissionStatement(properties: Properties, functionArn: string, sid: string): unknown {
  const principal = properties.text("Principal");
  const sourceArn = properties.optionalText("SourceArn");
  const sourceAccount = properties.optionalText("SourceAccount");
  const isService = principal.endsWith(".amazonaws.com");
  return {
    Sid: sid,
    Effect: "Allow",
    Action: properties.text("Action"),
    Resource: functionArn,
    Principal: isService ? { Service: principal } : { AWS: principal },
    Condition: {
      ...(sourceArn !== undefined && { ArnLike: { "aws:SourceArn": sourceArn } }),
      ...(sourceAccount !== undefined && { StringEquals: { "aws:SourceAccount": sourceAccount } }),
    },
  };
}

/** The AWS managed policies that CDK attaches, as AWS publishes them; any other is an error that names it. */
import { PolicyError, readPolicyDocument, type Statement } from "./policy-document";

const allowAll = (...actions: string[]) => ({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });

const WRITE_LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

const DOCUMENTS: Readonly<Record<string, object>> = {
  "service-role/AWSLambdaBasicExecutionRole": allowAll(...WRITE_LOGS),
  AWSXRayDaemonWriteAccess: allowAll(
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:GetSamplingStatisticSummaries",
  ),
  "service-role/AmazonAPIGatewayPushToCloudWatchLogs": allowAll(
    ...WRITE_LOGS,
    "logs:DescribeLogGroups",
    "logs:DescribeLogStreams",
    "logs:GetLogEvents",
    "logs:FilterLogEvents",
  ),
};

const PREFIX = /^arn:aws[\w-]*:iam::aws:policy\//;

export function isAwsManaged(policyArn: string): boolean {
  return PREFIX.test(policyArn);
}

export function awsManagedPolicy(policyArn: string): readonly Statement[] {
  const name = policyArn.replace(PREFIX, "");
  const document = DOCUMENTS[name];
  if (!document) throw new PolicyError(policyArn, "the lab does not know this AWS managed policy");
  return readPolicyDocument(name, document);
}

/** IAM of a lab account with one role, and calls judged by it. */
import { LabIam } from "../../../lab/iam/lab-iam";
import { Journal } from "../../../lab/kernel/journal";
import { type ApiCall, AwsError } from "../../../lab/kernel/service";

export const ACCOUNT = "111122223333";
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/tester`;

export interface RawStatement {
  readonly Effect?: "Allow" | "Deny";
  readonly Sid?: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: object;
}

export interface LabAccount {
  readonly iam: LabIam;
  readonly journal: Journal;
  provision(type: string, properties: Readonly<Record<string, unknown>>, logicalId?: string): unknown;
  /** Undefined: allowed. */
  refusal(service: string, operation: string, input?: object, region?: string): AwsError | undefined;
}

export const trust = (service: string) => ({
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
});

export function labAccount(...statements: readonly RawStatement[]): LabAccount {
  const journal = new Journal(() => 5);
  const iam = new LabIam(ACCOUNT, journal, () => 5);
  const provision = (type: string, properties: Readonly<Record<string, unknown>>, logicalId = "Resource") =>
    iam.provisioners[type]?.({
      logicalId,
      stackName: "stack",
      region: "eu-west-1",
      properties,
      metadata: {},
      assemblyFolder: "",
    });
  const Statement = statements.map((statement) => ({ Effect: "Allow", ...statement }));
  const Policies = statements.length > 0 ? [{ PolicyName: "inline", PolicyDocument: { Statement } }] : [];
  provision("AWS::IAM::Role", {
    RoleName: "tester",
    AssumeRolePolicyDocument: trust("lambda.amazonaws.com"),
    Policies,
  });
  const refusal = (service: string, operation: string, input: object = {}, region = "eu-west-1") => {
    const call: ApiCall = {
      service,
      operation,
      input: { ...input },
      region,
      caller: { arn: ROLE, region },
      requestId: "r",
    };
    return awsErrorOf(() => iam.authorize(call));
  };
  return { iam, journal, provision, refusal };
}

export function awsErrorOf(run: () => void): AwsError | undefined {
  try {
    run();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof AwsError) return thrown;
    throw thrown;
  }
}

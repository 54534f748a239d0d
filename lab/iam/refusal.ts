/** A refusal in AWS's own words and codes. */
import { AwsError } from "../kernel/service";
import type { Verdict } from "./evaluate";

/** Code and status by SigV4 signing name, as each service answers them; all others: AccessDenied, 403. */
const REFUSAL_CODES: Readonly<Record<string, readonly [code: string, status: number]>> = {
  dynamodb: ["AccessDeniedException", 400],
  ec2: ["UnauthorizedOperation", 403],
  events: ["AccessDeniedException", 400],
  lambda: ["AccessDeniedException", 403],
  scheduler: ["AccessDeniedException", 403],
  sns: ["AuthorizationError", 403],
  sqs: ["AccessDenied", 403],
  states: ["AccessDeniedException", 400],
};

export function refusalError(signingName: string, message: string): AwsError {
  const [code, status] = REFUSAL_CODES[signingName] ?? ["AccessDenied", 403];
  return new AwsError(
    code,
    signingName === "ec2" ? `You are not authorized to perform this operation. ${message}` : message,
    status,
  );
}

/** The sentence of AWS's access denied errors, with the kind of policy that decided. */
export function refusalMessage(roleArn: string, action: string, resource: string, { decision }: Verdict): string {
  const because =
    decision === "explicit-deny"
      ? "with an explicit deny in an identity-based policy"
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${sessionArn(roleArn)} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
}

/** Functions and services act in a session of their role. */
function sessionArn(roleArn: string): string {
  const [, , , , account, resource = ""] = roleArn.split(":");
  const name = resource.slice(resource.lastIndexOf("/") + 1);
  return `arn:aws:sts::${account}:assumed-role/${name}/session`;
}

/** From what went wrong on the way to AWS to a sentence that says what to do about it. */
import * as z from "zod";
import { describeFailure, failedAs, isUnreachable } from "../../lambdas/aws/failures";
import { BatonError } from "../../orchestrator/errors";
import { CommandFailed } from "../command-failed";
import { UsageError } from "../usage-error";
import { failedCallOf } from "./failed-call";
import type { Session } from "./session";

interface Explanation {
  readonly name: string;
  readonly fits: (error: unknown) => boolean;
  readonly say: (what: Facts) => string;
}

interface Facts {
  readonly session: Session;
  /** Like `DynamoDB GetItem in eu-west-1`. */
  readonly call: string;
  /** The error's name and what AWS said. */
  readonly failure: string;
}

const SIGN_IN = "Sign in (for example `aws sso login --profile <name>`), set AWS_PROFILE to that name, then try again.";

const EXPLANATIONS: readonly Explanation[] = [
  {
    name: "CredentialsExpired",
    fits: (error) =>
      failedAs(error, "ExpiredTokenException", "ExpiredToken", "TokenProviderError", "RequestExpired") ||
      (failedAs(error, "CredentialsProviderError") && /expired|refresh/i.test(describeFailure(error))),
    say: ({ failure }) => `The AWS credentials have expired (${failure}). ${SIGN_IN}`,
  },
  {
    name: "CredentialsMissing",
    fits: (error) => failedAs(error, "CredentialsProviderError"),
    say: ({ failure }) => `No AWS credentials can be used (${failure}). ${SIGN_IN} For a lab give --lab.`,
  },
  {
    name: "CredentialsRefused",
    fits: (error) =>
      failedAs(
        error,
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
      ),
    say: ({ failure }) => `AWS does not know these credentials (${failure}). ${SIGN_IN}`,
  },
  {
    name: "AccessDenied",
    fits: (error) => failedAs(error, "AccessDeniedException", "AccessDenied", "AuthorizationError"),
    say: ({ call, failure }) =>
      `These credentials may not call ${call}. docs/cli.md lists what each command needs. AWS says: ${failure}`,
  },
  {
    name: "NotDeployed",
    fits: (error) => failedAs(error, "ResourceNotFoundException", "StateMachineDoesNotExist"),
    say: ({ session: { plan, names }, call }) =>
      `${call} finds nothing of ${plan.application}: the table ${names.table} and the state machines of ${names.standbyStack} ` +
      `belong into ${plan.regions.standby} of account ${plan.account}, which your credentials are of. Deploy the plan.`,
  },
  {
    name: "Throttled",
    fits: (error) => failedAs(error, "ThrottlingException", "Throttling", "ProvisionedThroughputExceededException"),
    say: ({ call }) => `AWS answers too many requests at ${call}. Wait a moment and try again.`,
  },
  {
    name: "RecordDamaged",
    fits: (error) => error instanceof z.ZodError,
    say: ({ session: { names }, failure }) =>
      `An item in the table ${names.table} is not as Baton writes it; somebody has edited it by hand. ${failure}`,
  },
  {
    name: "RegionUnreachable",
    fits: isUnreachable,
    say: ({ session: { place, plan }, call, failure }) =>
      `${call} does not answer (${failure}). Either this machine is cut off from ${place}, or the standby Region ` +
      `${plan.regions.standby} is in trouble: see the AWS Health Dashboard. While the table cannot be reached nothing of Baton can act.`,
  },
];

/** The error as the command line tells it; errors that are told already pass, and so do defects. */
export function explain(error: unknown, session: Session): unknown {
  if (error instanceof CommandFailed || error instanceof UsageError) return error;
  if (error instanceof BatonError)
    return new CommandFailed(error.name.replace(/^Baton\./, ""), error.message, { cause: error });
  const explanation = EXPLANATIONS.find(({ fits }) => fits(error));
  if (!explanation) return error;
  const facts = { session, call: callText(error, session), failure: describeFailure(error) };
  return new CommandFailed(explanation.name, explanation.say(facts), { cause: error });
}

function callText(error: unknown, { plan }: Session): string {
  const call = failedCallOf(error);
  return call ? `${call.service} ${call.operation} in ${plan.regions.standby}` : `AWS in ${plan.regions.standby}`;
}

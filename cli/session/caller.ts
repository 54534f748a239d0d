/** A command's first call, before any other: whose credentials these are, and what time it is at AWS. */
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Clock } from "../../lambdas/runtime/runtime";
import type { Plan } from "../../orchestrator/plan";
import { CommandFailed } from "../command-failed";
import { clockOffsetMs } from "./clock-offset";
import type { Session } from "./session";

interface Caller {
  readonly account: string | undefined;
  readonly arn: string | undefined;
  /** What has to be added to this machine's clock. */
  readonly offsetMs: number;
}

/**
 * Every account that has Baton names its table alike, so another account than the plan's is refused. Returns how far this machine's
 * clock is behind AWS's, in milliseconds. @throws CommandFailed named `OtherAccount`; the SDK's errors
 */
export async function introduce(session: Session, machine: Clock): Promise<number> {
  const { plan, place, runtime } = session;
  const caller = await callerOf(runtime.clients.get(STSClient, plan.regions.standby), machine);
  if (caller.account === plan.account) return caller.offsetMs;
  throw otherAccount(caller, plan, place);
}

/** Needs no permission (STS API reference, GetCallerIdentity). */
async function callerOf(sts: STSClient, machine: Clock): Promise<Caller> {
  const askedAtMs = machine.now();
  const { Account: account, Arn: arn } = await sts.send(new GetCallerIdentityCommand({}));
  const heardAtMs = machine.now();
  const saidAtMs = heardAtMs + sts.config.systemClockOffset;
  return { account, arn, offsetMs: clockOffsetMs({ askedAtMs, heardAtMs, saidAtMs }) };
}

function otherAccount({ account, arn }: Caller, plan: Plan, place: string): CommandFailed {
  const message =
    `These credentials are of account ${account} (${arn}), and the plan of ${plan.application} is for account ${plan.account}. ` +
    `Nothing was read or written at ${place}. Use credentials of the plan's account, for example by AWS_PROFILE, or name the plan that you mean.`;
  return new CommandFailed("OtherAccount", message);
}

/** Whose credentials these are: asked before anything else, because every account that has Baton names its table alike. */
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { CommandFailed } from "../command-failed";
import type { Session } from "./session";

/** Needs no permission (STS API reference, GetCallerIdentity). @throws CommandFailed named `OtherAccount`; the SDK's errors */
export async function refuseOtherAccount({ plan, place, runtime }: Session): Promise<void> {
  const sts = runtime.clients.get(STSClient, plan.regions.standby);
  const { Account: account, Arn: arn } = await sts.send(new GetCallerIdentityCommand({}));
  if (account === plan.account) return;
  const message =
    `These credentials are of account ${account} (${arn}), and the plan of ${plan.application} is for account ${plan.account}. ` +
    `Nothing was read or written at ${place}. Use credentials of the plan's account, for example by AWS_PROFILE, or name the plan that you mean.`;
  throw new CommandFailed("OtherAccount", message);
}

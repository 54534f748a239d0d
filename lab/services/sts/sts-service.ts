/** AWS STS of one Region: who is calling. Signing name `sts`. */
import type { LabContext } from "../../kernel/ports";
import type { Provisioner, Provisions } from "../../kernel/provision";
import type { ApiCall, ServiceModel } from "../../kernel/service";
import { nameInArn } from "../platform/arns";
import { type Operations, perform } from "../platform/operations";

export class StsService implements ServiceModel, Provisions {
  readonly provisioners: Readonly<Record<string, Provisioner>> = {};
  private readonly operations: Operations = {
    GetCallerIdentity: ({ caller }) => {
      const role = nameInArn(caller.arn);
      const Arn = `arn:aws:sts::${this.lab.accountId}:assumed-role/${role}/lab`;
      return { Account: this.lab.accountId, Arn, UserId: `AROALAB:${role}` };
    },
  };

  constructor(
    private readonly lab: LabContext,
    readonly region: string,
  ) {}

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }
}

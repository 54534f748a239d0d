/** Encrypted resources: whoever uses one must also be allowed to use its key. */
import type { LabContext } from "../../kernel/ports";
import type { Principal } from "../../kernel/service";
import { isService } from "./resource-policy";

/** Sending to an encrypted topic needs these two [doc: SNS key management]. */
const ACTIONS = ["GenerateDataKey", "Decrypt"] as const;

/** Rejects as KMS would. A role needs its own policies to allow the key; a service in its own name needs the key's policy. */
export async function assertKeyUse(lab: LabContext, region: string, keyId: string, caller: Principal): Promise<void> {
  for (const operation of ACTIONS) {
    const answer = await lab.services.call({ service: "kms", operation, input: { KeyId: keyId }, region, caller });
    const keyArn = (answer as { readonly KeyId: string }).KeyId;
    if (!isService(caller)) lab.iam.assertAllowed(caller.arn, `kms:${operation}`, keyArn);
  }
}

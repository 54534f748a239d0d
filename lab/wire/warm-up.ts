/** The first SDK call of a process reads a configuration file and needs real event-loop turns: spend them before time is virtual. */
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { HttpResponse } from "@smithy/core/protocols";

let warmedUp: Promise<void> | undefined;

/** Performs one throwaway call; further calls return the same promise. */
export function warmUpSdk(): Promise<void> {
  warmedUp ??= throwawayCall();
  return warmedUp;
}

async function throwawayCall(): Promise<void> {
  const answer = `<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>`;
  const client = new STSClient({
    region: "us-east-1",
    credentials: { accessKeyId: "warm", secretAccessKey: "up" },
    requestHandler: {
      metadata: { handlerProtocol: "http/1.1" },
      handle: async () => ({ response: new HttpResponse({ statusCode: 200, headers: {}, body: Buffer.from(answer) }) }),
    },
  });
  await client.send(new GetCallerIdentityCommand({}));
}

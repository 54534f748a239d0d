/** At-least-once, on demand: remembers how an alarm's own event first started the failover machine, and delivers it again. */
import { type ApiCall, AwsError } from "../kernel/service";
import { FORGED } from "./forger";
import type { ServiceDirectory } from "./service-directory";

export class EventReplay {
  private firstDelivery: ApiCall | undefined;

  /** @param stateMachineName machine whose starts by EventBridge are remembered */
  constructor(
    private readonly services: ServiceDirectory,
    stateMachineName: string,
  ) {
    services.onCall((call) => {
      const { operation, input } = call;
      const isStart = operation === "StartExecution" && String(input.stateMachineArn).endsWith(`:${stateMachineName}`);
      // What a forger dated ahead would be wrong in nothing once its time has come.
      if (isStart && !String(input.input).includes(FORGED)) this.firstDelivery ??= call;
    });
  }

  get hasDelivered(): boolean {
    return this.firstDelivery !== undefined;
  }

  /** The same event, id and all: each copy starts an execution, because EventBridge gives executions no name. */
  deliverAgain(copies: number): void {
    const { firstDelivery } = this;
    if (!firstDelivery) throw new Error("No event has started the failover yet; the scenario repeats one too early.");
    // A copy that is refused or breaks down is a copy less: nobody is promised a second one.
    for (let copy = 0; copy < copies; copy += 1) this.services.call(firstDelivery).catch(unlessRefused);
  }
}

/** @throws what is the lab's own mistake */
function unlessRefused(error: unknown): void {
  if (!(error instanceof AwsError)) throw error;
}

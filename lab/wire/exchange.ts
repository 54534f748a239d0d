/** One request on its way over the lab's network and back, in virtual time. */
import { LostReply } from "../kernel/disturbances";
import { attempt, type Later } from "../kernel/later";
import { type Cancel, SETTLED } from "../kernel/virtual-clock";
import { isMutating } from "./api-limits";
import type { CallOutcome } from "./call-log";
import type { Form } from "./form";
import type { Incoming } from "./incoming";
import type { Served, Wire } from "./wire";

/** How long silence is borne. */
export interface Limits {
  readonly connectionMs: number;
  readonly requestMs: number;
}

export interface Settle<Answer> {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** Whoever calls over the wire from within a Region is a function. */
const SENDER = "lambda";

/** One request on its way; settles at most once. */
export class Exchange<Answer> {
  private readonly sentAtMs: number;
  private isSettled = false;
  /** What silence will have meant. */
  private silence: CallOutcome = "gave-up";
  private halfTripMs = 0;
  private cancelTimeout: Cancel = () => {};

  constructor(
    private readonly wire: Wire,
    private readonly fromRegion: string,
    private readonly incoming: Incoming,
    private readonly form: Form<Answer>,
    private readonly settle: Settle<Answer>,
  ) {
    this.sentAtMs = wire.parts.clock.now();
  }

  begin(limits: Limits): void {
    const { clock, network } = this.wire.parts;
    const isReachable = this.isReachable();
    const limitMs = isReachable ? limits.requestMs : limits.connectionMs;
    this.onSilence(limitMs, () => this.fail(this.silence, undefined, timeoutError(isReachable, limitMs)));
    if (isReachable) {
      this.halfTripMs = network.roundTripMs(this.fromRegion, this.incoming.region) / 2;
      clock.after(this.halfTripMs, () => this.arrive());
    } else this.silence = "unreachable";
  }

  private arrive(): typeof SETTLED | undefined {
    if (!this.isReachable()) {
      this.silence = "unreachable";
      return SETTLED;
    }
    const { journal } = this.wire.parts;
    const told = journal.entries.length;
    const served = this.serve();
    if (served instanceof Promise) {
      served.then(
        (reply) => this.send(reply),
        (failure: Error) => this.fail("failed", failure.name, failure),
      );
      return undefined;
    }
    this.send(served);
    return isAnsweredAtOnce(this.incoming) && journal.entries.length === told ? SETTLED : undefined;
  }

  private serve(): Later<Served<Answer> | LostReply> {
    return attempt<Served<Answer> | LostReply>(
      () => this.wire.serve(this.incoming, this.form),
      (thrown) => {
        if (thrown instanceof LostReply) return thrown;
        throw thrown;
      },
    );
  }

  private send(reply: Served<Answer> | LostReply): void {
    if (reply instanceof LostReply && reply.isReset) {
      const reset = new ConnectionReset();
      this.fail("reply-lost", reset.name, reset);
    } else this.wire.parts.clock.after(this.halfTripMs, () => this.arriveBack(reply));
  }

  private arriveBack(reply: Served<Answer> | LostReply): typeof SETTLED | undefined {
    if (reply instanceof LostReply || !this.isReachable()) {
      this.silence = "reply-lost";
      return SETTLED;
    }
    this.settleOnce(reply.outcome, reply.errorCode, () => this.settle.resolve(reply.answer));
    return undefined;
  }

  private fail(outcome: CallOutcome, errorCode: string | undefined, error: Error): void {
    this.settleOnce(outcome, errorCode, () => this.settle.reject(error));
  }

  private isReachable(): boolean {
    const { network } = this.wire.parts;
    const { region, service } = this.incoming;
    return network.canSend(this.fromRegion, SENDER) && network.canReach(this.fromRegion, region, service.signingName);
  }

  private onSilence(limitMs: number, run: () => void): void {
    if (Number.isFinite(limitMs)) this.cancelTimeout = this.wire.parts.clock.after(limitMs, run);
  }

  private settleOnce(outcome: CallOutcome, errorCode: string | undefined, settle: () => void): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.cancelTimeout();
    const { service, named, caller, region } = this.incoming;
    this.wire.calls.record({
      atMs: this.sentAtMs,
      service: service.signingName,
      operation: named.operation[2],
      principal: caller.arn,
      fromRegion: this.fromRegion,
      toRegion: region,
      outcome,
      ...(errorCode === undefined ? {} : { errorCode }),
    });
    settle();
  }
}

/**
 * Whether a call whose answer is there has left no promise behind that still wants to settle: reads do not, nor do writes to
 * tables and metrics. Others may have begun something.
 */
function isAnsweredAtOnce({ service, named }: Incoming): boolean {
  const { signingName } = service;
  return signingName === "dynamodb" || signingName === "monitoring" || !isMutating(named.operation[2]);
}

/** As Node's HTTP client tells it, under the name that the SDK's handler gives it. */
class ConnectionReset extends Error {
  readonly code = "ECONNRESET";

  constructor() {
    super("socket hang up");
    this.name = "TimeoutError";
  }
}

function timeoutError(isConnected: boolean, limitMs: number): Error {
  return isConnected
    ? named("TimeoutError", `a request has exceeded the configured ${limitMs} ms requestTimeout.`)
    : named(
        "TimeoutError",
        `the request socket did not establish a connection with the server within the configured timeout of ${limitMs} ms.`,
      );
}

export function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

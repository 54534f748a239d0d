/** One request on its way over the lab's network and back, in virtual time. */
import { LostReply } from "../kernel/disturbances";
import type { Cancel } from "../kernel/virtual-clock";
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
  private cancelTimeout: Cancel = () => {};

  constructor(
    private readonly wire: Wire,
    private readonly fromRegion: string,
    private readonly incoming: Incoming,
    private readonly form: Form<Answer>,
  ) {
    this.sentAtMs = wire.parts.clock.now();
  }

  begin(limits: Limits, settle: Settle<Answer>): void {
    const isReachable = this.isReachable();
    const limitMs = isReachable ? limits.requestMs : limits.connectionMs;
    const outcome: { silence: CallOutcome } = { silence: isReachable ? "gave-up" : "unreachable" };
    this.onSilence(limitMs, () =>
      this.settleOnce(outcome.silence, undefined, () => settle.reject(timeoutError(isReachable, limitMs))),
    );
    if (!isReachable) return;
    this.travel().then(
      (arrival) => {
        if (typeof arrival === "string") outcome.silence = arrival;
        else this.settleOnce(arrival.outcome, arrival.errorCode, () => settle.resolve(arrival.answer));
      },
      (failure: Error) => {
        const outcome = failure instanceof ConnectionReset ? "reply-lost" : "failed";
        this.settleOnce(outcome, failure.name, () => settle.reject(failure));
      },
    );
  }

  /** The answer, or why none will ever come. */
  private async travel(): Promise<Served<Answer> | "unreachable" | "reply-lost"> {
    const { clock, network } = this.wire.parts;
    const halfTripMs = network.roundTripMs(this.fromRegion, this.incoming.region) / 2;
    await clock.sleep(halfTripMs);
    if (!this.isReachable()) return "unreachable";
    const served = await this.serveUnlessLost();
    await clock.sleep(halfTripMs);
    return served && this.isReachable() ? served : "reply-lost";
  }

  private async serveUnlessLost(): Promise<Served<Answer> | undefined> {
    try {
      return await this.wire.serve(this.incoming, this.form);
    } catch (thrown) {
      if (!(thrown instanceof LostReply)) throw thrown;
      if (!thrown.isReset) return undefined;
      throw new ConnectionReset();
    }
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

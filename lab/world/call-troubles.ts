/** A scenario's trouble with single API calls: throttling, breakdowns, lost replies, slowness. */
import { type Disturbance, type Fate, PASS } from "../kernel/disturbances";
import type { RandomSource } from "../kernel/random";
import type { ApiCall } from "../kernel/service";
import type { CallFault } from "../scenarios/call-fault";
import { isMutating } from "../wire/api-limits";
import { keyDisabledError, serverError, throttlingError } from "../wire/service-errors";

interface Trouble {
  readonly fault: CallFault | Refusal;
  readonly region: string;
  readonly endsAtMs: number;
}

/** Of every message. */
interface Refusal extends Pick<CallFault, "services" | "operations" | "calls" | "share"> {
  readonly type: "messages-refused";
}

const EVERY_MESSAGE: Refusal = {
  type: "messages-refused",
  services: ["sns"],
  operations: ["Publish"],
  calls: "all",
  share: 1,
};

type Disturbed = Pick<ApiCall, "service" | "operation" | "region">;

export class CallTroubles implements Disturbance {
  private troubles: Trouble[] = [];
  private metCalls = 0;

  constructor(private readonly random: RandomSource) {}

  /** Calls that met one so far. */
  get met(): number {
    return this.metCalls;
  }

  begin(fault: CallFault, region: string, nowMs: number): void {
    this.troubles.push({ fault, region, endsAtMs: nowMs + fault.seconds * 1000 });
  }

  refuseMessages(region: string, endsAtMs: number): void {
    this.troubles.push({ fault: EVERY_MESSAGE, region, endsAtMs });
  }

  endAll(): void {
    this.troubles = [];
  }

  fateOf(call: Disturbed, nowMs: number): Fate {
    for (const trouble of this.troubles) {
      if (isMeant(trouble, call, nowMs) && this.random.chance(trouble.fault.share)) {
        return this.fate(trouble.fault, call.service);
      }
    }
    return PASS;
  }

  private fate(fault: Trouble["fault"], service: string): Fate {
    this.metCalls += 1;
    switch (fault.type) {
      case "messages-refused":
        return { what: "refuse", error: keyDisabledError() };
      case "calls-throttled":
        return { what: "refuse", error: throttlingError(service) };
      case "calls-break-down":
        return { what: "refuse", error: serverError(service) };
      case "replies-lost":
        return { what: "lose-reply", isReset: this.random.chance(0.5) };
      case "calls-slow":
        return { what: "delay", delayMs: fault.delaySeconds * 1000 };
    }
  }
}

function isMeant({ fault, region, endsAtMs }: Trouble, call: Disturbed, nowMs: number): boolean {
  if (nowMs >= endsAtMs || call.region !== region || !fault.services.includes(call.service)) return false;
  if (fault.operations && !fault.operations.includes(call.operation)) return false;
  return fault.calls === "all" || isMutating(call.operation);
}

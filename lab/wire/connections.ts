/** The connections of one client: how long each silence is borne, and what stands already. */
import type { CallBudget } from "../../lambdas/runtime/runtime";
import type { SandboxLife } from "../kernel/ports";
import type { Principal } from "../kernel/service";
import { Exchange, type Limits } from "./exchange";
import type { Form } from "./form";
import type { Incoming } from "./incoming";
import type { Wire } from "./wire";

/** How long a client waits for what does not answer. */
export type ConnectionBudget = Pick<CallBudget, "connectionTimeoutMs" | "requestTimeoutMs">;

/** A kept connection is reused this long after its last answer [est: idle timeouts of AWS endpoints vary, 20-60 s]. */
const KEEP_ALIVE_MS = 20_000;

export class Connections {
  private readonly answeredAtMs = new Map<string, number>();

  constructor(
    private readonly wire: Wire,
    private readonly principal: Principal,
    readonly budget: ConnectionBudget,
    private readonly life: SandboxLife = { isOver: false },
  ) {}

  /**
   * Rejects with the SDK's `TimeoutError` when nothing answers in time. What a dead sandbox sends never leaves it and is never
   * answered; what it had sent before arrives, and takes effect without anybody to hear of it.
   */
  send<Answer>(
    incoming: Incoming,
    form: Form<Answer>,
    requestTimeoutMs = this.budget.requestTimeoutMs,
  ): Promise<Answer> {
    if (this.life.isOver) return new Promise(() => {});
    return new Promise((resolve, reject) => {
      const settle = {
        resolve: (answer: Answer) => {
          this.answeredAtMs.set(destinationOf(incoming), this.wire.parts.clock.now());
          this.life.onAnswer?.();
          if (!this.life.isOver) resolve(answer);
        },
        reject,
      };
      const exchange = new Exchange(this.wire, this.principal.region, incoming, form, settle);
      exchange.begin(this.limits(incoming, requestTimeoutMs));
    });
  }

  forget(): void {
    this.answeredAtMs.clear();
  }

  /** A connection that already stands spares the connection timeout: only the request timeout ends the silence. */
  private limits(incoming: Incoming, requestMs: number): Limits {
    const lastAnswerMs = this.answeredAtMs.get(destinationOf(incoming)) ?? Number.NEGATIVE_INFINITY;
    const isConnected = this.wire.parts.clock.now() - lastAnswerMs <= KEEP_ALIVE_MS;
    return { requestMs, connectionMs: isConnected ? requestMs : Math.min(this.budget.connectionTimeoutMs, requestMs) };
  }
}

function destinationOf({ region, service }: Incoming): string {
  return `${service.signingName}.${region}`;
}

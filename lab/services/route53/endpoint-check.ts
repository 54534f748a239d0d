/**
 * A health check on an endpoint: 16 checkers in 8 Regions, part of a global data plane that no Region's outage stops.
 * Checkers that fall due within one second share one look at the endpoint, which is what keeps a drill cheap. A look that
 * would go the same way as the last one (`WebPort.repeatsAnswer`) takes its answer and runs nothing.
 */
import type { HttpAnswer, LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import { SETTLED } from "../../kernel/virtual-clock";
import { Checker } from "./checker";
import { CHECKER_REGIONS, checkedUrl, type EndpointConfig } from "./health-check-config";

const CHECKERS_PER_REGION = 2;
/** A check is healthy while MORE than this share of checkers says so (aws-facts: Route 53). */
const HEALTHY_SHARE = 0.18;
const CONNECT_TIMEOUT_MS = 4_000;
const ANSWER_TIMEOUT_MS = 2_000;
const ROUND_MS = 1_000;

export class EndpointCheck {
  readonly checkers: readonly Checker[];
  private readonly url: string;
  private lastAnswer: { readonly revision: number; readonly answer: HttpAnswer } | null = null;
  private isScheduled = false;

  constructor(
    private readonly lab: LabContext,
    random: RandomSource,
    readonly config: EndpointConfig,
    /** A checker has another opinion, or its first observation. */
    private readonly onResults: () => void,
  ) {
    this.url = checkedUrl(config);
    const regions = config.Regions ?? CHECKER_REGIONS;
    this.checkers = regions.flatMap((region) =>
      Array.from({ length: CHECKERS_PER_REGION }, () => this.createChecker(region, random)),
    );
    if (!config.Disabled) this.scheduleRound();
  }

  get hasData(): boolean {
    return this.checkers.some((checker) => checker.last !== null);
  }

  /** Counts as healthy until data arrives, inverted as unhealthy; disabled as healthy whatever is seen. [doc] */
  isHealthy(): boolean {
    return (this.config.Disabled || this.enoughSayHealthy()) !== this.config.Inverted;
  }

  private enoughSayHealthy(): boolean {
    let reporting = 0;
    let healthy = 0;
    for (const checker of this.checkers) {
      if (checker.last === null) continue;
      reporting += 1;
      if (checker.saysHealthy) healthy += 1;
    }
    return reporting === 0 || healthy / reporting > HEALTHY_SHARE;
  }

  private createChecker(region: string, random: RandomSource): Checker {
    const ipAddress = `15.177.${random.integer(0, 255)}.${random.integer(1, 254)}`;
    const firstAtMs = this.lab.clock.now() + random.between(0, this.config.RequestInterval * 1000);
    return new Checker(region, ipAddress, random.between(50, 250), firstAtMs);
  }

  private scheduleRound(): void {
    if (this.isScheduled) return;
    let nextAtMs = Number.POSITIVE_INFINITY;
    for (const { dueAtMs } of this.checkers) if (dueAtMs < nextAtMs) nextAtMs = dueAtMs;
    if (nextAtMs === Number.POSITIVE_INFINITY) return;
    this.isScheduled = true;
    this.lab.clock.at(Math.ceil(nextAtMs / ROUND_MS) * ROUND_MS, this.round);
  }

  private readonly round = (): typeof SETTLED | undefined => {
    const told = this.lab.journal.entries.length;
    const nowMs = this.lab.clock.now();
    this.isScheduled = false;
    const isAsked = this.askFor(this.checkers.filter((checker) => checker.dueAtMs <= nowMs));
    return isAsked || this.lab.journal.entries.length > told ? undefined : SETTLED;
  };

  /** Whether a request is under way; otherwise the answer was known. */
  private askFor(due: readonly Checker[]): boolean {
    const known = this.lab.web.answerNow?.("internet", this.url) ?? this.reusableAnswer();
    if (known && known.status !== null) {
      this.conclude(due, null, known);
      return false;
    }
    const askedAtMs = due.map((checker) => checker.dueAtMs);
    for (const checker of due) checker.dueAtMs = Number.POSITIVE_INFINITY;
    const conclude = (answer: HttpAnswer) => this.conclude(due, askedAtMs, answer);
    if (known) this.lab.clock.after(CONNECT_TIMEOUT_MS, () => conclude(known));
    else this.ask(conclude);
    this.scheduleRound();
    return !known;
  }

  /** The endpoint's last answer, when nothing that it could depend on has changed since, the way to it included. */
  private reusableAnswer(): HttpAnswer | undefined {
    const { web } = this.lab;
    if (!this.lastAnswer || this.lastAnswer.revision !== web.revision?.()) return undefined;
    return web.repeatsAnswer?.("internet", this.url) ? this.lastAnswer.answer : undefined;
  }

  private ask(conclude: (answer: HttpAnswer) => void): void {
    const revision = this.lab.web.revision?.();
    const timeoutMs = CONNECT_TIMEOUT_MS + ANSWER_TIMEOUT_MS;
    const remember = (answer: HttpAnswer) => {
      if (revision !== undefined) this.lastAnswer = { revision, answer };
      conclude(answer);
    };
    void this.lab.web.request("internet", "GET", this.url, "", timeoutMs).then(remember, () => conclude(NO_ANSWER));
  }

  /**
   * The interval runs from the response to the next request, per checker. [doc]
   * @param askedAtMs null: at this moment, each when it was due
   */
  private conclude(asked: readonly Checker[], askedAtMs: readonly number[] | null, answer: HttpAnswer): void {
    const nowMs = this.lab.clock.now();
    let isNews = false;
    asked.forEach((checker, index) => {
      const sentAtMs = askedAtMs ? (askedAtMs[index] ?? nowMs) : checker.dueAtMs;
      const tookMs = answer.status === null ? CONNECT_TIMEOUT_MS : checker.roundTripMs;
      if (checker.learn(answer, nowMs, this.config.FailureThreshold)) isNews = true;
      checker.dueAtMs = sentAtMs + tookMs + this.config.RequestInterval * 1000;
    });
    if (isNews) this.onResults();
    this.scheduleRound();
  }
}

const NO_ANSWER: HttpAnswer = { status: null, body: "" };

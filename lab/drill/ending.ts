/** Knows when a drill is over: when what its scenario waits for has come, and has been watched for a while. */
import type { Customers } from "../customers/customers";
import type { Scenario } from "../scenarios/scenario";
import type { Incident } from "./incident";
import type { Story } from "./story";

type EndsWhen = Scenario["endsWhen"];

type Condition = (incident: Incident, customers: Customers, story: Story) => boolean;

const CONDITIONS: Readonly<Record<EndsWhen, Condition>> = {
  "failover-closed": (incident, customers) => (incident.isClosed && customers.areServed) || incident.needsOperator,
  "run-ended": (incident) => incident.isRunOver,
  "approval-asked": (incident) => incident.firstOf("approval-asked") !== undefined || incident.isRunOver,
  "story-told": (incident, _, story) => story.isTold && incident.isEverythingOver,
  horizon: () => false,
};

export class Ending {
  private endsAtMs = Number.POSITIVE_INFINITY;

  constructor(
    private readonly scenario: Scenario,
    private readonly incident: Incident,
    private readonly customers: Customers,
    private readonly story: Story,
  ) {}

  /** Asked after every event of the clock. */
  isOver(nowMs: number): boolean {
    if (this.endsAtMs === Number.POSITIVE_INFINITY) this.look(nowMs);
    return nowMs >= this.endsAtMs;
  }

  private look(nowMs: number): void {
    const hasCome = CONDITIONS[this.scenario.endsWhen](this.incident, this.customers, this.story);
    if (hasCome) this.endsAtMs = nowMs + this.scenario.thenWatchSeconds * 1000;
  }
}

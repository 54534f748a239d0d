/** What calls the image keeper: images' events of either Region, and the clock, because those events are best effort. */
import { Construct } from "constructs";
import type { Deployment } from "../deployment";
import type { BatonFunction } from "./baton-function";
import type { DeadLetters } from "./dead-letters";
import { EventRoute, type EventRouteProps, imageChanges } from "./event-route";

export interface ImageKeepingProps {
  readonly deployment: Deployment;
  readonly keeper: BatonFunction;
  /** Bus on which the primary Region's events arrive. */
  readonly eventBusName: string;
  readonly deadLetters: DeadLetters;
}

export class ImageKeeping extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ImageKeepingProps,
  ) {
    super(scope, id);
    const { primary, standby } = props.deployment.plan.regions;
    this.callOn("PrimaryImages", "on-primary-images", {
      description: `Looks at the images when one of ${primary} has changed`,
      eventBusName: props.eventBusName,
      on: { pattern: imageChanges() },
    });
    this.callOn("StandbyImages", "on-standby-images", {
      description: `Looks at the images when one of ${standby} has changed`,
      on: { pattern: imageChanges() },
    });
    this.callOn("Clock", "regularly", {
      description: "Looks at the images of both Regions, whatever events say",
      on: { schedule: "rate(15 minutes)" },
    });
  }

  private callOn(
    id: string,
    name: string,
    route: Pick<EventRouteProps, "description" | "on"> & Pick<Partial<EventRouteProps>, "eventBusName">,
  ): void {
    const { deployment, keeper, deadLetters } = this.props;
    const ruleName = `${deployment.names.prefix}-keep-images-${name}`;
    new EventRoute(this, id, { ...route, ruleName, target: { lambda: keeper.lambda }, deadLetters });
  }
}

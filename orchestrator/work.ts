/** Which resources each step of a workflow is about: the plan's resources as data that flows through the machine. */
import type { Plan } from "./plan";
import { resourcesWith } from "./resources/meanings";

/** IDs of resources, in the order of the plan. */
type Ids = readonly string[];

/** Work of a failover. */
export interface FailoverWork {
  /** What must be fit to take over before it is decided, and has nothing to warm up. */
  readonly standReady: Ids;
  readonly warmUp: Ids;
  readonly fence: Ids;
  readonly promote: Ids;
  readonly coolDown: Ids;
}

/** Work of a failback or a switchover. */
export interface PlannedWork {
  /** Data copies to rebuild in the target Region, to let catch up, to freeze at their source, to drain and to promote. */
  readonly data: Ids;
  /** Groups to warm up in the target Region, and to cool down there when the move is abandoned. */
  readonly warmUp: Ids;
  /** Groups that get back what is theirs once the move has arrived: the ones that serve their limits, the others their rest. */
  readonly rest: Ids;
}

export function failoverWork(plan: Plan): FailoverWork {
  return {
    standReady: idsOf(resourcesWith(plan, "standReady")),
    warmUp: idsOf(resourcesWith(plan, "warmUp")),
    fence: idsOf(resourcesWith(plan, "fence")),
    promote: idsOf(resourcesWith(plan, "promote")),
    coolDown: idsOf(resourcesWith(plan, "coolDown")),
  };
}

/** Only data is frozen: the application of the Region that is left stays up, so that it can go on when the move is abandoned. */
export function plannedWork(plan: Plan): PlannedWork {
  return {
    data: idsOf(resourcesWith(plan, "promote")),
    warmUp: idsOf(resourcesWith(plan, "warmUp")),
    rest: idsOf(resourcesWith(plan, "coolDown")),
  };
}

function idsOf(resources: readonly { readonly id: string }[]): Ids {
  return resources.map(({ id }) => id);
}

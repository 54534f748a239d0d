/**
 * Which hand carries out which verb for which kind. One table per verb, so that a function's bundle holds the hands of its
 * own verb only; a kind whose meaning has a verb and no hand here does not compile.
 */
import { catchUpReplica } from "./catch-up-replica";
import { coolDownGroup } from "./cool-down-group";
import { drainReplica } from "./drain-replica";
import { fenceGroup } from "./fence-group";
import { fenceWriter } from "./fence-writer";
import { freezeWriter } from "./freeze-writer";
import type { HandsFor } from "./hand";
import { inspectGroup } from "./inspect-group";
import { inspectInstance } from "./inspect-instance";
import { promoteReplica } from "./promote-replica";
import { protectReplica, rebuildReplica } from "./rebuild-replica";
import { standReadyReplica } from "./stand-ready-replica";
import { unfenceGroup } from "./unfence-group";
import { unfenceWriter } from "./unfence-writer";
import { unfreezeWriter } from "./unfreeze-writer";
import { verifyGroup } from "./verify-group";
import { verifyReplica } from "./verify-replica";
import { warmUpGroup } from "./warm-up-group";

/** All that can be undone is begun; what needs nothing begun is looked at. */
export const WARM_UP: HandsFor<"warmUp" | "standReady"> = {
  autoScalingGroup: warmUpGroup,
  rdsReadReplica: standReadyReplica,
};

export const COOL_DOWN: HandsFor<"coolDown"> = { autoScalingGroup: coolDownGroup };

export const FENCE: HandsFor<"fence"> = { rdsReadReplica: fenceWriter, autoScalingGroup: fenceGroup };

export const UNFENCE: HandsFor<"unfence"> = { rdsReadReplica: unfenceWriter, autoScalingGroup: unfenceGroup };

export const PROMOTE: HandsFor<"promote"> = { rdsReadReplica: promoteReplica };

export const VERIFY: HandsFor<"verify"> = { rdsReadReplica: verifyReplica, autoScalingGroup: verifyGroup };

export const INSPECT: HandsFor<"inspect"> = { rdsReadReplica: inspectInstance, autoScalingGroup: inspectGroup };

export const REBUILD: HandsFor<"rebuild"> = { rdsReadReplica: rebuildReplica };

export const PROTECT: HandsFor<"rebuild"> = { rdsReadReplica: protectReplica };

/** What a planned move does around the promotion concerns the kinds that are promoted. */
export const CATCH_UP: HandsFor<"promote"> = { rdsReadReplica: catchUpReplica };

export const FREEZE: HandsFor<"promote"> = { rdsReadReplica: freezeWriter };

export const DRAIN: HandsFor<"promote"> = { rdsReadReplica: drainReplica };

export const UNFREEZE: HandsFor<"promote"> = { rdsReadReplica: unfreezeWriter };

/**
 * Which hand carries out which verb for which kind. One table per verb, so that a function's bundle holds the hands of its
 * own verb only; a kind whose meaning has a verb and no hand here does not compile.
 */
import { coolDownGroup } from "./cool-down-group";
import { fenceGroup } from "./fence-group";
import { fenceWriter } from "./fence-writer";
import type { HandsFor } from "./hand";
import { promoteReplica } from "./promote-replica";
import { verifyGroup } from "./verify-group";
import { verifyReplica } from "./verify-replica";
import { warmUpGroup } from "./warm-up-group";

export const WARM_UP: HandsFor<"warmUp"> = { autoScalingGroup: warmUpGroup };

export const COOL_DOWN: HandsFor<"coolDown"> = { autoScalingGroup: coolDownGroup };

export const FENCE: HandsFor<"fence"> = { rdsReadReplica: fenceWriter, autoScalingGroup: fenceGroup };

export const PROMOTE: HandsFor<"promote"> = { rdsReadReplica: promoteReplica };

export const VERIFY: HandsFor<"verify"> = { rdsReadReplica: verifyReplica, autoScalingGroup: verifyGroup };

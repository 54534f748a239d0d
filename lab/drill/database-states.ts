/** How the databases stand at the end of a drill, as their owner would see them in the console. */
import type { RegionRole } from "../../orchestrator/baton";
import type { DatabaseInstance } from "../services/rds/database-instance";
import type { World } from "../world";

export interface DatabaseState {
  readonly resourceId: string;
  readonly role: RegionRole;
  readonly instanceId: string;
  readonly isWriter: boolean;
  /** Multi-AZ and backups are what the plan wants of a promoted instance. */
  readonly isAsPlanned: boolean;
  /** Replicates at this moment from what bears the plan's name in the other Region. */
  readonly isReplicating: boolean;
  readonly admitsConnections: boolean;
  /** Under another name than the plan's, with the tags that say why and until when. */
  readonly isKeptInQuarantine: boolean;
}

const ROLES = ["primary", "standby"] as const;
/** Tags that tell whoever finds a stale instance what it is. */
const KEEPING_TAGS = ["baton:epoch", "baton:keep-until"];

export function databaseStates({ estate }: World): DatabaseState[] {
  return estate.databases.flatMap((database) =>
    ROLES.flatMap((role) =>
      database.everAt(role).map((instance) => ({
        resourceId: database.id,
        role,
        instanceId: instance.id,
        isWriter: instance.isWriting,
        isAsPlanned: database.isAsPlanned(instance),
        isReplicating: isReplicating(instance, database.at(role === "primary" ? "standby" : "primary")),
        admitsConnections: instance.admitsNewConnections(),
        isKeptInQuarantine:
          instance.id !== database.nameAt(role) && KEEPING_TAGS.every((tag) => instance.tags.has(tag)),
      })),
    ),
  );
}

function isReplicating({ replication, inheritance, isUp }: DatabaseInstance, source: DatabaseInstance | undefined) {
  if (replication === null || replication.source !== source) return false;
  return inheritance === null && isUp && replication.stream.severedAtMs === null;
}

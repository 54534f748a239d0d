/** The settings of an instance as they were before Baton touched it: seen now, or remembered. */
import type { DBInstance } from "@aws-sdk/client-rds";
import type { RegionRole } from "../../orchestrator/baton";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import type { Side } from "../../orchestrator/workflow";
import type { HandContext } from "./hand";
import { type InstanceSettings, instanceSettingsSchema, settingsOf } from "./instance-settings";
import { isDefaultGroup } from "./parameter-group";
import { isReplica } from "./rds-instance";

type Remembering = Pick<HandContext, "memories" | "runtime">;

/** What an untouched instance shows is written down before it is answered. Null: touched, and nothing is remembered. */
export async function rememberSettings(
  replica: RdsReadReplica,
  { role }: Side,
  instance: DBInstance,
  context: Remembering,
): Promise<InstanceSettings | null> {
  const { quarantineSecurityGroupId } = instanceAt(replica, role);
  const seen = settingsOf(instance, quarantineSecurityGroupId, context.runtime.clock.now());
  if (seen === null) return readSettings(replica, { role }, context);
  const settings = isUnfinished(instance, seen) ? await withKnownGroup(seen, replica, role, context) : seen;
  await context.memories.keep(replica.id, role, settings);
  return settings;
}

/** A replica has its engine's default parameters until it is given those of its predecessor. */
function isUnfinished(instance: DBInstance, { parameterGroupName }: InstanceSettings): boolean {
  return isReplica(instance) && (parameterGroupName === null || isDefaultGroup(parameterGroupName));
}

async function withKnownGroup(
  seen: InstanceSettings,
  replica: RdsReadReplica,
  role: RegionRole,
  context: Remembering,
): Promise<InstanceSettings> {
  const known = await readSettings(replica, { role }, context);
  return { ...seen, parameterGroupName: known?.parameterGroupName ?? seen.parameterGroupName };
}

export async function readSettings(
  { id }: RdsReadReplica,
  { role }: Pick<Side, "role">,
  { memories }: Pick<Remembering, "memories">,
): Promise<InstanceSettings | null> {
  const known = await memories.read(id, role);
  return known === null ? null : instanceSettingsSchema.parse(known);
}

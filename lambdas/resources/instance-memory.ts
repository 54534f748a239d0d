/** The settings of an instance as they were before Baton touched it: seen now, or remembered. */
import type { DBInstance } from "@aws-sdk/client-rds";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import type { Side } from "../../orchestrator/workflow";
import type { HandContext } from "./hand";
import { type InstanceSettings, instanceSettingsSchema, settingsOf } from "./instance-settings";

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
  await context.memories.keep(replica.id, role, seen);
  return seen;
}

export async function readSettings(
  { id }: RdsReadReplica,
  { role }: Pick<Side, "role">,
  { memories }: Pick<Remembering, "memories">,
): Promise<InstanceSettings | null> {
  const known = await memories.read(id, role);
  return known === null ? null : instanceSettingsSchema.parse(known);
}

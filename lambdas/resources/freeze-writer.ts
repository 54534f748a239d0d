/**
 * Freezes the active writer before a planned move: from here on nobody can write, so that what has to be drained has an end.
 * Unlike a fence this must be undone when the move is abandoned, and must not be taken for done by an instance that is gone.
 */
import { RDSClient } from "@aws-sdk/client-rds";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { at, clientAt } from "./client-at";
import { blocked, type Hand } from "./hand";
import { rememberSettings } from "./instance-memory";
import { quarantine } from "./quarantine-instance";
import { describeInstance, isReplica, isStuck, statusOf } from "./rds-instance";

export const freezeWriter: Hand<RdsReadReplica> = async (replica, context) => {
  const { source, freezes, previous, runtime } = context;
  const rds = clientAt(at(context, source), RDSClient);
  const part = instanceAt(replica, source.role);
  const name = part.instanceId;
  const instance = await describeInstance(rds, name);
  if (instance === null) return blocked(`There is no writer ${name} to freeze.`);
  if (isReplica(instance)) return blocked(`${name} is a replica, not the writer.`);
  if (isStuck(instance)) return blocked(`${name} is ${statusOf(instance)}; waiting will not help.`);
  if ((await rememberSettings(replica, source, instance, context)) === null) {
    return blocked(
      `${name} is in quarantine already and nobody remembers its own security groups: put them back first.`,
    );
  }
  if (!(await freezes.begin(replica.id))) return blocked(`This run has ended its freeze of ${name} before.`);
  const result = await quarantine({ rds, part, instance, previous, nowMs: context.runtime.clock.now() });
  if (result.status === "done") await freezes.frozen(replica.id, runtime.clock.now());
  return result;
};

/** Fences the writer of a Region that is given up: a stopped instance cannot write either, nor one that is gone. */
import { RDSClient } from "@aws-sdk/client-rds";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { at, clientAt } from "./client-at";
import { whileItAnswers } from "./fence-attempt";
import type { Hand } from "./hand";
import { rememberSettings } from "./instance-memory";
import { fenceOfMissing } from "./missing-resource";
import { fenced, quarantine } from "./quarantine-instance";
import { describeInstance, isReplica, statusOf } from "./rds-instance";

export const fenceWriter: Hand<RdsReadReplica> = async (replica, context) => {
  const { source, previous } = context;
  const rds = clientAt(at(context, source), RDSClient);
  const part = instanceAt(replica, source.role);
  const instance = await describeInstance(rds, part.instanceId);
  if (instance === null) return fenceOfMissing(replica.id, part.instanceId, context);
  if (statusOf(instance) === "stopped") return fenced(`${part.instanceId} is stopped.`);
  if (isReplica(instance)) return fenced(`${part.instanceId} is a read replica and takes no writes.`);
  return whileItAnswers(previous, async () => {
    // A failback makes the instance again with the security groups that it has now.
    await rememberSettings(replica, source, instance, context);
    return quarantine({ rds, part, instance, previous, nowMs: context.runtime.clock.now() });
  });
};

/** Whether the promoted instance takes writes, as RDS sees it. */
import { RDSClient } from "@aws-sdk/client-rds";
import type { RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { blocked, done, type Hand, pending } from "./hand";
import { describeInstance, isReplica, isServing, statusOf } from "./rds-instance";

export const verifyReplica: Hand<RdsReadReplica> = async ({ standbyInstanceId }, { runtime }) => {
  const rds = runtime.clients.get(RDSClient, runtime.plan.regions.standby);
  const instance = await describeInstance(rds, standbyInstanceId);
  if (instance === null) return blocked(`There is no instance ${standbyInstanceId}.`);
  if (isReplica(instance)) return pending(`${standbyInstanceId} is still a replica.`);
  if (!isServing(instance)) return pending(`${standbyInstanceId} is ${statusOf(instance)}.`);
  return done(`${standbyInstanceId} is a writer and ${statusOf(instance)}.`);
};

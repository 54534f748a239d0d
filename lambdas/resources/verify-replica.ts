/** Whether the promoted instance takes writes, as RDS sees it. */
import { RDSClient } from "@aws-sdk/client-rds";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { at, clientAt } from "./client-at";
import { blocked, done, type Hand, pending } from "./hand";
import { describeInstance, isReplica, isServing, statusOf } from "./rds-instance";

export const verifyReplica: Hand<RdsReadReplica> = async (replica, context) => {
  const { target } = context;
  const name = instanceAt(replica, target.role).instanceId;
  const instance = await describeInstance(clientAt(at(context, target), RDSClient), name);
  if (instance === null) return blocked(`There is no instance ${name}.`);
  if (isReplica(instance)) return pending(`${name} is still a replica.`);
  if (!isServing(instance)) return pending(`${name} is ${statusOf(instance)}.`);
  return done(`${name} is a writer and ${statusOf(instance)}.`);
};

/** Whether the database service of the target Region answers, and the host that is there is well enough to be worked with. */
import { RDSClient } from "@aws-sdk/client-rds";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { at, clientAt } from "./client-at";
import { done, type Hand, pending } from "./hand";
import { describeInstance, isServing, statusOf } from "./rds-instance";

/** A name that is free is well: the rebuild fills it. */
export const inspectInstance: Hand<RdsReadReplica> = async (replica, context) => {
  const { target } = context;
  const name = instanceAt(replica, target.role).instanceId;
  const instance = await describeInstance(clientAt(at(context, target), RDSClient), name);
  if (instance === null) return done(`RDS answers in ${target.region}; there is no ${name}.`);
  return (isServing(instance) ? done : pending)(`${name} is ${statusOf(instance)}.`);
};

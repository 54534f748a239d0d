/** Whether the standby's database could take over. Only looks: a replica has nothing to warm up. */
import { RDSClient } from "@aws-sdk/client-rds";
import { promotionSentence } from "../../orchestrator/promotion";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { at, clientAt } from "./client-at";
import { blocked, done, type Hand, pending } from "./hand";
import { describeInstance, isServing, isStuck, statusOf } from "./rds-instance";
import { troubleWithSource } from "./replica-source";

export const standReadyReplica: Hand<RdsReadReplica> = async (replica, context) => {
  const { target, promotions } = context;
  const name = instanceAt(replica, target.role).instanceId;
  const instance = await describeInstance(clientAt(at(context, target), RDSClient), name);
  if (instance === null) return blocked(`There is no instance ${name} to promote.`);
  const status = statusOf(instance);
  if (isStuck(instance)) return blocked(`${name} is ${status}; waiting will not help.`);
  const promotion = await promotions.requested(replica.id, target.role);
  if (promotion !== null) return done(`${promotionSentence(promotion)} ${name} is ${status}.`);
  const trouble = await troubleWithSource(replica, instance, context);
  if (trouble !== null) return blocked(`${trouble}.`);
  // Creating a cross-Region replica takes hours (aws-facts: RDS): longer than any deadline.
  if (status === "creating") return blocked(`${name} is still being created.`);
  return isServing(instance)
    ? done(`${name} is a replica, and ${status}.`)
    : pending(`${name} is a replica, and ${status}.`);
};

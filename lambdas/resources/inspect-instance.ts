/** Whether the database service of the target Region answers, and the host that is there is well enough to be worked with. */
import { RDSClient } from "@aws-sdk/client-rds";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { at, clientAt } from "./client-at";
import { blocked, done, type Hand, pending } from "./hand";
import { describeInstance, isServing, isStuck, statusOf } from "./rds-instance";

/** A name that is free is well, and so is one that becomes free: the rebuild fills it. */
export const inspectInstance: Hand<RdsReadReplica> = async (replica, context) => {
  const { target } = context;
  const name = instanceAt(replica, target.role).instanceId;
  const instance = await describeInstance(clientAt(at(context, target), RDSClient), name);
  if (instance === null) return done(`RDS answers in ${target.region}; there is no ${name}.`);
  if (isStuck(instance) && statusOf(instance) !== "deleting") {
    return blocked(
      `${name} is ${statusOf(instance)}; waiting will not help. ${wayOut(statusOf(instance), target.region, name)}`,
    );
  }
  return (isServing(instance) ? done : pending)(`${name} is ${statusOf(instance)}.`);
};

/** Only an instance that is available can be renamed, which is how the rebuild sets it aside. */
function wayOut(status: string, region: string, name: string): string {
  if (!status.startsWith("stop")) return "Mend it, then start the failback again.";
  const command = `aws rds start-db-instance --region ${region} --db-instance-identifier ${name}`;
  return `Start it, then the failback again: ${command}`;
}

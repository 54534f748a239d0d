/** Lets a writer go that was fenced before its run was called off. One that is not there was never fenced. */
import { RDSClient } from "@aws-sdk/client-rds";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { at, clientAt } from "./client-at";
import { done, type Hand } from "./hand";
import { describeInstance } from "./rds-instance";
import { unfreezeWriter } from "./unfreeze-writer";

export const unfenceWriter: Hand<RdsReadReplica> = async (replica, context) => {
  const { source } = context;
  const { instanceId } = instanceAt(replica, source.role);
  const instance = await describeInstance(clientAt(at(context, source), RDSClient), instanceId);
  return instance === null ? done(`There is no ${instanceId}.`) : unfreezeWriter(replica, context);
};

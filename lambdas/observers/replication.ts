/**
 * What the replicas in the standby Region say about their sources. A broken stream is a sign that the primary is down; a
 * healthy one says nothing about the application in front of it.
 */
import { RDSClient } from "@aws-sdk/client-rds";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import type { RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { describeInstance, streamInto } from "../resources/rds-instance";
import type { Runtime } from "../runtime/runtime";
import { type Look, unknown } from "./observer";

export const lookAtReplication: Look = async ({ runtime }) => {
  const replicas = resourcesWith(runtime.plan, "promote");
  if (replicas.length === 0) return unknown("The plan has no replica.");
  const streams = await Promise.all(replicas.map((replica) => streamOf(runtime, replica)));
  const broken = streams.filter((stream) => stream.isBroken);
  if (broken.length > 0) return { verdict: "DOWN", detail: broken.map(({ detail }) => detail).join(" ") };
  return unknown(streams.map(({ detail }) => detail).join(" "));
};

async function streamOf(runtime: Runtime<unknown>, { standbyInstanceId }: RdsReadReplica) {
  const rds = runtime.clients.get(RDSClient, runtime.plan.regions.standby);
  const instance = await describeInstance(rds, standbyInstanceId);
  const info = instance ? streamInto(instance) : undefined;
  const isBroken = info?.Normal === false;
  return { isBroken, detail: `Replication of ${standbyInstanceId}: ${info?.Status ?? "not reported"}.` };
}

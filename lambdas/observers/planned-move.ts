/** The facts of a planned move, gathered in one look. What cannot be seen is null, which is not the same as good. */
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { RDSClient } from "@aws-sdk/client-rds";
import type { Health, Measured, MoveFacts, WantedCapacities } from "../../orchestrator/move-facts";
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { healthUrlAt, type Side, type Sides, type Workflow } from "../../orchestrator/workflow";
import { capacityForSource } from "../resources/capacity-for-source";
import { at, clientAt } from "../resources/client-at";
import { describeInstance, isPromotable, isReplicating, statusOf } from "../resources/rds-instance";
import { readReplication, type Sample } from "../resources/replication-samples";
import { describeGroup, inServiceCount } from "../resources/scaling-group";
import { healthyTargetCount } from "../resources/target-health";
import type { Runtime } from "../runtime/runtime";
import { PROBE_TIMEOUT_MS, saysHealthy } from "./probing";

const LAG_WINDOW_MS = 5 * 60_000;

export interface MoveInView extends Sides {
  readonly runtime: Runtime<unknown>;
  readonly workflow: Workflow;
}

export async function gatherMoveFacts(move: MoveInView): Promise<MoveFacts> {
  const { plan } = move.runtime;
  const { source, target } = move;
  const [sourceHealth, targetHealth, lagSeconds, inService] = await Promise.all([
    measure(move, () => healthOfSource(move)),
    measure(move, () => healthOfTarget(move)),
    byId(resourcesWith(plan, "promote"), (replica) => lagOf(move, replica)),
    byId(resourcesWith(plan, "warmUp"), (group) => readyInstances(move, group)),
  ]);
  const health = { [source.role]: sourceHealth, [target.role]: targetHealth } as MoveFacts["health"];
  return { health, lagSeconds, inService };
}

/** What the warm-up would give the target if it began now: the source may have grown since it did. */
export async function gatherWantedCapacities(move: MoveInView): Promise<WantedCapacities> {
  return byId(resourcesWith(move.runtime.plan, "warmUp"), async (group) => {
    const { value } = await measure(move, () => capacityForSource(group, at(move, move.source)));
    return value;
  });
}

/** The source serves: its application is asked through its write path. */
async function healthOfSource({ runtime, source }: MoveInView): Promise<Health> {
  const answer = await runtime.http.get(healthUrlAt(runtime.plan, source.role), PROBE_TIMEOUT_MS);
  return { isHealthy: saysHealthy(answer.status), detail: `the application answers ${answer.detail}` };
}

/** The target cannot take writes yet: healthy means that its data stores replicate, and are such that RDS promotes them. */
async function healthOfTarget(move: MoveInView): Promise<Health> {
  const { target, runtime } = move;
  const rds = clientAt(at(move, target), RDSClient);
  const names = resourcesWith(runtime.plan, "promote").map((each) => instanceAt(each, target.role).instanceId);
  const states = await Promise.all(names.map((name) => stateOfReplica(rds, name)));
  const detail = states.map((state) => state.detail).join(", ") || "there is no data to replicate";
  return { isHealthy: states.every((state) => state.isHealthy), detail };
}

async function stateOfReplica(rds: RDSClient, name: string): Promise<Health> {
  const instance = await describeInstance(rds, name);
  if (instance === null) return { isHealthy: false, detail: `there is no ${name}` };
  const stream = isReplicating(instance) ? "replicates" : "does not replicate";
  return {
    isHealthy: isPromotable(instance) && isReplicating(instance),
    detail: `${name} is ${statusOf(instance)} and ${stream}`,
  };
}

/** As old as its datapoint. Bytes that say 0 overrule the age of an idle source's last commit (`drain-proof.ts`). */
async function lagOf(move: MoveInView, replica: RdsReadReplica): Promise<Measured<number>> {
  const nowMs = move.runtime.clock.now();
  try {
    const { lagSeconds, missingBytes } = await readReplication(replica, move, nowMs - LAG_WINDOW_MS);
    const [lag] = lagSeconds;
    if (lag === undefined || lag.value < 0) return { value: null, atMs: lag?.atMs ?? nowMs };
    const { largestCatchUpLagSeconds } = move.runtime.plan.failback;
    const isIdle = lag.value > largestCatchUpLagSeconds && receivedAll(missingBytes);
    return { value: isIdle ? 0 : lag.value, atMs: lag.atMs };
  } catch (error) {
    move.runtime.log.warn(`The lag of ${replica.id} could not be read.`, { error });
    return { value: null, atMs: nowMs };
  }
}

function receivedAll([newest]: readonly Sample[]): boolean {
  return newest?.value === 0;
}

async function readyInstances(move: MoveInView, group: AutoScalingGroup) {
  const [primary, standby] = await Promise.all(
    (["primary", "standby"] as const).map((role) => measure(move, () => countReady(move, group, sideOf(move, role)))),
  );
  return { primary, standby } as MoveFacts["inService"][string];
}

/** Auto Scaling looks at EC2 only unless it is told otherwise: an application that answers nothing stays in service there. */
async function countReady(move: MoveInView, resource: AutoScalingGroup, side: Side): Promise<number> {
  const { groupName, targetGroupArn } = groupAt(resource, side.role);
  const place = at(move, side);
  const [group, healthy] = await Promise.all([
    describeGroup(clientAt(place, AutoScalingClient), groupName),
    healthyTargetCount(place, targetGroupArn),
  ]);
  return group === null ? 0 : Math.min(inServiceCount(group), healthy);
}

function sideOf({ source, target }: Sides, role: Side["role"]): Side {
  return source.role === role ? source : target;
}

/** Measured when it was asked for: an answer may take seconds. */
async function measure<Value>({ runtime }: MoveInView, look: () => Promise<Value>): Promise<Measured<Value>> {
  const atMs = runtime.clock.now();
  try {
    return { value: await look(), atMs };
  } catch (error) {
    runtime.log.warn("A fact of the move could not be gathered.", { error });
    return { value: null, atMs };
  }
}

async function byId<Resource extends { readonly id: string }, Value>(
  resources: readonly Resource[],
  look: (resource: Resource) => Promise<Value>,
): Promise<Record<string, Value>> {
  return Object.fromEntries(
    await Promise.all(resources.map(async (resource) => [resource.id, await look(resource)] as const)),
  );
}

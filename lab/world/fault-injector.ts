/** Makes a scenario's faults happen. */
import type { EstateFaults } from "../estate/faults";
import type { EstateImages } from "../estate/images";
import type { Journal } from "../kernel/journal";
import type { Network, Place } from "../kernel/network";
import type { CallFault } from "../scenarios/call-fault";
import type { Fault, FaultOf, FaultRegion } from "../scenarios/fault";
import type { HealthChecks } from "../services/route53/health-checks";
import type { CallTroubles } from "./call-troubles";
import type { EventReplay } from "./event-replay";
import type { Forger } from "./forger";
import { type FunctionFaultParts, FunctionFaults } from "./function-faults";
import { NetworkFaults, type RecordFault, regionOf } from "./network-faults";
import type { Operator } from "./operator";
import type { Web } from "./web";

export interface InjectorParts extends FunctionFaultParts {
  readonly network: Network;
  readonly journal: Journal;
  readonly estate: EstateFaults;
  readonly images: EstateImages;
  readonly operator: Operator;
  readonly replay: EventReplay;
  readonly web: Pick<Web, "touch">;
  readonly troubles: CallTroubles;
  readonly nowMs: () => number;
  readonly checks: Pick<HealthChecks, "misreport" | "reportTruly">;
  readonly forger: Forger;
}

type Actions = { readonly [Type in Fault["type"]]: (fault: FaultOf<Type>) => void };

export class FaultInjector {
  private readonly actions: Actions = {
    "region-dark": (fault) => this.network.darken(fault),
    "region-returns": ({ region }) => this.network.restore(region),
    "connection-cut": (fault) => this.network.cut(fault),
    "application-down": ({ region }) => this.parts.estate.breakApplication(this.roleOf(region)),
    "application-up": ({ region }) => this.parts.estate.mendApplication(this.roleOf(region)),
    "targets-unhealthy": ({ region }) => this.parts.estate.failTargets(region),
    "targets-healthy-again": ({ region }) => this.parts.estate.mendTargets(region),
    "replication-lag": ({ seconds }) => this.parts.estate.lagReplication(seconds),
    "replication-broken": ({ region }) => this.parts.estate.breakReplication(region),
    "replica-creation-fails": ({ region }) => this.parts.estate.failReplicaCreation(region),
    "release-made": ({ region }) => this.parts.images.publish(region),
    "release-withdrawn": ({ region }) => this.parts.images.withdraw(region),
    "image-copies-fail": ({ region, count }) => this.parts.images.failCopies(region, count),
    "image-events-lost": ({ region }) => this.parts.images.loseEvents(region),
    "quarantine-groups-lost": ({ region }) => this.parts.estate.loseQuarantineGroups(region),
    "backup-running": ({ seconds }) => this.parts.estate.backUpReplicas(seconds),
    "database-stuck": ({ region, status }) => this.parts.estate.getDatabasesStuck(region, status),
    "database-mended": ({ region }) => this.parts.estate.mendDatabases(region),
    "replicas-promoted-by-hand": () => this.parts.estate.promoteReplicas(),
    "clients-let-in-by-hand": ({ region }) => this.parts.estate.letClientsIn(region),
    "promotions-hang": () => this.parts.estate.hangPromotions(),
    "promotions-end-again": () => this.parts.estate.mendPromotions(),
    "images-lost": () => this.parts.estate.loseStandbyImages(),
    "capacity-limited": ({ instances }) => this.parts.estate.limitStandbyCapacity(instances),
    "quota-reached": ({ instances }) => this.parts.estate.reachStandbyQuota(instances),
    "capacity-back": () => this.parts.estate.restoreStandbyCapacity(),
    "zone-without-capacity": ({ zone }) => this.parts.estate.exhaustStandbyZone(zone),
    "instance-refresh": () => this.parts.estate.refreshStandbyGroups(),
    "groups-scaled": ({ region, instances }) => this.parts.estate.scaleGroups(region, instances),
    "process-suspended": ({ process }) => this.parts.estate.suspendStandbyProcess(process),
    "instances-never-healthy": () => this.parts.estate.failStandbyHealthChecks(),
    "instances-healthy-again": () => this.parts.estate.mendStandbyHealthChecks(),
    "function-broken": ({ name, how }) => this.functions.break(name, how),
    "function-mended": ({ name }) => this.functions.mend(name),
    "function-dies": (fault) => this.functions.kill(fault),
    "run-times-out": () => this.functions.timeOutRun(),
    "messages-refused": ({ seconds }) => this.refuseMessages(seconds),
    "event-forged": (fault) => this.forge(fault),
    "checkers-misreport": (fault) => this.misreport(fault),
    "alarm-event-delivered-again": ({ copies }) => this.repeatAlarm(copies),
    "automation-paused": (fault) => this.pause(fault),
    "all-mended": () => this.mendAll(),
    "calls-throttled": (fault) => this.disturbCalls(fault, "throttled"),
    "calls-break-down": (fault) => this.disturbCalls(fault, "answered with 500"),
    "replies-lost": (fault) => this.disturbCalls(fault, "not answered, though they take effect"),
    "calls-slow": (fault) => this.disturbCalls(fault, `answered ${fault.delaySeconds} s late`),
  };

  private readonly network: NetworkFaults;
  private readonly functions: FunctionFaults;

  constructor(private readonly parts: InjectorParts) {
    const record: RecordFault = (place, summary, kind) => this.record(place, summary, kind);
    this.network = new NetworkFaults(parts, record);
    this.functions = new FunctionFaults(parts, record);
  }

  /** Whether an alarm has started the failover already. */
  get canRepeatAlarm(): boolean {
    return this.parts.replay.hasDelivered;
  }

  inject<Type extends Fault["type"]>(fault: FaultOf<Type>): void {
    const act: (fault: FaultOf<Type>) => void = this.actions[fault.type as Type];
    act(fault);
    this.parts.web.touch();
  }

  private refuseMessages(seconds: number): void {
    const { plan, troubles, nowMs } = this.parts;
    this.record(plan.regions.standby, `For ${seconds} s, the key of the on-call topic is disabled.`);
    troubles.refuseMessages(plan.regions.standby, nowMs() + seconds * 1000);
  }

  private forge(fault: FaultOf<"event-forged">): void {
    const where = fault.arrives === "on-the-bus" ? "arrives on the bus" : "starts an execution";
    this.record(this.parts.plan.regions.standby, `A forged event ${where}; wrong about it: ${fault.wrong}.`);
    this.parts.forger.send(fault);
  }

  private misreport({ check, says, regions, seconds }: FaultOf<"checkers-misreport">): void {
    const { plan, checks, nowMs } = this.parts;
    const host = check === "traffic" ? plan.traffic.endpoint.domainName : new URL(plan.detection.healthUrl).hostname;
    this.record("internet", `For ${seconds} s, the checkers in ${regions.join(", ")} say ${says} of ${host}.`);
    checks.misreport(host, regions, { says, untilMs: nowMs() + seconds * 1000 });
  }

  private disturbCalls(fault: CallFault, what: string): void {
    const { plan, troubles, nowMs } = this.parts;
    const region = regionOf(plan, fault.region);
    const percent = `${Math.round(fault.share * 100)} %`;
    const which = `${fault.calls === "mutating" ? "mutating " : ""}calls`;
    const apis = [...fault.services, ...(fault.operations ?? [])].join(", ");
    this.record(region, `For ${fault.seconds} s, ${percent} of the ${which} to ${apis} are ${what}.`);
    troubles.begin(fault, region, nowMs());
  }

  private repeatAlarm(copies: number): void {
    this.record("internet", `The alarm's event is delivered ${copies === 1 ? "once" : `${copies} times`} more.`);
    this.parts.replay.deliverAgain(copies);
  }

  private pause({ by, reason }: FaultOf<"automation-paused">): void {
    this.record(this.parts.plan.regions.standby, `${by} pauses the automation: ${reason}.`);
    this.parts.operator.pauseAutomation(by, reason).then(
      () => this.record(this.parts.plan.regions.standby, `${by} has paused the automation.`, "automation-paused"),
      (error: Error) => this.record("internet", `${by} could not pause: ${error.message}`, "pause-failed"),
    );
  }

  private mendAll(): void {
    this.record("internet", "Nothing is broken any more.", "all-mended");
    this.parts.network.mendAll();
    this.parts.estate.mendAll();
    this.parts.functions.mendFunctions();
    this.parts.troubles.endAll();
    this.parts.checks.reportTruly();
  }

  private roleOf(region: FaultRegion): "primary" | "standby" {
    if (region === "primary" || region === "standby") return region;
    throw new Error(`There is no application in the ${region} Region.`);
  }

  private record(place: Place, summary: string, kind = "fault-injected"): void {
    this.parts.journal.record({ place, actor: "fault", kind, summary });
  }
}

/** Makes a scenario's faults happen. */
import { deployedNames, HEALTH_METRICS_REGION } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import type { FunctionName } from "../../orchestrator/steps";
import type { EstateFaults } from "../estate/faults";
import type { EstateImages } from "../estate/images";
import type { Journal } from "../kernel/journal";
import type { Network, Place } from "../kernel/network";
import type { CallFault } from "../scenarios/call-fault";
import type { Fault, FaultRegion } from "../scenarios/fault";
import type { FunctionFault } from "../services/lambda/invocation";
import type { LambdaService } from "../services/lambda/lambda-service";
import type { HealthChecks } from "../services/route53/health-checks";
import type { StepFunctionsService } from "../services/stepfunctions/stepfunctions-service";
import type { CallTroubles } from "./call-troubles";
import type { EventReplay } from "./event-replay";
import type { Forger } from "./forger";
import type { Operator } from "./operator";
import type { Web } from "./web";

export interface InjectorParts {
  readonly plan: Plan;
  readonly network: Network;
  readonly journal: Journal;
  readonly estate: EstateFaults;
  readonly images: EstateImages;
  readonly operator: Operator;
  readonly replay: EventReplay;
  readonly web: Pick<Web, "touch">;
  readonly troubles: CallTroubles;
  readonly nowMs: () => number;
  /** Of the standby Region, by deployed name. */
  readonly functions: Pick<LambdaService, "breakFunction" | "mendFunction" | "mendFunctions" | "killInvocations">;
  readonly states: Pick<StepFunctionsService, "timeOutOldest">;
  readonly checks: Pick<HealthChecks, "misreport" | "reportTruly">;
  readonly forger: Forger;
}

type FaultOf<Type extends Fault["type"]> = Extract<Fault, { readonly type: Type }>;

type Actions = { readonly [Type in Fault["type"]]: (fault: FaultOf<Type>) => void };

export class FaultInjector {
  private readonly actions: Actions = {
    "region-dark": (fault) => this.darken(fault),
    "region-returns": ({ region }) => this.restore(region),
    "connection-cut": (fault) => this.cut(fault),
    "application-down": ({ region }) => this.parts.estate.breakApplication(this.roleOf(region)),
    "application-up": ({ region }) => this.parts.estate.mendApplication(this.roleOf(region)),
    "replication-lag": ({ seconds }) => this.parts.estate.lagReplication(seconds),
    "replication-broken": ({ region }) => this.parts.estate.breakReplication(region),
    "replica-creation-fails": ({ region }) => this.parts.estate.failReplicaCreation(region),
    "release-made": ({ region }) => this.parts.images.publish(region),
    "release-withdrawn": ({ region }) => this.parts.images.withdraw(region),
    "image-copies-fail": ({ region, count }) => this.parts.images.failCopies(region, count),
    "image-events-lost": ({ region }) => this.parts.images.loseEvents(region),
    "quarantine-groups-lost": ({ region }) => this.parts.estate.loseQuarantineGroups(region),
    "backup-running": ({ seconds }) => this.parts.estate.backUpReplicas(seconds),
    "database-stuck": ({ status }) => this.parts.estate.getDatabasesStuck(status),
    "database-mended": () => this.parts.estate.mendDatabases(),
    "replicas-promoted-by-hand": () => this.parts.estate.promoteReplicas(),
    "promotions-hang": () => this.parts.estate.hangPromotions(),
    "promotions-end-again": () => this.parts.estate.mendPromotions(),
    "images-lost": () => this.parts.estate.loseStandbyImages(),
    "capacity-limited": ({ instances }) => this.parts.estate.limitStandbyCapacity(instances),
    "capacity-back": () => this.parts.estate.restoreStandbyCapacity(),
    "zone-without-capacity": ({ zone }) => this.parts.estate.exhaustStandbyZone(zone),
    "process-suspended": ({ process }) => this.parts.estate.suspendStandbyProcess(process),
    "instances-never-healthy": () => this.parts.estate.failStandbyHealthChecks(),
    "instances-healthy-again": () => this.parts.estate.mendStandbyHealthChecks(),
    "function-broken": ({ name, how }) => this.breakFunction(name, how),
    "function-mended": ({ name }) => this.mendFunction(name),
    "function-dies": (fault) => this.killFunction(fault),
    "run-times-out": () => this.timeOutRun(),
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

  constructor(private readonly parts: InjectorParts) {}

  /** Whether an alarm has started the failover already. */
  get canRepeatAlarm(): boolean {
    return this.parts.replay.hasDelivered;
  }

  inject<Type extends Fault["type"]>(fault: FaultOf<Type>): void {
    const act: (fault: FaultOf<Type>) => void = this.actions[fault.type as Type];
    act(fault);
    this.parts.web.touch();
  }

  private breakFunction(name: FunctionName, how: FunctionFault): void {
    this.record(
      this.parts.plan.regions.standby,
      `Baton's function ${name} ${how} whenever it is called.`,
      "function-broken",
    );
    this.parts.functions.breakFunction(this.deployedName(name), how);
  }

  private mendFunction(name: FunctionName): void {
    this.record(this.parts.plan.regions.standby, `Baton's function ${name} works again.`, "function-mended");
    this.parts.functions.mendFunction(this.deployedName(name));
  }

  private killFunction({ name, afterCalls, times }: FaultOf<"function-dies">): void {
    const when = afterCalls === 0 ? "before its first call" : `when its call number ${afterCalls} is answered`;
    this.record(
      this.parts.plan.regions.standby,
      `Baton's function ${name} dies ${when}, ${times === 1 ? "once" : `${times} times`}.`,
    );
    this.parts.functions.killInvocations(this.deployedName(name), afterCalls, times);
  }

  private timeOutRun(): void {
    this.record(this.parts.plan.regions.standby, "What runs for longest has reached its machine's time limit.");
    this.parts.states.timeOutOldest();
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

  private deployedName(name: FunctionName): string {
    return deployedNames(this.parts.plan).lambdaFunction(name);
  }

  private disturbCalls(fault: CallFault, what: string): void {
    const { troubles, nowMs } = this.parts;
    const region = this.regionOf(fault.region);
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

  private darken({ region: role, sparedInMonitoringRegion }: FaultOf<"region-dark">): void {
    const region = this.regionOf(role);
    const sparedServices = region === HEALTH_METRICS_REGION ? sparedInMonitoringRegion : [];
    const spared = sparedServices.length > 0 ? `, but for ${sparedServices.join(", ")}` : "";
    this.record(region, `${region} goes dark${spared}.`, "region-dark");
    this.parts.network.darken({ region, sparedServices });
  }

  private restore(role: FaultRegion): void {
    const region = this.regionOf(role);
    this.record(region, `${region} answers again.`, "region-returned");
    this.parts.network.restore(region);
  }

  private cut({ between: [one, other], isOneWay }: FaultOf<"connection-cut">): void {
    const [left, right] = [this.placeOf(one), this.placeOf(other)];
    if (isOneWay) {
      this.record("internet", `Nothing that ${left} asks of ${right} arrives any more.`);
      this.parts.network.block(left, right);
      return;
    }
    this.record("internet", `Nothing passes between ${left} and ${right} any more.`);
    this.parts.network.cut(left, right);
    this.parts.network.cut(right, left);
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

  private placeOf(place: FaultOf<"connection-cut">["between"][number]): Place {
    return place === "internet" ? place : this.regionOf(place);
  }

  private regionOf(region: FaultRegion): string {
    if (region === "monitoring") return HEALTH_METRICS_REGION;
    const name = this.parts.plan.regions[region];
    if (!name) throw new Error(`The plan has no ${region} Region.`);
    return name;
  }

  private record(place: Place, summary: string, kind = "fault-injected"): void {
    this.parts.journal.record({ place, actor: "fault", kind, summary });
  }
}

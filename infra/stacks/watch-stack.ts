/** us-east-1, because Route 53 publishes health-check metrics nowhere else: watches the application and holds the failover records. */
import { Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { HEALTH_METRICS_REGION } from "../../orchestrator/names";
import { BatonFunction } from "../constructs/baton-function";
import { DeadLetters } from "../constructs/dead-letters";
import { alarmGoesOff, EventRoute } from "../constructs/event-route";
import { FailoverRecords } from "../constructs/failover-records";
import { applicationCheckSettings, HttpsCheck, InverseCheck, trafficCheckSettings } from "../constructs/health-checks";
import { OnCallAlarm } from "../constructs/on-call-alarm";
import { OnCallTopic } from "../constructs/on-call-topic";
import { pathSecret } from "../constructs/path-secret";
import { readHealthCheck } from "../constructs/permission-statements";
import { TrafficObservations } from "../constructs/traffic-observations";
import { WatchAlarm } from "../constructs/watch-alarm";
import { type Deployment, forwardingRoleName } from "../deployment";

export class WatchStack extends Stack {
  constructor(
    scope: Construct,
    private readonly deployment: Deployment,
  ) {
    const { plan, names } = deployment;
    super(scope, "Watch", {
      stackName: names.watchStack,
      description: `Baton for ${plan.application}: watches the primary Region and holds the failover records`,
      env: { account: plan.account, region: HEALTH_METRICS_REGION },
    });
    const applicationCheck = this.watchApplication();
    this.forwardAlarm();
    this.routeTraffic(applicationCheck);
  }

  private watchApplication(): HttpsCheck {
    const { plan, names } = this.deployment;
    const applicationCheck = new HttpsCheck(this, "ApplicationCheck", {
      displayName: `${names.prefix}-application`,
      settings: applicationCheckSettings(plan.detection),
    });
    const { checkId: applicationCheckId } = applicationCheck;
    new WatchAlarm(this, "WatchAlarm", { plan, alarmName: names.watchAlarm, applicationCheckId });
    return applicationCheck;
  }

  /** The alarm's event crosses to the standby; what cannot be delivered is kept and pages. */
  private forwardAlarm(): void {
    const { plan, names, arns } = this.deployment;
    const deadLetters = new DeadLetters(this, "DeadLetters", { queueName: `${names.prefix}-watch-dead-letters` });
    new EventRoute(this, "ForwardAlarm", {
      ruleName: `${names.prefix}-forward-alarm`,
      description: "Hands the watch alarm's state change to the event bus in the standby Region",
      on: { pattern: alarmGoesOff(arns.watchAlarm) },
      target: { arn: arns.eventBus, action: "events:PutEvents", roleName: forwardingRoleName(names) },
      deadLetters,
    });
    const onCall = new OnCallTopic(this, "OnCall", { topicName: `${names.onCallTopic}-watch`, plan });
    new OnCallAlarm(this, "AlarmNotForwarded", {
      alarmName: `${names.prefix}-watch-dead-letters`,
      meaning: "An alarm event could not be handed to the standby Region; only the sentry can start a failover now.",
      runbookAnchor: "watch-dead-letters",
      onCall,
      metric: deadLetters.visibleMessages(),
    });
  }

  private routeTraffic(applicationCheck: HttpsCheck): void {
    const { plan, names } = this.deployment;
    const settings = trafficCheckSettings(plan.traffic.endpoint, pathSecret(this, plan));
    const trafficCheck = new HttpsCheck(this, "TrafficCheck", { displayName: `${names.prefix}-traffic`, settings });
    const inverse = new InverseCheck(this, "InverseCheck", {
      displayName: `${names.prefix}-traffic-inverse`,
      of: trafficCheck,
    });
    const observations = new TrafficObservations(this, "TrafficObservations", {
      trafficCheck,
      settings,
      waiter: this.createWaiter(trafficCheck),
    });
    // followHealth: DNS fails over by itself, so the standby must count as healthy before it holds the baton.
    const checkIds =
      plan.traffic.mode === "followHealth"
        ? { primary: applicationCheck.checkId }
        : { primary: inverse.checkId, standby: trafficCheck.checkId };
    const records = new FailoverRecords(this, "Records", { traffic: plan.traffic, checkIds });
    records.node.addDependency(observations);
  }

  private createWaiter(trafficCheck: HttpsCheck): BatonFunction {
    const { deployment } = this;
    return new BatonFunction(this, "AwaitTrafficObservations", {
      deployment,
      functionName: "await-traffic-observations",
      permissions: [readHealthCheck(trafficCheck.checkId)],
    });
  }
}

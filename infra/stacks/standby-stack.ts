/** The standby Region: everything that a failover needs, because this is the Region that is left when it happens. */
import { Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { machineName } from "../../orchestrator/names";
import { STEP_NAMES, type StepName } from "../../orchestrator/steps";
import { WORKFLOWS, type Workflow } from "../../orchestrator/workflow";
import type { StateMachineDefinition } from "../../state-machines/asl";
import { failbackDefinition } from "../../state-machines/failback";
import { failoverDefinition } from "../../state-machines/failover";
import type { FunctionArn } from "../../state-machines/step";
import { switchoverDefinition } from "../../state-machines/switchover";
import { ApprovalEndpoint } from "../constructs/approval-endpoint";
import { BatonFunction } from "../constructs/baton-function";
import { BatonTable } from "../constructs/baton-table";
import { DeadLetters } from "../constructs/dead-letters";
import { EventIntake } from "../constructs/event-intake";
import { alarmGoesOff, EventRoute, runEndsBadly } from "../constructs/event-route";
import type { StandbyFunctionName } from "../constructs/function-access";
import { permissionsOf } from "../constructs/function-permissions";
import { ImageKeeping } from "../constructs/image-keeping";
import { OnCallTopic } from "../constructs/on-call-topic";
import { OperationalAlarms } from "../constructs/operational-alarms";
import { OverviewDashboard } from "../constructs/overview-dashboard";
import { pathSecret } from "../constructs/path-secret";
import { SentrySchedule } from "../constructs/sentry-schedule";
import { TrafficEndpoint } from "../constructs/traffic-endpoint";
import { WorkflowMachine } from "../constructs/workflow-machine";
import type { Deployment } from "../deployment";

type Define = (options: { readonly functionArn: FunctionArn }) => StateMachineDefinition;

const DEFINITIONS: Readonly<Record<Workflow, Define>> = {
  failover: failoverDefinition,
  failback: failbackDefinition,
  switchover: switchoverDefinition,
};

export class StandbyStack extends Stack {
  private readonly onCall: OnCallTopic;
  private readonly deadLetters: DeadLetters;

  constructor(
    scope: Construct,
    private readonly deployment: Deployment,
  ) {
    const { plan, names } = deployment;
    super(scope, "Standby", {
      stackName: names.standbyStack,
      description: `Baton for ${plan.application}: runs failover, failback and switchover`,
      env: { account: plan.account, region: plan.regions.standby },
    });
    new BatonTable(this, "Baton", { tableName: names.table });
    this.onCall = new OnCallTopic(this, "OnCall", { topicName: names.onCallTopic, plan });
    this.deadLetters = new DeadLetters(this, "DeadLetters", { queueName: `${names.prefix}-standby-dead-letters` });
    const intake = this.createIntake();
    this.startOnAlarms(this.createMachines().failover, intake);
    this.keepImages(intake);
    this.tellWhenRunsEndBadly();
    this.watchPrimary();
    const approval = this.letPeopleDecide(this.answerWhoHoldsTheBaton());
    new OperationalAlarms(this, "Alarms", { deployment, deadLetters: this.deadLetters, onCall: this.onCall, approval });
    new OverviewDashboard(this, "Overview", deployment);
  }

  private createMachines(): Record<Workflow, WorkflowMachine> {
    const { names, arns } = this.deployment;
    const functions = STEP_NAMES.map((name) => [name, this.createFunction(name)]);
    const steps = Object.fromEntries(functions) as Record<StepName, BatonFunction>;
    const machines = WORKFLOWS.map((workflow) => {
      const machine = { machineName: machineName(names, workflow), arns: arns.machines[workflow] };
      const props = { ...machine, definition: DEFINITIONS[workflow], steps };
      return [workflow, new WorkflowMachine(this, pascalCase(workflow), props)];
    });
    return Object.fromEntries(machines) as Record<Workflow, WorkflowMachine>;
  }

  private createIntake(): EventIntake {
    const { plan, names, arns } = this.deployment;
    return new EventIntake(this, "Intake", {
      eventBusName: names.eventBus,
      eventBusArn: arns.eventBus,
      account: plan.account,
      forwardingRoleArns: [arns.forwardingRole, arns.imageForwardingRole],
    });
  }

  private keepImages({ eventBusName }: EventIntake): void {
    const { deployment, deadLetters } = this;
    const keeper = this.createFunction("image-keeper");
    new ImageKeeping(this, "ImageKeeping", { deployment, keeper, eventBusName, deadLetters });
  }

  private startOnAlarms({ machine }: WorkflowMachine, intake: EventIntake): void {
    const { names, arns } = this.deployment;
    const target = { arn: machine.stateMachineArn, action: "states:StartExecution" } as const;
    new EventRoute(this, "StartOnWatchAlarm", {
      ruleName: `${names.prefix}-start-on-watch-alarm`,
      description: "Starts a failover run when Route 53's checkers find the application unhealthy",
      eventBusName: intake.eventBusName,
      on: { pattern: alarmGoesOff(arns.watchAlarm) },
      target,
      deadLetters: this.deadLetters,
    });
    new EventRoute(this, "StartOnSentryAlarm", {
      ruleName: `${names.prefix}-start-on-sentry-alarm`,
      description: "Starts a failover run when the sentry finds the application unhealthy",
      on: { pattern: alarmGoesOff(arns.sentryAlarm) },
      target,
      deadLetters: this.deadLetters,
    });
  }

  private tellWhenRunsEndBadly(): void {
    const { names, arns } = this.deployment;
    new EventRoute(this, "RunEndsBadly", {
      ruleName: `${names.prefix}-run-ends-badly`,
      description: "Tells on-call when a run ends where no step of its own can",
      on: { pattern: runEndsBadly(Object.values(arns.machines).map(({ machine }) => machine)) },
      target: { lambda: this.createFunction("run-ended").lambda },
      deadLetters: this.deadLetters,
    });
  }

  private watchPrimary(): void {
    new SentrySchedule(this, "SentrySchedule", {
      plan: this.deployment.plan,
      names: this.deployment.names,
      sentry: this.createFunction("sentry"),
      deadLetters: this.deadLetters,
    });
  }

  private answerWhoHoldsTheBaton(): TrafficEndpoint {
    const { plan, names } = this.deployment;
    return new TrafficEndpoint(this, "TrafficEndpoint", {
      apiName: `${names.prefix}-traffic`,
      traffic: plan.traffic,
      pathSecret: pathSecret(this, plan),
      handler: this.createFunction("traffic"),
    });
  }

  private letPeopleDecide({ domainName }: TrafficEndpoint): ApprovalEndpoint {
    return new ApprovalEndpoint(this, "ApprovalEndpoint", {
      apiName: `${this.deployment.names.prefix}-approval`,
      domainName,
      handler: this.createFunction("approval"),
    });
  }

  private createFunction(functionName: StandbyFunctionName): BatonFunction {
    const { deployment } = this;
    const permissions = permissionsOf(functionName, deployment, this.onCall.key.keyArn);
    return new BatonFunction(this, pascalCase(functionName), { deployment, functionName, permissions });
  }
}

/** Construct IDs end up in logical IDs: `gather-evidence` becomes `GatherEvidence`. */
function pascalCase(name: string): string {
  return name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

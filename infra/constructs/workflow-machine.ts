/** The state machine of one workflow, with a role that may only invoke its steps and write its own records. */

import * as iam from "aws-cdk-lib/aws-iam";
import * as logs from "aws-cdk-lib/aws-logs";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { RemovalPolicy, Stack, Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { StepName } from "../../orchestrator/steps";
import type { StateMachineDefinition } from "../../state-machines/asl";
import type { FunctionArn } from "../../state-machines/step";
import type { MachineArns } from "../deployment";
import type { BatonFunction } from "./baton-function";
import { servicePrincipal } from "./service-principal";

export interface WorkflowMachineProps {
  readonly machineName: string;
  readonly arns: MachineArns;
  readonly definition: (options: { readonly functionArn: FunctionArn }) => StateMachineDefinition;
  readonly steps: Readonly<Record<StepName, BatonFunction>>;
}

export class WorkflowMachine extends Construct {
  readonly machine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowMachineProps) {
    super(scope, id);
    const { machineName } = props;
    const invoked = new Set<string>();
    const functionArn = (name: StepName) => {
      const arn = props.steps[name].lambda.functionArn;
      invoked.add(arn);
      return arn;
    };
    const definition = props.definition({ functionArn });
    const role = this.createRole([invokeSteps([...invoked]), ...runChildren(definition, props.arns)]);
    this.machine = new sfn.StateMachine(this, "Machine", {
      stateMachineName: machineName,
      comment: definition.Comment,
      definitionBody: sfn.DefinitionBody.fromString(Stack.of(this).toJsonString(definition)),
      role,
      tracingEnabled: true,
      logs: { destination: this.createLogGroup(machineName), level: sfn.LogLevel.ALL, includeExecutionData: true },
    });
    this.acknowledgeWildcards(props.arns);
  }

  /** Inline policies arrive together with the role: no run meets a role that may do less than it needs. */
  private createRole(statements: iam.PolicyStatement[]): iam.Role {
    return new iam.Role(this, "Role", {
      assumedBy: servicePrincipal(this, "states.amazonaws.com"),
      inlinePolicies: { steps: new iam.PolicyDocument({ statements }) },
    });
  }

  /** Under this prefix log delivery shares one resource policy, however many log groups there are. */
  private createLogGroup(machineName: string): logs.LogGroup {
    return new logs.LogGroup(this, "Logs", {
      logGroupName: `/aws/vendedlogs/states/${machineName}`,
      retention: logs.RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private acknowledgeWildcards({ executions, children }: MachineArns): void {
    const validations = Validations.of(this);
    validations.acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason: "Log delivery and X-Ray, both of which AWS cannot restrict to a resource; CDK adds nothing else on *.",
    });
    for (const arn of [executions, children]) {
      const reason = "Executions of this very machine, whose names are made up when they start.";
      validations.acknowledge({ id: `AwsSolutions-IAM5[Resource::${arn}]`, reason });
    }
  }
}

function invokeSteps(functionArns: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: "InvokeSteps",
    actions: ["lambda:InvokeFunction"],
    resources: functionArns,
  });
}

/** A Distributed Map starts the machine's own children under the machine's role, and redrives them with it. */
function runChildren(definition: StateMachineDefinition, { machine, executions, children }: MachineArns) {
  if (!JSON.stringify(definition).includes('"DISTRIBUTED"')) return [];
  return [
    new iam.PolicyStatement({ sid: "StartChildren", actions: ["states:StartExecution"], resources: [machine] }),
    new iam.PolicyStatement({
      sid: "FollowChildren",
      actions: ["states:DescribeExecution", "states:StopExecution"],
      resources: [executions],
    }),
    new iam.PolicyStatement({
      sid: "RedriveChildren",
      actions: ["states:RedriveExecution"],
      resources: [children],
    }),
  ];
}

/** The failover state machine, with a role that may only invoke the steps and write its own records. */

import * as iam from "aws-cdk-lib/aws-iam";
import * as logs from "aws-cdk-lib/aws-logs";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { RemovalPolicy, Stack, Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { StepName } from "../../orchestrator/steps";
import { failoverDefinition } from "../../state-machines/failover";
import type { BatonFunction } from "./baton-function";

export interface FailoverMachineProps {
  readonly machineName: string;
  readonly steps: Readonly<Record<StepName, BatonFunction>>;
}

export class FailoverMachine extends Construct {
  readonly machine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: FailoverMachineProps) {
    super(scope, id);
    const functionArn = (name: StepName) => props.steps[name].lambda.functionArn;
    this.machine = new sfn.StateMachine(this, "Machine", {
      stateMachineName: props.machineName,
      comment: "Moves the application to the standby Region. Failed runs can be redriven within 14 days.",
      definitionBody: sfn.DefinitionBody.fromString(Stack.of(this).toJsonString(failoverDefinition({ functionArn }))),
      role: this.createRole(Object.values(props.steps)),
      tracingEnabled: true,
      logs: {
        destination: this.createLogGroup(props.machineName),
        level: sfn.LogLevel.ALL,
        includeExecutionData: true,
      },
    });
    Validations.of(this).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason: "Log delivery and X-Ray, both of which AWS cannot restrict to a resource; CDK adds nothing else on *.",
    });
  }

  private createRole(steps: readonly BatonFunction[]): iam.Role {
    const invokeSteps = new iam.PolicyStatement({
      sid: "InvokeSteps",
      actions: ["lambda:InvokeFunction"],
      resources: steps.map((step) => step.lambda.functionArn),
    });
    return new iam.Role(this, "Role", {
      assumedBy: new iam.ServicePrincipal("states.amazonaws.com"),
      inlinePolicies: { steps: new iam.PolicyDocument({ statements: [invokeSteps] }) },
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
}

/** One function of Baton: its code, a role of its own that may do what the permission table says, and a log group. */

import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { PolicyStatementData } from "../../orchestrator/resources/kind";
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName, handlerEntry } from "../../orchestrator/steps";
import type { Deployment } from "../deployment";
import { environmentOf } from "./function-environment";
import { type PackedStatements, packStatements } from "./policy-packing";
import { acknowledgeWildcards, toPolicyStatement } from "./policy-statements";
import { servicePrincipal } from "./service-principal";

/** Memory buys CPU: a cold start at 512 MB loads the SDK in well under a second. */
const MEMORY_MEGABYTES = 512;
/** Asked more than twice a second by Route 53's checkers for ever, so it is warm, and every megabyte is paid all month. */
const TRAFFIC_MEMORY_MEGABYTES = 256;

/** Kept for the traffic endpoint alone, so that nothing else in the account can starve it: six times what the checkers need. */
const TRAFFIC_CONCURRENCY = 10;

export interface BatonFunctionProps {
  readonly deployment: Deployment;
  readonly functionName: FunctionName;
  readonly permissions: readonly PolicyStatementData[];
}

export class BatonFunction extends Construct {
  readonly lambda: lambda.Function;
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: BatonFunctionProps) {
    super(scope, id);
    const { deployment, functionName } = props;
    const deployedName = deployment.names.lambdaFunction(functionName);
    const logGroup = this.createLogGroup(deployedName);
    this.role = this.createRole(logGroup, packStatements(deployedName, props.permissions));
    this.lambda = new lambda.Function(this, "Function", {
      functionName: deployedName,
      description: `Baton for ${deployment.plan.application}: ${functionName}`,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: "index.handler",
      code: codeOf(deployment, functionName),
      role: this.role,
      logGroup,
      timeout: Duration.seconds(FUNCTION_TIMEOUT_SECONDS[functionName]),
      memorySize: functionName === "traffic" ? TRAFFIC_MEMORY_MEGABYTES : MEMORY_MEGABYTES,
      ...(functionName === "traffic" && { reservedConcurrentExecutions: TRAFFIC_CONCURRENCY }),
      environment: environmentOf(functionName, deployment),
      // No tracing: X-Ray would put a wildcard into every role, and the state machine's own trace times each call.
    });
    addSourceToMetadata(this.lambda, functionName);
  }

  /** The name is fixed, so a log group that outlived its stack would stand in the way of the next deployment. */
  private createLogGroup(deployedName: string): logs.LogGroup {
    return new logs.LogGroup(this, "Logs", {
      logGroupName: `/aws/lambda/${deployedName}`,
      retention: logs.RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** Policies arrive with the role or before it: a function never runs before its permissions exist. */
  private createRole(logGroup: logs.LogGroup, { inline, managed }: PackedStatements): iam.Role {
    const writeLogs = new iam.PolicyStatement({
      sid: "WriteOwnLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [logGroup.logGroupArn],
    });
    const role = new iam.Role(this, "Role", {
      assumedBy: servicePrincipal(this, "lambda.amazonaws.com"),
      inlinePolicies: {
        function: new iam.PolicyDocument({ statements: [writeLogs, ...inline.map(toPolicyStatement)] }),
      },
      ...(managed.length > 0 && {
        managedPolicies: managed.map((statements, index) => this.manage(statements, index)),
      }),
    });
    acknowledgeWildcards(Validations.of(role), inline);
    return role;
  }

  /** What has no room in the role itself. Its name is AWS's choice: nobody else attaches it. */
  private manage(statements: readonly PolicyStatementData[], index: number): iam.ManagedPolicy {
    const policy = new iam.ManagedPolicy(this, `Permissions${index + 1}`, {
      description: `What the role of ${this.node.id} has no room for`,
      statements: statements.map(toPolicyStatement),
    });
    acknowledgeWildcards(Validations.of(policy), statements);
    return policy;
  }
}

function codeOf(deployment: Deployment, functionName: FunctionName): lambda.Code {
  const { folder, contentHash } = deployment.bundles[functionName];
  return lambda.Code.fromAsset(folder, { assetHash: contentHash });
}

/** Whoever reads the template, the lab among them, finds the source of the handler in its metadata. */
function addSourceToMetadata(lambdaFunction: lambda.Function, functionName: FunctionName): void {
  const resource = lambdaFunction.node.defaultChild as lambda.CfnFunction;
  resource.addMetadata("baton:entry", handlerEntry(functionName));
}

/** One page for on-call: is the primary healthy, is the standby ready, what did the runs do. */

import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { RegionRole } from "../../orchestrator/baton";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import type { StepName } from "../../orchestrator/steps";
import { STEP_NAMES } from "../../orchestrator/steps";
import { SENTRY_METRIC } from "../../orchestrator/watching";
import type { Workflow } from "../../orchestrator/workflow";
import type { Deployment } from "../deployment";

const HALF_WIDTH = 12;

export class OverviewDashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly deployment: Deployment,
  ) {
    super(scope, id);
    const dashboard = new cloudwatch.Dashboard(this, "Dashboard", {
      dashboardName: deployment.names.prefix,
      defaultInterval: Duration.hours(3),
    });
    dashboard.addWidgets(this.sentryGraph(), this.runsGraph("Failover runs", ["failover"]));
    dashboard.addWidgets(this.lagGraph(), this.runsGraph("Planned moves", ["failback", "switchover"]));
    dashboard.addWidgets(this.stepsGraph());
  }

  private sentryGraph(): cloudwatch.GraphWidget {
    const { metricNamespace } = this.deployment.names;
    return graph("Primary as the sentry sees it (1 = unhealthy)", [
      metric(metricNamespace, SENTRY_METRIC, {}, "Maximum", "unhealthy"),
    ]);
  }

  private runsGraph(title: string, workflows: readonly Workflow[]): cloudwatch.GraphWidget {
    const counts = [
      "ExecutionsStarted",
      "ExecutionsSucceeded",
      "ExecutionsFailed",
      "ExecutionsAborted",
      "ExecutionsTimedOut",
    ];
    const lines = workflows.flatMap((workflow) => {
      const dimensions = { StateMachineArn: this.deployment.arns.machines[workflow].machine };
      const label = (name: string) => `${workflow} ${name.replace("Executions", "").toLowerCase()}`;
      return counts.map((name) => metric("AWS/States", name, dimensions, "Sum", label(name)));
    });
    return graph(title, lines);
  }

  private lagGraph(): cloudwatch.GraphWidget {
    const { plan } = this.deployment;
    const lag = (resource: RdsReadReplica, role: RegionRole) => {
      const dimensions = { DBInstanceIdentifier: instanceAt(resource, role).instanceId };
      const name = `${resource.id} to the ${role}`;
      return metric("AWS/RDS", "ReplicaLag", dimensions, "Maximum", name).with({ region: plan.regions[role] });
    };
    const replicas = resourcesWith(plan, "promote");
    return graph(
      "Replication lag, seconds",
      replicas.flatMap((resource) => [lag(resource, "standby"), lag(resource, "primary")]),
    );
  }

  private stepsGraph(): cloudwatch.GraphWidget {
    const { names } = this.deployment;
    const errorsOf = (step: StepName) =>
      metric("AWS/Lambda", "Errors", { FunctionName: names.lambdaFunction(step) }, "Sum", step);
    return graph("Errors of the steps", STEP_NAMES.map(errorsOf));
  }
}

function graph(title: string, left: readonly cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, left: [...left], width: HALF_WIDTH });
}

function metric(
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  statistic: string,
  label: string,
): cloudwatch.Metric {
  return new cloudwatch.Metric({ namespace, metricName, dimensionsMap, statistic, label, period: Duration.minutes(1) });
}

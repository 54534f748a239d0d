/** One page for on-call: is the primary healthy, is the standby ready, what did the runs do. */

import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { StepName } from "../../orchestrator/steps";
import { STEP_NAMES } from "../../orchestrator/steps";
import type { Deployment } from "../deployment";
import { UNHEALTHY_METRIC } from "./sentry-schedule";

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
    dashboard.addWidgets(this.sentryGraph(), this.runsGraph());
    dashboard.addWidgets(this.lagGraph(), this.stepsGraph());
  }

  private sentryGraph(): cloudwatch.GraphWidget {
    const { metricNamespace } = this.deployment.names;
    return graph("Primary as the sentry sees it (1 = unhealthy)", [
      metric(metricNamespace, UNHEALTHY_METRIC, {}, "Maximum", "unhealthy"),
    ]);
  }

  private runsGraph(): cloudwatch.GraphWidget {
    const dimensions = { StateMachineArn: this.deployment.arns.failoverMachine };
    const counts = [
      "ExecutionsStarted",
      "ExecutionsSucceeded",
      "ExecutionsFailed",
      "ExecutionsAborted",
      "ExecutionsTimedOut",
    ];
    return graph(
      "Failover runs",
      counts.map((name) => metric("AWS/States", name, dimensions, "Sum", name.replace("Executions", ""))),
    );
  }

  private lagGraph(): cloudwatch.GraphWidget {
    const replicas = this.deployment.plan.resources.filter((resource) => resource.kind === "rdsReadReplica");
    return graph(
      "Replication lag, seconds",
      replicas.map(({ id, standbyInstanceId }) =>
        metric("AWS/RDS", "ReplicaLag", { DBInstanceIdentifier: standbyInstanceId }, "Maximum", id),
      ),
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

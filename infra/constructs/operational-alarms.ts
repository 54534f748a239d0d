/** Alarms on Baton itself: what would otherwise fail in silence. One article of the runbook each. */
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import type { FunctionName } from "../../orchestrator/steps";
import { WORKFLOWS, type Workflow } from "../../orchestrator/workflow";
import type { Deployment } from "../deployment";
import type { ApprovalEndpoint } from "./approval-endpoint";
import type { DeadLetters } from "./dead-letters";
import { type AlarmMetric, OnCallAlarm, type OnCallAlarmProps } from "./on-call-alarm";
import type { OnCallTopic } from "./on-call-topic";
import { ownMetricAlarms, witnessAlarm } from "./own-metric-alarms";
import { sentryLooks } from "./sentry-schedule";

/** Ways in which an execution can end badly, as AWS/States counts them. */
const BAD_ENDINGS = [
  { id: "RunFailed", metricName: "ExecutionsFailed", word: "failed" },
  { id: "RunAborted", metricName: "ExecutionsAborted", word: "aborted" },
  { id: "RunTimedOut", metricName: "ExecutionsTimedOut", word: "timed-out" },
] as const;

/** Functions outside the workflow, whose errors no state machine catches. */
const WATCHED_FUNCTIONS: Readonly<Partial<Record<FunctionName, string>>> = {
  sentry: "The sentry fails: trigger (b) may be blind and what was last seen of the primary grows old.",
  traffic: "The traffic endpoint fails: while it does, customers are sent to the primary Region.",
  "run-ended": "A run ended badly and on-call may not have been told.",
  "image-keeper": "Looking after the images fails: a new release may not be in both Regions when it is needed.",
};

export interface OperationalAlarmsProps {
  readonly deployment: Deployment;
  readonly deadLetters: DeadLetters;
  readonly onCall: OnCallTopic;
  readonly approval: ApprovalEndpoint;
}

type AlarmSettings = Pick<OnCallAlarmProps, "meaning" | "runbookAnchor" | "metric"> & Partial<OnCallAlarmProps>;

export class OperationalAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: OperationalAlarmsProps,
  ) {
    super(scope, id);
    this.watchDeadLetters();
    this.watchRuns();
    this.watchSentry();
    this.watchFunctions();
    this.watchTraffic();
    this.watchApproval();
    this.watchOwnMetrics();
  }

  private watchDeadLetters(): void {
    this.add("DeadLetters", "standby-dead-letters", {
      meaning: "An event or a scheduled look of the sentry could not be delivered in the standby Region.",
      runbookAnchor: "standby-dead-letters",
      metric: this.props.deadLetters.visibleMessages(),
    });
  }

  private watchRuns(): void {
    for (const workflow of WORKFLOWS) {
      for (const { id, metricName, word } of BAD_ENDINGS) {
        this.add(`${id}-${workflow}`, `${workflow}-${word}`, {
          meaning: `A ${workflow} ${word.replace("-", " ")}; it may hold the baton until someone goes on with it.`,
          runbookAnchor: `run-${word}`,
          metric: this.machineMetric(workflow, metricName),
        });
      }
    }
  }

  private watchSentry(): void {
    this.add("SentrySilent", "sentry-silent", {
      meaning: "The sentry has not looked at the primary for five minutes: trigger (b) is blind.",
      runbookAnchor: "sentry-silent",
      metric: sentryLooks(this.props.deployment.names),
      comparison: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 5,
      // Here silence is exactly what is looked for.
      missingData: cloudwatch.TreatMissingData.BREACHING,
    });
  }

  private watchFunctions(): void {
    for (const [name, meaning] of Object.entries(WATCHED_FUNCTIONS)) {
      this.add(`Errors-${name}`, `${name}-errors`, {
        meaning,
        runbookAnchor: `${name}-errors`,
        metric: functionMetric("Errors", this.props.deployment.names.lambdaFunction(name as FunctionName)),
      });
    }
  }

  /** The API's own 5xx would not do: 503 is what the endpoint says all year, while the primary holds the baton. */
  private watchTraffic(): void {
    this.add("TrafficThrottled", "traffic-throttled", {
      meaning:
        "The traffic endpoint's function is throttled: whoever is, is told 503, which sends customers to the primary.",
      runbookAnchor: "traffic-throttled",
      metric: functionMetric("Throttles", this.props.deployment.names.lambdaFunction("traffic")),
    });
  }

  private watchApproval(): void {
    this.add("ApprovalErrors", "approval-errors", {
      meaning: "The approval page fails: a person who opens a link, or decides by it, may not get through.",
      runbookAnchor: "approval-errors",
      metric: this.props.approval.serverErrors(),
    });
  }

  private watchOwnMetrics(): void {
    const { names, plan } = this.props.deployment;
    const all = [...ownMetricAlarms(names), ...(plan.regions.witness === undefined ? [] : [witnessAlarm(names)])];
    for (const { id, name, metric, ...settings } of all) {
      const ofNamespace = { namespace: names.metricNamespace, ...metric };
      this.add(id, name, { ...settings, runbookAnchor: name, metric: ofNamespace });
    }
  }

  private machineMetric(workflow: Workflow, metricName: string): AlarmMetric {
    const dimensions = { StateMachineArn: this.props.deployment.arns.machines[workflow].machine };
    return { namespace: "AWS/States", metricName, dimensions, statistic: "Sum", periodSeconds: 60 };
  }

  private add(id: string, name: string, settings: AlarmSettings): void {
    const { deployment, onCall } = this.props;
    new OnCallAlarm(this, id, { alarmName: `${deployment.names.prefix}-${name}`, onCall, ...settings });
  }
}

function functionMetric(metricName: "Errors" | "Throttles", functionName: string): AlarmMetric {
  const dimensions = { FunctionName: functionName };
  return { namespace: "AWS/Lambda", metricName, dimensions, statistic: "Sum", periodSeconds: 60 };
}

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
    this.watchImages();
    this.watchMessages();
    this.watchPlan();
    this.watchReplicas();
    this.watchPromoted();
    if (props.deployment.plan.regions.witness !== undefined) this.watchWitness();
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
    const { metricNamespace: namespace, trafficAstrayMetric, lambdaFunction } = this.props.deployment.names;
    this.add("TrafficThrottled", "traffic-throttled", {
      meaning:
        "The traffic endpoint's function is throttled: whoever is, is told 503, which sends customers to the primary.",
      runbookAnchor: "traffic-throttled",
      metric: functionMetric("Throttles", lambdaFunction("traffic")),
    });
    this.add("TrafficAstray", "traffic-astray", {
      meaning: "Customers are sent to the Region that does not hold the baton.",
      runbookAnchor: "traffic-astray",
      metric: { namespace, metricName: trafficAstrayMetric, statistic: "Maximum", periodSeconds: 60 },
      // Right after a move a resolver still gives the old answer for a minute.
      evaluationPeriods: 3,
    });
  }

  private watchApproval(): void {
    this.add("ApprovalErrors", "approval-errors", {
      meaning: "The approval page fails: a person who opens a link, or decides by it, may not get through.",
      runbookAnchor: "approval-errors",
      metric: this.props.approval.serverErrors(),
    });
  }

  private watchMessages(): void {
    const { metricNamespace: namespace, unsentMessagesMetric: metricName } = this.props.deployment.names;
    this.add("MessagesNotSent", "messages-not-sent", {
      meaning:
        "A message to on-call could not be sent: a run may wait for an answer to a question that nobody has read.",
      runbookAnchor: "messages-not-sent",
      metric: { namespace, metricName, statistic: "Sum", periodSeconds: 60 },
    });
  }

  private watchPlan(): void {
    const { metricNamespace: namespace, planMismatchMetric: metricName } = this.props.deployment.names;
    this.add("PlanMismatch", "plan-mismatch", {
      meaning:
        "The plan names resources that do not exist in the primary Region: they cannot be fenced in an incident.",
      runbookAnchor: "plan-mismatch",
      metric: { namespace, metricName, statistic: "Maximum", periodSeconds: 60 },
      // A database that is renamed or restored by hand is away for a moment.
      evaluationPeriods: 5,
    });
  }

  private watchImages(): void {
    const { metricNamespace, imagesBehindMetric, imagesUnreachableMetric } = this.props.deployment.names;
    this.add("ImagesBehind", "images-behind", {
      meaning: "A Region cannot launch the newest release: its copy is missing, failed or outdated.",
      runbookAnchor: "images-behind",
      metric: {
        namespace: metricNamespace,
        metricName: imagesBehindMetric,
        statistic: "Maximum",
        periodSeconds: 900,
      },
      // No datapoint: the other Region could not be asked, and what was known of it stays.
      missingData: cloudwatch.TreatMissingData.IGNORE,
    });
    this.add("ImageKeeperSilent", "image-keeper-silent", {
      meaning: "Nobody has looked at the images for two hours: a new release stays in the Region that it was made in.",
      runbookAnchor: "image-keeper-silent",
      metric: {
        namespace: metricNamespace,
        metricName: imagesUnreachableMetric,
        statistic: "SampleCount",
        periodSeconds: 3600,
      },
      comparison: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 2,
      missingData: cloudwatch.TreatMissingData.BREACHING,
    });
  }

  private watchReplicas(): void {
    const { metricNamespace: namespace, notReplicasMetric: metricName } = this.props.deployment.names;
    this.add("StandbyUnprotected", "standby-unprotected", {
      meaning: "A database of the standby is not a replica of the primary's: its data stands still, and grows older.",
      runbookAnchor: "standby-unprotected",
      metric: { namespace, metricName, statistic: "Maximum", periodSeconds: 60 },
      evaluationPeriods: 3,
    });
  }

  private watchPromoted(): void {
    const { metricNamespace: namespace, unrestoredMetric: metricName } = this.props.deployment.names;
    this.add("SettingsNotRestored", "settings-not-restored", {
      meaning:
        "Three hours after its promotion a database still lacks Multi-AZ or its backups: nobody lets Baton restore them.",
      runbookAnchor: "settings-not-restored",
      metric: { namespace, metricName, statistic: "Minimum", periodSeconds: 3600 },
      // A first backup of hours refuses every change, and is none of on-call's business.
      evaluationPeriods: 3,
    });
  }

  private watchWitness(): void {
    const { metricNamespace: namespace, witnessSilentMetric: metricName } = this.props.deployment.names;
    this.add("WitnessSilent", "witness-silent", {
      meaning:
        "The witness does not answer: with one opinion less, a run asks a person sooner, or does not see a partition.",
      runbookAnchor: "witness-silent",
      metric: { namespace, metricName, statistic: "Minimum", periodSeconds: 60 },
      // While it is silent it is asked each minute; one lost answer is none.
      evaluationPeriods: 5,
    });
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

/** Amazon CloudWatch of one Region: metrics, alarms, dashboards (kept, never drawn). Signing name `monitoring`. */
import type { LabContext } from "../../kernel/ports";
import type { Provisioned, Provisioner, ProvisionRequest, Provisions } from "../../kernel/provision";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { physicalName } from "../platform/arns";
import { optionalNumber, optionalText, records, requiredText } from "../platform/input";
import { type Operations, perform } from "../platform/operations";
import { Properties } from "../platform/properties";
import type { Alarm } from "./alarm";
import { AlarmBook } from "./alarm-book";
import { describeAlarms } from "./alarm-description";
import type { AlarmState } from "./alarm-evaluation";
import { compositeAlarm, metricAlarm } from "./alarm-provision";
import { dimensionsOf, getMetricData, getMetricStatistics } from "./metric-queries";
import { type Dimensions, type MetricIdentity, MetricStore } from "./metric-store";

const STATES: readonly AlarmState[] = ["OK", "ALARM", "INSUFFICIENT_DATA"];

export class CloudWatchService implements ServiceModel, Provisions {
  readonly provisioners: Readonly<Record<string, Provisioner>>;
  /** Dashboard bodies by name. */
  readonly dashboards = new Map<string, string>();
  private readonly metrics: MetricStore;
  private readonly alarms: AlarmBook;
  private readonly operations: Operations = {
    PutMetricData: (call) => this.putMetricData(call),
    GetMetricData: ({ input }) => getMetricData(this.metrics, input, this.lab.clock.now()),
    GetMetricStatistics: ({ input }) => getMetricStatistics(this.metrics, input, this.lab.clock.now()),
    DescribeAlarms: ({ input }) => describeAlarms(this.alarms.list(), input),
    SetAlarmState: (call) => this.setAlarmState(call),
  };

  constructor(
    private readonly lab: LabContext,
    private readonly region: string,
  ) {
    this.metrics = new MetricStore(lab.random.fork(`cloudwatch/${region}`));
    this.alarms = new AlarmBook(lab, region, this.metrics);
    this.provisioners = {
      "AWS::CloudWatch::Alarm": (request) => this.provisionAlarm(metricAlarm(lab, region, request)),
      "AWS::CloudWatch::CompositeAlarm": (request) => this.provisionAlarm(compositeAlarm(lab, region, request)),
      "AWS::CloudWatch::Dashboard": (request) => this.provisionDashboard(request),
    };
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  /** What AWS services publish (`MetricPort`). Lost while the Region is dark. */
  put(namespace: string, name: string, dimensions: Dimensions, value: number): void {
    if (this.lab.network.isDark(this.region, "monitoring")) return;
    this.metrics.put({ namespace, name, dimensions }, value, this.lab.clock.now());
  }

  /** Alarms as they are now: for reports and checks. */
  alarmsNow(): readonly Alarm[] {
    return this.alarms.list();
  }

  private putMetricData({ input }: ApiCall): unknown {
    const namespace = requiredText(input, "Namespace");
    for (const datum of records(input, "MetricData")) {
      const metric = { namespace, name: requiredText(datum, "MetricName"), dimensions: dimensionsOf(datum) };
      this.putDatum(metric, datum);
    }
    return {};
  }

  private putDatum(metric: MetricIdentity, datum: Readonly<Record<string, unknown>>): void {
    const atMs = datum.Timestamp instanceof Date ? datum.Timestamp.getTime() : this.lab.clock.now();
    const value = optionalNumber(datum, "Value");
    if (value === undefined) throw new AwsError("InvalidParameterCombination", "the lab takes single values only");
    this.metrics.put(metric, value, atMs);
  }

  private setAlarmState({ input }: ApiCall): unknown {
    const value = STATES.find((state) => state === input.StateValue);
    if (!value) throw new AwsError("ValidationError", `StateValue must be one of ${STATES.join(", ")}`);
    this.alarms.setState(this.alarms.find(requiredText(input, "AlarmName")), {
      value,
      reason: requiredText(input, "StateReason"),
      reasonData: optionalText(input, "StateReasonData") ?? "",
      changedAtMs: this.lab.clock.now(),
    });
    return {};
  }

  private provisionAlarm(alarm: Alarm): Provisioned {
    this.alarms.add(alarm);
    return { ref: alarm.name, attributes: { Arn: alarm.arn } };
  }

  private provisionDashboard(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const name = properties.optionalText("DashboardName") ?? physicalName(request, this.lab.random);
    const body = properties.text("DashboardBody");
    properties.finish();
    JSON.parse(body);
    this.dashboards.set(name, body);
    return { ref: name, attributes: {} };
  }
}

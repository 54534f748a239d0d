/** Amazon EventBridge of one Region: buses, rules, scheduled rules. Signing name `events`. */
import type { CloudEvent, EventPort, LabContext } from "../../kernel/ports";
import type { Provisioned, Provisioner, ProvisionRequest, Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { physicalName } from "../platform/arns";
import { type Operations, perform } from "../platform/operations";
import { Properties } from "../platform/properties";
import { assertResourceAccess } from "../platform/resource-policy";
import { startSchedule } from "../scheduler/timetable";
import { EventBus, isCloudEvent } from "./event-bus";
import { putEvents } from "./put-events";
import { busNameIn, type Rule, readRule } from "./rule";

export class EventBridgeService implements ServiceModel, Provisions {
  readonly provisioners: Readonly<Record<string, Provisioner>> = {
    "AWS::Events::EventBus": (request) => this.provisionBus(request),
    "AWS::Events::EventBusPolicy": (request) => this.provisionBusPolicy(request),
    "AWS::Events::Rule": (request) => this.provisionRule(request),
  };
  private readonly random: RandomSource;
  private readonly buses = new Map<string, EventBus>();
  private readonly operations: Operations = {
    PutEvents: (call) => putEvents(call, (busName, event) => this.admit(call, busName).receive(this.envelope(event))),
    ForwardEvent: (call) => this.forwardEvent(call),
    ListRules: ({ input }) => ({ Rules: this.bus(busNameOf(input)).listRules().map(describeRule) }),
  };

  constructor(
    private readonly lab: LabContext,
    private readonly region: string,
  ) {
    this.random = lab.random.fork(`eventbridge/${region}`);
    this.buses.set("default", new EventBus(lab, this.random, region, "default"));
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  /** An AWS service publishes on the default bus (`EventPort`). */
  publish(event: Parameters<EventPort["publish"]>[1]): void {
    this.bus("default").receive(this.envelope(event));
  }

  /** An event that nobody has asked whether its sender may send it: a scenario's handle. */
  receiveUnasked(busName: string, event: CloudEvent): void {
    this.bus(busName).receive(event);
  }

  private envelope(event: Parameters<EventPort["publish"]>[1] & { readonly time?: string }): CloudEvent {
    return {
      version: "0",
      id: this.random.uuid(),
      "detail-type": event["detail-type"],
      source: event.source,
      account: this.lab.accountId,
      time: event.time ?? `${new Date(this.lab.clock.now()).toISOString().slice(0, 19)}Z`,
      region: this.region,
      resources: event.resources,
      detail: event.detail,
    };
  }

  /** Another bus hands its event on: the envelope stays as it was, so the receiver sees the origin's Region and id. */
  private forwardEvent(call: ApiCall): unknown {
    const { EventBusArn, Event } = call.input;
    if (call.caller.sourceArn === undefined || typeof EventBusArn !== "string" || !isCloudEvent(Event)) {
      throw new AwsError("UnknownOperationException", "ForwardEvent is how buses reach each other, no API of AWS");
    }
    this.admit(call, EventBusArn).receive(Event);
    return {};
  }

  /** The bus, if its resource policy lets the caller put events on it. */
  private admit({ caller }: ApiCall, busName: string): EventBus {
    const bus = this.bus(busName);
    assertResourceAccess(
      this.lab,
      { Statement: bus.policyStatements },
      { caller, action: "events:PutEvents", resourceArn: this.busArn(bus.name), refusalCode: "AccessDeniedException" },
    );
    return bus;
  }

  private busArn(name: string): string {
    return `arn:aws:events:${this.region}:${this.lab.accountId}:event-bus/${name}`;
  }

  private bus(nameOrArn: string): EventBus {
    const name = busNameIn(nameOrArn);
    const bus = this.buses.get(name);
    if (!bus) throw new AwsError("ResourceNotFoundException", `Event bus ${name} does not exist.`);
    return bus;
  }

  private provisionBus(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const name = properties.text("Name");
    const policy = properties.optionalRecord("Policy");
    properties.finish(["Description", "Tags"]);
    if (this.buses.has(name)) throw new Error(`event bus ${name} exists`);
    const bus = new EventBus(this.lab, this.random, this.region, name);
    this.buses.set(name, bus);
    if (policy) bus.policyStatements.push(...[policy.Statement ?? []].flat());
    return { ref: name, attributes: { Arn: this.busArn(name), Name: name } };
  }

  private provisionBusPolicy(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const bus = this.bus(properties.optionalText("EventBusName") ?? "default");
    const statementId = properties.text("StatementId");
    const statement = properties.optionalRecord("Statement");
    properties.finish();
    if (!statement) throw new Error(`bus policy ${statementId} has no Statement`);
    bus.policyStatements.push(statement);
    return { ref: statementId, attributes: {} };
  }

  private provisionRule(request: ProvisionRequest): Provisioned {
    const rule = readRule(request, (bus, name) => this.ruleArn(bus, name), physicalName(request, this.random));
    const bus = this.bus(rule.busName);
    bus.addRule(rule);
    const { scheduleExpression } = rule;
    if (scheduleExpression !== undefined && rule.isEnabled) {
      startSchedule(this.lab, this.random, scheduleExpression, () => this.tick(bus, rule));
    }
    return {
      ref: rule.busName === "default" ? rule.name : `${rule.busName}|${rule.name}`,
      attributes: { Arn: rule.arn },
    };
  }

  /** A dark Region's schedules do not fire, and are not made up for [est]. */
  private tick(bus: EventBus, rule: Rule): void {
    if (this.lab.network.isDark(this.region, "events")) return;
    const event = { "detail-type": "Scheduled Event", source: "aws.events", resources: [rule.arn], detail: {} };
    bus.fire(rule, this.envelope(event));
  }

  private ruleArn(busName: string, ruleName: string): string {
    const path = busName === "default" ? ruleName : `${busName}/${ruleName}`;
    return `arn:aws:events:${this.region}:${this.lab.accountId}:rule/${path}`;
  }
}

function busNameOf(input: Readonly<Record<string, unknown>>): string {
  return typeof input.EventBusName === "string" ? input.EventBusName : "default";
}

function describeRule(rule: Rule): Readonly<Record<string, unknown>> {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventBusName: rule.busName,
    State: rule.isEnabled ? "ENABLED" : "DISABLED",
    ...(rule.pattern && { EventPattern: JSON.stringify(rule.pattern) }),
    ...(rule.scheduleExpression !== undefined && { ScheduleExpression: rule.scheduleExpression }),
  };
}

/** Amazon EventBridge Scheduler of one Region: schedules that invoke a function under a role. Signing name `scheduler`. */
import type { LabContext } from "../../kernel/ports";
import type { Provisioned, Provisioner, ProvisionRequest, Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { parseArn, physicalName } from "../platform/arns";
import { deliver } from "../platform/delivery";
import { requiredText } from "../platform/input";
import { type Operations, perform } from "../platform/operations";
import { Properties } from "../platform/properties";
import { readSchedule, type Schedule } from "./schedule";
import { startSchedule } from "./timetable";

export class SchedulerService implements ServiceModel, Provisions {
  readonly provisioners: Readonly<Record<string, Provisioner>> = {
    "AWS::Scheduler::Schedule": (request) => this.provisionSchedule(request),
    "AWS::Scheduler::ScheduleGroup": (request) => this.provisionGroup(request),
  };
  private readonly random: RandomSource;
  private readonly schedules = new Map<string, Schedule>();
  private readonly groups = new Set(["default"]);
  private readonly operations: Operations = {
    GetSchedule: ({ input }) => this.describe(requiredText(input, "Name")),
  };

  constructor(
    private readonly lab: LabContext,
    private readonly region: string,
  ) {
    this.random = lab.random.fork(`scheduler/${region}`);
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  private describe(name: string): unknown {
    const schedule = [...this.schedules.values()].find((one) => one.name === name);
    if (!schedule) throw new AwsError("ResourceNotFoundException", `Schedule ${name} does not exist.`, 404);
    const { arn, groupName, expression, isEnabled, targetArn, roleArn } = schedule;
    const State = isEnabled ? "ENABLED" : "DISABLED";
    const Target = { Arn: targetArn, RoleArn: roleArn };
    return { Name: name, Arn: arn, GroupName: groupName, ScheduleExpression: expression, State, Target };
  }

  private provisionSchedule(request: ProvisionRequest): Provisioned {
    const schedule = readSchedule(
      request,
      `arn:aws:scheduler:${this.region}:${this.lab.accountId}`,
      physicalName(request, this.random),
    );
    if (!this.groups.has(schedule.groupName)) throw new Error(`no schedule group ${schedule.groupName}`);
    if (this.schedules.has(schedule.arn)) throw new Error(`schedule ${schedule.name} exists`);
    // "The execution role you provide must allow AWS EventBridge Scheduler to assume the role": refused at creation [doc].
    this.lab.iam.assertAssumable(schedule.roleArn, "scheduler.amazonaws.com");
    this.schedules.set(schedule.arn, schedule);
    if (schedule.isEnabled) startSchedule(this.lab, this.random, schedule.expression, () => this.fire(schedule));
    return { ref: schedule.name, attributes: { Arn: schedule.arn } };
  }

  private provisionGroup(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const name = properties.optionalText("Name") ?? physicalName(request, this.random);
    properties.finish(["Tags"]);
    this.groups.add(name);
    const arn = `arn:aws:scheduler:${this.region}:${this.lab.accountId}:schedule-group/${name}`;
    return { ref: name, attributes: { Arn: arn } };
  }

  /** A dark Region's schedules do not fire, and are not made up for [est]. */
  private fire(schedule: Schedule): void {
    if (this.lab.network.isDark(this.region, "scheduler")) return;
    const { targetArn, roleArn, payload, retryPolicy, deadLetterArn } = schedule;
    void deliver(this.lab, this.random, {
      service: "scheduler",
      region: this.region,
      sourceArn: schedule.arn,
      targetArn,
      payload,
      retryPolicy,
      ...(deadLetterArn !== undefined && { deadLetterArn }),
      deadLetterCallerArn: roleArn,
      attempt: () => this.invoke(schedule),
    });
  }

  /** The templated Lambda target invokes asynchronously [doc]. */
  private async invoke({ arn, targetArn, roleArn, payload }: Schedule): Promise<unknown> {
    this.lab.iam.assertAllowed(roleArn, "lambda:InvokeFunction", targetArn);
    const input = { FunctionName: targetArn, InvocationType: "Event", Payload: new TextEncoder().encode(payload) };
    const caller = { arn: roleArn, region: this.region, sourceArn: arn };
    const { region } = parseArn(targetArn);
    return this.lab.services.call({ service: "lambda", operation: "Invoke", input, region, caller });
  }
}

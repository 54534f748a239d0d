/** Amazon EC2 Auto Scaling in one Region. */
import type {
  AutoScalingGroup,
  AutoScalingGroupNamesType,
  DescribeScalingActivitiesType,
  ScalingProcessQuery,
  SetDesiredCapacityType,
  UpdateAutoScalingGroupType,
} from "@aws-sdk/client-auto-scaling";
import { DEFAULT_TIMINGS, type Timings } from "../../estate/timings";
import { perform } from "../../kernel/operations";
import type { LabContext } from "../../kernel/ports";
import type { Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type Principal, type ServiceModel } from "../../kernel/service";
import { StaleViews } from "../platform/stale-views";
import { CapacityKeeper, type Neighbours } from "./capacity-keeper";
import { describeActivity, describeGroup } from "./describe-group";
import { type Capacity, type GroupTemplate, PROCESSES, ScalingGroup } from "./group";

const MODELLED_UPDATES = ["AutoScalingGroupName", "MinSize", "MaxSize", "DesiredCapacity", "LaunchTemplate"];

/** AWS's own words. Whether it refuses a template that the group has already is not said: here it does. [est] */
const REFRESH_IS_ACTIVE =
  "An active instance refresh with a desired configuration exists. All configuration options derived from the desired " +
  "configuration are not available for update while the instance refresh is active.";

export interface GroupSettings {
  readonly name: string;
  readonly capacity: Capacity;
  readonly template: GroupTemplate;
  readonly targetGroupArns: readonly string[];
}

export class AutoScalingService implements ServiceModel, Provisions {
  /** Groups are the user's own; no stack of Baton creates any. */
  readonly provisioners = {};
  readonly keeper: CapacityKeeper;
  private readonly groups = new Map<string, ScalingGroup>();
  private readonly random: RandomSource;
  private readonly staleViews: StaleViews<AutoScalingGroup>;
  private neighbours: Neighbours | null = null;

  private readonly operations = {
    DescribeAutoScalingGroups: (input: AutoScalingGroupNamesType) => this.describe(input),
    DescribeScalingActivities: (input: DescribeScalingActivitiesType) => this.describeActivities(input),
    UpdateAutoScalingGroup: (input: UpdateAutoScalingGroupType, { caller }: ApiCall) => this.update(input, caller),
    SetDesiredCapacity: (input: SetDesiredCapacityType) => this.setDesiredCapacity(input),
    SuspendProcesses: (input: ScalingProcessQuery) => this.suspend(input),
    ResumeProcesses: (input: ScalingProcessQuery) => this.resume(input),
  };

  constructor(
    private readonly lab: LabContext,
    readonly region: string,
    timings: Timings = DEFAULT_TIMINGS,
  ) {
    this.random = lab.random.fork(`autoscaling ${region}`);
    const descriptions = lab.random.fork(`autoscaling ${region} descriptions`);
    this.staleViews = new StaleViews(lab, descriptions, timings.descriptionDelaySeconds);
    this.keeper = new CapacityKeeper(lab, region, this.random, timings, () => this.connected());
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  /** Images, templates and target groups of the same Region; before any group is added. */
  connect(neighbours: Neighbours): void {
    this.neighbours = neighbours;
  }

  /** A group that already runs at its desired capacity, all healthy. */
  addGroup({ name, capacity, template, targetGroupArns }: GroupSettings): ScalingGroup {
    const owner = `arn:aws:autoscaling:${this.region}:${this.lab.accountId}`;
    const arn = `${owner}:autoScalingGroup:${this.random.uuid()}:autoScalingGroupName/${name}`;
    const group = new ScalingGroup(name, arn, capacity, template, targetGroupArns);
    this.groups.set(name, group);
    for (let index = 0; index < capacity.desired; index += 1) this.keeper.adopt(group);
    return group;
  }

  /** Throws `ValidationError`, as Auto Scaling does for a name it does not know. */
  group(name: string | undefined): ScalingGroup {
    const group = this.groups.get(name ?? "");
    if (!group)
      throw new AwsError("ValidationError", `AutoScalingGroup name not found - AutoScalingGroup ${name} not found`);
    return group;
  }

  /** Policies of the groups' own scale each to so many instances, within its bounds. */
  scaleAll(instances: number): void {
    for (const group of this.groups.values()) {
      const desired = Math.min(Math.max(instances, group.capacity.min), group.capacity.max);
      this.change(group, () => group.resize(undefined, undefined, desired));
    }
  }

  private connected(): Neighbours {
    if (!this.neighbours) throw new Error(`Auto Scaling in ${this.region} is not connected to EC2 and load balancing.`);
    return this.neighbours;
  }

  private describe({ AutoScalingGroupNames: names }: AutoScalingGroupNamesType) {
    const found = [...this.groups.values()].filter((group) => !names?.length || names.includes(group.name));
    return { AutoScalingGroups: found.map((group) => this.show(group)) };
  }

  private show(group: ScalingGroup): AutoScalingGroup {
    return this.staleViews.find(group.name) ?? describeGroup(group, this.region);
  }

  /** Performs a change that descriptions will show only later. */
  private change(group: ScalingGroup, perform: () => void): void {
    const view = this.show(group);
    perform();
    this.staleViews.keep(group.name, view);
    this.keeper.review(group);
  }

  private describeActivities({ AutoScalingGroupName, MaxRecords = 100 }: DescribeScalingActivitiesType) {
    const group = this.group(AutoScalingGroupName);
    const newestFirst = group.activities.slice(-MaxRecords).reverse();
    return { Activities: newestFirst.map((activity) => describeActivity(group, activity)) };
  }

  private update(input: UpdateAutoScalingGroupType, caller: Principal): void {
    const unknown = Object.keys(input).filter((member) => !MODELLED_UPDATES.includes(member));
    if (unknown.length > 0) {
      throw new AwsError(
        "ValidationError",
        `The lab does not model UpdateAutoScalingGroup with ${unknown.join(", ")}.`,
      );
    }
    const group = this.group(input.AutoScalingGroupName);
    const template = input.LaunchTemplate ? this.judgedTemplate(group, input.LaunchTemplate, caller) : group.template;
    this.change(group, () => {
      group.resize(input.MinSize, input.MaxSize, input.DesiredCapacity);
      group.template = template;
      if (input.LaunchTemplate) group.hasMixedInstances = false;
    });
  }

  private judgedTemplate(
    group: ScalingGroup,
    wanted: NonNullable<UpdateAutoScalingGroupType["LaunchTemplate"]>,
    caller: Principal,
  ): GroupTemplate {
    if (group.isRefreshing) throw new AwsError("ValidationError", REFRESH_IS_ACTIVE);
    const id = wanted.LaunchTemplateId;
    if (!id) throw new AwsError("ValidationError", "The lab wants a launch template by its LaunchTemplateId.");
    const version = wanted.Version ?? "$Default";
    this.assertMayPass(caller, this.instanceRoleOf(id, version));
    return { id, name: wanted.LaunchTemplateName ?? group.template.name, version };
  }

  private instanceRoleOf(templateId: string, version: string): string | null {
    try {
      return this.connected().ec2.launchSource(templateId, version).instanceRoleArn;
    } catch (error) {
      if (error instanceof AwsError) throw new AwsError("ValidationError", error.message);
      throw error;
    }
  }

  /** Who names a template with an instance profile passes its role to EC2 [doc: launch template permissions]. */
  private assertMayPass({ arn }: Principal, roleArn: string | null): void {
    if (roleArn === null || arn.startsWith("aws:")) return;
    this.lab.iam.assertAllowed(arn, "iam:PassRole", roleArn, { "iam:PassedToService": "ec2.amazonaws.com" });
  }

  private setDesiredCapacity({ AutoScalingGroupName, DesiredCapacity: wanted = 0 }: SetDesiredCapacityType): void {
    const group = this.group(AutoScalingGroupName);
    const { min, max } = group.capacity;
    if (wanted > max || wanted < min) {
      const bound = wanted > max ? `above max value ${max}` : `below min value ${min}`;
      throw new AwsError(
        "ValidationError",
        `New SetDesiredCapacity value ${wanted} is ${bound} for the AutoScalingGroup.`,
      );
    }
    this.change(group, () => group.resize(undefined, undefined, wanted));
  }

  private suspend(input: ScalingProcessQuery): void {
    const group = this.group(input.AutoScalingGroupName);
    const processes = processesOf(input);
    this.change(group, () => {
      for (const process of processes) group.suspended.add(process);
    });
  }

  private resume(input: ScalingProcessQuery): void {
    const group = this.group(input.AutoScalingGroupName);
    const processes = processesOf(input);
    this.change(group, () => {
      for (const process of processes) group.suspended.delete(process);
    });
  }
}

/** None named means all of them. [doc] */
function processesOf({ ScalingProcesses }: ScalingProcessQuery): readonly string[] {
  const asked = ScalingProcesses?.length ? ScalingProcesses : PROCESSES;
  const unknown = asked.find((process) => !(PROCESSES as readonly string[]).includes(process));
  if (unknown) throw new AwsError("ValidationError", `Invalid scaling process: ${unknown}`);
  return asked;
}

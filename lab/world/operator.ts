/** A person with access to the account: what the command line does, done with the real SDK on the lab's wire. */
import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import {
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import {
  type ExecutionListItem,
  type ExecutionStatus,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { AwsClients } from "../../lambdas/runtime/runtime";
import { deployedNames, machineName } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import { WORKFLOWS, type Workflow } from "../../orchestrator/workflow";

type Attribute = NonNullable<UpdateItemCommand["input"]["ExpressionAttributeValues"]>[string];

export class Operator {
  private readonly region: string;
  private readonly tableName: string;

  constructor(
    private readonly clients: AwsClients,
    private readonly plan: Plan,
  ) {
    this.region = plan.regions.standby;
    this.tableName = deployedNames(plan).table;
  }

  /** Starts a workflow's machine with the input that the console asks for. */
  async start(workflow: Workflow, requestedBy: string, reason: string): Promise<void> {
    await this.startWith(workflow, JSON.stringify({ requestedBy, reason }));
  }

  /** Starts a workflow's machine with any input. */
  async startWith(workflow: Workflow, input: string): Promise<void> {
    await this.console.send(new StartExecutionCommand({ stateMachineArn: this.machineArn(workflow), input }));
  }

  /** Stops what has been running for longest. @throws Error when nothing runs */
  async abort(by: string): Promise<void> {
    const [oldest] = await this.executions("RUNNING");
    if (!oldest?.executionArn) throw new Error(`${by} cannot abort: no run goes on.`);
    await this.console.send(
      new StopExecutionCommand({ executionArn: oldest.executionArn, cause: `Stopped by ${by}.` }),
    );
  }

  /** Goes on with one run, as its page says. */
  async redrive(executionArn: string): Promise<void> {
    await this.console.send(new RedriveExecutionCommand({ executionArn }));
  }

  /** Redrives what was stopped last, by itself, by somebody or by its time limit. @throws Error when nothing was */
  async redriveLatest(): Promise<void> {
    const stopped: ExecutionListItem[] = [];
    for (const status of ["FAILED", "ABORTED", "TIMED_OUT"] as const) stopped.push(...(await this.executions(status)));
    const stoppedAt = ({ stopDate }: ExecutionListItem) => stopDate?.getTime() ?? 0;
    const [latest] = stopped.sort((left, right) => stoppedAt(right) - stoppedAt(left));
    if (!latest?.executionArn) throw new Error("There is no run to redrive.");
    await this.redrive(latest.executionArn);
  }

  /** What the runbook tells people to do with a replica that could not be made. Any other instance is left alone. */
  async deleteFailedReplica(name: string): Promise<void> {
    const { primary, standby } = this.plan.regions;
    for (const region of [primary, standby]) {
      const rds = this.clients.get(RDSClient, region);
      const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
      const found = DBInstances.find(({ DBInstanceIdentifier: id }) => id === name);
      if (found?.DBInstanceStatus !== "failed" || !found.ReadReplicaSourceDBInstanceIdentifier) continue;
      await rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: name, DeletionProtection: false }));
      await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: name, SkipFinalSnapshot: true }));
    }
  }

  /** Of every workflow, oldest first. */
  private async executions(statusFilter: ExecutionStatus): Promise<ExecutionListItem[]> {
    const found: ExecutionListItem[] = [];
    for (const workflow of WORKFLOWS) {
      const stateMachineArn = this.machineArn(workflow);
      const { executions = [] } = await this.console.send(new ListExecutionsCommand({ stateMachineArn, statusFilter }));
      found.push(...executions);
    }
    return found.sort((left, right) => (left.startDate?.getTime() ?? 0) - (right.startDate?.getTime() ?? 0));
  }

  private get console(): SFNClient {
    return this.clients.get(SFNClient, this.region);
  }

  private machineArn(workflow: Workflow): string {
    const machine = machineName(deployedNames(this.plan), workflow);
    return `arn:aws:states:${this.region}:${this.plan.account}:stateMachine:${machine}`;
  }

  /** Pauses the automation until somebody resumes it; whatever else the baton says stays, and nothing else need be there. */
  pauseAutomation(by: string, reason: string): Promise<void> {
    return this.setAutomation({ M: { enabled: { BOOL: false }, pausedBy: { S: by }, reason: { S: reason } } });
  }

  resumeAutomation(): Promise<void> {
    return this.setAutomation({ M: { enabled: { BOOL: true } } });
  }

  private async setAutomation(automation: Attribute): Promise<void> {
    await this.clients.get(DynamoDBClient, this.region).send(
      new UpdateItemCommand({
        TableName: this.tableName,
        Key: { pk: { S: "BATON" }, sk: { S: "BATON" } },
        UpdateExpression: "SET #automation = :automation",
        ExpressionAttributeNames: { "#automation": "automation" },
        ExpressionAttributeValues: { ":automation": automation },
      }),
    );
  }
}

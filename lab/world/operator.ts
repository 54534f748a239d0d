/** A person with access to the account: what the command line does, done with the real SDK on the lab's wire. */
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { SendTaskSuccessCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { AwsClients } from "../../lambdas/runtime/runtime";
import { FIRST_BATON } from "../../orchestrator/baton";
import { deployedNames, machineName } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import type { Approval } from "../../orchestrator/run";
import type { Workflow } from "../../orchestrator/workflow";

type Attribute = NonNullable<PutItemCommand["input"]["Item"]>[string];

const KEY = { pk: { S: "BATON" }, sk: { S: "BATON" } };

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
    const machine = machineName(deployedNames(this.plan), workflow);
    const stateMachineArn = `arn:aws:states:${this.region}:${this.plan.account}:stateMachine:${machine}`;
    const input = JSON.stringify({ requestedBy, reason });
    await this.clients.get(SFNClient, this.region).send(new StartExecutionCommand({ stateMachineArn, input }));
  }

  /** Answers the gate of the run that holds the baton. @throws Error when no run asks */
  async answer(approval: Approval): Promise<void> {
    const holder = (await this.read("BATON", "BATON"))?.holder?.S ?? "";
    const runId = holder.split(":").at(-1) ?? "";
    const taskToken = (await this.read(`RUN#${runId}`, "TOKEN"))?.taskToken?.S;
    if (!taskToken) throw new Error(`Run "${runId}" asks nobody: there is no token in the table.`);
    const output = JSON.stringify(approval);
    await this.clients.get(SFNClient, this.region).send(new SendTaskSuccessCommand({ taskToken, output }));
  }

  /** Pauses the automation until somebody resumes it; whatever else the baton says stays. */
  pauseAutomation(by: string, reason: string): Promise<void> {
    return this.setAutomation({ M: { enabled: { BOOL: false }, pausedBy: { S: by }, reason: { S: reason } } });
  }

  resumeAutomation(): Promise<void> {
    return this.setAutomation({ M: { enabled: { BOOL: true } } });
  }

  private async read(pk: string, sk: string) {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const command = new GetItemCommand({ TableName: this.tableName, Key, ConsistentRead: true });
    return (await this.clients.get(DynamoDBClient, this.region).send(command)).Item;
  }

  private async setAutomation(automation: Attribute): Promise<void> {
    const dynamodb = this.clients.get(DynamoDBClient, this.region);
    try {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: this.tableName,
          Key: KEY,
          UpdateExpression: "SET #automation = :automation",
          ConditionExpression: "attribute_exists(pk)",
          ExpressionAttributeNames: { "#automation": "automation" },
          ExpressionAttributeValues: { ":automation": automation },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      await this.writeFirstBaton(dynamodb, automation);
    }
  }

  /** Nothing ever happened, so nothing is in the table yet. */
  private async writeFirstBaton(dynamodb: DynamoDBClient, automation: Attribute): Promise<void> {
    const { active, epoch, phase, changedAtMs } = FIRST_BATON;
    const Item = {
      ...KEY,
      active: { S: active },
      epoch: { N: String(epoch) },
      phase: { S: phase },
      holder: { NULL: true as const },
      workflow: { NULL: true as const },
      automation,
      changedAtMs: { N: String(changedAtMs) },
      recentFailovers: { L: [] },
    };
    const ConditionExpression = "attribute_not_exists(pk)";
    await dynamodb.send(new PutItemCommand({ TableName: this.tableName, Item, ConditionExpression }));
  }
}

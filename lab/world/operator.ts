/** A person with access to the account: what the command line does, done with the real SDK on the lab's wire. */
import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { AwsClients } from "../../lambdas/runtime/runtime";
import { deployedNames, machineName } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import type { Workflow } from "../../orchestrator/workflow";

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
    const machine = machineName(deployedNames(this.plan), workflow);
    const stateMachineArn = `arn:aws:states:${this.region}:${this.plan.account}:stateMachine:${machine}`;
    const input = JSON.stringify({ requestedBy, reason });
    await this.clients.get(SFNClient, this.region).send(new StartExecutionCommand({ stateMachineArn, input }));
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

/** A person with access to the account: what the command line does, done with the real SDK on the lab's wire. */
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { AwsClients } from "../../lambdas/runtime/runtime";
import { FIRST_BATON } from "../../orchestrator/baton";

const KEY = { pk: { S: "BATON" }, sk: { S: "BATON" } };

export class Operator {
  constructor(
    private readonly clients: AwsClients,
    private readonly region: string,
    private readonly tableName: string,
  ) {}

  /** Pauses the automation until somebody resumes it; whatever else the baton says stays. */
  async pauseAutomation(by: string, reason: string): Promise<void> {
    const automation = { M: { enabled: { BOOL: false }, pausedBy: { S: by }, reason: { S: reason } } };
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
  private async writeFirstBaton(
    dynamodb: DynamoDBClient,
    automation: NonNullable<PutItemCommand["input"]["Item"]>[string],
  ): Promise<void> {
    const { active, epoch, phase, changedAtMs } = FIRST_BATON;
    const Item = {
      ...KEY,
      active: { S: active },
      epoch: { N: String(epoch) },
      phase: { S: phase },
      holder: { NULL: true as const },
      automation,
      changedAtMs: { N: String(changedAtMs) },
      recentFailovers: { L: [] },
    };
    const ConditionExpression = "attribute_not_exists(pk)";
    await dynamodb.send(new PutItemCommand({ TableName: this.tableName, Item, ConditionExpression }));
  }
}

/** A person with access to the account: what the command line does, done with the real SDK on the lab's wire. */
import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { AwsClients } from "../../lambdas/runtime/runtime";

export class Operator {
  constructor(
    private readonly clients: AwsClients,
    private readonly region: string,
    private readonly tableName: string,
  ) {}

  /** Pauses the automation until somebody resumes it; whatever else the baton says stays, and nothing else need be there. */
  async pauseAutomation(by: string, reason: string): Promise<void> {
    const automation = { M: { enabled: { BOOL: false }, pausedBy: { S: by }, reason: { S: reason } } };
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

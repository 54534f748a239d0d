/** Reads one partition of Baton's table. */
import { DynamoDBClient, paginateQuery, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { fromAttributes, type Item } from "../../lambdas/aws/attributes";
import type { Session } from "../session/session";

interface Wanted {
  readonly pk: string;
  /** Newest first, at most this many; without it, everything, oldest first. */
  readonly newest?: number;
}

export async function readPartition({ plan, runtime }: Session, { pk, newest }: Wanted): Promise<readonly Item[]> {
  const client = runtime.clients.get(DynamoDBClient, plan.regions.standby);
  const query: QueryCommandInput = {
    TableName: runtime.environment.TABLE_NAME,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: pk } },
    ConsistentRead: true,
    ...(newest !== undefined && { ScanIndexForward: false, Limit: newest }),
  };
  const items: Item[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, query)) {
    items.push(...Items.map(fromAttributes));
    if (newest !== undefined && items.length >= newest) break;
  }
  return items.slice(0, newest);
}

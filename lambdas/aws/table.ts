/** Baton's table in four verbs. Reads are consistent; a write that depends on what is there is one conditional write. */
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { TableEnvironment } from "../runtime/environment";
import type { CallBudget, Runtime } from "../runtime/runtime";
import { fromAttributes, type Item, toAttribute, toAttributes } from "./attributes";

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** What became of a conditional write; `existing` is what stood in its way (null: no such item). */
export type Written = { readonly written: true } | { readonly written: false; readonly existing: Item | null };

export class Table {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly name: string,
  ) {}

  async read(key: Key): Promise<Item | null> {
    const command = new GetItemCommand({ TableName: this.name, Key: toAttributes({ ...key }), ConsistentRead: true });
    const { Item: found } = await this.client.send(command);
    return found ? fromAttributes(found) : null;
  }

  /** Writes an item whatever was there. */
  async put(key: Key, fields: Item): Promise<void> {
    await this.client.send(new PutItemCommand({ TableName: this.name, Item: toAttributes({ ...key, ...fields }) }));
  }

  /** Writes an item unless one is there. */
  insert(key: Key, fields: Item): Promise<Written> {
    return reportCondition(
      this.client.send(
        new PutItemCommand({
          TableName: this.name,
          Item: toAttributes({ ...key, ...fields }),
          ConditionExpression: "attribute_not_exists(pk)",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      ),
    );
  }

  /**
   * Sets and removes fields of an item that exists and whose fields are as `expected`, where undefined means that the item
   * has no such field; fields that are not named stay.
   */
  update(key: Key, fields: Item, expected: Item = {}, removed: readonly string[] = []): Promise<Written> {
    const changes = Object.entries(fields).filter(([, value]) => value !== undefined);
    const conditions = Object.entries(expected);
    const names = [...changes.map(([name]) => name), ...conditions.map(([name]) => name), ...removed];
    const values = [
      ...changes.map(([name, value]) => [`:${name}`, toAttribute(value)]),
      ...conditions.flatMap(([name, value]) =>
        value === undefined ? [] : [[`:expected_${name}`, toAttribute(value)] as const],
      ),
    ];
    return reportCondition(
      this.client.send(
        new UpdateItemCommand({
          TableName: this.name,
          Key: toAttributes({ ...key }),
          UpdateExpression: [
            ...(changes.length > 0 ? [`SET ${changes.map(([name]) => `#${name} = :${name}`).join(", ")}`] : []),
            ...(removed.length > 0 ? [`REMOVE ${removed.map((name) => `#${name}`).join(", ")}`] : []),
          ].join(" "),
          ConditionExpression: ["attribute_exists(pk)", ...conditions.map(conditionOn)].join(" AND "),
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: Object.fromEntries(values),
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      ),
    );
  }

  /** Sets one member of a map, whatever others write into it at the same time. */
  setMember(key: Key, map: string, member: string, value: unknown): Promise<void> {
    return this.writeMember(key, { map, member, value, update: "SET #map.#member = :value" });
  }

  /** The same where the map has no such member; one that is there stays. */
  addMember(key: Key, map: string, member: string, value: unknown): Promise<void> {
    const update = "SET #map.#member = if_not_exists(#map.#member, :value)";
    return this.writeMember(key, { map, member, value, update });
  }

  private async writeMember(
    key: Key,
    { map, member, value, update }: { map: string; member: string; value: unknown; update: string },
  ): Promise<void> {
    await this.client.send(
      new UpdateItemCommand({
        TableName: this.name,
        Key: toAttributes({ ...key }),
        UpdateExpression: update,
        ExpressionAttributeNames: { "#map": map, "#member": member },
        ExpressionAttributeValues: { ":value": toAttribute(value) },
      }),
    );
  }
}

function conditionOn([name, value]: readonly [string, unknown]): string {
  return value === undefined ? `attribute_not_exists(#${name})` : `#${name} = :expected_${name}`;
}

async function reportCondition(write: Promise<unknown>): Promise<Written> {
  try {
    await write;
    return { written: true };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { written: false, existing: error.Item ? fromAttributes(error.Item) : null };
  }
}

/** The table, as the function's environment names it. */
export function openTable(runtime: Runtime<TableEnvironment>, budget?: CallBudget): Table {
  return new Table(
    runtime.clients.get(DynamoDBClient, runtime.plan.regions.standby, budget),
    runtime.environment.TABLE_NAME,
  );
}

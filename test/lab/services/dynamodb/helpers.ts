/** One table of the lab, called as the wire would. */
import { RandomSource } from "../../../../lab/kernel/random";
import { AwsError } from "../../../../lab/kernel/service";
import { VirtualClock } from "../../../../lab/kernel/virtual-clock";
import type { Item } from "../../../../lab/services/dynamodb/attribute-value";
import { DynamoDbService } from "../../../../lab/services/dynamodb/dynamodb-service";

export const TABLE = "baton";

export interface LabTable {
  readonly clock: VirtualClock;
  readonly service: DynamoDbService;
  call(operation: string, input: object): Answer;
  /** The error that a call answers; fails the test when it answers anything else. */
  refusal(operation: string, input: object): AwsError;
  item(key?: Item): Item | undefined;
}

export interface Answer {
  readonly Item?: Item;
  readonly Items?: readonly Item[];
  readonly Attributes?: Item;
  readonly Count?: number;
  readonly ScannedCount?: number;
  readonly LastEvaluatedKey?: Item;
}

export const KEY: Item = { pk: { S: "BATON" }, sk: { S: "BATON" } };

export const TABLE_PROPERTIES = {
  TableName: TABLE,
  BillingMode: "PAY_PER_REQUEST",
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  AttributeDefinitions: [
    { AttributeName: "pk", AttributeType: "S" },
    { AttributeName: "sk", AttributeType: "S" },
  ],
};

export function provision(service: DynamoDbService, type: string, properties: Readonly<Record<string, unknown>>) {
  const request = {
    logicalId: "Table",
    stackName: "stack",
    region: "eu-west-1",
    properties,
    metadata: {},
    assemblyFolder: "",
  };
  return service.provisioners[type]?.(request);
}

export function labTable(...items: readonly Item[]): LabTable {
  const clock = new VirtualClock(0);
  const service = new DynamoDbService({ accountId: "111122223333", clock, random: new RandomSource(1) }, "eu-west-1");
  provision(service, "AWS::DynamoDB::Table", TABLE_PROPERTIES);
  const caller = { arn: "arn:aws:iam::111122223333:role/tester", region: "eu-west-1" };
  const call = (operation: string, input: object): Answer => {
    const complete = { TableName: TABLE, ...input };
    return service.handle({
      service: "dynamodb",
      operation,
      input: complete,
      region: "eu-west-1",
      caller,
      requestId: "r",
    }) as Answer;
  };
  const refusal = (operation: string, input: object): AwsError => {
    try {
      call(operation, input);
    } catch (thrown) {
      if (thrown instanceof AwsError) return thrown;
      throw thrown;
    }
    throw new Error(`${operation} was not refused`);
  };
  for (const item of items) call("PutItem", { Item: item });
  return { clock, service, call, refusal, item: (key = KEY) => service.itemNow(TABLE, key) };
}

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Item } from "../../../../lab/services/dynamodb/attribute-value";
import { KEY, labTable, provision, TABLE, TABLE_PROPERTIES } from "./helpers";

const step = (sk: string, more: Item = {}): Item => ({ pk: { S: "RUN#1" }, sk: { S: sk }, ...more });

describe("the lock", () => {
  const claim = (holder: string) => ({
    Key: KEY,
    UpdateExpression: "SET holder = :holder, epoch = if_not_exists(epoch, :zero) + :one",
    ConditionExpression: "attribute_not_exists(holder)",
    ExpressionAttributeValues: { ":holder": { S: holder }, ":zero": { N: "0" }, ":one": { N: "1" } },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });

  test("only one claim succeeds; the other learns who holds it", () => {
    const table = labTable();
    table.call("UpdateItem", claim("first"));
    expect(table.refusal("UpdateItem", claim("second"))).toMatchObject({
      code: "ConditionalCheckFailedException",
      members: { Item: { ...KEY, holder: { S: "first" }, epoch: { N: "1" } } },
    });
    expect(table.item()).toMatchObject({ holder: { S: "first" }, epoch: { N: "1" } });
  });

  test("without ALL_OLD the refusal says nothing about the item", () => {
    const table = labTable();
    table.call("UpdateItem", claim("first"));
    const { ReturnValuesOnConditionCheckFailure: _unwanted, ...quiet } = claim("second");
    expect(table.refusal("UpdateItem", quiet).members).toEqual({});
  });
});

describe("items", () => {
  test("put answers the old item when asked, delete too", () => {
    const table = labTable({ ...KEY, a: { S: "1" } });
    expect(table.call("PutItem", { Item: { ...KEY, a: { S: "2" } }, ReturnValues: "ALL_OLD" }).Attributes).toEqual({
      ...KEY,
      a: { S: "1" },
    });
    expect(table.call("DeleteItem", { Key: KEY, ReturnValues: "ALL_OLD" }).Attributes).toEqual({
      ...KEY,
      a: { S: "2" },
    });
    expect(table.call("DeleteItem", { Key: KEY, ReturnValues: "ALL_OLD" }).Attributes).toBeUndefined();
    expect(table.refusal("PutItem", { Item: KEY, ReturnValues: "ALL_NEW" }).code).toBe("ValidationException");
  });

  test("projection keeps nesting and order", () => {
    const table = labTable({
      ...KEY,
      a: { M: { b: { S: "1" }, c: { S: "2" } } },
      l: { L: [{ S: "0" }, { S: "1" }, { S: "2" }] },
      z: { S: "z" },
    });
    const got = table.call("GetItem", {
      Key: KEY,
      ConsistentRead: true,
      ProjectionExpression: "a.c, l[2], l[0], absent",
    });
    expect(got.Item).toEqual({ a: { M: { c: { S: "2" } } }, l: { L: [{ S: "0" }, { S: "2" }] } });
  });

  test("a read without ConsistentRead may see the previous version for up to a second", async () => {
    const table = labTable();
    await table.clock.run(10_000);
    table.call("PutItem", { Item: { ...KEY, v: { N: "1" } } });
    expect(table.call("GetItem", { Key: KEY }).Item).toBeUndefined();
    expect(table.call("GetItem", { Key: KEY, ConsistentRead: true }).Item).toMatchObject({ v: { N: "1" } });
    await table.clock.run(11_000);
    expect(table.call("GetItem", { Key: KEY }).Item).toMatchObject({ v: { N: "1" } });
    table.call("DeleteItem", { Key: KEY });
    expect(table.call("GetItem", { Key: KEY }).Item).toMatchObject({ v: { N: "1" } });
  });

  test.each<[string, object, RegExp]>([
    ["PutItem", { Item: { pk: { S: "x" } } }, /Missing the key sk in the item/],
    ["PutItem", { Item: { ...KEY, sk: { N: "1" } } }, /Type mismatch for key sk expected: S actual: N/],
    ["PutItem", { Item: { ...KEY, sk: { S: "" } } }, /cannot contain an empty string value. Key: sk/],
    [
      "PutItem",
      { Item: { ...KEY, big: { S: "x".repeat(410_000) } } },
      /Item size has exceeded the maximum allowed size/,
    ],
    ["PutItem", { Item: { ...KEY, odd: {} } }, /must contain exactly one of the supported datatypes/],
    ["PutItem", { Item: { ...KEY, odd: { NULL: false } } }, /must have the value of true/],
    ["GetItem", { Key: { pk: { S: "x" } } }, /provided key element does not match the schema/],
    ["GetItem", { Key: { ...KEY, extra: { S: "x" } } }, /provided key element does not match the schema/],
    ["GetItem", { Key: { pk: { N: "1" }, sk: { S: "x" } } }, /provided key element does not match the schema/],
    ["GetItem", { Key: KEY, ProjectionExpression: "a, a.b" }, /Two document paths overlap/],
  ])("%s of %j is refused", (operation, input, message) => {
    const error = labTable().refusal(operation, input);
    expect(error.code).toBe("ValidationException");
    expect(error.message).toMatch(message);
  });

  test("an unknown table and an unknown operation are refused by name", () => {
    expect(labTable().refusal("GetItem", { TableName: "other", Key: KEY }).code).toBe("ResourceNotFoundException");
    expect(labTable().refusal("ExportTableToPointInTime", {}).code).toBe("UnknownOperationException");
  });
});

describe("query", () => {
  const table = () =>
    labTable(
      step("RUN"),
      step("TIMELINE#2", { n: { N: "2" } }),
      step("TIMELINE#1", { n: { N: "1" } }),
      step("TOKEN"),
      KEY,
    );
  const timeline = {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
    ExpressionAttributeValues: { ":pk": { S: "RUN#1" }, ":prefix": { S: "TIMELINE#" } },
    ConsistentRead: true,
  };
  const sortKeys = (items: readonly Item[] = []) => items.map((item) => Object.values(item.sk ?? {})[0]);

  test("one partition, in the order of the sort key, either way", () => {
    expect(sortKeys(table().call("Query", timeline).Items)).toEqual(["TIMELINE#1", "TIMELINE#2"]);
    expect(sortKeys(table().call("Query", { ...timeline, ScanIndexForward: false }).Items)).toEqual([
      "TIMELINE#2",
      "TIMELINE#1",
    ]);
  });

  test("filter after limit, as on AWS", () => {
    const input = {
      ...timeline,
      FilterExpression: "n > :n",
      Limit: 1,
      ExpressionAttributeValues: { ...timeline.ExpressionAttributeValues, ":n": { N: "1" } },
    };
    expect(table().call("Query", input)).toMatchObject({
      Items: [],
      Count: 0,
      ScannedCount: 1,
      LastEvaluatedKey: { sk: { S: "TIMELINE#1" } },
    });
  });

  test("property: pages of any size give every item once, in order", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        (names, Limit) => {
          const paged = labTable(...names.map((name) => step(name)));
          const input = {
            KeyConditionExpression: "pk = :pk",
            ExpressionAttributeValues: { ":pk": { S: "RUN#1" } },
            ConsistentRead: true,
            Limit,
          };
          const seen: unknown[] = [];
          let start: Item | undefined;
          do {
            const page = paged.call("Query", start ? { ...input, ExclusiveStartKey: start } : input);
            seen.push(...sortKeys(page.Items));
            start = page.LastEvaluatedKey;
          } while (start);
          expect(seen).toEqual(names.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right))));
        },
      ),
    );
  });

  test.each<[object, RegExp]>([
    [
      { KeyConditionExpression: "sk = :pk", ExpressionAttributeValues: { ":pk": { S: "x" } } },
      /missed key schema element: pk/,
    ],
    [
      { KeyConditionExpression: "pk > :pk", ExpressionAttributeValues: { ":pk": { S: "x" } } },
      /missed key schema element: pk/,
    ],
    [
      { KeyConditionExpression: "pk = :pk AND stranger = :pk", ExpressionAttributeValues: { ":pk": { S: "x" } } },
      /missed key schema element: sk/,
    ],
    [{ ...timeline, FilterExpression: "attribute_exists(sk)" }, /Primary key attribute: sk/],
    [{ ...timeline, IndexName: "by-time" }, /does not have the specified index: by-time/],
    [{}, /KeyConditionExpression parameter must be specified/],
  ])("%j is refused", (input, message) => {
    expect(table().refusal("Query", input).message).toMatch(message);
  });
});

describe("transactions", () => {
  const put = (item: Item, condition?: string) => ({
    Put: { TableName: TABLE, Item: item, ...(condition && { ConditionExpression: condition }) },
  });

  test("all or nothing, with a reason per item", () => {
    const table = labTable(KEY);
    const input = {
      TransactItems: [
        put(step("RUN")),
        { Put: { ...put(KEY, "attribute_not_exists(pk)").Put, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } },
        { ConditionCheck: { TableName: TABLE, Key: step("x"), ConditionExpression: "attribute_not_exists(pk)" } },
      ],
    };
    expect(table.refusal("TransactWriteItems", input)).toMatchObject({
      code: "TransactionCanceledException",
      message:
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None]",
      members: {
        CancellationReasons: [{ Code: "None" }, { Code: "ConditionalCheckFailed", Item: KEY }, { Code: "None" }],
      },
    });
    expect(table.item(step("RUN"))).toBeUndefined();
  });

  test("puts, updates and deletes together", () => {
    const table = labTable(step("old"));
    table.call("TransactWriteItems", {
      TransactItems: [
        put(step("RUN")),
        { Delete: { TableName: TABLE, Key: step("old") } },
        {
          Update: {
            TableName: TABLE,
            Key: KEY,
            UpdateExpression: "SET epoch = :e",
            ExpressionAttributeValues: { ":e": { N: "1" } },
          },
        },
      ],
    });
    expect([table.item(step("RUN")), table.item(step("old")), table.item()]).toEqual([
      step("RUN"),
      undefined,
      { ...KEY, epoch: { N: "1" } },
    ]);
  });

  test("a repeated token changes nothing again; another request under it is refused", () => {
    const table = labTable();
    const add = {
      Update: {
        TableName: TABLE,
        Key: KEY,
        UpdateExpression: "ADD n :one",
        ExpressionAttributeValues: { ":one": { N: "1" } },
      },
    };
    const input = { TransactItems: [add], ClientRequestToken: "token" };
    table.call("TransactWriteItems", input);
    table.call("TransactWriteItems", input);
    expect(table.item()).toMatchObject({ n: { N: "1" } });
    expect(table.refusal("TransactWriteItems", { ...input, TransactItems: [put(KEY)] }).code).toBe(
      "IdempotentParameterMismatchException",
    );
  });

  test("one item twice is refused", () => {
    expect(labTable().refusal("TransactWriteItems", { TransactItems: [put(KEY), put(KEY)] }).message).toMatch(
      /multiple operations on one item/,
    );
  });
});

describe("templates", () => {
  test("settings are recorded", () => {
    const { service } = labTable();
    provision(service, "AWS::DynamoDB::GlobalTable", {
      ...TABLE_PROPERTIES,
      TableName: "global",
      SSESpecification: { SSEEnabled: true },
      Replicas: [
        {
          Region: "eu-west-1",
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      ],
    });
    expect(service.settingsOf("global")).toMatchObject({
      billingMode: "PAY_PER_REQUEST",
      hasDeletionProtection: true,
      hasPointInTimeRecovery: true,
      isEncryptedWithKms: true,
    });
    expect(service.settingsOf(TABLE)).toMatchObject({ hasDeletionProtection: false, hasPointInTimeRecovery: false });
  });

  test("what would change behaviour and is not simulated is refused by name", () => {
    const { service } = labTable();
    expect(() =>
      provision(service, "AWS::DynamoDB::Table", { ...TABLE_PROPERTIES, TableName: "x", GlobalSecondaryIndexes: [] }),
    ).toThrow(/GlobalSecondaryIndexes/);
    expect(() =>
      provision(service, "AWS::DynamoDB::GlobalTable", {
        ...TABLE_PROPERTIES,
        TableName: "y",
        Replicas: [{ Region: "eu-west-1" }, { Region: "us-east-1" }],
      }),
    ).toThrow(/one replica/);
  });
});

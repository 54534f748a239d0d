import type { ApiCall } from "../../kernel/service";
import {
  arnIn,
  inputRecords,
  inputText,
  onResource,
  type Requirement,
  type RequirementScope,
  type ServiceRequirements,
} from "../requirement";
import { readAttributes, writtenAttributes } from "./accessed-attributes";

type Attributes = Readonly<Record<string, unknown>>;

/** IAM knows the partition key from the table; the lab's tables call it this. A table that does not is refused. */
const PARTITION_KEY = "pk";

function tableArn(call: ApiCall, scope: RequirementScope, table: string): string {
  return table.startsWith("arn:") ? table : arnIn(call, scope, "dynamodb", `table/${table}`);
}

/** `dynamodb:LeadingKeys`: the partition key's value; empty text, which no policy names, when it cannot be told. */
function leadingKey(attributes: unknown): string {
  const value = (attributes as Attributes | undefined)?.[PARTITION_KEY] as Attributes | undefined;
  return String(value?.S ?? value?.N ?? "");
}

function onItem(action: string, keyMember: "Key" | "Item") {
  return (call: ApiCall, scope: RequirementScope): readonly Requirement[] => [
    itemRequirement(call, scope, action, call.input, keyMember),
  ];
}

function itemRequirement(
  call: ApiCall,
  scope: RequirementScope,
  action: string,
  request: Attributes,
  keyMember: "Key" | "Item",
): Requirement {
  return {
    action: `dynamodb:${action}`,
    resource: tableArn(call, scope, String(request.TableName)),
    context: {
      "dynamodb:LeadingKeys": [leadingKey(request[keyMember])],
      "dynamodb:Attributes": action === "GetItem" ? readAttributes(request) : writtenAttributes(request, keyMember),
    },
  };
}

/** The value that `pk = :value` names, through the placeholders of the expression. */
function queriedKey(call: ApiCall): string {
  const names = (call.input.ExpressionAttributeNames ?? {}) as Readonly<Record<string, string>>;
  const values = (call.input.ExpressionAttributeValues ?? {}) as Attributes;
  const conditions = inputText(call, "KeyConditionExpression").matchAll(/(#?\w+)\s*=\s*(:\w+)/g);
  for (const [, name = "", value = ""] of conditions) {
    if ((names[name] ?? name) === PARTITION_KEY) return leadingKey({ [PARTITION_KEY]: values[value] });
  }
  return "";
}

const TRANSACTION_PARTS = [
  ["Put", "PutItem", "Item"],
  ["Update", "UpdateItem", "Key"],
  ["Delete", "DeleteItem", "Key"],
  ["ConditionCheck", "ConditionCheckItem", "Key"],
  ["Get", "GetItem", "Key"],
] as const;

function transaction(call: ApiCall, scope: RequirementScope): readonly Requirement[] {
  return inputRecords(call, "TransactItems").flatMap((part) =>
    TRANSACTION_PARTS.flatMap(([member, action, keyMember]) => {
      const request = part[member] as Attributes | undefined;
      return request ? [itemRequirement(call, scope, action, request, keyMember)] : [];
    }),
  );
}

export const dynamoDbRequirements: ServiceRequirements = {
  GetItem: onItem("GetItem", "Key"),
  PutItem: onItem("PutItem", "Item"),
  UpdateItem: onItem("UpdateItem", "Key"),
  DeleteItem: onItem("DeleteItem", "Key"),
  Query: (call, scope) => [
    {
      action: "dynamodb:Query",
      resource: tableArn(call, scope, inputText(call, "TableName")),
      context: { "dynamodb:LeadingKeys": [queriedKey(call)], "dynamodb:Attributes": readAttributes(call.input) },
    },
  ],
  TransactWriteItems: transaction,
  TransactGetItems: transaction,
  ...onResource(
    "dynamodb",
    (call, scope) => tableArn(call, scope, inputText(call, "TableName")),
    "DescribeTable",
    "DescribeContinuousBackups",
  ),
};

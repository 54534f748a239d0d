/** What item requests have in common: expressions parsed with their placeholders, conditions judged, sizes limited. */
import { AwsError } from "../../kernel/service";
import type { Item } from "./attribute-value";
import { parseCondition } from "./expressions/condition-parser";
import { conditionHolds } from "./expressions/evaluate-condition";
import { Placeholders } from "./expressions/placeholders";
import { parseProjection, project } from "./expressions/projection";
import type { Condition } from "./expressions/syntax";
import { TokenReader } from "./expressions/token-reader";
import { itemBytes, LARGEST_ITEM_BYTES } from "./item-size";
import { validationError } from "./validation";

/** Members that requests share; each operation uses some. */
export interface ExpressionInput {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

const EXPRESSION_MEMBERS = [
  "ConditionExpression",
  "UpdateExpression",
  "KeyConditionExpression",
  "FilterExpression",
  "ProjectionExpression",
] as const;
type ExpressionMember = (typeof EXPRESSION_MEMBERS)[number];

/** Members of the API from before expressions, which the lab does not simulate. */
const LEGACY_MEMBERS = [
  "AttributesToGet",
  "AttributeUpdates",
  "ConditionalOperator",
  "Expected",
  "KeyConditions",
  "QueryFilter",
];

/** The expressions of one request, parsed together so that unused placeholders are found. */
export class RequestExpressions {
  private readonly placeholders: Placeholders;

  constructor(private readonly input: ExpressionInput & Partial<Record<ExpressionMember, string>>) {
    const legacy = LEGACY_MEMBERS.find((member) => member in input);
    if (legacy) throw new Error(`The lab does not simulate the legacy parameter ${legacy} of DynamoDB.`);
    this.placeholders = new Placeholders(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
  }

  parse<Parsed>(member: ExpressionMember, parse: (reader: TokenReader) => Parsed): Parsed | undefined {
    const text = this.input[member];
    return text === undefined ? undefined : parse(new TokenReader(member, text, this.placeholders));
  }

  condition(member: "ConditionExpression" | "FilterExpression" = "ConditionExpression"): Condition | undefined {
    return this.parse(member, parseCondition);
  }

  /** Narrows items to what the request asks for. */
  projection(): (item: Item) => Item {
    const paths = this.parse("ProjectionExpression", parseProjection);
    return paths ? (item) => project(item, paths) : (item) => item;
  }

  /** To be called when everything was parsed. */
  assertNothingUnused(): void {
    this.placeholders.assertAllUsed(EXPRESSION_MEMBERS.some((member) => this.input[member] !== undefined));
  }
}

/** @throws AwsError ConditionalCheckFailedException, with the item when the request wants to see it */
export function assertCondition(
  condition: Condition | undefined,
  item: Item | undefined,
  input: ExpressionInput,
): void {
  if (!condition || conditionHolds(condition, item ?? {})) return;
  throw new AwsError("ConditionalCheckFailedException", "The conditional request failed", 400, failedItem(item, input));
}

/** Who holds a lock, in one round trip: the item that made the condition fail. */
export function failedItem(item: Item | undefined, input: ExpressionInput): { readonly Item?: Item } {
  return input.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && item ? { Item: item } : {};
}

export function assertSize(item: Item, message = "Item size has exceeded the maximum allowed size"): void {
  if (itemBytes(item) > LARGEST_ITEM_BYTES) throw validationError(message);
}

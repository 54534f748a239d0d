/** PutItem, UpdateItem, DeleteItem and ConditionCheck as plans: judged first, then carried out, alone or in a transaction. */
import { acceptedItem, type Item } from "./attribute-value";
import { applyUpdate } from "./expressions/apply-update";
import { project } from "./expressions/projection";
import type { UpdateAction } from "./expressions/syntax";
import { parseUpdate } from "./expressions/update-parser";
import { assertKey, assertKeyInItem, keyNames, keyOf } from "./item-key";
import { assertCondition, assertSize, type ExpressionInput, RequestExpressions } from "./item-request";
import type { Table } from "./table";
import { validationError } from "./validation";

export interface WriteInput extends ExpressionInput {
  readonly TableName: string;
  readonly ConditionExpression?: string;
  readonly ReturnValues?: string;
}

export interface PutInput extends WriteInput {
  readonly Item: Item;
}

export interface KeyedInput extends WriteInput {
  readonly Key: Item;
}

export interface UpdateInput extends KeyedInput {
  readonly UpdateExpression?: string;
}

/** A write whose syntax is right. `outcome` throws when the condition fails or the result is no valid item. */
export interface PlannedWrite {
  readonly table: Table;
  readonly key: Item;
  readonly input: WriteInput;
  outcome(before: Item | undefined): Outcome;
}

export interface Outcome {
  /** Undefined: the item is gone; absent: nothing is written. */
  readonly after?: Item | undefined;
  readonly isWrite: boolean;
  readonly answer: { readonly Attributes?: Item };
}

export function planPut(table: Table, input: PutInput): PlannedWrite {
  const { condition } = parseWrite(input);
  assertReturnValues(input, ["NONE", "ALL_OLD"]);
  const item = acceptedItem(input.Item);
  assertKeyInItem(table.settings.keys, item);
  assertSize(item);
  return {
    table,
    input,
    key: keyOf(table.settings.keys, item),
    outcome: (before) => {
      assertCondition(condition, before, input);
      return { after: item, isWrite: true, answer: attributes(input, before) };
    },
  };
}

export function planDelete(table: Table, input: KeyedInput): PlannedWrite {
  const { condition } = parseWrite(input);
  assertReturnValues(input, ["NONE", "ALL_OLD"]);
  return {
    table,
    input,
    key: acceptedKey(table, input.Key),
    outcome: (before) => {
      assertCondition(condition, before, input);
      return { after: undefined, isWrite: true, answer: attributes(input, before) };
    },
  };
}

export function planConditionCheck(table: Table, input: KeyedInput): PlannedWrite {
  const { condition } = parseWrite(input);
  return {
    table,
    input,
    key: acceptedKey(table, input.Key),
    outcome: (before) => {
      assertCondition(condition, before, input);
      return { isWrite: false, answer: {} };
    },
  };
}

export function planUpdate(table: Table, input: UpdateInput): PlannedWrite {
  const { condition, actions } = parseWrite(input);
  assertReturnValues(input, ["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"]);
  const key = acceptedKey(table, input.Key);
  refuseKeyChanges(table, actions);
  return {
    table,
    input,
    key,
    outcome: (before) => {
      assertCondition(condition, before, input);
      const after = acceptedItem(applyUpdate(actions, before ?? key));
      assertSize(after, "Item size to update has exceeded the maximum allowed size");
      return { after, isWrite: true, answer: updatedAttributes(input, actions, before, after) };
    },
  };
}

function parseWrite(input: UpdateInput | WriteInput) {
  const expressions = new RequestExpressions(input);
  const condition = expressions.condition();
  const actions = expressions.parse("UpdateExpression", parseUpdate) ?? [];
  expressions.assertNothingUnused();
  return { condition, actions };
}

function acceptedKey(table: Table, key: Item): Item {
  const accepted = acceptedItem(key);
  assertKey(table.settings.keys, accepted);
  return accepted;
}

function assertReturnValues({ ReturnValues = "NONE" }: WriteInput, known: readonly string[]): void {
  if (known.includes(ReturnValues)) return;
  throw validationError(`Return values set to invalid value`);
}

function refuseKeyChanges(table: Table, actions: readonly UpdateAction[]): void {
  const name = keyNames(table.settings.keys).find((key) => actions.some(({ path }) => path[0] === key));
  if (name === undefined) return;
  throw validationError(
    `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
  );
}

function attributes({ ReturnValues }: WriteInput, before: Item | undefined): { readonly Attributes?: Item } {
  return ReturnValues === "ALL_OLD" && before ? { Attributes: before } : {};
}

function updatedAttributes(
  input: WriteInput,
  actions: readonly UpdateAction[],
  before: Item | undefined,
  after: Item,
): { readonly Attributes?: Item } {
  const paths = actions.map(({ path }) => path);
  switch (input.ReturnValues) {
    case "ALL_NEW":
      return { Attributes: after };
    case "UPDATED_NEW":
      return present(project(after, paths));
    case "UPDATED_OLD":
      return present(project(before ?? {}, paths));
    default:
      return attributes(input, before);
  }
}

function present(item: Item): { readonly Attributes?: Item } {
  return Object.keys(item).length > 0 ? { Attributes: item } : {};
}

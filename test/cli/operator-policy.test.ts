import { expect, test } from "@jest/globals";
import { operatorStatements } from "../../cli/operator-policy";
import { deployedNames } from "../../orchestrator/names";
import { ACCOUNT, labAccount } from "../lab/iam/helpers";
import { storefront } from "../orchestrator/fixtures";

const TableName = deployedNames(storefront).table;
const BATON = { pk: { S: "BATON" }, sk: { S: "BATON" } };

/** Somebody with the rights that the command line's documentation lists. */
const { refusal } = labAccount(
  ...operatorStatements({ ...storefront, account: ACCOUNT }).map(({ actions, resources, conditions }) => ({
    Action: actions,
    Resource: resources,
    ...(conditions && { Condition: conditions }),
  })),
);
const update = (UpdateExpression: string, Key: object = BATON) =>
  refusal("dynamodb", "UpdateItem", { TableName, Key, UpdateExpression });

test("whoever works with the command line moves the brake, and writes down who did it", () => {
  expect(update("SET automation = :paused")).toBeUndefined();
  const Item = { pk: { S: "AUTOMATION" }, sk: { S: "2026" }, by: { S: "ada" } };
  expect(refusal("dynamodb", "PutItem", { TableName, Item })).toBeUndefined();
});

test("and moves no customer past the machines, which look and ask", () => {
  for (const expression of ["SET active = :standby", "SET automation = :paused, phase = :steady", "REMOVE holder"]) {
    expect(update(expression)).toBeDefined();
  }
  expect(refusal("dynamodb", "PutItem", { TableName, Item: { ...BATON, active: { S: "standby" } } })).toBeDefined();
  expect(update("SET #by = :x", { pk: { S: "AUTOMATION" }, sk: { S: "2026" } })).toBeDefined();
});

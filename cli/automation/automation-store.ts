/**
 * Writes the automation's brake and who moved it, both or neither: one transaction whose condition is the brake as it was
 * read. If somebody else moved it in between, the change is judged again on what is there now.
 */
import {
  DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { toAttribute, toAttributes } from "../../lambdas/aws/attributes";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { openTable } from "../../lambdas/aws/table";
import type { AutomationChange } from "../../orchestrator/automation";
import type { Automation } from "../../orchestrator/baton";
import { CommandFailed } from "../command-failed";
import { AUTOMATION_PARTITION, type AutomationEntry } from "../records/automation-log";
import type { Session } from "../session/session";

const BATON_KEY = { pk: "BATON", sk: "BATON" } as const;
/** People move the brake by hand: three lost races in a row mean that something else is going on. */
const LARGEST_ATTEMPTS = 3;

export interface Moved {
  readonly before: Automation;
  readonly after: Automation;
  readonly changed: boolean;
}

/** @throws CommandFailed named `Refused` with the transition's own sentence, or `Conflict` */
export async function moveBrake(
  session: Session,
  transition: (current: Automation) => AutomationChange,
  entryOf: (before: Automation, after: Automation) => AutomationEntry,
): Promise<Moved> {
  for (let attempt = 1; attempt <= LARGEST_ATTEMPTS; attempt += 1) {
    const before = await readBrake(session);
    const change = transition(before);
    if ("refusal" in change) throw new CommandFailed("Refused", change.refusal);
    if (!change.changed) return { before, after: before, changed: false };
    const { automation: after } = change;
    if (await write(session, before, after, entryOf(before, after))) return { before, after, changed: true };
  }
  throw new CommandFailed(
    "Conflict",
    "Somebody else changed the automation each time. Look at `status` and try again.",
  );
}

async function readBrake({ runtime }: Session): Promise<Automation> {
  return (await new BatonStore(openTable(runtime)).read()).automation;
}

/** False when the brake is no longer as it was read. */
async function write(
  session: Session,
  before: Automation,
  after: Automation,
  entry: AutomationEntry,
): Promise<boolean> {
  const { plan, runtime } = session;
  const { TABLE_NAME: table } = runtime.environment;
  const TransactItems = [movedBrake(table, before, after), logItem(table, entry)];
  const dynamodb = runtime.clients.get(DynamoDBClient, plan.regions.standby);
  try {
    await dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
    return true;
  } catch (error) {
    if (isLostRace(error)) return false;
    throw error;
  }
}

/** Where nobody ever touched the brake it may not be in the table yet, nor anything else of the baton. */
function movedBrake(TableName: string, before: Automation, after: Automation): TransactWriteItem {
  const isAsRead = "#automation = :before";
  return {
    Update: {
      TableName,
      Key: toAttributes(BATON_KEY),
      UpdateExpression: "SET #automation = :after",
      ConditionExpression: before.enabled ? `attribute_not_exists(#automation) OR ${isAsRead}` : isAsRead,
      ExpressionAttributeNames: { "#automation": "automation" },
      ExpressionAttributeValues: { ":before": toAttribute(before), ":after": toAttribute(after) },
    },
  };
}

function logItem(TableName: string, entry: AutomationEntry): TransactWriteItem {
  const sk = `${new Date(entry.atMs).toISOString()}#${entry.what}`;
  return { Put: { TableName, Item: toAttributes({ pk: AUTOMATION_PARTITION, sk, ...entry }) } };
}

/** Either the condition failed, or another transaction was at the same item. */
function isLostRace(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = error.CancellationReasons?.map(({ Code }) => Code) ?? [];
  return codes.some((code) => code === "ConditionalCheckFailed" || code === "TransactionConflict");
}

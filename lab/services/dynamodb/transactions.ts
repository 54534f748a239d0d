/** TransactWriteItems: all or nothing, with a reason per item when it is nothing. */
import { AwsError } from "../../kernel/service";
import { keyText } from "./item-key";
import { failedItem } from "./item-request";
import type { Table } from "./table";
import { validationError } from "./validation";
import {
  type KeyedInput,
  type Outcome,
  type PlannedWrite,
  type PutInput,
  planConditionCheck,
  planDelete,
  planPut,
  planUpdate,
  type UpdateInput,
} from "./writes";

export interface TransactWriteInput {
  readonly TransactItems: readonly TransactItem[];
  readonly ClientRequestToken?: string;
}

interface TransactItem {
  readonly Put?: PutInput;
  readonly Update?: UpdateInput;
  readonly Delete?: KeyedInput;
  readonly ConditionCheck?: KeyedInput;
}

interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

const MOST_ITEMS = 100;
/** "The client request token is valid for 10 minutes" (API reference). */
const TOKEN_VALID_MS = 600_000;

/** Remembers finished transactions, so that a repeated one (an SDK retry after a lost answer) changes nothing again. */
export class TransactionLog {
  private readonly finished = new Map<string, { readonly request: string; readonly atMs: number }>();

  /** Whether this very transaction was carried out already. Throws when its token was used for another. */
  isRepeated(input: TransactWriteInput, nowMs: number): boolean {
    const known = this.finished.get(input.ClientRequestToken ?? "");
    if (!known || nowMs - known.atMs > TOKEN_VALID_MS) return false;
    if (known.request === textOf(input)) return true;
    throw new AwsError("IdempotentParameterMismatchException", "Request with same token has different parameters");
  }

  remember(input: TransactWriteInput, nowMs: number): void {
    if (input.ClientRequestToken) this.finished.set(input.ClientRequestToken, { request: textOf(input), atMs: nowMs });
  }
}

function textOf({ TransactItems }: TransactWriteInput): string {
  return JSON.stringify(TransactItems);
}

/** @throws AwsError TransactionCanceledException with CancellationReasons in the order of the items */
export function transactWrite(input: TransactWriteInput, tableOf: (name: string) => Table, nowMs: number): void {
  if (input.TransactItems.length > MOST_ITEMS) {
    throw validationError(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to ${MOST_ITEMS}`,
    );
  }
  const writes = input.TransactItems.map((item) => planItem(item, tableOf));
  refuseSameItemTwice(writes);
  const results = writes.map(outcomeOrReason);
  if (results.some(({ reason }) => reason.Code !== "None")) throw cancelled(results.map(({ reason }) => reason));
  for (const [index, { outcome }] of results.entries()) {
    const write = writes[index];
    if (write && outcome?.isWrite) write.table.write(write.key, outcome.after, nowMs);
  }
}

function planItem(item: TransactItem, tableOf: (name: string) => Table): PlannedWrite {
  const kinds = Object.values(item).filter((request) => request !== undefined);
  if (kinds.length !== 1) {
    throw validationError("TransactItems can only contain one of Check, Put, Update or Delete");
  }
  if (item.Put) return planPut(tableOf(item.Put.TableName), item.Put);
  if (item.Update) return planUpdate(tableOf(item.Update.TableName), item.Update);
  if (item.Delete) return planDelete(tableOf(item.Delete.TableName), item.Delete);
  const check = item.ConditionCheck as KeyedInput;
  return planConditionCheck(tableOf(check.TableName), check);
}

function refuseSameItemTwice(writes: readonly PlannedWrite[]): void {
  const places = writes.map(({ table, key }) => `${table.arn} ${keyText(table.settings.keys, key)}`);
  if (new Set(places).size === places.length) return;
  throw validationError("Transaction request cannot include multiple operations on one item");
}

function outcomeOrReason(write: PlannedWrite): { readonly outcome?: Outcome; readonly reason: CancellationReason } {
  const before = write.table.read(write.key);
  try {
    return { outcome: write.outcome(before), reason: { Code: "None" } };
  } catch (thrown) {
    if (!(thrown instanceof AwsError)) throw thrown;
    if (thrown.code !== "ConditionalCheckFailedException")
      return { reason: { Code: "ValidationError", Message: thrown.message } };
    return { reason: { Code: "ConditionalCheckFailed", Message: thrown.message, ...failedItem(before, write.input) } };
  }
}

function cancelled(reasons: readonly CancellationReason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(", ");
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new AwsError("TransactionCanceledException", message, 400, { CancellationReasons: reasons });
}

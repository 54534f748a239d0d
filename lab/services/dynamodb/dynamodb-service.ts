/** DynamoDB in one Region: tables from templates, items with real expression semantics. */

import { type Operations, perform } from "../../kernel/operations";
import type { LabContext } from "../../kernel/ports";
import type { Provisioned, Provisioner, ProvisionRequest, Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { acceptedItem, type Item } from "./attribute-value";
import { assertKey } from "./item-key";
import { type ExpressionInput, RequestExpressions } from "./item-request";
import { type QueryInput, query } from "./query";
import { Table } from "./table";
import { readGlobalTable, readTable, type TableSettings } from "./table-settings";
import { TransactionLog, type TransactWriteInput, transactWrite } from "./transactions";
import {
  type KeyedInput,
  type PlannedWrite,
  type PutInput,
  planDelete,
  planPut,
  planUpdate,
  type UpdateInput,
} from "./writes";

interface GetInput extends ExpressionInput {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
  readonly ProjectionExpression?: string;
}

export class DynamoDbService implements ServiceModel, Provisions {
  readonly provisioners: Readonly<Record<string, Provisioner>> = {
    "AWS::DynamoDB::Table": (request) => this.provision(request, readTable(request)),
    "AWS::DynamoDB::GlobalTable": (request) => this.provision(request, readGlobalTable(request)),
  };
  private readonly tables = new Map<string, Table>();
  private readonly transactions = new TransactionLog();
  private readonly random: RandomSource;

  private readonly operations: Operations = {
    GetItem: (input: GetInput) => this.getItem(input),
    PutItem: (input: PutInput) => this.carryOut(planPut(this.table(input.TableName), input)),
    UpdateItem: (input: UpdateInput) => this.carryOut(planUpdate(this.table(input.TableName), input)),
    DeleteItem: (input: KeyedInput) => this.carryOut(planDelete(this.table(input.TableName), input)),
    Query: (input: QueryInput) => query(this.table(input.TableName), input, this.lab.clock.now()),
    TransactWriteItems: (input: TransactWriteInput) => this.transactWriteItems(input),
    DescribeTable: (input: { readonly TableName: string }) => this.describeTable(this.table(input.TableName)),
  };

  constructor(
    private readonly lab: Pick<LabContext, "accountId" | "clock" | "random">,
    private readonly region: string,
  ) {
    this.random = lab.random.fork(`dynamodb ${region}`);
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  /** An item as it is now, for checks and reports; undefined when there is none. */
  itemNow(tableName: string, key: Item): Item | undefined {
    return this.table(tableName).read(key);
  }

  /** What the template says about a table. */
  settingsOf(tableName: string): TableSettings {
    return this.table(tableName).settings;
  }

  private provision(request: ProvisionRequest, settings: TableSettings): Provisioned {
    const given = request.properties.TableName;
    const name = typeof given === "string" ? given : `${request.stackName}-${request.logicalId}`;
    if (this.tables.has(name)) throw new AwsError("ResourceInUseException", `Table already exists: ${name}`);
    const arn = `arn:aws:dynamodb:${this.region}:${this.lab.accountId}:table/${name}`;
    this.tables.set(name, new Table(name, arn, settings, this.lab.clock.now(), this.random.fork(name)));
    return { ref: name, attributes: { Arn: arn, TableId: this.random.fork(`id ${name}`).uuid() } };
  }

  /** By name or ARN. */
  private table(nameOrArn: string): Table {
    const table = this.tables.get(nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1));
    if (!table) throw new AwsError("ResourceNotFoundException", "Requested resource not found");
    return table;
  }

  private getItem(input: GetInput): { readonly Item?: Item } {
    const table = this.table(input.TableName);
    const expressions = new RequestExpressions(input);
    const projected = expressions.projection();
    expressions.assertNothingUnused();
    const key = acceptedItem(input.Key);
    assertKey(table.settings.keys, key);
    const item = input.ConsistentRead ? table.read(key) : table.readStale(key, this.lab.clock.now());
    return item ? { Item: projected(item) } : {};
  }

  private carryOut(write: PlannedWrite): object {
    const outcome = write.outcome(write.table.read(write.key));
    write.table.write(write.key, outcome.after, this.lab.clock.now());
    return outcome.answer;
  }

  private transactWriteItems(input: TransactWriteInput): object {
    const nowMs = this.lab.clock.now();
    if (this.transactions.isRepeated(input, nowMs)) return {};
    transactWrite(input, (name) => this.table(name), nowMs);
    this.transactions.remember(input, nowMs);
    return {};
  }

  private describeTable(table: Table): object {
    const { keys, billingMode, hasDeletionProtection } = table.settings;
    const element = (name: string | undefined, type: string) => (name ? [{ AttributeName: name, KeyType: type }] : []);
    return {
      Table: {
        TableName: table.name,
        TableArn: table.arn,
        TableStatus: "ACTIVE",
        CreationDateTime: new Date(table.createdAtMs),
        ItemCount: table.itemCount(),
        DeletionProtectionEnabled: hasDeletionProtection,
        BillingModeSummary: { BillingMode: billingMode },
        KeySchema: [...element(keys.partitionKey, "HASH"), ...element(keys.sortKey, "RANGE")],
        AttributeDefinitions: Object.entries(keys.types).map(([name, type]) => ({
          AttributeName: name,
          AttributeType: type,
        })),
      },
    };
  }
}

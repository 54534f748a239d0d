/** Reads the baton and the runs from the table, as a person with the console open would. */
import type { Baton } from "../../orchestrator/baton";
import { FIRST_BATON } from "../../orchestrator/baton";
import type { RunRecord } from "../../orchestrator/run";
import type { ApiCall, ServiceModel } from "../kernel/service";

type Attribute = Readonly<Record<string, unknown>>;

export class TableRecords {
  constructor(
    private readonly dynamodb: ServiceModel,
    private readonly region: string,
    private readonly tableName: string,
  ) {}

  async baton(): Promise<Baton> {
    const item = await this.item("BATON", "BATON");
    return item ? ({ ...FIRST_BATON, ...item } as Baton) : FIRST_BATON;
  }

  /** Null when that execution kept no record. */
  async run(runId: string): Promise<RunRecord | null> {
    return (await this.item(`RUN#${runId}`, "RUN")) as RunRecord | null;
  }

  private async item(pk: string, sk: string): Promise<Record<string, unknown> | null> {
    const call: ApiCall = {
      service: "dynamodb",
      operation: "GetItem",
      input: { TableName: this.tableName, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true },
      region: this.region,
      caller: { arn: "aws:lab", region: this.region },
      requestId: "lab",
    };
    const { Item } = (await this.dynamodb.handle(call)) as { readonly Item?: Readonly<Record<string, Attribute>> };
    return Item ? plainItem(Item) : null;
  }
}

function plainItem(attributes: Readonly<Record<string, Attribute>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, plain(value)]));
}

function plain(attribute: Attribute): unknown {
  const [type, value] = Object.entries(attribute)[0] ?? [];
  switch (type) {
    case "N":
      return Number(value);
    case "L":
      return (value as readonly Attribute[]).map(plain);
    case "M":
      return plainItem(value as Readonly<Record<string, Attribute>>);
    case "NULL":
      return null;
    default:
      return value;
  }
}

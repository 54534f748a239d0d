/**
 * Tells the journal what Baton writes about itself: lines of a run's timeline, and moves of the baton. It looks at the
 * table as a person with the console open would; it does not ask Baton.
 */
import type { Journal } from "../kernel/journal";
import type { ApiCall } from "../kernel/service";
import type { Interceptor } from "../wire/interceptor";

type Attributes = Readonly<Record<string, { readonly S?: string; readonly N?: string; readonly NULL?: boolean }>>;

interface Write {
  readonly Item?: Attributes;
  readonly Key?: Attributes;
  readonly ExpressionAttributeValues?: Attributes;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
}

const GATE_NEWS: Readonly<Record<string, { readonly kind: string; readonly summary: string }>> = {
  open: { kind: "approval-asked", summary: "The run waits for a person's decision." },
  decided: { kind: "approval-decided", summary: "A person's decision stands on the record." },
};

const WRITES = ["PutItem", "UpdateItem"];

export class TableObserver implements Interceptor {
  /** Last value of each shown field: an update need not repeat what stays. */
  private readonly baton: Record<string, string> = {};
  /** What was last seen of each run's gate. */
  private readonly gates = new Map<string, string>();

  constructor(
    private readonly journal: Journal,
    private readonly onWrite: () => void,
  ) {}

  afterModel({ service, operation, input, region }: ApiCall): void {
    if (service !== "dynamodb" || !WRITES.includes(operation)) return;
    this.onWrite();
    const { Item, Key, ExpressionAttributeValues: values = {} } = input as Write;
    const pk = (Item ?? Key)?.pk?.S ?? "";
    const sk = (Item ?? Key)?.sk?.S ?? "";
    if (sk.startsWith("TIMELINE#") && Item) this.tellLine(region, Item);
    if (sk === "GATE") this.tellGate(region, pk, Item ?? withoutColons(values));
    if (sk === "RUN" && Item?.reason) this.tellRefusal(region, Item);
    if (sk === "RUN") this.tellFence(region, input as Write);
    if (pk === "BATON") this.tellBaton(region, Item ?? withoutColons(values));
  }

  private tellLine(place: string, item: Attributes): void {
    const step = item.step?.S ?? "";
    const summary = `${step}: ${item.summary?.S ?? ""}`;
    this.journal.record({ place, actor: "baton", kind: "run-noted", summary, facts: { step } });
  }

  private tellRefusal(place: string, item: Attributes): void {
    const outcome = item.outcome?.S ?? "";
    const summary = `run ${item.runId?.S ?? ""} ${outcome}: ${item.reason?.S ?? ""}`;
    this.journal.record({ place, actor: "baton", kind: "run-refused", summary, facts: { outcome } });
  }

  private tellFence(
    place: string,
    { Key, ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Write,
  ): void {
    if (names?.["#map"] !== "fenceVerdicts") return;
    const resourceId = names["#member"] ?? "";
    const verdict = values?.[":value"]?.S ?? "";
    const facts = { run: Key?.pk?.S ?? "", resourceId, verdict };
    this.journal.record({ place, actor: "baton", kind: "fence-judged", summary: `${resourceId}: ${verdict}`, facts });
  }

  /** Of a gate's many writes, the two that people wait for: that it opens, and that somebody has decided. */
  private tellGate(place: string, pk: string, fields: Attributes): void {
    const state = `${fields.enteredAt?.S ?? ""} ${fields.status?.S ?? ""}`;
    if (this.gates.get(pk) === state) return;
    this.gates.set(pk, state);
    const told = GATE_NEWS[fields.status?.S ?? ""];
    if (told) this.journal.record({ place, actor: "baton", ...told, facts: { run: pk } });
  }

  private tellBaton(place: string, fields: Attributes): void {
    const before = { ...this.baton };
    for (const name of ["active", "epoch", "phase", "workflow", "holder"]) {
      const value = fields[name]?.S ?? fields[name]?.N ?? (fields[name]?.NULL ? "" : undefined);
      if (value !== undefined) this.baton[name] = value;
    }
    const { active = "primary", epoch = "1", phase = "steady", workflow = "", holder = "" } = this.baton;
    if (before.active === active && before.epoch === epoch && before.phase === phase) return;
    const kind = (before.active ?? "primary") === active ? "baton-changed" : "baton-moved";
    const summary = `The baton: ${active} is active, epoch ${epoch}, ${phase}.`;
    const facts = { active, epoch: Number(epoch), phase, workflow: workflow || null, holder: holder || null };
    this.journal.record({ place, actor: "baton", kind, summary, facts });
  }
}

function withoutColons(values: Attributes): Attributes {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name.replace(/^:/, ""), value]));
}

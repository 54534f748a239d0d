/** Record sets of one hosted zone: what the control plane has accepted, and what the name servers answer from by now. */
import type { Change, ResourceRecordSet } from "@aws-sdk/client-route-53";
import { AwsError } from "../../kernel/service";

export class HostedZone {
  private readonly accepted = new Map<string, ResourceRecordSet>();
  private readonly published = new Map<string, ResourceRecordSet>();
  /** The same by canonical name: customers and checkers ask all the time, and records change a few times a night. */
  private publishedByName: ReadonlyMap<string, readonly ResourceRecordSet[]> = new Map();

  constructor(readonly id: string) {}

  /** Applies all changes or none. Throws `InvalidChangeBatch`. */
  accept(changes: readonly Change[]): readonly Change[] {
    const next = new Map(this.accepted);
    for (const change of changes) applyStrictly(next, change);
    judgeNames([...next.values()]);
    this.accepted.clear();
    for (const [key, record] of next) this.accepted.set(key, record);
    return changes;
  }

  /** The changes have reached every name server. */
  publish(changes: readonly Change[]): void {
    for (const { Action, ResourceRecordSet: record } of changes) {
      if (!record) continue;
      if (Action === "DELETE") this.published.delete(keyOf(record));
      else this.published.set(keyOf(record), record);
    }
    this.publishedByName = Map.groupBy(this.published.values(), ({ Name }) => canonicalName(Name));
  }

  list(): readonly ResourceRecordSet[] {
    return [...this.accepted.values()].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  }

  answering(name: string): readonly ResourceRecordSet[] {
    return this.publishedByName.get(name) ?? [];
  }

  names(): readonly string[] {
    return [...this.publishedByName.keys()];
  }
}

/** Lower case, without the trailing dot. */
export function canonicalName(name: string | undefined): string {
  return (name ?? "").toLowerCase().replace(/\.$/, "");
}

function keyOf({ Name, Type, SetIdentifier }: ResourceRecordSet): string {
  return [canonicalName(Name), Type, SetIdentifier ?? ""].join(" ");
}

function applyStrictly(records: Map<string, ResourceRecordSet>, { Action, ResourceRecordSet: record }: Change): void {
  if (!record) throw invalid("a change without a ResourceRecordSet");
  const key = keyOf(record);
  const exists = records.has(key);
  if (Action === "CREATE" && exists)
    throw invalid(`Tried to create resource record set [${key}] but it already exists`);
  if (Action === "DELETE" && !exists)
    throw invalid(`Tried to delete resource record set [${key}] but it was not found`);
  if (Action === "DELETE") records.delete(key);
  else records.set(key, { ...record, Name: `${canonicalName(record.Name)}.` });
}

/** A name has either one simple record of a type, or failover records with one of each role. [doc] */
function judgeNames(records: readonly ResourceRecordSet[]): void {
  const seen = new Map<string, ResourceRecordSet[]>();
  for (const record of records) {
    const key = `${record.Name} ${record.Type}`;
    seen.set(key, [...(seen.get(key) ?? []), record]);
  }
  for (const [key, group] of seen) {
    const roles = group.map((record) => record.Failover ?? "SIMPLE");
    if (roles.length === new Set(roles).size && !(roles.length > 1 && roles.includes("SIMPLE"))) continue;
    throw invalid(`RRSets for [${key}] must be one simple record, or one PRIMARY and one SECONDARY failover record`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidChangeBatch", message);
}

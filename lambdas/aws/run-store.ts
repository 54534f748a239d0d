/** Records of runs: one item for the run, its timeline and remembered capacities beside it. */
import { InvalidInput } from "../../orchestrator/errors";
import type { Evidence } from "../../orchestrator/evidence";
import type { FreezeOnRecord } from "../../orchestrator/frozen-span";
import type { GateAnswer } from "../../orchestrator/gate";
import type { FenceVerdict } from "../../orchestrator/resources/kind";
import type { RunRecord } from "../../orchestrator/run";
import type { Item } from "./attributes";
import type { Table } from "./table";

/** One line of the timeline; `enteredAt` is when the machine entered the state, the same however often it is retried. */
export interface TimelineNote {
  readonly atMs: number;
  readonly enteredAt: string;
  /** Step, and the resource where there is one: `promote orders-db`. */
  readonly step: string;
  readonly summary: string;
}

/** Record of a run that stood down before it began. */
export interface RefusedRun {
  readonly runId: string;
  readonly executionArn: string;
  readonly startedAtMs: number;
  readonly outcome: "refused" | "ignored";
  readonly reason: string;
}

/** What tells executions of one name apart: machines know nothing of each other's names, and one forgets its own after 90 days [doc]. */
export type ExecutionOfRun = Pick<RunRecord, "runId" | "executionArn" | "startedAtMs">;

const runKey = (runId: string, sk: string) => ({ pk: `RUN#${runId}`, sk });

export class RunStore {
  constructor(private readonly table: Table) {}

  /**
   * Writes the record once; a retried claim finds its own. Maps that parallel steps write into must exist beforehand.
   * Throws where the record is another execution's: no run may go on with the promises, the freeze and the messages of another.
   */
  async open(record: RunRecord): Promise<void> {
    const key = runKey(record.runId, "RUN");
    const fields = { fenceVerdicts: {}, ...record };
    const opened = await this.table.insert(key, fields);
    if (opened.written) return;
    const taken = nameInUse(opened.existing, record);
    if (taken !== null) throw new InvalidInput(taken);
    // Refused in an attempt whose answer was lost, and claimed since: no step can work with the record of a refusal.
    if (opened.existing?.outcome === "refused") await this.table.put(key, fields);
  }

  /** Why no run may begin under this execution's name; null where one may. */
  async nameInUse(execution: ExecutionOfRun): Promise<string | null> {
    const found = await this.table.read(runKey(execution.runId, "RUN"));
    return found === null ? null : nameInUse(found, execution);
  }

  /** A run that may not begin is remembered like one that does. */
  async keepRefusal(refusal: RefusedRun): Promise<void> {
    await this.table.insert(runKey(refusal.runId, "RUN"), { ...refusal });
  }

  /** Null when there is no such run. */
  async read(runId: string): Promise<RunRecord | null> {
    const item = await this.table.read(runKey(runId, "RUN"));
    return item as RunRecord | null;
  }

  async update(runId: string, fields: Partial<Omit<RunRecord, "runId">>): Promise<void> {
    await this.table.update(runKey(runId, "RUN"), { ...fields });
  }

  async keepEvidence(runId: string, evidence: Evidence): Promise<void> {
    await this.update(runId, { evidence });
  }

  /** Verdicts of several resources arrive at the same time: each goes into its own member of the map. */
  async keepFenceVerdict(runId: string, resourceId: string, verdict: FenceVerdict): Promise<void> {
    await this.table.setMember(runKey(runId, "RUN"), "fenceVerdicts", resourceId, verdict);
  }

  /** For a fence that told nothing itself. Whoever has written a verdict meanwhile knows better: that one stays. */
  async keepMissingFenceVerdict(runId: string, resourceId: string, verdict: FenceVerdict): Promise<void> {
    await this.table.addMember(runKey(runId, "RUN"), "fenceVerdicts", resourceId, verdict);
  }

  /** Adds a line to the timeline; the same line written again by a retry replaces itself. */
  async note(runId: string, { enteredAt, ...line }: TimelineNote): Promise<void> {
    await this.table.put(runKey(runId, `TIMELINE#${enteredAt}#${line.step}`), { runId, ...line });
  }

  /** A run whose question is answered waits no more: it has no outcome until its end. */
  async keepAnswer(runId: string, approval: GateAnswer): Promise<void> {
    await this.table.update(runKey(runId, "RUN"), { approval }, {}, ["outcome"]);
  }

  /** Changes what the record says of freezing, unless another call has done so since it was read. */
  async changeFreeze(
    runId: string,
    { frozenAtMs, thawedAtMs }: FreezeOnRecord,
    fields: FreezeOnRecord,
    removed: readonly (keyof FreezeOnRecord)[] = [],
  ): Promise<void> {
    await this.table.update(runKey(runId, "RUN"), { ...fields }, { frozenAtMs, thawedAtMs }, removed);
  }

  /** A run that was redriven needs nobody any more: it has no outcome until its end. */
  async resume(runId: string, line: TimelineNote): Promise<void> {
    await this.table.update(runKey(runId, "RUN"), {}, { outcome: "needs-operator" }, ["outcome"]);
    await this.note(runId, line);
  }

  /** Remembers how a resource was before this run changed it. The first memory stays: a retry sees its own changes. */
  async rememberBefore<Memory extends Item>(runId: string, resourceId: string, memory: Memory): Promise<Memory> {
    const written = await this.table.insert(runKey(runId, `BEFORE#${resourceId}`), memory);
    return written.written ? memory : ((written.existing ?? memory) as Memory);
  }

  /** What the run makes of the resource has changed; how it was before stays. */
  async keepChanged(runId: string, resourceId: string, changed: Item): Promise<void> {
    await this.table.update(runKey(runId, `BEFORE#${resourceId}`), changed);
  }

  async readBefore(runId: string, resourceId: string): Promise<Item | null> {
    return this.table.read(runKey(runId, `BEFORE#${resourceId}`));
  }
}

/** Null where the record is this execution's own. */
function nameInUse(found: Item | null, { runId, executionArn, startedAtMs }: ExecutionOfRun): string | null {
  if (found?.executionArn === executionArn && found.startedAtMs === startedAtMs) return null;
  return `There is a record of another run named ${runId} (${found?.executionArn}): start this one under another name.`;
}

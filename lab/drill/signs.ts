/** By which entry of the journal one knows that something has come to pass. */
import type { JournalEntry } from "../kernel/journal";
import type { Milestone } from "../scenarios/moment";

export type Sign = (entry: JournalEntry) => boolean;

const KIND_OF: Readonly<Record<Exclude<Milestone, "a-run-fails">, string>> = {
  "the-gate-asks": "approval-asked",
  "the-baton-moves": "baton-moved",
  "a-promotion-starts": "promotion-started",
  "a-promotion-ends": "promotion-finished",
  "a-replica-is-being-created": "replica-creation-started",
  "a-replica-is-created": "replica-created",
  "the-writer-reboots": "database-rebooting",
  "a-run-ends": "execution-ended",
};

/** Aborted and timed out count as well: whatever ends other than it should. */
const runFails: Sign = ({ kind, facts }) => kind === "execution-ended" && facts.status !== "SUCCEEDED";

/** What somebody waits for: a milestone, or that a run enters the state of a name. */
export function signOf(awaited: { readonly once: Milestone } | { readonly onceIn: string }): Sign {
  if ("onceIn" in awaited) return ({ kind, facts }) => kind === "state-entered" && facts.state === awaited.onceIn;
  if (awaited.once === "a-run-fails") return runFails;
  const kindAwaited = KIND_OF[awaited.once];
  return ({ kind }) => kind === kindAwaited;
}

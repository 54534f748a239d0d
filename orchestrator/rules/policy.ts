/** Rules about who decides, what may be lost, and whom to tell. */
import { describe, type Problem } from "../problems";
import { type Rule, refuseIf, resourcesIn, rule } from "./rule";

const SINGLE_WRITER_KINDS: ReadonlySet<string> = new Set(["rdsReadReplica"]);

export const policyRules: readonly Rule[] = [
  rule(["policy.mode", "regions.witness"], (mode, witness) =>
    refuseIf(
      mode === "automatic" && witness === undefined,
      "regions.witness",
      witness,
      'a third Region: policy.mode "automatic" needs a second independent opinion (or choose "approval")',
    ),
  ),
  rule(["policy.largestDataLossSeconds", "objectives.rpoSeconds"], (largest, rpoSeconds) =>
    refuseIf(
      largest > rpoSeconds,
      "policy.largestDataLossSeconds",
      largest,
      `at most ${rpoSeconds}, as objectives.rpoSeconds: nobody may lose more unasked than the business accepts`,
    ),
  ),
  rule(["policy.failoversPerWindow.windowSeconds", "policy.coolDownSeconds"], (windowSeconds, coolDownSeconds) =>
    refuseIf(
      windowSeconds < coolDownSeconds,
      "policy.failoversPerWindow.windowSeconds",
      windowSeconds,
      `at least ${coolDownSeconds}, as policy.coolDownSeconds: a shorter window never counts anything`,
    ),
  ),
  (plan) => {
    const writer = singleWriter(plan);
    if (writer === undefined) return [];
    return rule(["traffic.mode"], (mode) =>
      refuseIf(
        mode === "followHealth",
        "traffic.mode",
        mode,
        `"followBaton": ${writer} has a single writer, and DNS that moves by itself would split it`,
      ),
    )(plan);
  },
  (plan) => {
    const writer = singleWriter(plan);
    if (writer === undefined) return [];
    return rule(["objectives.rpoSeconds"], (rpoSeconds) =>
      refuseIf(
        rpoSeconds === 0,
        "objectives.rpoSeconds",
        rpoSeconds,
        `above 0: ${writer} replicates asynchronously, so an outage can always lose its last writes`,
      ),
    )(plan);
  },
  rule(["contacts.email"], (addresses) => repeated("contacts.email", addresses)),
  rule(["contacts.sms"], (numbers) => repeated("contacts.sms", numbers)),
];

/** Path of the first resource that only one Region may write to. */
function singleWriter(plan: unknown): string | undefined {
  return resourcesIn(plan).find(({ schema }) => SINGLE_WRITER_KINDS.has(schema.shape.kind.value))?.path;
}

function repeated(path: string, contacts: readonly string[]): Problem[] {
  const lowered = contacts.map((contact) => contact.toLowerCase());
  return contacts.flatMap((contact, index) =>
    lowered.indexOf(contact.toLowerCase()) < index
      ? [{ path: `${path}[${index}]`, given: describe(contact), allowed: "a contact that is not in the list already" }]
      : [],
  );
}

/**
 * Mistakes in the product, as data, that an invariant of the simulation must notice, each with a night that shows it.
 * `npm run mutants:nights` makes them one by one; `docs/proof.md` tells which were caught.
 */
import { join } from "node:path";
import type { Mistake } from "./mutate";

export interface InvariantMutant extends Mistake {
  /** File in `test/mutants/nights`, without its ending. */
  readonly night: string;
  /** The invariant that must be seen to fail. */
  readonly breaks: string;
}

export const nightFile = (night: string) => join("test/mutants/nights", `${night}.json`);

/** The drain and the promotion each see for themselves whether the writer is frozen. */
const NOBODY_LOOKS_AT_THE_FROZEN_WRITER: InvariantMutant["and"] = [
  {
    file: "lambdas/resources/drain-replica.ts",
    text: "if (writer === null || !isQuarantined(writer, writerPart))",
    becomes: "if (writer === null || (isQuarantined(writer, writerPart) && frozenAtMs < 0))",
  },
  {
    file: "lambdas/resources/promote-replica.ts",
    text: "const trouble = await troubleWithWriter(replica, instance, context);",
    becomes: "const trouble = instance ? null : await troubleWithWriter(replica, instance, context);",
  },
];

export const INVARIANT_MUTANTS: readonly InvariantMutant[] = [
  {
    name: "claim-takes-every-holder-for-dead",
    file: "lambdas/steps/claim.lambda.ts",
    text: "holderIsRunning: baton.holder === holder ? isAlive : baton.holder !== null,",
    becomes: "holderIsRunning: false,",
    night: "two-people",
    breaks: "one-holder",
  },
  {
    name: "move-keeps-the-epoch",
    file: "orchestrator/baton-transitions.ts",
    text: "const moved = { active, epoch: baton.epoch + 1, phase,",
    becomes: "const moved = { active, epoch: baton.epoch, phase,",
    night: "round-trip",
    breaks: "epochs-only-grow",
  },
  {
    name: "promotion-and-verification-are-skipped",
    file: "state-machines/failover.ts",
    text: 'const promote = PHASES["promote and fill capacity"];',
    becomes: 'const promote = PHASES["switch the traffic"];',
    night: "outage",
    breaks: "moves-to-who-can-serve",
  },
  {
    name: "inverse-check-is-not-inverted",
    file: "infra/constructs/health-checks.ts",
    text: "inverted: true,",
    becomes: "inverted: false,",
    night: "outage",
    breaks: "one-record-healthy",
  },
  {
    name: "decision-is-not-recorded",
    file: "lambdas/steps/decide.lambda.ts",
    text: "await runs.update(payload.run.runId, { decision });",
    becomes: "",
    // Whoever promotes would miss it.
    and: [
      {
        file: "lambdas/steps/standing-decision.ts",
        text: "if (isStanding(decision, baton, payload.redriveCount)) return null;",
        becomes: "return null;",
      },
    ],
    night: "outage",
    breaks: "nothing-irreversible-undecided",
  },
  {
    name: "one-observer-is-a-quorum",
    file: "orchestrator/evidence.ts",
    text: "export const QUORUM = 2;",
    becomes: "export const QUORUM = 1;",
    night: "one-place-sees",
    breaks: "few-observers-never-promote",
  },
  {
    name: "trouble-from-long-before-the-run-is-no-reason",
    file: "orchestrator/guards.ts",
    text: "if (unseenSeconds <= LONGEST_UNSEEN_SECONDS) return undefined;",
    becomes: "return undefined;",
    night: "lost-from-sight",
    breaks: "alone-loses-little",
  },
  {
    name: "declined-is-taken-for-approved",
    file: "lambdas/steps/take-answer.lambda.ts",
    text: 'if (outcome === "approved") return "proceed";',
    becomes: 'if (outcome !== "expired") return "proceed";',
    // The second look asks for the approval itself.
    and: [
      {
        file: "lambdas/steps/check-again.lambda.ts",
        text: "const approvedBy = standingApproval(record.approval, call.baton, nowMs);",
        becomes: 'const approvedBy = record.approval?.decision?.decidedBy ?? "nobody";',
      },
    ],
    night: "switchover-declined",
    breaks: "no-planned-move-unapproved",
  },
  {
    name: "pause-is-overlooked",
    file: "orchestrator/automation.ts",
    text: "return !enabled && (pausedUntilMs === undefined || pausedUntilMs > nowMs);",
    becomes: "return !enabled && pausedUntilMs !== undefined && pausedUntilMs > nowMs;",
    night: "paused",
    breaks: "people-can-pause",
  },
  {
    name: "age-of-an-alarm-is-not-asked",
    file: "orchestrator/events.ts",
    text: "if (ageSeconds > largestAgeSeconds) {",
    becomes: "if (ageSeconds > largestAgeSeconds * 1_000_000) {",
    night: "old-news",
    breaks: "forgeries-start-nothing",
  },
  {
    name: "writer-is-called-fenced-untouched",
    file: "lambdas/resources/fence-writer.ts",
    text: 'if (statusOf(instance) === "stopped") return',
    becomes: "if (instance) return",
    and: [
      {
        file: "lambdas/resources/fence-group.ts",
        text: "if (group === null) return fenceOfMissing(resource.id, groupName, context);",
        becomes: 'if (group) return done("It is left as it is.", { verdict: "FENCED" });',
      },
    ],
    night: "application-back-in-time",
    breaks: "fenced-means-fenced",
  },
  {
    name: "fence-is-not-kept-up",
    file: "lambdas/sentry/keep-fencing.ts",
    text: "const mine = await store.change(fence, { lookedAtMs });",
    becomes: "const mine = fence.lookedAtMs > lookedAtMs ? await store.change(fence, { lookedAtMs }) : null;",
    night: "old-region-returns-while-stuck",
    breaks: "no-split-brain",
  },
  {
    name: "failback-switches-the-fence-off",
    file: "orchestrator/kept-fence.ts",
    text: "(isComingHome(baton) && fence.setAsideBy !== holder)",
    becomes: "(isComingHome(baton) && fence.setAsideBy === undefined)",
    night: "failback-before-its-region-was-back",
    breaks: "no-split-brain",
  },
  {
    name: "failback-sends-customers-home-at-its-beginning",
    file: "lambdas/traffic/traffic.lambda.ts",
    text: "const { active } = await batons.read();",
    becomes:
      'const read = await batons.read(); const active = read.phase === "failing-back" ? "primary" : read.active;',
    night: "home-while-customers-are-many",
    breaks: "no-split-brain",
  },
  {
    name: "frozen-standby-takes-writes",
    file: "lambdas/resources/freeze-writer.ts",
    text: "const result = await quarantine({ rds, part, instance, previous, nowMs: context.runtime.clock.now() });",
    becomes:
      'const result = name === "" ? await quarantine({ rds, part, instance, previous, nowMs: 0 }) : ({ status: "done", detail: "frozen" } as const);',
    and: NOBODY_LOOKS_AT_THE_FROZEN_WRITER,
    night: "traffic-endpoint-falls-silent",
    breaks: "no-split-brain",
  },
  {
    name: "loss-is-the-lag-alone",
    file: "orchestrator/data-loss.ts",
    text: "Math.ceil(lagSeconds + Math.max(0, atMs - lagSampledAtMs) / 1000)",
    becomes: "Math.floor(lagSeconds)",
    night: "outage-after-lag",
    breaks: "loss-is-bounded",
  },
  {
    name: "freeze-does-nothing",
    file: "lambdas/resources/freeze-writer.ts",
    text: "const result = await quarantine({ rds, part, instance, previous, nowMs: context.runtime.clock.now() });",
    becomes:
      'const result = name === "" ? await quarantine({ rds, part, instance, previous, nowMs: 0 }) : ({ status: "done", detail: "frozen" } as const);',
    and: NOBODY_LOOKS_AT_THE_FROZEN_WRITER,
    night: "switchover",
    breaks: "planned-moves-lose-nothing",
  },
  {
    name: "traffic-endpoint-knows-the-primary-only",
    file: "lambdas/traffic/traffic.lambda.ts",
    text: 'lastKnown = active === "standby" ? STANDBY_HOLDS : PRIMARY_HOLDS;',
    becomes: "lastKnown = active ? PRIMARY_HOLDS : STANDBY_HOLDS;",
    night: "outage",
    breaks: "served-after-healing",
  },
  {
    name: "redrive-is-never-an-answer",
    file: "lambdas/steps/call-operator.lambda.ts",
    text: "if (isAnswered(last, call)) return goOn(runtime, table, call);",
    becomes: "if (last && call.redriveCount < 0) return goOn(runtime, table, call);",
    night: "stuck-database",
    breaks: "night-comes-to-rest",
  },
  {
    name: "home-keeps-its-raised-smallest-size",
    file: "lambdas/resources/settle-groups.ts",
    text: "return smallest > wanted && smallest === raisedTo.smallest ? { MinSize: wanted } : null;",
    becomes: "return smallest > wanted && smallest > raisedTo.smallest ? { MinSize: wanted } : null;",
    night: "round-trip",
    breaks: "rest-is-in-order",
  },
  {
    name: "nobody-says-that-no-failover-starts",
    file: "orchestrator/failover-held.ts",
    text: 'return active === "primary" && holder !== null;',
    becomes: 'return active === "primary" && holder === "";',
    night: "lost-at-the-gate",
    breaks: "outage-is-told",
  },
  {
    name: "all-clear-is-not-sent",
    file: "lambdas/steps/stand-down.lambda.ts",
    text: "await tell({ runtime, table, runId: run.runId, enteredAt }, notice);",
    becomes: "if (notice.sms === enteredAt) await tell({ runtime, table, runId: run.runId, enteredAt }, notice);",
    night: "switchover-declined",
    breaks: "every-end-is-told",
  },
  {
    name: "sent-messages-are-forgotten",
    file: "lambdas/aws/notifier.ts",
    text: "return mark.existing?.isSent === true || (",
    becomes: "return (",
    night: "aborted",
    breaks: "nothing-told-twice",
  },
  {
    name: "promotion-may-not-write-its-ledger",
    file: "infra/constructs/function-access.ts",
    text: 'promotions: ["GetItem", "PutItem"],',
    becomes: 'promotions: ["GetItem"],',
    night: "outage",
    breaks: "nothing-refused",
  },
  {
    name: "rebuild-asks-without-a-pause",
    file: "state-machines/converge-apart.ts",
    text: "pollSeconds: String(pollSeconds),",
    becomes: "pollSeconds: String(pollSeconds === 0 ? 0 : 1),",
    and: [
      {
        file: "state-machines/loop-states.ts",
        text: "...(slowestPollSeconds !== undefined && { Assign",
        becomes: "...(slowestPollSeconds === 0 && { Assign",
      },
    ],
    night: "round-trip",
    breaks: "histories-stay-short",
  },
  {
    name: "sentry-falls-over",
    file: "lambdas/sentry/sentry.lambda.ts",
    text: "await pageAgain(runtime, baton, ending);",
    becomes: 'await pageAgain(runtime, baton.holder === null ? baton : (JSON.parse("null") as typeof baton), ending);',
    night: "outage",
    breaks: "no-defect-in-a-function",
  },
  {
    name: "close-falls-over",
    file: "lambdas/steps/failover-close.ts",
    text: "const { recoverySeconds } = result;",
    becomes: 'const { recoverySeconds } = JSON.parse("null") as typeof result;',
    night: "outage",
    breaks: "no-defect-in-a-function",
  },
];

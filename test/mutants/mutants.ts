/**
 * Mistakes that somebody could make in the handlers, as data: each must be noticed by the test that is named for it.
 * `npm run mutants` makes them one by one in a copy of the source; `test/mutants/mutants.test.ts` holds that they still fit.
 */
import type { Mistake } from "./mutate";

export interface Mutant extends Mistake {
  /** The test that must fail. */
  readonly killedBy: string;
}

const CLAIM = "test/lambdas/claim.test.ts";
const WARM_UP = "test/lambdas/warm-up.test.ts";
const PROMOTION = "test/lambdas/promotion.test.ts";
const PAGING = "test/lambdas/paging.test.ts";

export const MUTANTS: readonly Mutant[] = [
  {
    name: "dead-holder-taken-for-alive",
    file: "lambdas/steps/claim.lambda.ts",
    text: "const isAlive = holder !== null && mayBeRunning(status, { changedAtMs, nowMs: runtime.clock.now() });",
    becomes: "const isAlive = status !== null;",
    killedBy: CLAIM,
  },
  {
    name: "living-holder-taken-for-dead",
    file: "lambdas/steps/claim.lambda.ts",
    text: "const isAlive = holder !== null && mayBeRunning(status, { changedAtMs, nowMs: runtime.clock.now() });",
    becomes: "const isAlive = false;",
    killedBy: CLAIM,
  },
  {
    name: "holder-that-is-a-second-old-taken-for-forgotten",
    file: "lambdas/aws/executions.ts",
    text: "const FORGOTTEN_AFTER_MS = 10 * 60_000;",
    becomes: "const FORGOTTEN_AFTER_MS = 0;",
    killedBy: CLAIM,
  },
  {
    name: "forgotten-holder-taken-for-alive",
    file: "lambdas/aws/executions.ts",
    text: 'if (failedAs(error, "ExecutionDoesNotExist")) return null;',
    becomes: 'if (failedAs(error, "ExecutionDoesNotExist")) return "RUNNING";',
    killedBy: CLAIM,
  },
  {
    name: "holder-that-cannot-be-looked-up-taken-for-dead",
    file: "lambdas/aws/executions.ts",
    text: 'if (failedAs(error, "ExecutionDoesNotExist")) return null;',
    becomes: "if (error) return null;",
    killedBy: CLAIM,
  },
  {
    name: "aborted-holder-taken-for-one-that-failed",
    file: "lambdas/steps/claim.lambda.ts",
    text: 'holderWasAborted: status === "ABORTED",',
    becomes: "holderWasAborted: false,",
    killedBy: CLAIM,
  },
  {
    name: "holder-that-appeared-meanwhile-taken-for-dead",
    file: "lambdas/steps/claim.lambda.ts",
    text: "holderIsRunning: baton.holder === holder ? isAlive : baton.holder !== null,",
    becomes: "holderIsRunning: isAlive,",
    killedBy: CLAIM,
  },
  {
    name: "suspended-processes-stay-suspended",
    file: "lambdas/resources/warm-up-group.ts",
    text: "if (suspended.length > 0) {",
    becomes: "if (suspended.length > 99) {",
    killedBy: WARM_UP,
  },
  {
    name: "process-suspended-half-way-stays-suspended",
    file: "lambdas/resources/warm-up-group.ts",
    text: "if (suspended.length === 0 && isAsPlanned(",
    becomes: "if (isAsPlanned(",
    killedBy: WARM_UP,
  },
  {
    name: "launch-trouble-ignored",
    file: "lambdas/resources/scaling-activities.ts",
    text: 'if (newest?.StatusCode !== "Failed" || startedAtMs(newest) < sinceMs) return null;',
    becomes: "if (newest?.StatusCode !== sinceMs) return null;",
    killedBy: WARM_UP,
  },
  {
    name: "launch-trouble-of-long-ago-told",
    file: "lambdas/resources/scaling-activities.ts",
    text: 'if (newest?.StatusCode !== "Failed" || startedAtMs(newest) < sinceMs) return null;',
    becomes: 'if (newest?.StatusCode !== "Failed") return null;',
    killedBy: WARM_UP,
  },
  {
    name: "unhealthy-instances-taken-for-capacity",
    file: "lambdas/resources/warm-up-group.ts",
    text: "if (inService >= target && healthy >= target) return done(",
    becomes: "if (inService >= target) return done(",
    killedBy: WARM_UP,
  },
  {
    name: "run-that-ended-badly-pages-nobody",
    file: "lambdas/run-ended/run-ended.lambda.ts",
    text: "if (needsPage) await page(runtime, table, ended);",
    becomes: "",
    killedBy: PAGING,
  },
  {
    name: "redriven-run-does-not-go-on",
    file: "lambdas/steps/call-operator.lambda.ts",
    text: "if (isAnswered(last, call)) return goOn(runtime, table, call);",
    becomes: "",
    killedBy: PAGING,
  },
  {
    name: "promotion-forgets-the-backups",
    file: "lambdas/resources/promote-replica.ts",
    text: "BackupRetentionPeriod: replica.afterPromotion.backupRetentionDays,",
    becomes: "",
    killedBy: PROMOTION,
  },
  {
    name: "backups-not-restored",
    file: "lambdas/resources/restored-settings.ts",
    text: "...(backupDays !== wanted.backupRetentionDays &&",
    becomes: "...(backupDays === 99 &&",
    killedBy: PROMOTION,
  },
  {
    name: "second-zone-not-restored",
    file: "lambdas/resources/restored-settings.ts",
    text: "...(!hasMultiAz && { MultiAZ: true }),",
    becomes: "",
    killedBy: PROMOTION,
  },
  {
    name: "backup-not-waited-out",
    file: "lambdas/resources/promote-replica.ts",
    text: "if (!isPromotable(instance)) {",
    becomes: 'if (statusOf(instance) === "creating") {',
    killedBy: PROMOTION,
  },
  {
    name: "promotion-refused-at-this-moment-ends-the-run",
    file: "lambdas/resources/promote-replica.ts",
    text: "if (isRefusedForNow(error)) return pending(",
    becomes: "if (error === null) return pending(",
    killedBy: PROMOTION,
  },
  {
    name: "stuck-instance-waited-for",
    file: "lambdas/resources/promote-replica.ts",
    text: "if (isStuck(instance)) return blocked(",
    becomes: "if (isStuck(instance)) return pending(",
    killedBy: PROMOTION,
  },
  {
    name: "undo-leaves-processes-running",
    file: "lambdas/resources/cool-down-group.ts",
    text: "if (toSuspend.length > 0) {",
    becomes: "if (toSuspend.length > 99) {",
    killedBy: WARM_UP,
  },
  {
    name: "undo-leaves-the-capacity",
    file: "lambdas/resources/cool-down-group.ts",
    text: "...(desired !== now.desired && { DesiredCapacity: desired }),",
    becomes: "",
    killedBy: WARM_UP,
  },
  {
    name: "undo-leaves-the-version",
    file: "lambdas/resources/cool-down-group.ts",
    text: "const isVersionToUndo = versionBefore !== versionAfter &&",
    becomes: "const isVersionToUndo = versionBefore === versionAfter &&",
    killedBy: WARM_UP,
  },
];

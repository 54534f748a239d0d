/** Judges a scenario's expectations by what was found out. One small judge per kind; each says what it saw. */
import type { ExpectationData } from "../scenarios/expectation";
import type { Findings, Judge } from "./findings";
import { IMAGE_JUDGES } from "./image-judges";
import { MESSAGE_JUDGES } from "./message-judges";
import { PLANNED_MOVE_JUDGES } from "./planned-move-judges";
import type { Expectation, Starter } from "./result";
import { type Verdict, verdict } from "./verdict";

type Judges = { readonly [That in ExpectationData["that"]]: Judge<That> };

const STARTER_WORDS: Readonly<Record<Starter, string>> = {
  watch: "the watch alarm",
  sentry: "the sentry's alarm",
  "sentry-look": "the sentry itself",
};

const JUDGES: Judges = {
  ...PLANNED_MOVE_JUDGES,
  ...IMAGE_JUDGES,
  ...MESSAGE_JUDGES,
  "story-is-told": (_, { untold }) =>
    verdict("all of the story has happened", untold.length === 0, untold.join("; ") || "it has"),
  "trouble-is-met": ({ by, atLeast }, { troubles }) =>
    verdict(`trouble is met by at least ${atLeast} ${by}(s)`, troubles[by] >= atLeast, `it is by ${troubles[by]}`),
  "outcome-is": ({ outcome }, found) =>
    verdict(`the outcome is ${outcome}`, found.outcome === outcome, `it is ${found.outcome}`),
  "baton-is-at": ({ role }, found) =>
    verdict(`the ${role} holds the baton`, found.activeRole === role, `the ${found.activeRole} holds it`),
  "epoch-is": ({ epoch }, found) =>
    verdict(`the baton's epoch is ${epoch}`, found.epoch === epoch, `it is ${found.epoch}`),
  "recovered-within-objective": (_, found) =>
    verdict(
      `customers are served within ${found.rtoObjectiveSeconds} s`,
      found.rtoSeconds !== null && found.rtoSeconds <= found.rtoObjectiveSeconds && found.areCustomersServed,
      found.rtoSeconds === null ? "they never were for good" : `it took ${found.rtoSeconds} s`,
    ),
  "lost-span-within-objective": (_, found) =>
    verdict(
      `at most ${found.rpoObjectiveSeconds} s of writes are lost`,
      found.rpoSeconds <= found.rpoObjectiveSeconds,
      `${found.rpoSeconds} s were lost`,
    ),
  "no-write-lost": (_, found) =>
    verdict("no write is lost", found.writesLost === 0, `${found.writesLost} writes were lost`),
  "loss-is-bounded": (_, { moves }) => {
    const bound = moves.findLast(({ direction }) => direction === "failover")?.reportedDataLossSeconds ?? null;
    return verdict("the run bounds the loss", bound !== null, bound === null ? "it does not" : `at most ${bound} s`);
  },
  "estimate-covers-the-loss": (_, { moves }) => {
    const short = moves.filter((move) => move.rpoSeconds > (move.reportedDataLossSeconds ?? Number.POSITIVE_INFINITY));
    const told = short.map((move) => `${move.rpoSeconds} s were lost, it says ${move.reportedDataLossSeconds}`);
    return verdict("no move loses more than its run says", short.length === 0, told.join("; ") || "none does");
  },
  "no-split-brain": (_, found) =>
    verdict("no split-brain write", found.splitBrainWrites === 0, `${found.splitBrainWrites} such writes`),
  "split-brain-lasts-at-most": ({ seconds }, { splitBrainSeconds }) =>
    verdict(
      `a split brain is over within ${seconds} s`,
      splitBrainSeconds <= seconds,
      `it lasted ${splitBrainSeconds} s`,
    ),
  "no-iam-refusal": (_, found) =>
    verdict("IAM refuses nothing", found.iamRefusals.length === 0, found.iamRefusals.join("; ") || "none refused"),
  "fence-verdict-is": ({ verdict: wanted }, found) =>
    verdict(
      `the fence's verdict is ${wanted ?? "none"}`,
      found.fenceVerdict === wanted,
      `it is ${found.fenceVerdict ?? "none"}`,
    ),
  "old-writer-is-closed": (_, { isOldWriterOpen }) =>
    verdict("the old writer is closed", !isOldWriterOpen, isOldWriterOpen ? "it takes writes" : "it takes none"),
  "standby-serves-nobody": (_, found) =>
    verdict("no customer meets the standby", found.servedByStandby === 0, `${found.servedByStandby} requests did`),
  "standby-serves-only-after-the-baton-moved": (_, found) => {
    const first = found.firstServedByStandbyAtMs;
    const holds = first === null || (found.batonMovedAtMs !== null && first >= found.batonMovedAtMs);
    return verdict("the standby serves only once it holds the baton", holds, holds ? "so it was" : "it served before");
  },
  "moves-are-reported-once-they-arrived": (_, { moves }) => {
    const early = moves.filter(
      ({ reportedSeconds, sentSeconds }) =>
        reportedSeconds !== null && reportedSeconds < (sentSeconds ?? Number.POSITIVE_INFINITY),
    );
    const seen = early.map(
      ({ direction, reportedSeconds, sentSeconds }) =>
        `the ${direction} was reported at ${reportedSeconds} s and arrived ${sentSeconds === null ? "never" : `at ${sentSeconds} s`}`,
    );
    return verdict("no move is reported before it arrived", early.length === 0, seen.join("; ") || "none was");
  },
  "no-failure-before-the-fault": (_, { failedBeforeFault }) =>
    verdict("deploying disturbs no customer", failedBeforeFault === 0, `${failedBeforeFault} requests failed`),
  "nothing-promoted": (_, found) =>
    verdict("nothing is promoted", found.promotions === 0, `${found.promotions} promotions began`),
  "standby-capacity-as-before": (
    _,
    {
      groups: {
        standby: { before, after },
      },
    },
  ) => verdict("the standby's capacity is as before", before === after, `it was ${before}, it is ${after}`),
  "runs-that-claimed": ({ count }, found) =>
    verdict(
      `${count} run${count === 1 ? "" : "s"} claimed the baton`,
      found.claimedRuns === count,
      `${found.claimedRuns} did`,
    ),
  "executions-at-least": ({ count }, found) =>
    verdict(`at least ${count} executions were started`, found.executions >= count, `${found.executions} were`),
  "started-by": ({ alarm }, found) =>
    verdict(
      `${STARTER_WORDS[alarm]} starts the run`,
      found.startedBy === alarm,
      `it was ${found.startedBy ?? "a person"}`,
    ),
};

export function judgeExpectations(expected: readonly ExpectationData[], findings: Findings): Expectation[] {
  return expected.map((expectation) => judge(expectation, findings));
}

function judge<That extends ExpectationData["that"]>(
  expectation: Extract<ExpectationData, { readonly that: That }>,
  findings: Findings,
): Verdict {
  const judgeOne: Judge<That> = JUDGES[expectation.that as That];
  return judgeOne(expectation, findings);
}

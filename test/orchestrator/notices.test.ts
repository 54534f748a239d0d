import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { decide } from "../../orchestrator/decide";
import { failoverHeldNotice, type Hold } from "../../orchestrator/failover-held";
import { type OldRegionFacts, oldRegionAnsweredNotice } from "../../orchestrator/fence-notices";
import type { GateFacts } from "../../orchestrator/gate";
import { asksNotice, type GateQuestion, reminderNotice } from "../../orchestrator/gate-notices";
import { NOTICE_KINDS, type Notice, type NoticeContext } from "../../orchestrator/notice";
import { movedNotice, startedNotice, stoodDownNotice } from "../../orchestrator/notices";
import { needsOperatorNotice, type Standing } from "../../orchestrator/operator-notice";
import { primaryAnswersNotice } from "../../orchestrator/primary-answers";
import type { Trigger } from "../../orchestrator/run";
import { clearOutage, EXECUTION, NOW_MS, storefront } from "./fixtures";
import { everyPlannedNotice } from "./planned-fixtures";

const context: NoticeContext = {
  plan: storefront,
  run: { runId: "9e1c-aaaa_run-0001", executionArn: EXECUTION, workflow: "failover" },
};
const alarm: Trigger = {
  type: "alarm",
  alarmArn: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:baton-storefront-primary-unhealthy",
  eventId: "e",
  changedAtMs: 0,
};
const person: Trigger = { type: "person", requestedBy: "ada", reason: "customers cannot pay" };
const LINK = `https://traffic.example.com/approval/run-1/${"s".repeat(43)}`;
const recovered = { lastServedAtMs: NOW_MS - 512_000, servedAgainAtMs: NOW_MS };
const dataLoss = { lagSeconds: 0.4, ifStoppedSeconds: 34, atMostSeconds: 64 };

const backAgain = { firstVerdict: "UNREACHABLE", servedAtMs: null } as const;
const answered = (
  fences: OldRegionFacts["fences"],
  active: OldRegionFacts["active"] = "standby",
  isComingHome = false,
) => oldRegionAnsweredNotice(context, { fences, active, isComingHome });

function question(facts: Partial<GateFacts>, secondsLeft = 3600, link = LINK): GateQuestion {
  const empty = { askedBy: "", reasons: [], groups: [], ifApproved: [], ifDeclined: [], cannotBeUndone: [] };
  return {
    facts: { question: "Fail over?", ifNobodyAnswers: "Nothing moves.", ...empty, ...facts },
    expiresAtMs: NOW_MS + secondsLeft * 1000,
    nowMs: NOW_MS + 400,
    link,
  };
}

const beforeMove: Standing = { active: "primary", holdsBaton: true, promotionBeganAtMs: null, frozenAtMs: null };
const afterMove: Standing = { active: "standby", holdsBaton: true, promotionBeganAtMs: NOW_MS, frozenAtMs: NOW_MS };

const everyHold: readonly Hold[] = (["failover", "failback"] as const).flatMap((workflow) =>
  (["at work", "asks", "operator called", "over"] as const).flatMap((state) =>
    [null, beforeMove, { ...afterMove, active: "primary" as const }].map((standing) => ({
      ...{ workflow, state, standing, sinceMs: NOW_MS - 7_200_000 },
    })),
  ),
);

function stopped(changes: Partial<Parameters<typeof needsOperatorNotice>[1]>) {
  const where = { where: 'in "promote the data"', headline: "promote the data failed" };
  return { ...where, error: "AccessDenied", cause: "not authorized", standing: beforeMove, ...changes };
}

function whereOf(application: string, runId: string): NoticeContext {
  return { plan: { ...storefront, application }, run: { ...context.run, runId } };
}

/** Every message, from arbitrary words where the outside world has a say. */
function everyNotice(where: NoticeContext, words: string): Notice[] {
  return [
    startedNotice(where, alarm),
    startedNotice(where, { type: "person", requestedBy: words, reason: words }),
    asksNotice(where, question({ reasons: [words, words], question: words })),
    reminderNotice(where, question({ reasons: [words, words], question: words })),
    movedNotice(where, { ...recovered, dataLoss, fenceVerdicts: { [words]: "UNREACHABLE" } }),
    stoodDownNotice(where, { reasons: [words], active: "primary" }),
    stoodDownNotice(where, { reasons: [words], active: "standby" }),
    ...[null, beforeMove, afterMove].map((standing) =>
      needsOperatorNotice(where, stopped({ error: words, cause: words, standing })),
    ),
    ...(["primary", "standby"] as const).flatMap((active) =>
      [false, true].map((isComingHome) => {
        const fences = [{ ...backAgain, resourceId: words, verdict: "FAILED" }] as const;
        return oldRegionAnsweredNotice(where, { fences, active, isComingHome });
      }),
    ),
    primaryAnswersNotice(where, 1_773_460_000_000),
    ...everyHold.flatMap((hold) =>
      (["the sentry", "Route 53"] as const).map((seenBy) =>
        failoverHeldNotice(where, { hold, seenBy, failingSinceMs: NOW_MS - 240_000, nowMs: NOW_MS }),
      ),
    ),
    ...everyPlannedNotice(where, words),
  ];
}

describe("what a message says", () => {
  test("started: why, and that nothing is wanted yet", () => {
    const notice = startedNotice(context, alarm);
    expect(notice.subject).toBe("[Baton storefront run-0001] failover started, looking for evidence");
    expect(notice.email).toContain("The alarm baton-storefront-primary-unhealthy says");
    expect(notice.email).toContain("Nothing yet.");
    expect(startedNotice(context, person).email).toContain("ada asked for a failover: customers cannot pay");
  });

  test("asks: the question, every reason, until when, the link, and the way without it", () => {
    const notice = asksNotice(context, question({ reasons: ["lag is 300 s", "paused by ada"] }));
    expect(notice.subject).toContain("DECIDE: Fail over?");
    expect(notice.email).toContain("- lag is 300 s\n- paused by ada");
    expect(notice.email).toContain("Decide within 1 h, until 2026-03-14 04:09 UTC.");
    expect(notice.email.split("\n")).toContain(LINK);
    expect(notice.email).toContain(
      '\nnpm run baton -- approve --application storefront --run 9e1c-aaaa_run-0001 --by you@example.com --remark "..."\n',
    );
    expect(notice.email).toContain("If nobody answers: Nothing moves.");
  });

  test("reminder: how much time is left", () => {
    const notice = reminderNotice(context, question({ reasons: ["lag is 300 s"] }, 840));
    expect(notice.subject).toContain("STILL WAITING, 14 min left: Fail over?");
    expect(notice.email).toContain("- lag is 300 s");
    expect(notice.sms).toContain("14 min LEFT");
  });

  test("asks by SMS: with the whole link where it fits, else without any of it", () => {
    expect(asksNotice(context, question({})).sms).toMatch(new RegExp(`^.* DECIDE within 1 h: Fail over\\? ${LINK}$`));
    const long = `https://traffic.example.com/approval/${"r".repeat(60)}/${"s".repeat(43)}`;
    const { sms } = asksNotice(context, question({}, 3600, long));
    expect(sms).toContain("DECIDE within 1 h: Fail over? See e-mail.");
    expect(sms).not.toContain("approval");
  });

  test("moved: actual figures beside the objectives, and who is left to fence", () => {
    const fenced = movedNotice(context, { ...recovered, dataLoss, fenceVerdicts: { "orders-db": "FENCED" } });
    expect(fenced.subject).toContain("failed over to eu-west-1 in at most 8 min 32 s");
    expect(fenced.email).toContain("Recovery took at most 8 min 32 s; the objective is 30 min.");
    expect(fenced.email).toContain("from 03:00:54 UTC, when the primary was last known to serve, to 03:09:26 UTC");
    expect(fenced.email).toContain("and 1 min 4 s if it served on unseen until the promotion. The objective is 1 min.");
    expect(fenced.email).toContain("Tell the business.");
    expect(fenced.email).not.toContain("Approved");
    expect(fenced.sms).not.toContain("NOT FENCED");
    const loose = movedNotice(context, {
      ...recovered,
      dataLoss: null,
      fenceVerdicts: { "orders-db": "UNREACHABLE" },
    });
    expect(loose.sms).toContain("OLD WRITER NOT FENCED");
    expect(loose.email).toContain("Fence of orders-db: UNREACHABLE");
    expect(loose.email).toContain("Make sure that nothing writes in the old Region");
  });

  test("moved, although the old Region came back before it was fenced: no bound is claimed for what was lost", () => {
    const facts = {
      ...recovered,
      fenceVerdicts: { "orders-db": "FENCED" as const },
      oldRegionAnsweredAtMs: 1_773_457_500_000,
    };
    const { email } = movedNotice(context, { ...facts, dataLoss });
    expect(email).toContain("Data loss cannot be bounded: the old Region answered at 2026-03-14 03:05 UTC");
    expect(email).toContain("Without that: at most 1 min 4 s.");
    expect(movedNotice(context, { ...facts, dataLoss: null }).email).not.toContain("Without that");
  });

  test("needs-operator: what failed, how things stand, and each way on as a command", () => {
    const { subject, email } = needsOperatorNotice(context, stopped({}));
    expect(subject).toContain("NEEDS YOU: promote the data failed");
    expect(email).toContain('The failover stopped in "promote the data": AccessDenied.\nnot authorized.');
    expect(email).toContain("Traffic: not moved; customers are sent to us-east-1.");
    expect(email).toContain("Data: nothing was promoted; the writer is in us-east-1.");
    expect(email).toContain(
      `\naws stepfunctions redrive-execution --region eu-west-1 --execution-arn ${context.run.executionArn}\n`,
    );
    expect(email).toContain(
      '\nnpm run baton -- failover --application storefront --by you@example.com --reason "instead of run-0001"\n',
    );
    expect(email).toContain("eu-west-1.console.aws.amazon.com");
  });

  test("needs-operator after a promotion began offers no way back, and says where customers are", () => {
    const { email } = needsOperatorNotice(context, stopped({ standing: afterMove }));
    expect(email).toContain("Traffic: moved; customers are sent to eu-west-1.");
    expect(email).toContain("Data: promotion in eu-west-1 began at");
    expect(email).toContain("Do not give up");
    expect(email).not.toContain("npm run baton");
  });

  test("needs-operator of a planned move: the freeze that may still hold; and when nothing is known, that", () => {
    const failback = { ...context, run: { ...context.run, workflow: "failback" as const } };
    const frozen = { active: "standby", holdsBaton: true, promotionBeganAtMs: null, frozenAtMs: NOW_MS } as const;
    const { email } = needsOperatorNotice(failback, stopped({ standing: frozen }));
    expect(email).toContain("Writes in eu-west-1 were frozen at 2026-03-14");
    expect(email).toContain("declining at the new run's gate");
    expect(needsOperatorNotice(context, stopped({ standing: null })).email).toContain("is not known");
  });

  test("needs-operator: an error of a function is its message, not the JSON around it", () => {
    const errorMessage = "orders-db: User is not authorized to perform: rds:PromoteReadReplica.";
    const cause = JSON.stringify({ errorType: "AccessDenied", errorMessage, trace: ["at a (b.ts:1)"] });
    const { email } = needsOperatorNotice(context, stopped({ cause }));
    expect(email).toContain(`\n${errorMessage}\n`);
    expect(email).not.toMatch(/errorType|trace/);
  });

  test("old Region answers: what holds, what was written if that can be known, and that nothing moves by itself", () => {
    const served = { ...backAgain, servedAtMs: Date.UTC(2026, 0, 5, 9, 54) };
    const held = answered([
      { ...served, resourceId: "orders-db", verdict: "FENCED" },
      { ...served, resourceId: "web", verdict: "FENCED" },
    ]);
    expect(held.subject).toContain("us-east-1 answers again, fenced");
    expect(held.email).toContain("passed its check through the write path at 2026-01-05T09:54:00.000Z");
    expect(held.email).toContain("traffic does not move by itself");
    expect(held.email).toContain("Failback is possible from now on");
    const open = answered([{ ...backAgain, resourceId: "orders-db", verdict: "FAILED" }]);
    expect(open.sms).toContain("NOT FENCED");
    expect(open.email).toContain("Whether anything else wrote to the old database is not known");
    expect(open.email).toContain("Make sure that nothing writes in the old Region");
  });

  test("a fence that had failed and holds now is not a Region that was away", () => {
    const fences = [{ resourceId: "web", firstVerdict: "FAILED", verdict: "FENCED", servedAtMs: null }] as const;
    expect(answered(fences).subject).toContain("the fence in us-east-1 was tried again, fenced");
  });

  test("old Region answers while the failover waits for an operator: why it is fenced, and that the failover must go on", () => {
    const fence = { ...backAgain, resourceId: "orders-db" } as const;
    const held = answered([{ ...fence, verdict: "FENCED" }], "primary");
    expect(held.email).toContain("the failover still waits for an operator");
    expect(held.email).toContain("Go on with the failover");
    expect(held.email).not.toContain("Failback");
    const open = answered([{ ...fence, verdict: "FAILED" }], "primary");
    expect(open.email).toMatch(/Make sure that nothing writes in the old Region.*Go on with the failover/);
    expect(open.sms).toContain("NOT FENCED");
  });

  test("an old Region that answers beside a failback leaves nothing to start", () => {
    const fence = { ...backAgain, resourceId: "orders-db" } as const;
    const held = answered([{ ...fence, verdict: "FENCED" }], "standby", true);
    expect(held.email).toMatch(/Nothing at once\. The failback that holds the baton sets the old database aside/);
    const open = answered([{ ...fence, verdict: "FAILED" }], "standby", true);
    expect(open.email).toMatch(/Make sure that nothing writes in the old Region.*The failback that holds the baton/);
    for (const { email } of [held, open]) expect(email).not.toContain("Failback is possible");
  });

  test("an application without databases is told nothing about writes", () => {
    const resources = storefront.resources.filter(({ kind }) => kind === "autoScalingGroup");
    const fences = [{ ...backAgain, resourceId: "web", verdict: "FENCED" }] as const;
    const where = { ...context, plan: { ...storefront, resources } };
    const notice = oldRegionAnsweredNotice(where, { fences, active: "standby", isComingHome: false });
    expect(notice.email).not.toContain("latest rows");
  });

  test("each links its article where the plan says where people read the runbook", () => {
    const plan = { ...storefront, runbookBaseUrl: "https://wiki.example.com/operations.md" };
    const { email } = startedNotice({ ...context, plan }, alarm);
    expect(email).toContain("\nRunbook: https://wiki.example.com/operations.md#message-started\n");
  });

  test("each links its execution and its own article", () => {
    for (const notice of everyNotice(context, "words")) {
      expect(notice.email).toContain(
        `https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/${EXECUTION}`,
      );
      expect(notice.email).toContain(`Runbook: docs/operations.md#message-${notice.kind} in Baton's repository`);
    }
    expect(new Set(everyNotice(context, "words").map(({ kind }) => kind))).toEqual(new Set(NOTICE_KINDS));
  });
});

describe("whatever the names are", () => {
  const application = fc.stringMatching(/^[a-z][a-z0-9-]{1,23}$/);
  const runId = fc.stringMatching(/^[A-Za-z0-9_-]{1,80}$/);
  const words = fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.string({ maxLength: 400 }));
  const GSM_SEPTETS = /^[A-Za-z0-9 @$!"#%&'()*+,\-./:;<=>?_]{1,160}$/;

  test("a subject is at most 100 printable ASCII characters, an SMS at most 160 of the GSM alphabet", () => {
    fc.assert(
      fc.property(application, runId, words, (name, run, text) => {
        const where = whereOf(name, run);
        for (const notice of everyNotice(where, text)) {
          expect(notice.subject).toMatch(/^[\x20-\x7e]{1,100}$/);
          expect(notice.sms).toMatch(GSM_SEPTETS);
        }
      }),
    );
  });

  test("a command is a line of its own, and about this application alone", () => {
    fc.assert(
      fc.property(application, runId, (name, run) => {
        const lines = everyNotice(whereOf(name, run), "words").flatMap(({ email }) => email.split("\n"));
        const commands = lines.filter((line) => line.includes("npm run"));
        expect(commands.length).toBeGreaterThan(5);
        const form = new RegExp(
          `^npm run baton -- [a-z]+ --application ${name} --(run ${run} --)?by you@example\\.com( |$)`,
        );
        for (const command of commands) expect(command).toMatch(form);
      }),
    );
  });

  test("one incident is one thread: every subject of a run starts alike, and other runs start differently", () => {
    fc.assert(
      fc.property(application, runId, words, (name, run, text) => {
        const where = whereOf(name, run);
        const prefix = `[Baton ${name} ${run.slice(-8)}]`;
        for (const notice of everyNotice(where, text)) expect(notice.subject.startsWith(prefix)).toBe(true);
      }),
    );
  });

  test("what others wrote, however it ends, leaves no sentence with two ends", () => {
    const ending = fc.constantFrom("", ".", "!", "?", ";", ",", ":");
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,12}( [a-z]{1,12}){0,5}$/), ending, (start, end) => {
        const readiness = [{ resourceId: "web", status: "blocked", detail: `${start}${end}` }] as const;
        const { reasons } = decide(clearOutage({ readiness }));
        for (const words of [`${start}${end}`, ...reasons]) {
          for (const { email } of everyNotice(context, words))
            expect(email).not.toMatch(/(?<!\.)[.!?;:,]\s?\.(?!\.)|;\s?;|\.;/);
        }
      }),
    );
  });
});

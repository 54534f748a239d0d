import { describe, expect, test } from "@jest/globals";
import type { DatabaseState } from "../../../lab/drill/database-states";
import { judgeExpectations } from "../../../lab/drill/expectations";
import type { Findings } from "../../../lab/drill/findings";
import type { GroupImages } from "../../../lab/drill/group-images";
import type { Move, Notice } from "../../../lab/drill/result";
import { ALWAYS, type ExpectationData, expectationSchema } from "../../../lab/scenarios/expectation";

const NOTICE: Notice = { atSeconds: 1, subject: "moved", email: "e", sms: "s" };

const WRITER: DatabaseState = {
  resourceId: "orders",
  role: "standby",
  instanceId: "orders-replica",
  isWriter: true,
  isAsPlanned: true,
  isReplicating: false,
  admitsConnections: true,
  isKeptInQuarantine: false,
};
const REPLICA: DatabaseState = {
  ...WRITER,
  role: "primary",
  instanceId: "orders",
  isWriter: false,
  isReplicating: true,
};
const STALE: DatabaseState = { ...REPLICA, instanceId: "orders-stale", isReplicating: false, isKeptInQuarantine: true };
const OTHERS_WRITER: DatabaseState = { ...WRITER, resourceId: "stock", instanceId: "stock-replica" };

const IMAGES: GroupImages = { resourceId: "web", role: "standby", problem: null, ourCopies: 3 };

const MOVE: Move = {
  direction: "failover",
  toRole: "standby",
  epoch: 2,
  atSeconds: 400,
  sentSeconds: 410,
  reportedSeconds: 470,
  rtoSeconds: 500,
  rpoSeconds: 2,
  rpoBeforeSeconds: 2,
  writesLost: 0,
  reportedDataLossSeconds: 60,
};

const GOOD: Findings = {
  untold: [],
  troubles: { call: 3, launch: 0 },
  outcome: "recovered",
  activeRole: "standby",
  rtoSeconds: 500,
  rtoObjectiveSeconds: 1800,
  rpoSeconds: 2,
  rpoObjectiveSeconds: 60,
  areCustomersServed: true,
  writesLost: 0,
  splitBrainWrites: 0,
  splitBrainSeconds: 0,
  iamRefusals: [],
  fenceVerdict: "FENCED",
  isOldWriterOpen: false,
  notices: [NOTICE],
  recordLines: ["promote orders-db: requested"],
  pageVisits: ["Ada finds no form on the page."],
  approval: {
    outcome: "approved",
    decision: { approved: true, decidedBy: "ada", remark: "", decidedAtMs: 0, channel: "link" },
  },
  failedBeforeFault: 0,
  servedByStandby: 0,
  firstServedByStandbyAtMs: null,
  batonMovedAtMs: null,
  promotions: 0,
  phase: "failed-over",
  epoch: 2,
  moves: [MOVE],
  disturbedStretches: 0,
  databases: [WRITER, REPLICA, STALE],
  groups: { primary: { before: 6, after: 6 }, standby: { before: 1, after: 1 } },
  images: [IMAGES],
  executions: 2,
  claimedRuns: 1,
  startedBy: "watch",
};

/** An expectation that `GOOD` meets, and findings that do not meet it. */
type Case<That extends ExpectationData["that"]> = readonly [
  expectation: Omit<Extract<ExpectationData, { readonly that: That }>, "that">,
  ...breaking: Partial<Findings>[],
];

/** Every kind of expectation there is: one that cannot fail asserts nothing. */
const CASES: { readonly [That in Exclude<ExpectationData["that"], "on-call-reads-nothing">]: readonly Case<That>[] } = {
  "story-is-told": [[{}, { untold: ["region-returns"] }]],
  "trouble-is-met": [[{ by: "call", atLeast: 3 }, { troubles: { call: 2, launch: 3 } }]],
  "outcome-is": [[{ outcome: "recovered" }, { outcome: "stood-down" }]],
  "baton-is-at": [[{ role: "standby" }, { activeRole: "primary" }]],
  "epoch-is": [[{ epoch: 2 }, { epoch: 3 }]],
  "phase-is": [[{ phase: "failed-over" }, { phase: "steady" }]],
  "recovered-within-objective": [[{}, { rtoSeconds: 1801 }, { rtoSeconds: null }, { areCustomersServed: false }]],
  "lost-span-within-objective": [[{}, { rpoSeconds: 61 }]],
  "no-write-lost": [[{}, { writesLost: 1 }]],
  "loss-is-bounded": [
    [{}, { moves: [{ ...MOVE, reportedDataLossSeconds: null }] }, { moves: [{ ...MOVE, direction: "failback" }] }],
  ],
  "estimate-covers-the-loss": [[{}, { moves: [MOVE, { ...MOVE, rpoSeconds: 61 }] }]],
  "no-split-brain": [[{}, { splitBrainWrites: 1 }]],
  "split-brain-lasts-at-most": [[{ seconds: 60 }, { splitBrainSeconds: 61 }]],
  "no-iam-refusal": [[{}, { iamRefusals: ["no"] }]],
  "fence-verdict-is": [[{ verdict: "FENCED" }, { fenceVerdict: "FAILED" }, { fenceVerdict: null }]],
  "notice-says": [
    [{ words: "moved" }, { notices: [] }],
    [{ words: "moved", times: 1 }, { notices: [NOTICE, NOTICE] }],
    [{ words: "moved", atLatestSeconds: 1 }, { notices: [{ ...NOTICE, atSeconds: 2 }] }],
  ],
  "email-says": [[{ words: "e" }, { notices: [] }]],
  "record-says": [[{ words: "requested" }, { recordLines: ["promote orders-db: done"] }]],
  "page-shows": [[{ words: "no form" }, { pageVisits: ["Ada presses"] }, { pageVisits: [] }]],
  "question-ended": [
    [{ outcome: "approved", by: "ada" }, { approval: null }, { approval: { outcome: "expired", decision: null } }],
  ],
  "no-message-twice": [[{}, { notices: [NOTICE, { ...NOTICE, atSeconds: 2 }] }]],
  "old-writer-is-closed": [[{}, { isOldWriterOpen: true }]],
  "standby-serves-nobody": [[{}, { servedByStandby: 1 }]],
  "no-failure-before-the-fault": [[{}, { failedBeforeFault: 1 }]],
  "standby-serves-only-after-the-baton-moved": [
    [{}, { firstServedByStandbyAtMs: 5 }, { firstServedByStandbyAtMs: 5, batonMovedAtMs: 6 }],
  ],
  "moves-are-reported-once-they-arrived": [
    [{}, { moves: [{ ...MOVE, reportedSeconds: 409 }] }, { moves: [{ ...MOVE, sentSeconds: null }] }],
  ],
  "nothing-promoted": [[{}, { promotions: 1 }]],
  "promotions-are": [[{ count: 0 }, { promotions: 1 }]],
  "standby-capacity-as-before": [
    [{}, { groups: { primary: { before: 6, after: 6 }, standby: { before: 1, after: 6 } } }],
  ],
  "capacity-is": [
    [{ role: "primary", instances: 6 }, { groups: { ...GOOD.groups, primary: { before: 6, after: 0 } } }],
  ],
  "moves-are": [[{ directions: ["failover"] }, { moves: [] }, { moves: [MOVE, { ...MOVE, direction: "failback" }] }]],
  "no-write-lost-by": [[{ direction: "failover" }, { moves: [{ ...MOVE, writesLost: 1 }] }, { moves: [] }]],
  "lost-only-by": [[{ direction: "failover" }, { writesLost: 1 }]],
  "interrupted-at-most": [
    [{ direction: "failover", seconds: 500 }, { moves: [{ ...MOVE, rtoSeconds: 501 }] }, { moves: [] }],
    [{ direction: "failover", seconds: 500 }, { moves: [MOVE, { ...MOVE, rtoSeconds: null }] }],
  ],
  "planned-move-disturbs-nobody": [[{}, { disturbedStretches: 1 }]],
  "stale-copies-kept": [[{ role: "primary", count: 1 }, { databases: [WRITER, REPLICA] }]],
  "protected-again": [
    [
      {},
      { databases: [] },
      { databases: [WRITER, STALE] },
      { databases: [{ ...WRITER, admitsConnections: false }, REPLICA] },
      { databases: [WRITER, REPLICA, OTHERS_WRITER] },
    ],
  ],
  "active-database-writes": [
    [
      {},
      { databases: [] },
      { databases: [{ ...WRITER, isWriter: false }] },
      { databases: [WRITER, { ...OTHERS_WRITER, admitsConnections: false }] },
    ],
  ],
  "active-database-is-as-planned": [
    [{}, { databases: [{ ...WRITER, isAsPlanned: false }] }, { databases: [{ ...WRITER, isWriter: false }] }],
  ],
  "customers-are-served": [[{}, { areCustomersServed: false }]],
  "newest-release-is-in": [
    [{ role: "standby" }, { images: [] }, { images: [IMAGES, { ...IMAGES, problem: "it has none" }] }],
  ],
  "copies-kept": [[{ role: "standby", count: 3 }, { images: [] }]],
  "runs-that-claimed": [[{ count: 1 }, { claimedRuns: 2 }]],
  "executions-at-least": [[{ count: 2 }, { executions: 1 }]],
  "started-by": [[{ alarm: "watch" }, { startedBy: "sentry" }, { startedBy: null }]],
};

const holds = (expectation: ExpectationData, change: Partial<Findings> = {}) =>
  judgeExpectations([expectation], { ...GOOD, ...change })[0]?.holds;

describe("judging expectations", () => {
  const cases = Object.entries(CASES).flatMap(([that, all]) => all.map((each) => [that, each] as const));
  test.each(cases)("%s holds, and can fail: %j", (that, [further, ...breaking]) => {
    const expectation = expectationSchema.parse({ that, ...further });
    expect(holds(expectation)).toBe(true);
    expect(breaking.map((change) => holds(expectation, change))).toEqual(breaking.map(() => false));
    expect(breaking).not.toEqual([]);
  });

  test("on-call reads nothing unless a message was sent", () => {
    expect(holds({ that: "on-call-reads-nothing" }, { notices: [] })).toBe(true);
    expect(holds({ that: "on-call-reads-nothing" })).toBe(false);
  });

  test("the laws of every scenario hold when nothing is wrong", () => {
    expect(judgeExpectations(ALWAYS, GOOD).filter((law) => !law.holds)).toEqual([]);
  });
});

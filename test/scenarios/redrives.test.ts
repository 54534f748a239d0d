import { beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { Act } from "../../lab/scenarios/act";
import { ALWAYS, type ExpectationData } from "../../lab/scenarios/expectation";
import { PRIMARY_GOES_DARK } from "../../lab/scenarios/fault";
import { defineScenario, type ScenarioInput } from "../../lab/scenarios/scenario";
import type { FunctionName } from "../../orchestrator/steps";
import { FAILOVER_PHASES, type FailoverPhase } from "../../state-machines/failover-phases";
import { brokenExpectations, drill } from "../support/drills";
import { storefrontAssembly } from "../support/storefront";

/** A drill each, at half a second. */
jest.setTimeout(300_000);
beforeAll(() => {
  storefrontAssembly();
});

type Acts = NonNullable<ScenarioInput["acts"]>;
type Happening = ScenarioInput["faults"] & object;
type Broken = Extract<Act, { type: "function-broken" }>;

/** Some incidents lead through phases that others never enter. */
interface Way {
  readonly faults: Happening;
  readonly acts: Acts;
  readonly ends: readonly ExpectationData[];
}

const RECOVERED: readonly ExpectationData[] = [
  { that: "outcome-is", outcome: "recovered" },
  { that: "baton-is-at", role: "standby" },
  { that: "customers-are-served" },
  { that: "promotions-are", count: 1 },
];

const STOOD_DOWN: readonly ExpectationData[] = [
  { that: "outcome-is", outcome: "stood-down" },
  { that: "baton-is-at", role: "primary" },
  { that: "nothing-promoted" },
  { that: "standby-capacity-as-before" },
];

const PROCEEDS: Way = { faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }], acts: [], ends: RECOVERED };

const PAUSED: Happening = [
  { atSeconds: 0, fault: { type: "automation-paused", by: "Ines", reason: "Maintenance." } },
  { atSeconds: 60, fault: PRIMARY_GOES_DARK },
];
const answer = (type: "move-approved" | "move-declined"): Acts => [
  { when: { once: "the-gate-asks", thenSeconds: 30 }, act: { type, by: "Ines" } },
];
const ASKS: Way = { faults: PAUSED, acts: answer("move-approved"), ends: RECOVERED };
const DECLINED: Way = { faults: PAUSED, acts: answer("move-declined"), ends: STOOD_DOWN };

function rehearse(name: string, way: Way, acts: Acts, further: readonly ExpectationData[] = []) {
  return defineScenario({
    name,
    title: name,
    story: name,
    faults: way.faults,
    acts,
    endsWhen: "story-told",
    thenWatchSeconds: 300,
    horizonSeconds: 2 * 3600,
    expectations: [...way.ends, ...further, ...ALWAYS],
  });
}

interface Breakdown {
  readonly of: FunctionName;
  readonly how?: Broken["how"];
  readonly way?: Way;
  /** Phase from which on it fails; from the beginning where none is named. */
  readonly from?: FailoverPhase;
}

const BEFORE_THE_ANSWER: readonly FunctionName[] = ["claim", "gather-evidence", "decide", "ask-approval"];

/** The function of a phase fails for good, somebody is called, mends it and redrives. */
function mendedAndRedriven({ of: name, how = "crashes", way = PROCEEDS, from }: Breakdown) {
  const broken: Acts = [
    { when: from ? { onceIn: FAILOVER_PHASES[from] } : { atSeconds: 0 }, act: { type: "function-broken", name, how } },
  ];
  const mended: Acts = [
    { when: { once: "a-run-fails", thenSeconds: 60 }, act: { type: "function-mended", name } },
    { when: { afterSeconds: 60 }, act: { type: "run-redriven", by: "Ada" } },
  ];
  const acts = BEFORE_THE_ANSWER.includes(name)
    ? [...broken, ...mended, ...way.acts]
    : [...broken, ...way.acts, ...mended];
  return rehearse(`${name}-${how}`, way, acts);
}

const BREAKDOWNS: readonly Breakdown[] = [
  { of: "claim" },
  { of: "gather-evidence" },
  { of: "decide" },
  { of: "ask-approval", way: ASKS },
  { of: "take-answer", way: ASKS },
  { of: "promote" },
  { of: "promote", how: "hangs" },
  // Earlier, a warm-up that fails is a reason to ask.
  { of: "warm-up", from: "fence the old writer" },
  { of: "verify" },
  { of: "switch-traffic" },
  { of: "close" },
  { of: "cool-down", way: DECLINED },
  { of: "stand-down", way: DECLINED },
];

describe("a phase whose function fails for good calls a person, and a redrive goes on with it", () => {
  test.each(BREAKDOWNS.map((breakdown) => [breakdown.of, breakdown.how ?? "crashes", breakdown] as const))(
    "%s %s",
    async (_name, _how, breakdown) => {
      const result = await drill(mendedAndRedriven(breakdown), 3);
      expect(brokenExpectations(result)).toEqual([]);
      const pages = result.notices.filter(({ subject }) => subject.includes("NEEDS YOU"));
      // Without a claim there is no lock: the runs of both triggers fail, and each says so once.
      expect(pages).toHaveLength(breakdown.of === "claim" ? 2 : 1);
      const tellsOfNoLock = pages.filter(({ email }) => email.includes("It does not hold the baton"));
      expect(tellsOfNoLock).toHaveLength(breakdown.of === "claim" ? 2 : 0);
    },
  );
});

/** Somebody stops the run in the phase; what stopped runs leave behind, `goesOn` must cope with. */
function stopped({ in: phase, afterSeconds = 0 }: Stop, goesOn: Act, ends: readonly ExpectationData[] = RECOVERED) {
  const acts: Acts = [
    {
      when: { onceIn: FAILOVER_PHASES[phase], thenSeconds: afterSeconds },
      act: { type: "run-aborted", by: "Ines" },
    },
    { when: { afterSeconds: 120 }, act: goesOn },
  ];
  const paged: ExpectationData = { that: "notice-says", words: "NEEDS YOU", times: 1 };
  return rehearse("stopped-in-a-phase", { ...PROCEEDS, ends }, acts, [paged]);
}

interface Stop {
  readonly in: FailoverPhase;
  readonly afterSeconds?: number;
}

const BEFORE_THE_MOVE: readonly Stop[] = [
  // Not at once: the other trigger's run would find the holder dead and go on in its place.
  { in: "confirm the outage", afterSeconds: 3 },
  { in: "decide" },
  { in: "fence the old writer" },
  { in: "promote and fill capacity" },
  { in: "verify the standby" },
];
const STOPS: readonly Stop[] = [...BEFORE_THE_MOVE, { in: "switch the traffic" }];

const titled = (stops: readonly Stop[]) => stops.map((stop) => [stop.in, stop] as const);

const startedByPerson: Act = {
  type: "workflow-started",
  workflow: "failover",
  by: "Ada",
  reason: "It must not stop there.",
};

describe("a run that somebody stops pages once", () => {
  test.each(titled(STOPS))("and goes on when it is redriven, as its record says: %s", async (_, stop) => {
    const scenario = stopped(stop, { type: "run-redriven", by: "Ada" });
    const isBack: ExpectationData = { that: "record-says", words: "it is at work again" };
    const expectations = [...scenario.expectations, isBack];
    expect(brokenExpectations(await drill({ ...scenario, expectations }, 5))).toEqual([]);
  });

  test("and asks again when it is redriven while it waits for an answer, and needs nobody else", async () => {
    const acts: Acts = [
      { when: { once: "the-gate-asks", thenSeconds: 30 }, act: { type: "run-aborted", by: "Ines" } },
      { when: { afterSeconds: 120 }, act: { type: "run-redriven", by: "Ada" } },
      { when: { afterSeconds: 60 }, act: { type: "move-approved", by: "Ada" } },
    ];
    const isBack: ExpectationData = { that: "record-says", words: "it is at work again" };
    expect(brokenExpectations(await drill(rehearse("redriven-at-the-gate", ASKS, acts, [isBack]), 5))).toEqual([]);
  });

  test.each(titled(BEFORE_THE_MOVE))("and is ended by a run that a person starts instead: %s", async (_, stop) => {
    expect(brokenExpectations(await drill(stopped(stop, startedByPerson), 5))).toEqual([]);
  });

  test("after the baton has moved, a new run finds nothing to move, and the standby serves", async () => {
    const ends: readonly ExpectationData[] = [
      { that: "outcome-is", outcome: "stood-down" },
      { that: "phase-is", phase: "failed-over" },
      { that: "notice-says", words: "stood down, the standby serves already" },
      { that: "baton-is-at", role: "standby" },
      { that: "customers-are-served" },
    ];
    const scenario = stopped({ in: "switch the traffic", afterSeconds: 3 }, startedByPerson, ends);
    expect(brokenExpectations(await drill(scenario, 5))).toEqual([]);
  });

  test("when it is stopped a second time, it pages a second time", async () => {
    const acts: Acts = [
      { when: { onceIn: FAILOVER_PHASES.decide }, act: { type: "run-aborted", by: "Ines" } },
      { when: { afterSeconds: 60 }, act: { type: "run-redriven", by: "Ada" } },
      // Later than at its beginning: until the promotion is on the record, both pages say the same.
      {
        when: { onceIn: FAILOVER_PHASES["promote and fill capacity"], thenSeconds: 5 },
        act: { type: "run-aborted", by: "Ines" },
      },
      { when: { afterSeconds: 120 }, act: { type: "run-redriven", by: "Ada" } },
    ];
    const scenario = rehearse("stopped-twice", PROCEEDS, acts, [{ that: "notice-says", words: "NEEDS YOU", times: 2 }]);
    expect(brokenExpectations(await drill(scenario, 5))).toEqual([]);
  });
});

/** The run stands still before its promotion; the Region comes back meanwhile, its writer open, and takes customers' writes. */
function redrivenTooLate(standsStill: Acts, goesOn: Acts, ends: readonly ExpectationData[]) {
  const acts: Acts = [
    ...standsStill,
    { when: { afterSeconds: 60 }, act: { type: "region-returns", region: "primary" } },
    { when: { afterSeconds: 900 }, act: { type: "run-redriven", by: "Ada" } },
    ...goesOn,
  ];
  return rehearse("redriven-too-late", { ...PROCEEDS, ends }, acts);
}

const BLOCKED: Acts = [
  {
    when: { onceIn: FAILOVER_PHASES["fence the old writer"] },
    act: { type: "database-stuck", status: "storage-full", region: "standby" },
  },
  { when: { once: "a-run-fails", thenSeconds: 30 }, act: { type: "database-mended" } },
];
const ABORTED: Acts = [
  {
    when: { onceIn: FAILOVER_PHASES["fence the old writer"], thenSeconds: 9 },
    act: { type: "function-broken", name: "promote", how: "hangs" },
  },
  {
    when: { onceIn: FAILOVER_PHASES["promote and fill capacity"], thenSeconds: 1 },
    act: { type: "run-aborted", by: "Ines" },
  },
  { when: { afterSeconds: 30 }, act: { type: "function-mended", name: "promote" } },
];

/** Step Functions tells of ends by EventBridge, as well as it can: nobody writes down that the run stands still. */
const ABORTED_UNTOLD: Acts = [
  {
    when: { onceIn: FAILOVER_PHASES["fence the old writer"] },
    act: { type: "function-broken", name: "run-ended", how: "crashes" },
  },
  { when: { afterSeconds: 5 }, act: { type: "run-aborted", by: "Ines" } },
];

const ABORTED_IN_ITS_FENCE: Acts = [
  {
    when: { onceIn: FAILOVER_PHASES["fence the old writer"], thenSeconds: 5 },
    act: { type: "run-aborted", by: "Ines" },
  },
];

describe("a run that is redriven before its promotion, while the primary serves again, asks before it touches anything", () => {
  const asked: ExpectationData = { that: "notice-says", words: "although us-east-1 answers", times: 1 };

  test.each([
    ["blocked", BLOCKED],
    ["aborted", ABORTED],
    ["aborted in its fence", ABORTED_IN_ITS_FENCE],
    ["aborted, and nobody was told", ABORTED_UNTOLD],
  ] as const)("declined, it stands down and the primary serves on: %s", async (_, standsStill) => {
    const ends: readonly ExpectationData[] = [...STOOD_DOWN, asked, { that: "customers-are-served" }];
    const scenario = redrivenTooLate(standsStill, answer("move-declined"), ends);
    expect(brokenExpectations(await drill(scenario, 3))).toEqual([]);
  });

  test.each([
    ["blocked", BLOCKED],
    ["aborted", ABORTED],
    ["aborted in its fence", ABORTED_IN_ITS_FENCE],
    ["aborted, and nobody was told", ABORTED_UNTOLD],
  ] as const)("approved, it fences the primary before it promotes: %s", async (_, standsStill) => {
    const fenced: ExpectationData = { that: "fence-verdict-is", verdict: "FENCED" };
    const scenario = redrivenTooLate(standsStill, answer("move-approved"), [...RECOVERED, asked, fenced]);
    expect(brokenExpectations(await drill(scenario, 3))).toEqual([]);
  });
});

test("a run that cannot even call an operator is reported by what sees it end", async () => {
  const acts: Acts = [
    { when: { atSeconds: 0 }, act: { type: "function-broken", name: "call-operator", how: "crashes" } },
    { when: { atSeconds: 0 }, act: { type: "function-broken", name: "verify", how: "crashes" } },
    { when: { once: "a-run-fails", thenSeconds: 60 }, act: { type: "function-mended", name: "call-operator" } },
    { when: { afterSeconds: 0 }, act: { type: "function-mended", name: "verify" } },
    { when: { afterSeconds: 60 }, act: { type: "run-redriven", by: "Ada" } },
    { when: { once: "a-run-fails", thenSeconds: 60 }, act: { type: "run-redriven", by: "Ada" } },
  ];
  const scenario = rehearse("nobody-can-be-called", PROCEEDS, acts);
  const result = await drill(scenario, 5);
  expect(brokenExpectations(result)).toEqual([]);
  expect(result.notices.map(({ subject }) => subject)).toContainEqual(
    expect.stringContaining("NEEDS YOU: the failover failed"),
  );
});

test("a run that was redriven before anybody heard of its end goes on, and nobody is told that it stands still", async () => {
  const acts: Acts = [
    {
      when: { onceIn: FAILOVER_PHASES["confirm the outage"], thenSeconds: 1 },
      act: { type: "function-broken", name: "run-ended", how: "crashes" },
    },
    { when: { afterSeconds: 1 }, act: { type: "run-aborted", by: "Ada" } },
    { when: { afterSeconds: 40 }, act: { type: "run-redriven", by: "Ada" } },
    { when: { afterSeconds: 1 }, act: { type: "function-mended", name: "run-ended" } },
  ];
  const result = await drill(rehearse("ended-long-ago", PROCEEDS, acts), 5);
  expect(brokenExpectations(result)).toEqual([]);
  expect(result.notices.filter(({ subject }) => subject.includes("NEEDS YOU"))).toEqual([]);
});

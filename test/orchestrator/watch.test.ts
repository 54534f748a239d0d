import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { type Baton, FIRST_BATON } from "../../orchestrator/baton";
import type { Verdict } from "../../orchestrator/evidence";
import { FIRST_WATCH, isRunDue, isWitnessWanted, looked, started, type Watch } from "../../orchestrator/watch";
import { EXECUTION, NOW_MS } from "./fixtures";

const MINUTE_MS = 60_000;
const HELD: Baton = { ...FIRST_BATON, phase: "failing-over", holder: EXECUTION };

interface Minute {
  readonly isHealthy?: boolean;
  readonly baton?: Baton;
  readonly isPersonAsked?: boolean;
  readonly witness?: Verdict;
  /** Of Route 53's checkers, as the witness is told. */
  readonly world?: Verdict;
}

/** The sentry minute by minute; answers in which minutes it starts a run. A start stands down within the minute. */
function live(
  minutes: readonly Minute[],
  first: Watch = FIRST_WATCH,
): { readonly starts: number[]; readonly watch: Watch } {
  const starts: number[] = [];
  let watch = first;
  let endedAtMs = 0;
  minutes.forEach((minute, index) => {
    const nowMs = NOW_MS + index * MINUTE_MS;
    const baton = minute.baton ?? { ...FIRST_BATON, changedAtMs: endedAtMs };
    const { isHealthy = false, isPersonAsked = false } = minute;
    const { witness = "UNKNOWN", world = "UNKNOWN" } = minute;
    const others = isWitnessWanted(watch, { isHealthy, baton }) ? { witness, world } : null;
    watch = looked(watch, { nowMs, isHealthy, baton, isPersonAsked, others });
    if (!isRunDue(watch, { nowMs, baton })) return;
    starts.push(index);
    watch = started(watch, nowMs);
    endedAtMs = nowMs + 20_000;
  });
  return { starts, watch };
}

const repeat = (count: number, minute: Minute = {}): Minute[] => Array.from({ length: count }, () => minute);
const spans = (starts: readonly number[]) => starts.slice(1).map((start, index) => start - (starts[index] ?? 0));

describe("an outage that goes on", () => {
  test("starts runs at growing distances, up to an hour", () => {
    const { starts } = live(repeat(24 * 60));
    expect(starts.slice(0, 6)).toEqual([5, 16, 37, 78, 139, 200]);
    expect(Math.max(...spans(starts))).toBe(61);
    expect(starts.length).toBeLessThanOrEqual(28);
  });

  test("one that alarms have started a run for waits from the end of that run", () => {
    const endedAtMs = NOW_MS + 5 * MINUTE_MS + 1;
    const minutes = [
      ...repeat(2),
      ...repeat(4, { baton: HELD }),
      ...repeat(5, { baton: { ...FIRST_BATON, changedAtMs: endedAtMs } }),
    ];
    expect(live(minutes).starts).toEqual([]);
    expect(live([...minutes, { baton: { ...FIRST_BATON, changedAtMs: endedAtMs } }]).starts).toEqual([11]);
  });

  test("asking a person counts as the longest wait: nobody is asked again for an hour", () => {
    const asked = [...repeat(2), { baton: HELD, isPersonAsked: true }];
    const { starts } = live([...asked, ...repeat(70)]);
    expect(starts).toEqual([60]);
  });

  test.each<[string, Baton]>([
    ["a run holds the baton", HELD],
    ["an operator was called", { ...FIRST_BATON, phase: "needs-operator", holder: EXECUTION }],
    ["the standby serves", { ...FIRST_BATON, phase: "failed-over", active: "standby" }],
  ])("starts nothing while %s", (_, baton) => {
    expect(live(repeat(300, { baton, witness: "DOWN" })).starts).toEqual([]);
  });
});

describe("the witness's word", () => {
  const stoodDown = [...repeat(6), ...repeat(3, { witness: "UP" })];

  test("is not asked for before a run has ended", () => {
    expect(isWitnessWanted(FIRST_WATCH, { isHealthy: false, baton: FIRST_BATON })).toBe(false);
    const { watch } = live(repeat(3));
    expect(isWitnessWanted(watch, { isHealthy: false, baton: FIRST_BATON })).toBe(false);
    const ended = { ...FIRST_BATON, changedAtMs: NOW_MS + MINUTE_MS };
    expect(isWitnessWanted(watch, { isHealthy: false, baton: ended })).toBe(true);
    expect(isWitnessWanted(watch, { isHealthy: true, baton: ended })).toBe(false);
    expect(isWitnessWanted(watch, { isHealthy: false, baton: { ...HELD, changedAtMs: ended.changedAtMs } })).toBe(
      false,
    );
  });

  test("that changes from UP to DOWN, two looks in a row, brings the next run forward", () => {
    expect(live([...stoodDown, ...repeat(2, { witness: "DOWN" })]).starts).toEqual([5, 10]);
    expect(live([...stoodDown, { witness: "DOWN" }, { witness: "UP" }, { witness: "DOWN" }]).starts).toEqual([5]);
  });

  test("counts as much where Route 53's checkers change theirs, whatever the witness goes on to see", () => {
    const bothUp = [...repeat(6), ...repeat(3, { witness: "UP", world: "UP" })];
    expect(live([...bothUp, ...repeat(2, { witness: "UP", world: "DOWN" })]).starts).toEqual([5, 10]);
    expect(live([...bothUp, ...repeat(2, { witness: "DOWN", world: "UP" })]).starts).toEqual([5, 10]);
  });

  test("that changes while a run is at work counts at the looks after it", () => {
    const whileItRan = [...repeat(6), ...repeat(11, { witness: "UP" }), ...repeat(3, { witness: "DOWN" })];
    expect(live(whileItRan).starts).toEqual([5, 16, 18]);
  });

  test("of one place is not another's: whoever never said UP has not changed its mind", () => {
    const oneUp = [...repeat(6), ...repeat(3, { witness: "UP", world: "DOWN" })];
    expect(live([...oneUp, ...repeat(3, { witness: "UP", world: "DOWN" })]).starts).toEqual([5]);
  });

  test.each<[string, Minute[]]>([
    ["DOWN all along", [...repeat(6), ...repeat(9, { witness: "DOWN" })]],
    ["UP and then silence", [...stoodDown, ...repeat(6, { witness: "UNKNOWN" })]],
  ])("that was %s brings nothing forward", (_, minutes) => {
    expect(live(minutes).starts).toEqual([5]);
  });

  test("that comes and goes does so three times at most in one outage", () => {
    const fickle = Array.from(
      { length: 40 },
      () => [{ witness: "UP" }, { witness: "DOWN" }, { witness: "DOWN" }] as const,
    );
    const { starts } = live([...repeat(6), ...fickle.flat()]);
    expect(starts.slice(0, 4)).toEqual([5, 8, 11, 14]);
    expect(starts.length).toBeLessThan(7);
  });

  test("never keeps a run from starting", () => {
    expect(live(repeat(300, { witness: "UP" })).starts).toEqual(live(repeat(300)).starts);
  });
});

describe("looks", () => {
  test("a healthy one ends the outage, whatever was counted", () => {
    const { watch } = live([...repeat(40), { isHealthy: true }]);
    const healthyAtMs = NOW_MS + 40 * MINUTE_MS;
    const expected = { lookedAtMs: healthyAtMs, servedAtMs: healthyAtMs, healthySinceMs: healthyAtMs };
    expect(watch).toEqual({ ...FIRST_WATCH, ...expected });
  });

  test("healthy ones in a row keep the first, and an outage keeps when the primary served last", () => {
    const { watch } = live(repeat(4, { isHealthy: true }));
    expect(watch.healthySinceMs).toBe(NOW_MS);
    const failing = live([...repeat(4, { isHealthy: true }), {}]).watch;
    expect(failing).toMatchObject({ servedAtMs: watch.servedAtMs, healthySinceMs: null });
  });

  test("after a silence of the sentry nothing is in a row", () => {
    const { watch } = live(repeat(4));
    const nowMs = NOW_MS + 60 * MINUTE_MS;
    const later = { nowMs, baton: FIRST_BATON, isPersonAsked: false, others: null };
    expect(looked(watch, { ...later, isHealthy: false }).failingSinceMs).toBe(nowMs);
    const healthy = live(repeat(4, { isHealthy: true })).watch;
    expect(looked(healthy, { ...later, isHealthy: true }).healthySinceMs).toBe(nowMs);
  });

  test("whatever comes, no two runs are closer than two minutes, and each follows failing looks only", () => {
    const minute = fc.record({
      isHealthy: fc.boolean(),
      isPersonAsked: fc.boolean(),
      witness: fc.constantFrom<Verdict>("UP", "DOWN", "UNKNOWN"),
      world: fc.constantFrom<Verdict>("UP", "DOWN", "UNKNOWN"),
    });
    fc.assert(
      fc.property(fc.array(minute, { maxLength: 200 }), (minutes) => {
        const { starts } = live(minutes);
        for (const start of starts) {
          const isFailing = ({ isHealthy }: Minute) => !isHealthy;
          expect(minutes.slice(Math.max(0, start - 2), start + 1).every(isFailing)).toBe(true);
        }
        expect(spans(starts).every((span) => span >= 2)).toBe(true);
      }),
    );
  });
});

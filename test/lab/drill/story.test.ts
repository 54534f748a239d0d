import { describe, expect, test } from "@jest/globals";
import { type PlannedAct, Story } from "../../../lab/drill/story";
import { Journal } from "../../../lab/kernel/journal";
import { VirtualClock } from "../../../lab/kernel/virtual-clock";
import type { Act } from "../../../lab/scenarios/act";

const ORIGIN_MS = 10_000;
const returns = (region: "primary" | "standby"): Act => ({ type: "region-returns", region });
const [FIRST, SECOND] = [returns("primary"), returns("standby")];

function stage(acts: readonly PlannedAct[], perform: (act: Act) => void | Promise<void> = () => {}) {
  const clock = new VirtualClock(ORIGIN_MS);
  const journal = new Journal(() => clock.now());
  const performed: [act: Act, atSeconds: number][] = [];
  const happens = (kind: string) => journal.record({ place: "internet", actor: "test", kind, summary: kind });
  const story = new Story(
    {
      clock,
      journal,
      originMs: ORIGIN_MS,
      perform: (act) => {
        performed.push([act, (clock.now() - ORIGIN_MS) / 1000]);
        return perform(act);
      },
    },
    acts,
  );
  story.begin();
  const runUntil = (seconds: number) => clock.run(ORIGIN_MS + seconds * 1000);
  return { clock, journal, story, performed, happens, runUntil };
}

describe("a story", () => {
  test("tells its acts in order, at their times, and is then over", async () => {
    const { story, performed, runUntil } = stage([
      { when: { atSeconds: 60 }, act: FIRST },
      { when: { afterSeconds: 30 }, act: SECOND },
    ]);
    await runUntil(89);
    expect([performed, story.isTold]).toEqual([[[FIRST, 60]], false]);
    expect(story.untold.map(({ act }) => act)).toEqual([SECOND]);
    await runUntil(90);
    expect([performed.at(-1), story.isTold]).toEqual([[SECOND, 90], true]);
    expect(story.untold).toEqual([]);
  });

  test("waits for what has to happen first, and some time more; what happened before its turn does not count", async () => {
    const { story, performed, happens, runUntil } = stage([
      { when: { atSeconds: 60 }, act: FIRST },
      { when: { once: "the-gate-asks", thenSeconds: 300 }, act: SECOND },
    ]);
    happens("approval-asked");
    await runUntil(1000);
    expect(performed).toEqual([[FIRST, 60]]);
    happens("promotion-started");
    await runUntil(2000);
    happens("approval-asked");
    await runUntil(2299);
    expect(story.isTold).toBe(false);
    await runUntil(2300);
    expect(performed.at(-1)).toEqual([SECOND, 2300]);
  });

  test("without acts is told at once", async () => {
    const { story, runUntil } = stage([]);
    await runUntil(1);
    expect(story.isTold).toBe(true);
  });

  test("that cannot be told says why", async () => {
    const { story, runUntil } = stage([{ when: { atSeconds: 1 }, act: FIRST }], async () => {
      throw new Error("nobody is there");
    });
    await runUntil(2);
    expect(() => story.isTold).toThrow("nobody is there");
  });
});

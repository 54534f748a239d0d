import { beforeAll, describe, expect, test } from "@jest/globals";
import { type Moved, moveBrake } from "../../cli/automation/automation-store";
import { latestAutomationChanges } from "../../cli/records/automation-log";
import type { Session } from "../../cli/session/session";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { pauseAutomation, resumeAutomation } from "../../orchestrator/automation";
import { claim } from "../../orchestrator/baton-transitions";
import { deployedNames } from "../../orchestrator/names";
import { rig } from "../lambdas/rig";
import { EXECUTION, NOW_MS, storefront } from "../orchestrator/fixtures";

beforeAll(warmUpSdk);

const UNTIL_MS = NOW_MS + 3_600_000;

function open() {
  const world = rig();
  const session: Session = {
    plan: storefront,
    names: deployedNames(storefront),
    runtime: world.runtime,
    place: "a test",
    words: "",
  };
  const batons = new BatonStore(world.table);
  const pause = (by: string, atMs: number): Promise<Moved> =>
    moveBrake(
      session,
      (current) => pauseAutomation(current, { by, reason: "migration", untilMs: UNTIL_MS, nowMs: atMs }),
      () => ({ atMs, what: "paused", by, reason: "migration", untilMs: UNTIL_MS }),
    );
  const resume = (by: string, atMs: number): Promise<Moved> =>
    moveBrake(session, resumeAutomation, () => ({ atMs, what: "resumed", by, pausedBy: "ada" }));
  const claimBaton = () =>
    batons.change((baton) =>
      claim(baton, {
        executionArn: EXECUTION,
        nowMs: NOW_MS,
        holderIsRunning: false,
        startedByPerson: false,
        workflow: "failover",
      }),
    );
  return { ...world, session, batons, pause, resume, claimBaton };
}

describe("the brake in the table", () => {
  test("can be pulled before any run ever claimed the baton, and says who, why and until", async () => {
    const { pause, batons, run } = open();
    await run(pause("ada", NOW_MS));
    const automation = { enabled: false, pausedBy: "ada", reason: "migration", pausedUntilMs: UNTIL_MS };
    expect(await run(batons.read())).toMatchObject({ active: "primary", epoch: 1, holder: null, automation });
  });

  test("can be pulled and let go while a run holds the baton, and touches nothing else of it", async () => {
    const { pause, resume, claimBaton, batons, run } = open();
    await run(claimBaton());
    const before = await run(batons.read());
    await run(pause("ada", NOW_MS));
    expect(await run(batons.read())).toMatchObject({ holder: EXECUTION, automation: { enabled: false } });
    await run(resume("bob", NOW_MS + 1));
    expect(await run(batons.read())).toEqual(before);
  });

  test("of two people who pull it at the same moment one has it, and the other is told whose it is", async () => {
    const { pause, batons, run } = open();
    const results = await run(Promise.allSettled([pause("ada", NOW_MS), pause("bob", NOW_MS)]));
    const [refused] = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    const { automation } = await run(batons.read());
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(refused).toMatchObject({ name: "Refused", message: expect.stringContaining(`by ${automation.pausedBy}`) });
  });

  test("leaves a line for every change, newest first, and none for what changed nothing", async () => {
    const { pause, resume, session, run } = open();
    expect(await run(resume("bob", NOW_MS))).toMatchObject({ changed: false });
    await run(pause("ada", NOW_MS));
    await run(resume("bob", NOW_MS + 1000));
    expect(await run(latestAutomationChanges(session, 10))).toMatchObject([
      { what: "resumed", by: "bob", pausedBy: "ada", atMs: NOW_MS + 1000 },
      { what: "paused", by: "ada", reason: "migration", untilMs: UNTIL_MS, atMs: NOW_MS },
    ]);
    expect(await run(latestAutomationChanges(session, 1))).toHaveLength(1);
  });
});

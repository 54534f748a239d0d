import { beforeAll, expect, test } from "@jest/globals";
import { SWITCHOVER_IS_STARTED } from "../../lab/scenarios/course";
import { ALWAYS } from "../../lab/scenarios/expectation";
import { defineScenario } from "../../lab/scenarios/scenario";
import { brokenExpectations, drill } from "../support/drills";
import { storefrontAssembly } from "../support/storefront";

beforeAll(() => {
  storefrontAssembly();
}, 300_000);

const backupAtTheGate = defineScenario({
  name: "backup-at-the-gate",
  title: "A long backup of the replica begins while a switchover waits at its gate",
  story:
    "RDS refuses to promote an instance that is being backed up. Ines approves a switchover, and a backup of the replica has just begun. " +
    "The second look finds that, waits for five minutes, and abandons the move: nobody is kept from writing for a backup's sake.",
  acts: [
    ...SWITCHOVER_IS_STARTED,
    { when: { once: "the-gate-asks", thenSeconds: 60 }, act: { type: "backup-running", seconds: 5400 } },
    { when: { afterSeconds: 120 }, act: { type: "move-approved", by: "Ines" } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 900,
  horizonSeconds: 3600,
  expectations: [
    { that: "story-is-told" },
    { that: "nothing-promoted" },
    { that: "planned-move-disturbs-nobody" },
    { that: "notice-says", words: "switchover abandoned", times: 1 },
    { that: "email-says", words: "is backing-up" },
    { that: "phase-is", phase: "steady" },
    ...ALWAYS,
  ],
});

test("a switchover freezes nothing for a replica that RDS would not promote", async () => {
  for (const seed of [1, 2]) expect(brokenExpectations(await drill(backupAtTheGate, seed))).toEqual([]);
}, 300_000);

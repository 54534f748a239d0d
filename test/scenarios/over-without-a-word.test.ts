import { beforeAll, expect, test } from "@jest/globals";
import { ALWAYS } from "../../lab/scenarios/expectation";
import { PRIMARY_GOES_DARK } from "../../lab/scenarios/fault";
import { defineScenario } from "../../lab/scenarios/scenario";
import { brokenExpectations, drill } from "../support/drills";
import { storefrontAssembly } from "../support/storefront";

beforeAll(() => {
  storefrontAssembly();
}, 300_000);

const abortedAtItsGate = defineScenario({
  name: "aborted-at-its-gate-without-a-word",
  title: "A failover is aborted while it asks, and nobody can write down that it is over",
  story:
    "The automation is paused when the primary Region goes dark, so the failover asks. Somebody aborts it, and the function that marks " +
    "such an end is broken: the baton says that the run is at work. The sentry asks Step Functions. It pages for the end, reminds nobody " +
    "of the question, which takes no answer any more, and says every hour that no failover starts, until a person starts one.",
  faults: [
    { atSeconds: 0, fault: { type: "automation-paused", by: "Ines", reason: "Maintenance." } },
    { atSeconds: 0, fault: { type: "function-broken", name: "run-ended" } },
    { atSeconds: 60, fault: PRIMARY_GOES_DARK },
  ],
  acts: [
    { when: { once: "the-gate-asks", thenSeconds: 60 }, act: { type: "run-aborted", by: "Ada" } },
    { when: { afterSeconds: 60 }, act: { type: "customers-come-every", seconds: 10 } },
  ],
  endsWhen: "horizon",
  thenWatchSeconds: 0,
  horizonSeconds: 9000,
  expectations: [
    { that: "notice-says", words: "NEEDS YOU: the failover was aborted", times: 1, atLatestSeconds: 1200 },
    { that: "notice-says", words: "us-east-1 does not answer, and no failover starts", times: 2 },
    { that: "email-says", words: "without letting the baton go" },
    { that: "email-says", words: "Start a failover: it takes the baton over" },
    ...ALWAYS,
  ],
});

test("a failover that is over and could not say so is told every hour of the outage, and its question is void", async () => {
  const result = await drill(abortedAtItsGate, 1);
  expect(brokenExpectations(result)).toEqual([]);
  const asked = result.notices.filter(({ subject }) => subject.includes("Fail over to eu-west-1?"));
  expect(asked.map(({ subject }) => subject)).toEqual([expect.stringContaining("DECIDE")]);
}, 300_000);

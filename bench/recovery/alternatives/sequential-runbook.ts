/** A state machine that does one thing after another, in the manner of AWS's DR Orchestrator Framework (MIT-0 sample of AWS). */
import { type Alternative, SAME_ALARM } from "../alternative";
import type { Hands } from "../hands";

/** Before the first look at each step's outcome, and between two looks. */
const SLEEP_SECONDS = 60;
const POLL_SECONDS = 15;

export const sequentialRunbook: Alternative = {
  name: "sequential-runbook",
  title: "Sequential runbook (DR Orchestrator)",
  routing: "by-one-record",
  assumptions: [
    {
      ...SAME_ALARM,
      what: `${SAME_ALARM.what} The framework itself is started by a person, which would add the time that takes.`,
    },
    {
      what: `After each call it sleeps ${SLEEP_SECONDS} s, then looks every ${POLL_SECONDS} s; the next step begins when the one before is done.`,
      source:
        "github.com/aws-samples/aws-cross-region-dr-databases: rds-failover-instance.py sleeps 60 s, modules/RDS.yaml waits 15 s",
    },
    {
      what: "Promote, then scale, then change the record. The framework covers databases only; the other two are done in its manner.",
      source: "AWS Prescriptive Guidance: 'applies to databases only'",
    },
    {
      what: "It fences nothing and does not look at the primary. It does not wait for the first backup either, which the sample, waiting for `available`, would.",
      source: "The same sample; the last is kinder than it",
    },
  ],
  recover: async (hands) => {
    await hands.promote();
    await waitFor(hands, "the promotion", () => hands.arePromoted());
    await hands.scaleOut();
    await waitFor(hands, "the capacity", () => hands.hasCapacity());
    await hands.leadNameToStandby(POLL_SECONDS);
  },
};

async function waitFor(hands: Hands, what: string, isDone: () => Promise<boolean>): Promise<void> {
  await hands.sleep(SLEEP_SECONDS);
  await hands.until(what, isDone, POLL_SECONDS);
}

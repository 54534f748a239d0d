/** Somebody on call with a good runbook and the console. */
import { type Alternative, ESTIMATE } from "../alternative";

const MINUTE = 60;
const REACTS_AFTER_SECONDS = 10 * MINUTE;
const JUDGES_SECONDS = 3 * MINUTE;
const STOPS_OLD_APPLICATION_SECONDS = 2 * MINUTE;
const PROMOTES_SECONDS = 2 * MINUTE;
const SCALES_SECONDS = MINUTE;
const LOOKS_EVERY_SECONDS = MINUTE;
const TRIES_STANDBY_SECONDS = MINUTE;
const CHANGES_RECORD_SECONDS = 2 * MINUTE;

export const person: Alternative = {
  name: "person",
  title: "Person with a runbook",
  routing: "by-one-record",
  assumptions: [
    {
      what: "The page arrives with the alarm; ten minutes later the person sits before the console.",
      source: ESTIMATE,
    },
    {
      what: "Three minutes to see what is wrong. Where the primary serves again, the person goes back to bed.",
      source: ESTIMATE,
    },
    {
      what: "Two minutes to scale the old application to nothing where its Region answers, two to promote, one to scale the standby; a look each minute; one minute to try the standby; two to change the record.",
      source: ESTIMATE,
    },
    { what: "No mistake, no second opinion, no waiting for somebody who may decide.", source: ESTIMATE },
  ],
  recover: async (hands) => {
    await hands.sleep(REACTS_AFTER_SECONDS + JUDGES_SECONDS);
    if (await hands.serves("primary")) return;
    await hands.sleep(STOPS_OLD_APPLICATION_SECONDS);
    await hands.stopOldApplication();
    await hands.sleep(PROMOTES_SECONDS);
    await hands.promote();
    await hands.sleep(SCALES_SECONDS);
    await hands.scaleOut();
    await hands.sleep(LOOKS_EVERY_SECONDS);
    const isReady = async () => (await hands.arePromoted()) && (await hands.hasCapacity());
    await hands.until("a promoted database and capacity", isReady, LOOKS_EVERY_SECONDS);
    await hands.sleep(TRIES_STANDBY_SECONDS);
    await hands.until("a standby that takes writes", () => hands.serves("standby"), LOOKS_EVERY_SECONDS);
    await hands.sleep(CHANGES_RECORD_SECONDS);
    await hands.leadNameToStandby(LOOKS_EVERY_SECONDS);
  },
};

/** A plan of Amazon ARC's Region switch: blocks side by side, then traffic; nothing warmed up before, nothing fenced. */
import { type Alternative, ESTIMATE, SAME_ALARM } from "../alternative";

/** How soon a managed block notices that what it waits for has come [est]. */
const POLL_SECONDS = 5;
/** Before the first look: descriptions are eventually consistent, and a managed block knows [est]. */
const FIRST_LOOK_SECONDS = 10;
/** From the start of a plan to its first blocks, and between steps [est]. */
const STEP_SECONDS = 2;
/** From the data plane's change of a health check to the answers of name servers [est]. */
const SWITCH_SECONDS = 5;

export const regionSwitch: Alternative = {
  name: "region-switch",
  title: "Plan like ARC Region switch",
  routing: "by-controls",
  assumptions: [
    {
      ...SAME_ALARM,
      source: "ARC Developer Guide, Region switch: plans may be executed by CloudWatch alarms",
    },
    {
      what: "One step with two blocks side by side: promote the read replica, scale the Auto Scaling group to all of the primary's capacity. Then the health-check block moves traffic, and it stays.",
      source:
        "ARC Developer Guide: RDS promote read replica block, EC2 Auto Scaling block, Route 53 health check block",
    },
    {
      what: `A block sees what has come within ${POLL_SECONDS} s, a step begins ${STEP_SECONDS} s after the one before, the switch takes ${SWITCH_SECONDS} s.`,
      source: ESTIMATE,
    },
    {
      what: "No block looks whether the primary is really down, fences the old writer or asks for its lag. A custom Lambda block could.",
      source: "ARC Developer Guide: list of execution blocks",
    },
  ],
  recover: async (hands) => {
    await hands.sleep(STEP_SECONDS);
    await Promise.all([hands.promote(), hands.scaleOut()]);
    await hands.sleep(FIRST_LOOK_SECONDS);
    await Promise.all([
      hands.until("the promotion", () => hands.arePromoted(), POLL_SECONDS),
      hands.until("the capacity", () => hands.hasCapacity(), POLL_SECONDS),
    ]);
    await hands.sleep(STEP_SECONDS + SWITCH_SECONDS);
    hands.switchControls();
  },
};

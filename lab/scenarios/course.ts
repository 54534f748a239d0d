/** Courses of events that several scenarios begin or end with. */
import type { Act } from "./act";
import type { ScenarioInput } from "./scenario";

type Acts = NonNullable<ScenarioInput["acts"]>;

/** Two hours after an outage began its Region is back, and on-call starts a failback; few customers come meanwhile. */
export const FAILBACK_IS_STARTED: Acts = [
  { when: { atSeconds: 3600 }, act: { type: "customers-come-every", seconds: 30 } },
  { when: { afterSeconds: 0 }, act: { type: "region-returns", region: "primary" } },
  {
    when: { atSeconds: 2 * 3600 },
    act: { type: "workflow-started", workflow: "failback", by: "Ines", reason: "The Region is back." },
  },
];

/** Somebody moves the application away from a healthy primary. */
export const SWITCHOVER_IS_STARTED: Acts = [
  {
    when: { atSeconds: 0 },
    act: { type: "workflow-started", workflow: "switchover", by: "Ines", reason: "A hurricane is forecast." },
  },
];

/** The failback goes on to its gate and is approved. */
export const FAILBACK_IS_APPROVED: Acts = [
  ...FAILBACK_IS_STARTED,
  { when: { once: "a-replica-is-created" }, act: { type: "customers-come-every", seconds: 0.5 } },
  { when: { once: "the-gate-asks", thenSeconds: 300 }, act: { type: "move-approved", by: "Ines" } },
];

/** The run fails; somebody mends what was wrong and redrives it. */
export function mendedAndRedriven(mending: Act, mendedAfterSeconds: number): Acts {
  return [
    { when: { once: "a-run-fails", thenSeconds: mendedAfterSeconds }, act: mending },
    { when: { afterSeconds: 60 }, act: { type: "run-redriven", by: "Ines" } },
  ];
}

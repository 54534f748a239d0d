/** Single troubles, as fast-check draws them: a fault, what ends it after a while, or what people do at a bad moment. */
import fc from "fast-check";
import { type FunctionName, SERVICE_FUNCTION_NAMES, STEP_NAMES } from "../../orchestrator/steps";
import { FORGERIES, type Misreport } from "../scenarios/deceit";
import type { Fault } from "../scenarios/fault";
import { CHECKER_REGIONS } from "../services/route53/health-check-config";
import { SIGNING_NAMES } from "../wire/operations";
import type { MishapAct } from "./night";

/** Acts that belong together: each so many seconds after the moment of the trouble. */
export type Trouble = readonly { readonly afterSeconds: number; readonly act: MishapAct }[];

type Troubles = fc.Arbitrary<Trouble>;

const REGIONS = ["primary", "standby", "witness"] as const;
const ROLES = ["primary", "standby"] as const;
const PLACES = [...REGIONS, "internet"] as const;

const seconds = (min: number, max: number) => fc.integer({ min, max });
const only = (...acts: readonly MishapAct[]): Troubles =>
  fc.constantFrom(...acts).map((act) => [{ afterSeconds: 0, act }]);
const one = <Act extends MishapAct>(acts: fc.Arbitrary<Act>): Troubles => acts.map((act) => [{ afterSeconds: 0, act }]);

/** Begins, and ends by itself after a while: what lasts the whole night stops a story at its first step. */
function passing(begins: MishapAct, ends: MishapAct, longestSeconds = 1800): Troubles {
  return seconds(5, longestSeconds).map((lasts) => [
    { afterSeconds: 0, act: begins },
    { afterSeconds: lasts, act: ends },
  ]);
}

const fault = (act: Fault): Fault => act;

/** Route 53's control plane and metrics survive in half of the outages of their Region: both are seen in practice. */
const spared = fc.constantFrom<string[]>(["route53", "monitoring", "events"], []);

export const darkness = (region: (typeof REGIONS)[number] | "monitoring"): fc.Arbitrary<Fault> =>
  spared.map((sparedInMonitoringRegion) => ({ type: "region-dark", region, sparedInMonitoringRegion }));

export const cut: fc.Arbitrary<Fault> = fc
  .tuple(fc.constantFrom(...PLACES), fc.constantFrom(...PLACES), fc.boolean())
  .filter(([from, to]) => from !== to)
  .map(([from, to, isOneWay]) => fault({ type: "connection-cut", between: [from, to], isOneWay }));

const regions: Troubles = fc.oneof(
  one(fc.constantFrom(...REGIONS, "monitoring" as const).chain(darkness)),
  fc
    .constantFrom(...REGIONS)
    .chain((region) =>
      passing(
        { type: "region-dark", region, sparedInMonitoringRegion: ["route53", "monitoring", "events"] },
        { type: "region-returns", region },
        3600,
      ),
    ),
  only(...REGIONS.map((region) => fault({ type: "region-returns", region }))),
  one(cut),
);

/** Up and down again, faster than anybody can decide: what checkers and probes see depends on when they look. */
const flapping: Troubles = fc
  .tuple(fc.constantFrom(...ROLES), fc.array(seconds(5, 120), { minLength: 2, maxLength: 6 }))
  .map(([region, spans]) =>
    spans.map((_, index) => ({
      afterSeconds: spans.slice(0, index).reduce((sum, span) => sum + span, 0),
      act: fault({ type: index % 2 === 0 ? "application-down" : "application-up", region }),
    })),
  );

const application: Troubles = fc.oneof(
  flapping,
  fc
    .constantFrom(...ROLES)
    .chain((region) => passing({ type: "application-down", region }, { type: "application-up", region })),
  fc
    .constantFrom(...ROLES)
    .chain((region) => passing({ type: "targets-unhealthy", region }, { type: "targets-healthy-again", region })),
  only({ type: "instances-never-healthy" }, { type: "capacity-limited", instances: 0 }),
  passing({ type: "instances-never-healthy" }, { type: "instances-healthy-again" }),
  fc
    .constantFrom(0, 1)
    .chain((instances) => passing({ type: "capacity-limited", instances }, { type: "capacity-back" })),
  only({ type: "zone-without-capacity", zone: "a" }, { type: "process-suspended", process: "Launch" }),
  only(...ROLES.map((region) => fault({ type: "release-made", region }))),
  only({ type: "images-lost" }, ...ROLES.map((region) => fault({ type: "image-copies-fail", region, count: 2 }))),
);

const databases: Troubles = fc.oneof(
  one(seconds(1, 900).map((lag) => fault({ type: "replication-lag", seconds: lag }))),
  only(...ROLES.map((region) => fault({ type: "replication-broken", region }))),
  only(...ROLES.map((region) => fault({ type: "replica-creation-fails", region }))),
  only(...ROLES.map((region) => fault({ type: "quarantine-groups-lost", region }))),
  one(seconds(30, 1200).map((backup) => fault({ type: "backup-running", seconds: backup }))),
  fc
    .constantFrom(...ROLES)
    .chain((region) =>
      passing({ type: "database-stuck", status: "storage-full", region }, { type: "database-mended", region }),
    ),
  passing({ type: "promotions-hang" }, { type: "promotions-end-again" }),
  only({ type: "promotions-hang" }, { type: "database-stuck", status: "storage-full", region: "standby" }),
);

const brokenFunction = fc.record({
  type: fc.constant("function-broken" as const),
  name: fc.constantFrom<FunctionName>(...STEP_NAMES, ...SERVICE_FUNCTION_NAMES),
  how: fc.constantFrom("crashes" as const, "hangs" as const),
});

/** Steps make one to a dozen calls; most die between their effects. */
const dyingFunction = fc.record({
  type: fc.constant("function-dies" as const),
  name: fc.constantFrom<FunctionName>(...STEP_NAMES, ...SERVICE_FUNCTION_NAMES),
  afterCalls: fc.nat(12),
  times: fc.integer({ min: 1, max: 6 }),
});

const functions: Troubles = fc.oneof(
  one(brokenFunction),
  { weight: 3, arbitrary: one(dyingFunction) },
  brokenFunction.chain((broken) => passing(broken, { type: "function-mended", name: broken.name }, 300)),
);

const which = {
  region: fc.constantFrom(...REGIONS, "monitoring" as const),
  services: fc.subarray([...SIGNING_NAMES], { minLength: 1 }),
  calls: fc.constantFrom("all" as const, "mutating" as const),
  share: fc.constantFrom(0.05, 0.2, 0.5, 1),
  seconds: seconds(5, 1800),
};

const calls: Troubles = fc.oneof(
  one(fc.record({ type: fc.constant("calls-throttled" as const), ...which })),
  one(fc.record({ type: fc.constant("calls-break-down" as const), ...which })),
  one(fc.record({ type: fc.constant("replies-lost" as const), ...which })),
  one(fc.record({ type: fc.constant("calls-slow" as const), ...which, delaySeconds: seconds(1, 40) })),
  one(fc.record({ type: fc.constant("messages-refused" as const), seconds: seconds(5, 1800) })),
);

/** A minority or a majority of the checkers, and either way round: `region-dark` and cuts make the true reports. */
const checkers: Troubles = one(
  fc.record({
    type: fc.constant("checkers-misreport" as const),
    check: fc.constantFrom("application" as const, "application" as const, "traffic" as const),
    says: fc.constantFrom("healthy" as const, "unhealthy" as const),
    regions: fc.oneof(
      fc.subarray([...CHECKER_REGIONS], { minLength: 1 }),
      fc.constant<Misreport["regions"]>([...CHECKER_REGIONS]),
    ),
    seconds: seconds(30, 1800),
  }),
);

const start = (workflow: "failover" | "failback" | "switchover", by: string) =>
  ({ type: "workflow-started", workflow, by, reason: "Something must be done." }) as const;

/** Two at once, a stop and a second thought, an answer twice or long after, a brake pulled and let go. */
const people: Troubles = fc.oneof(
  only(start("failover", "Ada"), start("failback", "Ada"), start("switchover", "Ada")),
  fc.constant([
    { afterSeconds: 0, act: start("failover", "Ada") },
    { afterSeconds: 0, act: start("failback", "Ines") },
  ]),
  only({ type: "run-aborted", by: "Ada" }, { type: "run-times-out" }),
  passing({ type: "run-times-out" }, { type: "run-redriven", by: "Ada" }, 900),
  passing({ type: "run-aborted", by: "Ada" }, { type: "run-redriven", by: "Ada" }, 900),
  passing({ type: "move-approved", by: "Ada" }, { type: "move-approved", by: "Ines" }, 60),
  passing({ type: "move-approved", by: "Ada" }, { type: "move-declined", by: "Ines" }, 60),
  passing(
    { type: "automation-paused", by: "Ada", reason: "a rehearsal" },
    { type: "automation-resumed", by: "Ada" },
    3600,
  ),
  only({ type: "automation-paused", by: "Ada", reason: "a rehearsal" }, { type: "run-redriven", by: "Ada" }),
);

const events: Troubles = fc.oneof(
  one(seconds(1, 3).map((copies) => fault({ type: "alarm-event-delivered-again", copies }))),
  one(
    fc.record({
      type: fc.constant("event-forged" as const),
      wrong: fc.constantFrom(...FORGERIES),
      arrives: fc.constantFrom("on-the-bus" as const, "as-input" as const),
    }),
  ),
);

export const troubles: Troubles = fc.oneof(
  { weight: 4, arbitrary: regions },
  { weight: 3, arbitrary: application },
  { weight: 4, arbitrary: databases },
  { weight: 3, arbitrary: functions },
  { weight: 4, arbitrary: calls },
  { weight: 3, arbitrary: people },
  { weight: 2, arbitrary: events },
  { weight: 2, arbitrary: checkers },
);

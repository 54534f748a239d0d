/** What must hold when a scenario has ended, as data; `lab/drill/expectations.ts` judges it. */
import * as z from "zod";
import { PHASES } from "../../orchestrator/baton";
import { GATE_OUTCOMES } from "../../orchestrator/gate";
import type { FenceVerdict } from "../../orchestrator/resources/kind";
import { WORKFLOWS } from "../../orchestrator/workflow";
import { DRILL_OUTCOMES, STARTERS } from "../drill/result";

const role = z.enum(["primary", "standby"]);
const FENCE_VERDICTS = ["FENCED", "UNREACHABLE", "FAILED"] as const satisfies readonly FenceVerdict[];

const TROUBLES = ["call", "launch"] as const;
export type Trouble = (typeof TROUBLES)[number];

export const expectationSchema = z.discriminatedUnion("that", [
  /** Every fault, act and reaction has happened: a rehearsal that leaves one out proves less than its story says. */
  z.strictObject({ that: z.literal("story-is-told") }),
  z.strictObject({ that: z.literal("outcome-is"), outcome: z.enum([...DRILL_OUTCOMES, "none"]) }),
  /** Read from the baton, as a person would. */
  z.strictObject({ that: z.literal("baton-is-at"), role: z.enum(["primary", "standby"]) }),
  /** Outage as the customers saw it. */
  z.strictObject({ that: z.literal("recovered-within-objective") }),
  /** True span of lost writes, as the lab knows it. */
  z.strictObject({ that: z.literal("lost-span-within-objective") }),
  z.strictObject({ that: z.literal("no-write-lost") }),
  /** The latest failover's run gives an upper bound of what it lost. */
  z.strictObject({ that: z.literal("loss-is-bounded") }),
  /** Whatever a run says that it lost at most, it lost no more; a run that says nothing claims nothing. */
  z.strictObject({ that: z.literal("estimate-covers-the-loss") }),
  /** No acknowledged write was ever taken by both writers' histories. */
  z.strictObject({ that: z.literal("no-split-brain") }),
  /** Where a split brain cannot be prevented: it is over this soon after its first write. */
  z.strictObject({ that: z.literal("split-brain-lasts-at-most"), seconds: z.number().positive() }),
  z.strictObject({ that: z.literal("no-iam-refusal") }),
  z.strictObject({ that: z.literal("fence-verdict-is"), verdict: z.enum(FENCE_VERDICTS).nullable() }),
  /** A message whose subject contains these words reached on-call; in time and as often as is said, where it is said. */
  z.strictObject({
    that: z.literal("notice-says"),
    words: z.string(),
    /** Seconds after the first fault. */
    atLatestSeconds: z.number().positive().optional(),
    times: z.int().positive().optional(),
  }),
  /** Neither a new connection nor one that was open all along can write to the primary's databases at the end. */
  z.strictObject({ that: z.literal("old-writer-is-closed") }),
  /** A message whose e-mail contains these words reached on-call. */
  z.strictObject({ that: z.literal("email-says"), words: z.string() }),
  /** The trouble of the story was met this often: a rehearsal that meets none proves nothing. */
  z.strictObject({ that: z.literal("trouble-is-met"), by: z.enum(TROUBLES), atLeast: z.int().positive() }),
  /** A line of a run's own timeline contains these words. */
  z.strictObject({ that: z.literal("record-says"), words: z.string() }),
  /** What somebody met on the approval page, as the journal tells it. */
  z.strictObject({ that: z.literal("page-shows"), words: z.string() }),
  z.strictObject({ that: z.literal("no-message-twice") }),
  /** How the question to a person ended, and who decided (null: nobody), as the run's record says. */
  z.strictObject({ that: z.literal("question-ended"), outcome: z.enum(GATE_OUTCOMES), by: z.string().nullable() }),
  /** No customer's request was ever served by the standby. */
  z.strictObject({ that: z.literal("standby-serves-nobody") }),
  /** Deploying disturbs nobody: no request failed before the first fault. */
  z.strictObject({ that: z.literal("no-failure-before-the-fault") }),
  /** No customer was served by the standby before the baton moved. */
  z.strictObject({ that: z.literal("standby-serves-only-after-the-baton-moved") }),
  /** No run says that customers are served where DNS does not send them yet. */
  z.strictObject({ that: z.literal("moves-are-reported-once-they-arrived") }),
  z.strictObject({ that: z.literal("nothing-promoted") }),
  /** The standby's capacity is what it was before the first fault. */
  z.strictObject({ that: z.literal("standby-capacity-as-before") }),
  z.strictObject({ that: z.literal("epoch-is"), epoch: z.int().min(1) }),
  z.strictObject({ that: z.literal("phase-is"), phase: z.enum(PHASES) }),
  /** The baton moved by these workflows, in this order, and not otherwise. */
  z.strictObject({ that: z.literal("moves-are"), directions: z.array(z.enum(WORKFLOWS)) }),
  /** Every acknowledged write survives this move. */
  z.strictObject({ that: z.literal("no-write-lost-by"), direction: z.enum(WORKFLOWS) }),
  /** Whatever is lost in all, this move lost it. */
  z.strictObject({ that: z.literal("lost-only-by"), direction: z.enum(WORKFLOWS) }),
  /** A planned move interrupts customers for no longer than this. */
  z.strictObject({
    that: z.literal("interrupted-at-most"),
    direction: z.enum(WORKFLOWS),
    seconds: z.number().positive(),
  }),
  /** No request failed after the first planned move was started. */
  z.strictObject({ that: z.literal("planned-move-disturbs-nobody") }),
  /** Under quarantine names in a Region, with the tags that say why and until when: never deleted. */
  z.strictObject({ that: z.literal("stale-copies-kept"), role, count: z.int().min(0) }),
  /** The active Region's database writes and admits the application; the other Region's replicates from it. */
  z.strictObject({ that: z.literal("protected-again") }),
  /** The active Region's database takes writes, whatever becomes of the other. */
  z.strictObject({ that: z.literal("active-database-writes") }),
  /** It has Multi-AZ and backups as the plan says, whatever promotion has reset. */
  z.strictObject({ that: z.literal("active-database-is-as-planned") }),
  /** At the end at least 95 % of requests succeed. */
  z.strictObject({ that: z.literal("customers-are-served") }),
  /** Promotions that began in all. */
  z.strictObject({ that: z.literal("promotions-are"), count: z.int().min(0) }),
  /** Desired instances of a Region's groups at the end. */
  z.strictObject({ that: z.literal("capacity-is"), role, instances: z.int().min(0) }),
  /**
   * The newest release of every group is available in the Region, encrypted with the plan's key and with the plan's tag; a copy
   * also has a template version of its own.
   */
  z.strictObject({ that: z.literal("newest-release-is-in"), role }),
  /** Copies that Baton has made and not removed, failed ones included. */
  z.strictObject({ that: z.literal("copies-kept"), role, count: z.int().min(0) }),
  z.strictObject({ that: z.literal("on-call-reads-nothing") }),
  /** How many runs claimed the baton; refused and ignored ones do not count. */
  z.strictObject({ that: z.literal("runs-that-claimed"), count: z.int().min(0) }),
  /** Runs (executions) that were started at all. */
  z.strictObject({ that: z.literal("executions-at-least"), count: z.int().min(0) }),
  /** What started the latest run that claimed. */
  z.strictObject({ that: z.literal("started-by"), alarm: z.enum(STARTERS) }),
]);

export type ExpectationData = z.output<typeof expectationSchema>;

/** What no scenario may ever break. */
export const ALWAYS: readonly ExpectationData[] = [
  { that: "story-is-told" },
  { that: "no-split-brain" },
  { that: "no-iam-refusal" },
  { that: "no-message-twice" },
  { that: "no-failure-before-the-fault" },
  { that: "standby-serves-only-after-the-baton-moved" },
  { that: "moves-are-reported-once-they-arrived" },
  { that: "estimate-covers-the-loss" },
];

/**
 * For an old Region that comes back before traffic has moved: what it takes until it is fenced is lost and split. No run can know
 * how much, and none may claim a bound. How long it lasts is what such a scenario holds.
 */
export const ALWAYS_BUT_SPLIT: readonly ExpectationData[] = ALWAYS.filter(({ that }) => that !== "no-split-brain");

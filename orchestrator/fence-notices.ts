/** What on-call gets to read when the old Region comes back after a failover that could not fence it. */
import type { RegionRole } from "./baton";
import type { KeptFence } from "./kept-fence";
import { compose, type Notice, type NoticeContext } from "./notice";
import { fenceSentence } from "./notices";
import { resourcesWith } from "./resources/meanings";

export interface OldRegionFacts {
  readonly fences: readonly ToldFence[];
  /** The primary while the failover has begun to promote, cannot go on, and waits for an operator. */
  readonly active: RegionRole;
  /** Whether a failback holds the baton, alive or dead, and has moved nothing yet. */
  readonly isComingHome: boolean;
}

/** The old Region is back after a failover that could not fence it, or in the middle of one; sent once for each incident. */
export function oldRegionAnsweredNotice(
  context: NoticeContext,
  { fences, active, isComingHome }: OldRegionFacts,
): Notice {
  const { primary, standby } = context.plan.regions;
  const isHeld = fences.every(({ verdict }) => verdict === "FENCED");
  const isBack = fences.some(({ firstVerdict }) => firstVerdict === "UNREACHABLE");
  const back = isBack ? `${primary} answers again` : `the fence in ${primary} was tried again`;
  return compose(context, {
    kind: "old-region-answered",
    headline: `${back}, ${isHeld ? "fenced" : "NOT FENCED"}`,
    happening: [
      active === "standby"
        ? `After the failover, ${back}. Customers stay with ${standby}: traffic does not move by itself.`
        : `${back}, and the failover still waits for an operator. It has begun to promote in ${standby}: what the old ` +
          `database takes from now on would be lost, so it is fenced. Customers are still sent to ${primary}.`,
      ...fences.map(({ resourceId, verdict }) => fenceSentence(resourceId, verdict)),
      ...(resourcesWith(context.plan, "promote").length > 0 ? [writesSentence(fences)] : []),
    ],
    wanted: active === "standby" ? wantedAfter(isHeld, isComingHome) : wantedMeanwhile(isHeld),
    sms:
      active === "standby"
        ? `${back}, ${isHeld ? "fenced. Nothing to do at once." : "NOT FENCED."} Traffic stays in ${standby}. See e-mail.`
        : `${back}, ${isHeld ? "fenced" : "NOT FENCED"}. The failover still waits for you. See e-mail.`,
  });
}

const STOP_WRITES =
  "Make sure that nothing writes in the old Region: see the article below. The sentry goes on trying every minute.";

function wantedAfter(isHeld: boolean, isComingHome: boolean): string {
  if (isComingHome) {
    const itself = "The failback that holds the baton sets the old database aside before it moves anything.";
    return isHeld ? `Nothing at once. ${itself}` : `${STOP_WRITES} ${itself}`;
  }
  if (isHeld) return "Nothing at once. Failback is possible from now on; it is planned, and started by a person.";
  return `${STOP_WRITES} Failback is possible once the fence holds.`;
}

function wantedMeanwhile(isHeld: boolean): string {
  const goOn = "Go on with the failover, as the message that called you says: until then nobody can write.";
  return isHeld ? goOn : `${STOP_WRITES} ${goOn}`;
}

type ToldFence = Pick<KeptFence, "resourceId" | "verdict" | "firstVerdict" | "servedAtMs">;

/** Baton does not log in to databases: all it can know is whether the application passed its check through the write path. */
function writesSentence(fences: readonly ToldFence[]): string {
  const servedAtMs = fences.map((fence) => fence.servedAtMs).filter((atMs) => atMs !== null);
  const compare = "compare its latest rows with the time of the failover.";
  if (servedAtMs.length === 0) {
    return (
      "The sentry, which looks once a minute, never found the old application able to write before the fence held. " +
      `Whether anything else wrote to the old database is not known: ${compare}`
    );
  }
  const since = new Date(Math.min(...servedAtMs)).toISOString();
  return (
    `The old application passed its check through the write path at ${since}, before the fence held: the old database took ` +
    `writes then. Whose, and how many, is not known: ${compare}`
  );
}

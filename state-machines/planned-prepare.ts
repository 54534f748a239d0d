/** Getting ready for a planned move, for as many hours as that takes: nothing here concerns a customer. */
import { ERROR_NAMES } from "../orchestrator/errors";
import type { State } from "./asl";
import { converge } from "./converge";
import { convergeApart } from "./converge-apart";
import { loopPhase, type Place } from "./phase";

/** The health of a Region has to be seen without a break: a look a minute, at most 9 x 360 events in 6 hours. */
const SETTLE_POLL_SECONDS = 60;
/** Creating a replica takes an hour or several. */
const REBUILD_POLL_SECONDS = 60;
const SLOWEST_REBUILD_POLL_SECONDS = 300;
/** Lag is measured once a minute. */
const CATCH_UP_POLL_SECONDS = 30;
const SLOWEST_CATCH_UP_POLL_SECONDS = 120;
const WARM_UP_POLL_SECONDS = 15;
const CHECK_AGAIN_POLL_SECONDS = 10;
/** Facts are gathered in one look; a lag that is high for a moment has a few of its one-minute datapoints to fall again. */
export const CHECK_AGAIN_SECONDS = 300;

export function settlePhase(place: Place): Record<string, State> {
  const loop = converge({
    step: "inspect",
    functionArn: place.functionArn,
    title: "Settling",
    pollSeconds: SETTLE_POLL_SECONDS,
    deadlineSeconds: "$deadlines.settleSeconds",
    whenNotDone: "fail",
  });
  return loopPhase(place, loop);
}

export function rebuildPhase(place: Place): Record<string, State> {
  const loop = {
    step: "rebuild",
    functionArn: place.functionArn,
    title: "Rebuild",
    pollSeconds: REBUILD_POLL_SECONDS,
    slowestPollSeconds: SLOWEST_REBUILD_POLL_SECONDS,
    deadlineSeconds: "$deadlines.rebuildSeconds",
    whenNotDone: "fail",
  } as const;
  return loopPhase(place, convergeApart(loop, "$work.data"));
}

export function catchUpPhase(place: Place): Record<string, State> {
  const loop = {
    step: "catch-up",
    functionArn: place.functionArn,
    title: "Catching up",
    pollSeconds: CATCH_UP_POLL_SECONDS,
    slowestPollSeconds: SLOWEST_CATCH_UP_POLL_SECONDS,
    deadlineSeconds: "$deadlines.catchUpSeconds",
    whenNotDone: "fail",
  } as const;
  return loopPhase(place, convergeApart(loop, "$work.data"));
}

export function warmUpPhase(place: Place): Record<string, State> {
  const loop = {
    step: "warm-up",
    functionArn: place.functionArn,
    title: "Warm-up",
    pollSeconds: WARM_UP_POLL_SECONDS,
    deadlineSeconds: "$deadlines.warmUpSeconds",
    whenNotDone: "fail",
  } as const;
  return loopPhase(place, convergeApart(loop, "$work.warmUp"));
}

/** `whenOutOfDate`: where a run goes whose approval is older than a standstill. Each way round needs another approval. */
export function checkAgainPhase(place: Place, whenOutOfDate: string): Record<string, State> {
  const loop = converge({
    step: "check-again",
    functionArn: place.functionArn,
    title: "Second look",
    pollSeconds: CHECK_AGAIN_POLL_SECONDS,
    deadlineSeconds: String(CHECK_AGAIN_SECONDS),
    whenNotDone: "fail",
  });
  const outOfDate = { ErrorEquals: [ERROR_NAMES.decisionOutOfDate], Next: whenOutOfDate };
  return loopPhase({ ...place, catch: [outOfDate, ...place.catch] }, loop);
}

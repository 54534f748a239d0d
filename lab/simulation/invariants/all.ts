/** Every invariant, in the order in which `docs/proof.md` lists them. */
import { epochsOnlyGrow, movesToWhoCanServe, oneHolder } from "./baton";
import {
  fewObserversNeverPromote,
  noPlannedMoveUnapproved,
  nothingIrreversibleUndecided,
  peopleCanPause,
} from "./decisions";
import {
  everyEndIsTold,
  historiesStayShort,
  nightComesToRest,
  noFunctionFallsOver,
  nothingRefused,
  nothingToldTwice,
  servedAfterHealing,
} from "./endings";
import type { Invariant } from "./invariant";
import { fencedMeansFenced, lossIsBounded, noSplitBrain, plannedMovesLoseNothing } from "./writes";

export const INVARIANTS: readonly Invariant[] = [
  oneHolder,
  epochsOnlyGrow,
  movesToWhoCanServe,
  nothingIrreversibleUndecided,
  fewObserversNeverPromote,
  noPlannedMoveUnapproved,
  peopleCanPause,
  fencedMeansFenced,
  noSplitBrain,
  lossIsBounded,
  plannedMovesLoseNothing,
  servedAfterHealing,
  nightComesToRest,
  everyEndIsTold,
  nothingToldTwice,
  nothingRefused,
  historiesStayShort,
  noFunctionFallsOver,
];

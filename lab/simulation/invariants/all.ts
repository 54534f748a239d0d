/** Every invariant, in the order in which `docs/proof.md` lists them. */
import { epochsOnlyGrow, movesToWhoCanServe, oneHolder } from "./baton";
import {
  aloneLosesLittle,
  fewObserversNeverPromote,
  forgeriesStartNothing,
  noPlannedMoveUnapproved,
  nothingIrreversibleUndecided,
  peopleCanPause,
} from "./decisions";
import {
  historiesStayShort,
  nightComesToRest,
  noFunctionFallsOver,
  nothingRefused,
  servedAfterHealing,
} from "./endings";
import type { Invariant } from "./invariant";
import { everyEndIsTold, nothingToldTwice } from "./messages";
import { restIsInOrder } from "./order";
import { outageIsTold } from "./silence";
import { oneRecordHealthy } from "./traffic";
import { fencedMeansFenced, lossIsBounded, noSplitBrain, plannedMovesLoseNothing } from "./writes";

export const INVARIANTS: readonly Invariant[] = [
  oneHolder,
  epochsOnlyGrow,
  movesToWhoCanServe,
  oneRecordHealthy,
  nothingIrreversibleUndecided,
  fewObserversNeverPromote,
  aloneLosesLittle,
  noPlannedMoveUnapproved,
  peopleCanPause,
  forgeriesStartNothing,
  fencedMeansFenced,
  noSplitBrain,
  lossIsBounded,
  plannedMovesLoseNothing,
  servedAfterHealing,
  nightComesToRest,
  restIsInOrder,
  outageIsTold,
  everyEndIsTold,
  nothingToldTwice,
  nothingRefused,
  historiesStayShort,
  noFunctionFallsOver,
];

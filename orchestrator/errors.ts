/**
 * Errors that cross rooms: a handler throws them, Step Functions sees `error.name`, Retry and Catch match on it. The prefix
 * keeps them apart from AWS's own `States.*`, `Lambda.*` and `Rds.*` names, and minified class names never leak.
 */

/** Names as the state machine's Retry and Catch must spell them. */
export const ERROR_NAMES = {
  /** A resource reported `blocked`: waiting will not help, a person must change something first. Raised by the machine. */
  resourceBlocked: "Baton.ResourceBlocked",
  /** A step was still pending when its deadline passed. Raised by the machine. */
  deadlineExceeded: "Baton.DeadlineExceeded",
  needsOperator: "Baton.NeedsOperator",
  onCallNotTold: "Baton.OnCallNotTold",
  promotionRequested: "Baton.PromotionRequested",
  decisionOutOfDate: "Baton.DecisionOutOfDate",
  answerGiven: "Baton.AnswerGiven",
  batonHeld: "Baton.BatonHeld",
  invalidInput: "Baton.InvalidInput",
  planInvalid: "Baton.PlanInvalid",
} as const;
export type ErrorName = (typeof ERROR_NAMES)[keyof typeof ERROR_NAMES];

/** Family of every error that Baton raises on purpose; anything else is a defect or an AWS error. */
export abstract class BatonError extends Error {
  abstract override readonly name: ErrorName;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
  }
}

/** A run cannot go on by itself and on-call has been paged; thrown so that the execution fails there and can be redriven. */
export class NeedsOperator extends BatonError {
  override readonly name = ERROR_NAMES.needsOperator;
}

/** A page could not be sent; worth trying again. */
export class OnCallNotTold extends BatonError {
  override readonly name = ERROR_NAMES.onCallNotTold;
}

/** A run was to stand down after a promotion had been asked for: something has moved, and a person must decide. */
export class PromotionRequested extends BatonError {
  override readonly name = ERROR_NAMES.promotionRequested;
}

/**
 * A run was to go on with a decision from before it stood still. A failover looks at the primary, and fences it, once more; a planned
 * move asks again before its freeze, and is abandoned from there on.
 */
export class DecisionOutOfDate extends BatonError {
  override readonly name = ERROR_NAMES.decisionOutOfDate;
}

/** A question was to be asked once more, and somebody has answered its first try: the wait ends, and the answer is on record. */
export class AnswerGiven extends BatonError {
  override readonly name = ERROR_NAMES.answerGiven;
}

/** A run tried to change the baton while another execution holds it. */
export class BatonHeld extends BatonError {
  override readonly name = ERROR_NAMES.batonHeld;
}

/** A handler was given a payload that its contract does not allow. */
export class InvalidInput extends BatonError {
  override readonly name = ERROR_NAMES.invalidInput;
}

/** A plan was refused; the message lists every problem at once. */
export class PlanInvalid extends BatonError {
  override readonly name = ERROR_NAMES.planInvalid;
}

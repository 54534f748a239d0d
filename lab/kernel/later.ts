/**
 * Values that are there, or will be. Most of what services answer is there at once, and a promise costs a turn of the event
 * loop: whoever asks thousands of times a night waits only where there is something to wait for.
 */
export type Later<Value> = Value | Promise<Value>;

/** What `next` makes of the value: at once when it is there. */
export function andThen<Value, Result>(value: Later<Value>, next: (value: Value) => Later<Result>): Later<Result> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** What `perform` comes to; `recover` answers for what it throws, now or later. */
export function attempt<Value>(perform: () => Later<Value>, recover: (thrown: unknown) => Later<Value>): Later<Value> {
  try {
    const value = perform();
    return value instanceof Promise ? value.catch(recover) : value;
  } catch (thrown) {
    return recover(thrown);
  }
}

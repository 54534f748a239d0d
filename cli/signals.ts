/** Ctrl-C and an end asked for from outside, with the exit statuses that shells expect. */
const STATUSES = { SIGINT: 130, SIGTERM: 143 } as const;
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Calls `act` at the first signal of a kind; a second one ends the process as usual. Returns how to stop listening. */
export function onSignals(act: (exitStatus: number) => void): () => void {
  const listeners = SIGNALS.map((signal) => [signal, () => act(STATUSES[signal])] as const);
  for (const [signal, listener] of listeners) process.once(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/** Ends at once, after what waits for the end of the process. */
export function endOnSignals(): () => void {
  return onSignals((status) => process.exit(status));
}

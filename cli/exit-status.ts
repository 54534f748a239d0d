/** What the command line answers to the shell. */
export const EXIT_STATUS = {
  success: 0,
  /** The command ran, and what was expected does not hold. */
  failure: 1,
  /** The words were wrong: nothing ran. */
  badUsage: 2,
} as const;

/** The words on the command line cannot be carried out: an unknown scenario, a plan that does not exist or is wrong. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A command ran and could not do what was asked. The name is for scripts, the message for people: what, and what to do. */
export class CommandFailed extends Error {
  constructor(
    override readonly name: string,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Variables that lead the SDK elsewhere than to AWS without a word: `baton lab` tells people to export one. */
import { CommandFailed } from "../command-failed";

/** The general variable, and one for each service (AWS SDKs and Tools Reference Guide, service-specific endpoints). */
const REDIRECTING = /^AWS_ENDPOINT_URL(_[A-Z0-9_]+)?$/;

/** @throws CommandFailed named `Redirected`: what a lab is told does not happen on AWS, and the other way round */
export function refuseRedirection(environment: Readonly<Record<string, string | undefined>>): void {
  const set = Object.entries(environment).filter(([name, value]) => REDIRECTING.test(name) && value);
  if (set.length === 0) return;
  const named = set.map(([name, value]) => `${name}=${value}`).join(" ");
  const names = set.map(([name]) => name).join(" ");
  const message = `The environment leads AWS calls elsewhere: ${named}. For AWS: unset ${names}. For a lab give --lab.`;
  throw new CommandFailed("Redirected", message);
}

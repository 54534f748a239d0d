/** Commands that messages and pages tell people to paste. */
import type { Plan } from "./plan";

/** A command of Baton's own command line. It says whose it is: beside this plan others may lie, and it must move none of those. */
export function batonCommand({ application }: Pick<Plan, "application">, command: string, options: string): string {
  return `npm run baton -- ${command} --application ${application} ${options}`;
}

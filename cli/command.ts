/** What every command in the table is, and the options that commands share. */
import { Command, InvalidArgumentError } from "commander";
import { asOneLine } from "../orchestrator/wording";
import type { PlanChoice } from "./find-plan";

/** Builds one command; it tells `onEnd` the exit status. */
export type CommandFactory = (onEnd: (status: number) => void) => Command;

export interface PlanOptions extends PlanChoice {
  readonly json: boolean;
}

export interface RemoteOptions extends PlanOptions {
  /** Endpoint of a lab, or true for the usual one; absent for AWS. */
  readonly lab?: string | true;
}

export const DEFAULT_LAB_PORT = 4680;
export const DEFAULT_LAB_ENDPOINT = `http://127.0.0.1:${DEFAULT_LAB_PORT}`;

/** A command about one plan, without any network. */
export function planCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("--application <name>", "whose plan it is, of those under plans/; may be left out where there is one only")
    .option("--plan <file>", "the plan's own file")
    .option("--json", "print one JSON object instead of text", false);
}

/** A command about what is deployed for one plan: on AWS, or in a lab on this machine. */
export function remoteCommand(name: string, description: string): Command {
  return planCommand(name, description).option(
    "--lab [endpoint]",
    `ask the lab that \`baton lab\` started instead of AWS (${DEFAULT_LAB_ENDPOINT})`,
  );
}

/** `--lab` alone means the default port. */
export function labEndpointOf({ lab }: Pick<RemoteOptions, "lab">): string | undefined {
  return lab === true ? DEFAULT_LAB_ENDPOINT : lab;
}

/** What has to be said again so that another command is about the same plan and place; nothing that went without saying. */
export function wordsOf({ application, plan, lab }: Omit<RemoteOptions, "json">): string {
  const said = { application, plan, lab };
  const words = Object.entries(said).flatMap(([name, value]) =>
    value === undefined ? [] : ` --${name}${value === true ? "" : ` ${value}`}`,
  );
  return words.join("");
}

/** Who asks and why, as the workflow itself takes them. */
export function personText(longest: number) {
  return (given: string): string => {
    const text = given.trim();
    if (asOneLine(text) === "") throw new InvalidArgumentError("It is empty.");
    if (text.length > longest) throw new InvalidArgumentError(`It has ${text.length} characters; at most ${longest}.`);
    if (/\p{Cc}/u.test(text)) throw new InvalidArgumentError("It has line breaks or control characters in it.");
    return text;
  };
}

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
  };
}

/** A seed names its drill or night for good, so it has to fit a line and a file name. */
export const LARGEST_SEED = 999_999_999;
export const LONGEST_NAME = 100;
export const LONGEST_REASON = 500;

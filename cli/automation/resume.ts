/** `baton resume`: the automation acts by itself again. */
import type { Command } from "commander";
import { pauseText, resumeAutomation } from "../../orchestrator/automation";
import type { Automation } from "../../orchestrator/baton";
import { LONGEST_NAME, personText, type RemoteOptions, remoteCommand } from "../command";
import { EXIT_STATUS } from "../exit-status";
import { inSession, type Session } from "../session/session";
import { wrap } from "../terminal/layout";
import { print, printJson, screenOf } from "../terminal/screen";
import { moveBrake } from "./automation-store";

interface ResumeOptions extends RemoteOptions {
  readonly by: string;
}

export function resumeCommand(onEnd: (status: number) => void): Command {
  return remoteCommand("resume", "let the automation act by itself again")
    .requiredOption("--by <who>", "your name or address", personText(LONGEST_NAME))
    .action(async (options: ResumeOptions) => onEnd(await inSession(options, (session) => resume(session, options))));
}

async function resume(session: Session, { by, json }: ResumeOptions): Promise<number> {
  const atMs = session.runtime.clock.now();
  const { before, after, changed } = await moveBrake(session, resumeAutomation, ({ pausedBy }) => ({
    atMs,
    what: "resumed",
    by,
    ...(pausedBy !== undefined && { pausedBy }),
  }));
  const { application } = session.plan;
  if (json) printJson({ application, automation: after, before, changed });
  else print(wrap(sentenceOf(application, before, changed), screenOf(process.stdout).columns));
  return EXIT_STATUS.success;
}

function sentenceOf(application: string, before: Automation, changed: boolean): string {
  if (!changed) return `The automation of ${application} was not paused; nothing has changed.`;
  return `The automation of ${application} acts by itself again. It was ${pauseText(before)}.`;
}

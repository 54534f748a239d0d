/** `baton pause`: takes decisions away from the machine until a moment. It still detects, records, warms up and asks. */
import type { Command } from "commander";
import { isPaused, pauseAutomation, pauseText } from "../../orchestrator/automation";
import { LONGEST_NAME, LONGEST_REASON, personText, type RemoteOptions, remoteCommand } from "../command";
import { EXIT_STATUS } from "../exit-status";
import { inSession, type Session } from "../session/session";
import { wrap } from "../terminal/layout";
import { print, printJson, screenOf } from "../terminal/screen";
import { awayText } from "../terminal/time";
import { moveBrake } from "./automation-store";
import { type End, parseEnd } from "./moment";

interface PauseOptions extends RemoteOptions {
  readonly by: string;
  readonly reason: string;
  readonly until: End;
}

export function pauseCommand(onEnd: (status: number) => void): Command {
  return remoteCommand("pause", "let the automation ask a person instead of acting, for a while")
    .requiredOption("--by <who>", "your name or address", personText(LONGEST_NAME))
    .requiredOption("--reason <why>", "what everybody should know about it", personText(LONGEST_REASON))
    .requiredOption("--until <when>", "its end: 2h, 90m, 1d, or a moment like 2026-01-05T12:00Z", parseEnd)
    .action(async (options: PauseOptions) => onEnd(await inSession(options, (session) => pause(session, options))));
}

async function pause(session: Session, { by, reason, until, json }: PauseOptions): Promise<number> {
  const nowMs = session.runtime.clock.now();
  const untilMs = until(nowMs);
  const { before, after } = await moveBrake(
    session,
    (current) => pauseAutomation(current, { by, reason, untilMs, nowMs }),
    () => ({ atMs: nowMs, what: "paused", by, reason, untilMs }),
  );
  if (json) printJson({ application: session.plan.application, automation: after, before });
  else {
    const replaced = isPaused(before, nowMs) ? ` It was ${pauseText(before)}.` : "";
    const text =
      `The automation of ${session.plan.application} is ${pauseText(after)}, ${awayText(untilMs, nowMs)}.${replaced} ` +
      "It still detects, records and warms up, and asks a person instead of moving anything. A failover that a person starts is not held up.";
    print(wrap(text, screenOf(process.stdout).columns));
  }
  return EXIT_STATUS.success;
}

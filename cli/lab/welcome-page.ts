/** What somebody needs to work with a lab that has just opened. */
import type { LiveLab } from "../../lab/live/live-lab";
import type { Plan } from "../../orchestrator/plan";
import { paragraph } from "../terminal/layout";
import { type Screen, styled } from "../terminal/screen";

/** Environment variables that point any AWS SDK or tool at a lab, and the standby Region, where most of Baton lives. */
export function accessOf({ endpoint, operator }: LiveLab, { regions }: Plan) {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: operator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: operator.secretAccessKey,
    AWS_REGION: regions.standby,
  } as const;
}

/** `words`: what leads another command to the same plan in this lab. */
export function welcomePage(lab: LiveLab, plan: Plan, speed: number, words: string, screen: Screen): string[] {
  const pace = speed === 1 ? "in real time" : `${speed} times as fast as real time`;
  const { recordName } = plan.traffic;
  const prose = (text: string) => paragraph(text, 0, screen.columns);
  return [
    styled(screen, "bold", `The lab of ${plan.application} is open at ${lab.endpoint}, ${pace}. Ctrl-C ends it.`),
    "",
    ...prose("In another terminal, this command line finds it by --lab:"),
    `  npm run baton -- status${words}`,
    "",
    ...prose(
      "Any AWS SDK or tool finds it by these variables; calls are judged as those of a role with the permissions in docs/cli.md:",
    ),
    ...Object.entries(accessOf(lab, plan)).map(([name, value]) => `  export ${name}=${value}`),
    "",
    ...prose(
      "A message that asks is followed by a link to the approval page, which a browser on this machine can open.",
    ),
    "",
    ...prose("Its internet answers as a forward proxy:"),
    `  curl --proxy ${lab.endpoint} http://${recordName}${new URL(plan.detection.healthUrl).pathname}`,
    "",
  ];
}

/** The command line. A word it does not know gets usage and exit status 2. */
import { Command, CommanderError } from "commander";
import { pauseCommand } from "./automation/pause";
import { resumeCommand } from "./automation/resume";
import type { CommandFactory } from "./command";
import { CommandFailed } from "./command-failed";
import { approveCommand, declineCommand } from "./decision/decision";
import { drillCommand } from "./drill";
import { EXIT_STATUS } from "./exit-status";
import { failoverCommand } from "./failover/failover";
import { historyCommand } from "./history/history";
import { labCommand } from "./lab/lab";
import { planCommand } from "./plan/plan";
import { statusCommand } from "./status/status";
import { wrap } from "./terminal/layout";
import { screenOf } from "./terminal/screen";
import { UsageError } from "./usage-error";

/** Every command, in the order of the help. */
const COMMANDS: readonly CommandFactory[] = [
  drillCommand,
  planCommand,
  statusCommand,
  historyCommand,
  failoverCommand,
  approveCommand,
  declineCommand,
  pauseCommand,
  resumeCommand,
  labCommand,
];

async function main(words: readonly string[]): Promise<number> {
  const program = new Command("baton")
    .description("Moves a web application from one AWS Region to another when its Region fails.")
    .showHelpAfterError()
    .exitOverride();
  let status: number = EXIT_STATUS.success;
  const onEnd = (ended: number) => {
    status = ended;
  };
  for (const create of COMMANDS) program.addCommand(create(onEnd).copyInheritedSettings(program));
  await program.parseAsync(words, { from: "user" });
  return status;
}

function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_STATUS.success : EXIT_STATUS.badUsage;
  if (error instanceof UsageError) {
    console.error(`baton: ${error.message}`);
    return EXIT_STATUS.badUsage;
  }
  if (error instanceof CommandFailed) {
    const { columns } = screenOf(process.stderr);
    console.error(wrap(`baton: ${error.name}: ${error.message}`, columns).join("\n"));
  } else console.error(error);
  return EXIT_STATUS.failure;
}

main(process.argv.slice(2))
  .catch(statusOf)
  .then((status) => {
    process.exitCode = status;
  });

/** The command line. A word it does not know gets usage and exit status 2. */
import { Command, CommanderError } from "commander";
import type { CommandFactory } from "./command";
import { CommandFailed } from "./command-failed";
import { EXIT_STATUS } from "./exit-status";
import { wrap } from "./terminal/layout";
import { screenOf } from "./terminal/screen";
import { UsageError } from "./usage-error";

/** Every command, in the order of the help. Only the one that is asked for is loaded: some bring CDK and the lab along. */
const COMMANDS: Readonly<Record<string, () => Promise<CommandFactory>>> = {
  drill: async () => (await import("./drill")).drillCommand,
  plan: async () => (await import("./plan/plan")).planCommand,
  status: async () => (await import("./status/status")).statusCommand,
  history: async () => (await import("./history/history")).historyCommand,
  failover: async () => (await import("./start/start")).failoverCommand,
  failback: async () => (await import("./start/start")).failbackCommand,
  switchover: async () => (await import("./start/start")).switchoverCommand,
  approve: async () => (await import("./decision/decision")).approveCommand,
  decline: async () => (await import("./decision/decision")).declineCommand,
  pause: async () => (await import("./automation/pause")).pauseCommand,
  resume: async () => (await import("./automation/resume")).resumeCommand,
  simulate: async () => (await import("./simulate/simulate")).simulateCommand,
  lab: async () => (await import("./lab/lab")).labCommand,
};

async function main(words: readonly string[]): Promise<number> {
  const program = new Command("baton")
    .description("Moves a web application from one AWS Region to another when its Region fails.")
    .showHelpAfterError()
    .exitOverride();
  let status: number = EXIT_STATUS.success;
  const onEnd = (ended: number) => {
    status = ended;
  };
  for (const load of loadersFor(words)) program.addCommand((await load())(onEnd).copyInheritedSettings(program));
  await program.parseAsync(words, { from: "user" });
  return status;
}

/** The asked command alone, or all of them for the help and for a word that nobody knows. */
function loadersFor([first = ""]: readonly string[]) {
  const asked = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  return asked ? [asked] : Object.values(COMMANDS);
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

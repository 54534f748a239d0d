/** The command line. A word it does not know gets usage and exit status 2. */
import { Command, CommanderError } from "commander";
import { drillCommand } from "./drill";
import { EXIT_STATUS } from "./exit-status";
import { UsageError } from "./usage-error";

async function main(words: readonly string[]): Promise<number> {
  const program = new Command("baton")
    .description("Moves a web application from one AWS Region to another when its Region fails.")
    .showHelpAfterError()
    .exitOverride();
  let status: number = EXIT_STATUS.success;
  program.addCommand(
    drillCommand((ended) => {
      status = ended;
    }).copyInheritedSettings(program),
  );
  await program.parseAsync(words, { from: "user" });
  return status;
}

function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_STATUS.success : EXIT_STATUS.badUsage;
  if (error instanceof UsageError) {
    console.error(`baton: ${error.message}`);
    return EXIT_STATUS.badUsage;
  }
  console.error(error);
  return EXIT_STATUS.failure;
}

main(process.argv.slice(2))
  .catch(statusOf)
  .then((status) => {
    process.exitCode = status;
  });

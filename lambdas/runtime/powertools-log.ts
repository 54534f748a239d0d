/** The structured log of one sandbox, on Powertools: one JSON line per entry, fields appended once stand on every later line. */
import { Logger } from "@aws-lambda-powertools/logger";
import type { Log } from "./runtime";

export function createPowertoolsLog(): Log & { startInvocation(awsRequestId: string): void } {
  const logger = new Logger();
  return {
    startInvocation: (awsRequestId) => {
      logger.resetKeys();
      logger.appendKeys({ awsRequestId });
    },
    append: (fields) => logger.appendKeys({ ...fields }),
    info: (message, fields) => logger.info(message, { ...fields }),
    warn: (message, fields) => logger.warn(message, { ...fields }),
    error: (message, fields) => logger.error(message, { ...fields }),
  };
}

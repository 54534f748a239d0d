/** The one way DynamoDB says that a request makes no sense. */
import { AwsError } from "../../kernel/service";

export function validationError(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

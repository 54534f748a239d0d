/** ARNs of executions are longer than a line; the name says the same to whoever reads. */
const EXECUTION_ARN = /arn:aws[\w-]*:states:[\w-]+:\d{12}:execution:[\w-]+:([\w.+@=-]*[\w])/g;

export function withShortArns(text: string): string {
  return text.replace(EXECUTION_ARN, "$1");
}

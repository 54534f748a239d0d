/** ARNs are longer than a line; their last part, the name, says the same to whoever reads. */
const ARN = /arn:aws[\w-]*(?::[\w-]*){3}:[\w.+=@$:/-]*\w/g;

export function withShortArns(text: string): string {
  return text.replace(ARN, (arn) => arn.split(/[:/]/).at(-1) ?? arn);
}

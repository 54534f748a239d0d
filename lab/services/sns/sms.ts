/** Text messages: what fits in a part, and what a phone shows (aws-facts: 140 bytes a part, 160 GSM characters). */

const GSM_CHARACTERS =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/** These cost two characters. */
const GSM_EXTENSION = "^{}\\[~]|€";

/** SNS cuts nothing but refuses to send more than this [doc: 1,600 characters]. */
export const LONGEST_SMS_CHARACTERS = 1600;

/** Topics put their display name before the text, ten characters of it [doc]. */
export function smsText(displayName: string, text: string): string {
  return displayName === "" ? text : `${displayName.slice(0, 10)}> ${text}`;
}

/** How many parts a text is sent, and billed, as. */
export function smsParts(text: string): number {
  const isGsm = [...text].every((character) => GSM_CHARACTERS.includes(character) || GSM_EXTENSION.includes(character));
  const length = isGsm ? gsmLength(text) : text.length;
  const [alone, joined] = isGsm ? [160, 153] : [70, 67];
  return length <= alone ? 1 : Math.ceil(length / joined);
}

function gsmLength(text: string): number {
  return [...text].reduce((length, character) => length + (GSM_EXTENSION.includes(character) ? 2 : 1), 0);
}

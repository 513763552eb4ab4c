/** Control characters, and the marks that make text read as something else. */
const unsafe = /\p{Cc}|[\u200B-\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/** Text from Azure or a file on one line, without anything that isn't meant to be read. */
export function plainText(text: string): string {
  return text.replaceAll(/\r\n|[\r\n\t]/g, ' ').replaceAll(unsafe, '');
}

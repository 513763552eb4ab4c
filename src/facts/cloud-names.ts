/** Names by which screens, reports and documents call a cloud. */

const sandbox = 'sandbox';
const at = `${sandbox} at `;

/** Name of a sandbox that another folder serves, by its URL. */
export function sandboxAt(url: string): string {
  return `${at}${url}`;
}

/** URL of what `sandboxAt` named, and every other name as it is. */
export function addressIn(name: string): string {
  return name.startsWith(at) ? name.slice(at.length) : name;
}

/** Whether a name is that of a sandbox: what stands there was never real work. */
export function isSandboxName(name: string): boolean {
  return name === sandbox || name.startsWith(at);
}

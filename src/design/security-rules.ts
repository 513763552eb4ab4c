/** One rule of a network security group, as ARM has it. */
export type Rule = {
  readonly name: string;
  readonly properties: {
    readonly priority: number;
    readonly direction: 'Inbound' | 'Outbound';
    readonly access: 'Allow' | 'Deny';
    readonly protocol: 'Tcp' | '*';
    readonly sourceAddressPrefix: string;
    readonly sourcePortRange: string;
    readonly destinationAddressPrefix: string;
    readonly destinationPortRange: string;
  };
};

const https = '443';

/** Port of SQL Database, which is all that it needs where a private endpoint leads to it. */
export const sqlPort = '1433';

/** Port of the protocol by which a share of files is mounted (SMB). */
export const filesPort = '445';

/** Lets HTTPS, or another port, in from a range. */
export function allowFrom(
  name: string,
  priority: number,
  source: string,
  destination: string,
  port = https,
): Rule {
  return allow(name, priority, 'Inbound', source, destination, port);
}

/** Lets HTTPS, or another port, out to a range or service tag. */
export function allowTo(
  name: string,
  priority: number,
  source: string,
  destination: string,
  port = https,
): Rule {
  return allow(name, priority, 'Outbound', source, destination, port);
}

function allow(
  name: string,
  priority: number,
  direction: 'Inbound' | 'Outbound',
  source: string,
  destination: string,
  port: string,
): Rule {
  return {
    name,
    properties: {
      priority,
      direction,
      access: 'Allow',
      protocol: 'Tcp',
      sourceAddressPrefix: source,
      sourcePortRange: '*',
      destinationAddressPrefix: destination,
      destinationPortRange: port,
    },
  };
}

/** Azure's own default rules allow the whole virtual network and the Internet: these come before them. */
export const denyAll: readonly Rule[] = (['Inbound', 'Outbound'] as const).map((direction) => ({
  name: direction === 'Inbound' ? 'deny-all-in' : 'deny-all-out',
  properties: {
    priority: 4096,
    direction,
    access: 'Deny',
    protocol: '*',
    sourceAddressPrefix: '*',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '*',
  },
}));

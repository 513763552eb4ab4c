import { type Block, parseBlock } from '../cidr.ts';
import { ArmError } from '../errors.ts';

/** A CIDR block as the Network provider reads it; throws its 400 for malformed ones and for host bits. */
export function requireBlock(prefix: string, where: string): Block {
  const block = parseBlock(prefix);
  if (block === 'host-bits') {
    throw new ArmError(
      400,
      'InvalidCIDRNotation',
      `The address prefix ${prefix} in resource ${where} has an invalid CIDR notation. For the given prefix length, the address prefix should be the first address of the block.`,
    );
  }
  if (block !== undefined) return block;
  throw new ArmError(
    400,
    'InvalidAddressPrefixFormat',
    `Address prefix ${prefix} of resource ${where} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
  );
}

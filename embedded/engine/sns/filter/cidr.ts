import { BlockList, isIP } from 'node:net';
import type { Candidate } from './condition.ts';
import { invalidPolicy, type Json } from './filter-policy.ts';

const CIDR = /^([\d.]+|[\da-f:.]+)\/(\d{1,3})$/i;

/**
 * Reads `cidr`: an IPv4 or IPv6 address and the length of its prefix.
 * https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html
 *
 * @throws ServiceError `InvalidParameter`.
 */
export function cidrTest(key: string, operand: Json): (candidate: Candidate) => boolean {
  const [, address = '', prefix = ''] = CIDR.exec(typeof operand === 'string' ? operand : '') ?? [];
  const version = isIP(address);
  if (version === 0 || Number(prefix) > (version === 4 ? 32 : 128)) {
    throw invalidPolicy(
      `'${key}': cidr must be an address and a prefix length like 10.0.0.0/24, got ${JSON.stringify(operand)}`,
    );
  }
  const subnet = new BlockList();
  subnet.addSubnet(address, Number(prefix), version === 4 ? 'ipv4' : 'ipv6');
  return (candidate) => {
    if (typeof candidate !== 'string' || isIP(candidate) !== version) return false;
    return subnet.check(candidate, version === 4 ? 'ipv4' : 'ipv6');
  };
}

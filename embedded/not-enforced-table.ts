import { NOT_ENFORCED } from './not-enforced.ts';

/** Lines of docs/embedded.md between which the table stands. */
export const TABLE_MARKERS = ['<!-- not-enforced: begin -->', '<!-- not-enforced: end -->'] as const;

/** {@link NOT_ENFORCED} as a Markdown table, sorted by type; rows without properties first. */
export function notEnforcedTable(): string {
  const rows = NOT_ENFORCED.map(({ type, properties = [], reason }) => ({
    type,
    properties: properties.map((property) => `\`${property}\``).join(', '),
    reason,
  }));
  rows.sort((left, right) => left.type.localeCompare(right.type) || left.properties.localeCompare(right.properties));
  return [
    '| type | properties | what is different |',
    '|---|---|---|',
    ...rows.map(({ type, properties, reason }) => `| \`${type}\` | ${properties} | ${reason} |`),
  ].join('\n');
}

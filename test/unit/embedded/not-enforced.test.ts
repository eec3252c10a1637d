import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Findings } from '../../../embedded/findings.ts';
import { EVERY_RESOURCE, NOT_ENFORCED, TEMPLATE } from '../../../embedded/not-enforced.ts';
import { notEnforcedTable } from '../../../embedded/not-enforced-table.ts';
import { isStoredOnly, RESOURCE_TYPES } from '../../../embedded/resources/index.ts';

describe('the table of what is not enforced', () => {
  it('stands in docs/embedded.md as it is (node scripts/write-embedded-docs.ts writes it)', () => {
    const docs = readFileSync(new URL('../../../docs/embedded.md', import.meta.url), 'utf8');

    expect(docs).toContain(notEnforcedTable());
  });

  it('names every property once', () => {
    const names = NOT_ENFORCED.flatMap(({ type, properties }) =>
      (properties ?? ['*']).map((property) => `${type}.${property}`),
    );

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('names properties only of types that run', () => {
    const others = NOT_ENFORCED.filter(({ type, properties }) => properties && !RESOURCE_TYPES.has(type));

    expect(new Set(others.map(({ type }) => type))).toEqual(new Set([TEMPLATE, EVERY_RESOURCE]));
  });

  it.each(['AWS::IAM::Role', 'AWS::Lambda::Permission', 'AWS::SQS::QueuePolicy', 'AWS::KMS::Key'])('has %s', (type) => {
    expect(isStoredOnly(type)).toBe(true);
  });
});

describe('Findings', () => {
  it('says nothing of properties that have an effect, the reason of those in the table, and that others are unknown', () => {
    const findings = new Findings();

    findings.checkProperties('AWS::SQS::Queue', ['DelaySeconds', 'Tags', 'Sparkle'], ['DelaySeconds'], 'Shop/A');

    expect(findings.list()).toEqual([
      { type: 'AWS::SQS::Queue', property: 'Tags', reason: 'tags are not kept', places: ['Shop/A'] },
      {
        type: 'AWS::SQS::Queue',
        property: 'Sparkle',
        reason: 'the embedded cloud does not know this property',
        places: ['Shop/A'],
      },
    ]);
  });
});

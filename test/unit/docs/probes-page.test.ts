import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allProbes } from '../../probes/all-probes.ts';
import { PROBED_CLOUDS } from '../../probes/probe.ts';
import { probesPage } from '../../probes/probes-page.ts';

describe('the page of probes', () => {
  it('is up to date (node scripts/write-probe-docs.ts writes it)', () => {
    const page = readFileSync(new URL('../../../docs/probes.md', import.meta.url), 'utf8');

    expect(page).toBe(probesPage());
  });
});

describe('a probe', () => {
  it('has an id of its own', () => {
    const ids = allProbes.map(({ id }) => id);

    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('cites a page of the documentation of AWS, or of its knowledge center', () => {
    const others = allProbes.filter(
      ({ aws }) => !/^https:\/\/(docs\.aws\.amazon\.com\/.+\.html|repost\.aws\/knowledge-center\/.+)$/.test(aws.page),
    );

    expect(others).toEqual([]);
  });

  it('records only differences that are some, each with its reason', () => {
    const differences = allProbes.flatMap(({ id, aws, differs }) =>
      PROBED_CLOUDS.map((cloud) => ({ id, aws, difference: differs?.[cloud] })),
    );
    const empty = differences.filter(
      ({ aws, difference }) =>
        difference !== undefined &&
        (JSON.stringify(difference.answer) === JSON.stringify(aws.answer) || difference.reason === ''),
    );

    expect(empty).toEqual([]);
  });
});

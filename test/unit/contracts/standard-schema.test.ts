import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatIssues, type StandardSchema } from '../../../contracts/index.ts';

describe('formatIssues', () => {
  it.each([
    [[{ message: 'Required', path: ['orderId'] }], 'orderId: Required'],
    [[{ message: 'Too small', path: ['lines', 0, 'quantity'] }], 'lines[0].quantity: Too small'],
    [[{ message: 'Required', path: [{ key: 'lines' }, { key: 1 }] }], 'lines[1]: Required'],
    [[{ message: 'Expected object' }], '(root): Expected object'],
    [[{ message: 'Expected object', path: [] }], '(root): Expected object'],
    [
      [
        { message: 'Required', path: ['a'] },
        { message: 'Required', path: ['b'] },
      ],
      'a: Required; b: Required',
    ],
  ])('writes %j as %s', (issues, text) => {
    expect(formatIssues(issues)).toBe(text);
  });

  it('names the field path that zod reports, without the value', async () => {
    const schema: StandardSchema = z.object({ card: z.string() });

    const result = await schema['~standard'].validate({ card: 4242 });

    expect(formatIssues(result.issues ?? [])).toMatch(/^card: /);
    expect(formatIssues(result.issues ?? [])).not.toContain('4242');
  });

  it('takes a validator that was written by hand', async () => {
    const evenNumber: StandardSchema<number> = {
      '~standard': {
        version: 1,
        vendor: 'by-hand',
        validate: (value) =>
          typeof value === 'number' && value % 2 === 0 ? { value } : { issues: [{ message: 'must be even' }] },
      },
    };

    expect(await evenNumber['~standard'].validate(2)).toEqual({ value: 2 });
    expect(await evenNumber['~standard'].validate(3)).toEqual({ issues: [{ message: 'must be even' }] });
  });
});

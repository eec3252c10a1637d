import { ServiceError } from '../service-error.ts';

/** The error that DynamoDB answers for a request that it does not understand or take. */
export const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message);

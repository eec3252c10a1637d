export { Schedules } from './schedules.ts';

export { type ScheduleProps, Schedules, type SchedulesProps } from './schedules.ts';

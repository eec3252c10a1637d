import { Alarm, type AlarmProps, type IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** Props for {@link FanoutAlarm}. */
export interface FanoutAlarmProps extends AlarmProps {
  /** What has happened and what to do. */
  readonly alarmDescription: string;
  /**
   * Who is told.
   *
   * @default - nobody; the alarm changes its state only
   */
  readonly alarmActions?: readonly IAlarmAction[];
}

/** A CloudWatch alarm that says what to do and tells somebody. Defines one `AWS::CloudWatch::Alarm`. */
export class FanoutAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: FanoutAlarmProps) {
    super(scope, id, props);
    this.addAlarmAction(...(props.alarmActions ?? []));
  }
}

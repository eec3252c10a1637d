import { constants, setPriority } from 'node:os';

// What computes gives way to the acceptance suite's cloud, whose functions have three seconds, as on AWS. On Linux this
// is the priority of the calling thread and of the processes that it starts.
setPriority(constants.priority.PRIORITY_LOW);
